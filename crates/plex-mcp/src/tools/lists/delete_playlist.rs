//! `plex_delete_playlist`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    change::{self, Act, Deed, Listing, Wish},
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
    view::change::ChangeView,
};

/// The longest title in a sentence, in characters.
const TITLE_CHARS: usize = 60;

/// Deletes a playlist.
pub(crate) struct DeletePlaylist;

/// Which playlist.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title.
    #[schemars(length(min = 1, max = 200))]
    playlist_id: String,
    #[serde(default)]
    dry_run: bool,
}

impl Define for DeletePlaylist {
    const NAME: &'static str = "plex_delete_playlist";
    const TITLE: &'static str = "Delete a playlist";
    const DESCRIPTION: &'static str = "Deletes a playlist; what is in it stays in its library. The person \
        is asked first. Undo makes it again with the same items.";
    const TOOLSET: Toolset = Toolset::Lists;
    const EFFECT: Effect = Effect::Destroy;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = false;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        let wanted = &args.playlist_id;
        let list = call.plex.find_playlist("playlist_id", wanted).await?;
        let key = list.rating_key.clone();
        let playlist =
            key.ok_or_else(|| ToolError::internal("Plex gave a playlist without its id"))?;
        let others = call.plex.playlists().await?.into_iter();
        let others = others.filter(|other| other.title == list.title);
        let besides = others.filter_map(|other| other.rating_key);
        let besides = besides.filter(|key| *key != playlist).collect();
        let shown = clean::quoted(&list.title, TITLE_CHARS);
        let what = match list.leaf_count {
            Some(1) => format!("the playlist {shown} of 1 item"),
            Some(count) => format!("the playlist {shown} of {count} items"),
            None => format!("the playlist {shown}"),
        };
        let deed = Deed::Whole {
            order: format!("Delete {what}"),
            report: format!("Deleted {what}"),
        };
        let act = Act::Listing(Listing::Delete { playlist, besides });
        let mut wish = Wish::new(Self::NAME, deed, vec![act]);
        wish.effect = Self::EFFECT;
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}
