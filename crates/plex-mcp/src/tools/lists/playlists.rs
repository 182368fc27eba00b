//! `plex_get_playlists`.

use plex_client::{MediaItem, PageRequest, PlaylistKind};
use schemars::JsonSchema;
use serde::Deserialize;

use super::rule;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    plex::concurrent::each,
    tools::{arguments, tool::Define},
    view::{Page, list::ListView},
};

/// The playlists there are.
pub(crate) struct GetPlaylists;

/// Which playlists to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(rename = "type")]
    kind: Option<Kind>,
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 500))]
    limit: u32,
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    offset: u64,
}

/// What a playlist holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Audio,
    Video,
    Photo,
}

impl Kind {
    /// Returns the client's word for it.
    pub(crate) fn plex(self) -> PlaylistKind {
        match self {
            Self::Audio => PlaylistKind::Audio,
            Self::Video => PlaylistKind::Video,
            Self::Photo => PlaylistKind::Photo,
        }
    }
}

impl Define for GetPlaylists {
    const NAME: &'static str = "plex_get_playlists";
    const TITLE: &'static str = "List playlists";
    const DESCRIPTION: &'static str = "Lists the account's playlists with their ids and sizes, smart ones \
        with their rule in words. plex_get_children shows what is in one.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = false;
    type Args = Args;
    type Output = Page<ListView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let mut lists = call.plex.playlists().await?;
        if let Some(kind) = args.kind {
            let wanted = Some(kind.plex().as_str());
            lists.retain(|list| list.playlist_type.as_deref() == wanted);
        }
        let total = lists.len() as u64;
        let skipped = usize::try_from(args.offset).unwrap_or(usize::MAX);
        let rows = lists.into_iter().skip(skipped).take(args.limit as usize);
        let rows: Vec<MediaItem> = rows.collect();
        let views = each(rows.iter().map(|list| view(call, list)).collect()).await;
        let asked = PageRequest::new(args.offset, args.limit);
        let views = plex_client::Page::of_items(views, Some(total), asked);
        let mut page = Page::of(&views, Clone::clone);
        page.note = page.items.is_empty().then(|| match total {
            0 => "There are no such playlists.".to_owned(),
            total => page.none_of(total, "playlists"),
        });
        Ok(page)
    }
}

/// Returns the row of a playlist.
async fn view(call: &Call, list: &MediaItem) -> ListView {
    let mut whole = None;
    if list.smart == Some(true)
        && list.content.is_none()
        && let Some(key) = &list.rating_key
    {
        // Some listings leave the rule out.
        whole = call.plex.playlist(key).await.ok();
    }
    let rule = rule::in_words(call, whole.as_ref().unwrap_or(list)).await;
    ListView::of(list, rule)
}
