//! `plex_recommend`.

use plex_index::{
    Freshness, Lack,
    insight::recommend::{RecommendQuery, Recommendation},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{
    failure, named,
    snapshot::{SnapshotView, all_known, details, lacks, notes, notice, partly_known, ready},
};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
};

/// The most characters of a reason.
const REASON_CHARS: usize = 200;

/// Titles to watch next.
pub(crate) struct Recommend;

/// For whom, and what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Names of the people who watch together; owner when left out.
    #[schemars(length(min = 1, max = 20), inner(length(min = 1, max = 200)))]
    users: Option<Vec<String>>,
    /// Only this library: id or title.
    #[schemars(length(min = 1, max = 200))]
    library_id: Option<String>,
    /// The longest film or episode.
    #[schemars(range(min = 1, max = 1000))]
    max_minutes: Option<u32>,
    /// One of these genres.
    #[schemars(length(min = 1, max = 20), inner(length(min = 1, max = 200)))]
    genres: Option<Vec<String>>,
    /// Titles or rating keys to find the like of, instead of what was played.
    #[schemars(length(min = 1, max = 20), inner(length(min = 1, max = 200)))]
    like: Option<Vec<String>>,
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
}

fn ten() -> u32 {
    10
}

/// A title to watch.
#[derive(Debug, Serialize, JsonSchema)]
struct TitleView {
    rating_key: String,
    #[serde(rename = "type")]
    item_type: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i64>,
    library: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_s: Option<u64>,
    /// How well it fits, 0 to 100; comparable within this answer.
    score: u32,
    /// What fits, and whose plays say so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

/// The titles.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RecommendView {
    items: Vec<TitleView>,
    /// True when the list was shortened to the size of a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_more: Option<bool>,
    /// The people it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// How fresh the snapshot is.
    snapshot: SnapshotView,
}

impl Define for Recommend {
    const NAME: &'static str = "plex_recommend";
    const TITLE: &'static str = "Recommend what to watch";
    const DESCRIPTION: &'static str = "Ranks films and shows of this server that the given people have \
        no recorded play of, each with its reasons (shared genres, people, collections with what they \
        played). Knows plays on this server only, not what was liked or seen elsewhere.";
    const TOOLSET: Toolset = Toolset::Insights;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = RecommendView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let began = Instant::now();
        let (index, mut freshness) = ready(call).await?;
        let mut partly = None;
        if freshness.detailed < freshness.items {
            let details = details(call, index, began).await?;
            if args.genres.is_some() {
                // Titles whose genres are not known yet would be left out.
                all_known(&details)?;
            }
            partly = partly_known(&details);
            freshness = details.freshness;
        }
        let wanted = args.users.unwrap_or_default();
        let (like, near) = named::titles(call, index, &args.like.unwrap_or_default()).await?;
        let query = RecommendQuery {
            users: named::people(call, index, "users", &wanted).await?,
            library: named::library(call, index, args.library_id).await?,
            max_minutes: args.max_minutes,
            genres: named::genres(index, &args.genres.unwrap_or_default()).await?,
            like,
            limit: args.limit,
            now: call.options.calendar.now(),
        };
        let found = index.recommend(query).await.map_err(failure::explained)?;
        let note = if found.titles.is_empty() {
            Some(match lacks(&freshness, Lack::Items) {
                true => "Nothing fits among the titles that could be read.".to_owned(),
                false => "Nothing is left that fits.".to_owned(),
            })
        } else {
            note(&found.strangers, &freshness)
        };
        Ok(RecommendView {
            items: found.titles.into_iter().map(TitleView::of).collect(),
            // Said where a result is shortened, if it is.
            has_more: None,
            users: found
                .users
                .iter()
                .map(|name| clean::line(name, REASON_CHARS))
                .collect(),
            note: notes([near, note, partly, notice(&freshness)]),
            snapshot: SnapshotView::of(&freshness, &call.options.calendar),
        })
    }
}

impl TitleView {
    fn of(title: Recommendation) -> Self {
        Self {
            rating_key: title.rating_key,
            item_type: title.item_type,
            title: clean::title(&title.title).unwrap_or_else(|| "(untitled)".to_owned()),
            year: title.year,
            library: clean::line(&title.library, REASON_CHARS),
            duration_s: title.duration_s,
            score: title.score,
            reasons: title
                .reasons
                .iter()
                .map(|reason| clean::line(reason, REASON_CHARS))
                .collect(),
        }
    }
}

/// Returns whose taste is not known.
fn note(strangers: &[String], freshness: &Freshness) -> Option<String> {
    if lacks(freshness, Lack::Plays) {
        return Some("Not all plays could be read, so tastes may not be known.".to_owned());
    }
    if !freshness.sees_history {
        return Some(
            "This token may not read the history, so nobody's taste is known: ordered by rating."
                .to_owned(),
        );
    }
    let names: Vec<String> = strangers
        .iter()
        .map(|name| clean::quoted(name, 40))
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "No plays are known of {}, whose taste is left out.",
            names.join(", ")
        )
    })
}
