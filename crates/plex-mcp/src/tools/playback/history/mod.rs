//! `plex_get_history`.

mod artists;
mod names;

use plex_client::{AccountId, HistoryQuery, PageRequest, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use self::names::Names;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    plex::find::{Take, user_among},
    tools::{
        arguments::{self, Named},
        tool::Define,
    },
    view::{Page, history::PlayView},
};

/// Finished plays.
pub(crate) struct GetHistory;

/// Which plays to list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    #[serde(default = "arguments::fifty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Plays to skip: next_offset of the page before.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    offset: u64,
    /// Only this person's, by name.
    #[schemars(length(min = 1, max = 200))]
    user: Option<String>,
    /// Only from this library: id or title.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// Only of this item; a show's covers its episodes.
    #[schemars(with = "Option<String>", length(min = 1, max = 128))]
    rating_key: Option<Named>,
    /// Played at or after: a date, a timestamp, or a span back from now (30d, 12h, 6mo).
    #[schemars(length(min = 1, max = 40))]
    since: Option<String>,
    /// Played before; as since.
    #[schemars(length(min = 1, max = 40))]
    until: Option<String>,
}

impl Define for GetHistory {
    const NAME: &'static str = "plex_get_history";
    const TITLE: &'static str = "Watch history";
    const DESCRIPTION: &'static str = "Lists finished plays, newest first: what, when, by whom, on \
        which device. Use it for \"what did we watch\" and \"when did I see this\". Plex keeps no \
        watch time and no unfinished plays here. Needs the server owner's token.";
    const TOOLSET: Toolset = Toolset::Playback;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Page<PlayView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let (since, until) = arguments::period(call, args.since.as_deref(), args.until.as_deref())?;
        let mut query = HistoryQuery::new().page(PageRequest::new(args.offset, args.limit));
        let mut named = None;
        if let Some(item) = &args.rating_key {
            let (key, note) = item.find(call, Take::Near).await?;
            query = query.rating_key(key);
            named = note;
        }
        if let Some(since) = since {
            query = query.since(Timestamp::from_epoch_seconds(since));
        }
        if let Some(until) = until {
            query = query.until(Timestamp::from_epoch_seconds(until));
        }
        if let Some(wanted) = &args.library_id {
            query = query.library(call.plex.find_library("library_id", wanted).await?.key);
        }

        let client = &call.plex;
        let (mut page, names) = match &args.user {
            Some(user) => {
                // Whose plays to ask for is known only once the accounts are.
                let accounts = client.accounts().await?;
                let query = query.account_id(
                    user_among(&accounts, "user", user)?
                        .id
                        .unwrap_or(AccountId::NOBODY),
                );
                let (page, devices) = tokio::join!(client.history(&query), client.devices());
                (page?, Names::of(Ok(accounts), devices))
            }
            None => {
                let (page, accounts, devices) =
                    tokio::join!(client.history(&query), client.accounts(), client.devices());
                (page?, Names::of(accounts, devices))
            }
        };
        artists::fill(client, &mut page.items).await;
        let mut view = Page::of(&page, |record| {
            PlayView::of(
                record,
                names.user(record),
                names.device(record),
                &call.options.calendar,
            )
        });
        let of_rows = match (view.items.is_empty(), view.total) {
            (false, _) => names.note(),
            (true, Some(total)) if total > 0 => Some(view.none_of(total, "plays")),
            (true, _) => Some("No plays match.".to_owned()),
        };
        // Nothing was played of that: of what is no less to be said.
        let notes: Vec<String> = named.into_iter().chain(of_rows).collect();
        view.note = (!notes.is_empty()).then(|| notes.join(" "));
        Ok(view)
    }
}
