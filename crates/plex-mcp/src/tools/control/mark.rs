//! `plex_mark_watched`.

use plex_client::{ItemType, RatingKey};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    change::{self, Act, Deed, Watching, Wish},
    choice::{Effect, Toolset},
    error::ToolError,
    tools::{
        arguments::Named,
        tool::Define,
        which::{Where, Which},
    },
    view::change::ChangeView,
};

/// Marks items as watched or unwatched, or sets how far one was watched.
pub(crate) struct MarkWatched;

/// What to mark, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Ids or titles; of a show, season, artist or album all that is in it.
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 200),
        inner(length(min = 1, max = 200))
    )]
    rating_keys: Vec<Named>,
    /// In place of rating_keys: all that match.
    #[serde(rename = "where")]
    all_of: Option<Where>,
    state: Option<State>,
    /// For one item, in place of state: how far it was watched. 0 takes it off continue watching.
    #[schemars(range(min = 0, max = 1_000_000))]
    position_s: Option<u64>,
    /// Only tell what would change.
    #[serde(default)]
    dry_run: bool,
}

/// What is to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Watched,
    Unwatched,
}

impl Define for MarkWatched {
    const NAME: &'static str = "plex_mark_watched";
    const TITLE: &'static str = "Mark as watched";
    const DESCRIPTION: &'static str = "Marks films, episodes, whole seasons or shows, or music as watched \
        or unwatched for the token's account, sets how far one item was watched, or takes it off \
        continue watching. What is so already is left alone. Can be undone; Plex cannot restore \
        dates.";
    const TOOLSET: Toolset = Toolset::Control;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = ChangeView;

    async fn run(call: &Call, args: Args) -> Result<ChangeView, ToolError> {
        if args.state.is_some() == args.position_s.is_some() {
            return Err(ToolError::invalid(
                "give state (watched or unwatched) or position_s, one of them",
            ));
        }
        let which = Which::find(call, &args.rating_keys, args.all_of.as_ref()).await?;
        let mut wish = match (args.state, args.position_s) {
            (Some(state), _) => marks(&which.playable(call).await?, state),
            (None, position) => positioned(call, which, position.unwrap_or(0)).await?,
        };
        wish.dry_run = args.dry_run;
        change::run(&call.changer, wish).await
    }
}

/// Returns the wish to mark all of these.
fn marks(which: &Which, state: State) -> Wish {
    let watched = state == State::Watched;
    let acts = which.keys().into_iter();
    let acts = acts.map(|item| Act::Watching(Watching::Mark { item, watched }));
    let deed = Deed::To {
        order: "Mark",
        report: "Marked",
        rest: match watched {
            true => "as watched".to_owned(),
            false => "as unwatched".to_owned(),
        },
    };
    wish(which, deed, acts.collect())
}

/// Returns the wish to set how far an item was watched.
async fn positioned(call: &Call, which: Which, seconds: u64) -> Result<Wish, ToolError> {
    let [item] = which.items.as_slice() else {
        return match which.failed.into_iter().next() {
            Some(failed) => Err(failed.error),
            None => Err(ToolError::invalid("position_s is of one item: name one")),
        };
    };
    if seconds == 0 {
        let item = to_continue(call, item).await?;
        let deed = Deed::To {
            order: "Take",
            report: "Took",
            rest: "off continue watching".to_owned(),
        };
        return Ok(wish(
            &which,
            deed,
            vec![Act::Watching(Watching::Forget { item })],
        ));
    }
    let length = item.duration.and_then(crate::time::seconds);
    if let Some(length) = length.filter(|length| *length <= seconds) {
        return Err(ToolError::invalid(format!(
            "position_s: it ends after {length} s; give less, or state \"watched\""
        )));
    }
    let acts = which.keys().into_iter();
    let acts = acts.map(|item| Act::Watching(Watching::Position { item, seconds }));
    let deed = Deed::To {
        order: "Set",
        report: "Set",
        rest: format!("to {seconds} s"),
    };
    Ok(wish(&which, deed, acts.collect()))
}

/// Returns what stands for an item among what to continue: of a show or season the episode that is next.
async fn to_continue(call: &Call, item: &plex_client::MediaItem) -> Result<RatingKey, ToolError> {
    let own = item
        .rating_key
        .clone()
        .ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
    if !matches!(item.item_type, ItemType::Show | ItemType::Season) {
        return Ok(own);
    }
    let next = call.plex.next_on_deck(&own).await?;
    Ok(next.and_then(|episode| episode.rating_key).unwrap_or(own))
}

/// Returns the wish for some acts on what was named.
fn wish(which: &Which, deed: Deed, acts: Vec<Act>) -> Wish {
    let mut wish = Wish::new(MarkWatched::NAME, deed, acts);
    wish.failed = which.failed.clone();
    wish.note = which.note.clone();
    wish
}
