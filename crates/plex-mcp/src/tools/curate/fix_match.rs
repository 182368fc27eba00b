//! `plex_fix_match`.

use plex_client::{MatchCandidate, MatchQuery, MediaItem, RatingKey, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    call::Call,
    change::{self, Act, Deed, Matching, Wish},
    choice::{Effect, Toolset},
    clean,
    error::{Cause, ErrorKind, ToolError},
    plex::find::described,
    tools::{arguments::Named, tool::Define, which::Which},
    view::change::ChangeView,
};

/// How many candidates are listed.
const LISTED: usize = 10;

/// From this score on, of 100, a candidate may be taken that nobody has chosen, if none of the others
/// comes as near as this.
const GOOD: i32 = 80;
const LEAD: i32 = 10;

/// Changes what an item is taken for.
pub(crate) struct FixMatch;

/// Of what, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title.
    #[schemars(with = "String", length(min = 1, max = 200))]
    rating_key: Named,
    /// candidates lists; apply takes one; split makes an item of each version; refresh fetches metadata
    /// anew.
    action: Action,
    /// For apply: number or guid as candidates lists them; without it the best, if that is clear.
    #[schemars(length(min = 1, max = 200))]
    candidate: Option<String>,
    /// What to look for in place of the item's own title.
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    #[schemars(range(min = 1, max = 2200))]
    year: Option<i32>,
    /// For merge: ids or titles of those that become versions of it, and are gone then.
    #[serde(default)]
    #[schemars(
        with = "Vec<String>",
        length(min = 1, max = 20),
        inner(length(min = 1, max = 200))
    )]
    with: Vec<Named>,
    #[serde(default)]
    dry_run: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Action {
    Candidates,
    Apply,
    Unmatch,
    Split,
    Merge,
    Refresh,
}

/// What became of an item, or what it could be.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MatchView {
    #[serde(flatten)]
    change: ChangeView,
    /// What it could be, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateRow>,
}

/// Something that an item could be.
#[derive(Debug, Serialize, JsonSchema)]
struct CandidateRow {
    number: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i32>,
    /// How well it fits, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<i32>,
    /// Whether it is taken for this now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    current: bool,
}

impl Define for FixMatch {
    const NAME: &'static str = "plex_fix_match";
    const TITLE: &'static str = "Fix a match";
    const DESCRIPTION: &'static str = "Tells what an item could be, takes it for something else or for \
        nothing known, splits or merges versions, or fetches metadata anew. The person is asked before \
        items are split or merged. A match can be undone.";
    const TOOLSET: Toolset = Toolset::Curate;
    const EFFECT: Effect = Effect::Write;
    const MAY_DESTROY: bool = true;
    const IDEMPOTENT: bool = false;
    const OPEN_WORLD: bool = true;
    // Every item is held to the libraries; what it could be is not told while there are some that may not be shown.
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = MatchView;

    async fn run(call: &Call, args: Args) -> Result<MatchView, ToolError> {
        check(&args)?;
        let which = Which::one(call, &args.rating_key).await?;
        let (item, note) = match (
            which.items.into_iter().next(),
            which.failed.into_iter().next(),
        ) {
            (Some(item), _) => (item, which.note),
            (None, Some(failed)) => return Err(failed.error),
            (None, None) => return Err(ToolError::internal("nothing was found, and no error")),
        };
        let key = item.rating_key.clone();
        let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
        let mut wish = match args.action {
            Action::Candidates | Action::Apply if call.plex.is_limited() => {
                return Err(ToolError::new(
                    ErrorKind::Unsupported,
                    "What an item could be is not told while only some libraries may be shown: a server may \
                     have it from its other libraries",
                )
                .hint("unmatch, refresh, split and merge work; to match, use Plex itself."));
            }
            Action::Candidates | Action::Apply => {
                let mut query = MatchQuery::new();
                query.title.clone_from(&args.title);
                query.year = args.year;
                let candidates = call.plex.match_candidates(&key, &query).await?;
                if args.action == Action::Candidates {
                    return Ok(listing(&item, &candidates, note));
                }
                match chosen(&item, &candidates, &args)? {
                    Some(candidate) => applied(key, candidate)?,
                    None => {
                        let said = "Nothing was changed: no other candidate is clearly the best; give candidate.";
                        let note = note.into_iter().chain([said.to_owned()]);
                        let note = note.collect::<Vec<_>>().join(" ");
                        return Ok(listing(&item, &candidates, Some(note)));
                    }
                }
            }
            Action::Unmatch => wish("Unmatch", "Unmatched", "", Matching::Unmatch { item: key }),
            Action::Refresh => {
                let since = item.updated_at.map(Timestamp::epoch_seconds);
                let act = Matching::Refresh { item: key, since };
                wish(
                    "Refresh the metadata of",
                    "Refreshed the metadata of",
                    "",
                    act,
                )
            }
            Action::Split => split(&item, key)?,
            Action::Merge => merged(call, &item, key, &args.with).await?,
        };
        wish.note = note;
        wish.dry_run = args.dry_run;
        match change::run(&call.changer, wish).await {
            Ok(change) => Ok(MatchView {
                change,
                candidates: Vec::new(),
            }),
            // Agents take their time.
            Err(error) if *error.cause() == Cause::NotApplied => {
                Err(error.hint("Plex may still be at it: look at the item in a moment."))
            }
            Err(error) => Err(error),
        }
    }
}

/// Refuses what does not go together.
fn check(args: &Args) -> Result<(), ToolError> {
    let looks = matches!(args.action, Action::Candidates | Action::Apply);
    if !looks && (args.title.is_some() || args.year.is_some()) {
        return Err(ToolError::invalid(
            "title and year go with candidates and apply",
        ));
    }
    if args.candidate.is_some() && args.action != Action::Apply {
        return Err(ToolError::invalid("candidate goes with apply"));
    }
    if args.with.is_empty() == (args.action == Action::Merge) {
        return Err(ToolError::invalid(
            "with goes with merge, and merge needs it",
        ));
    }
    Ok(())
}

/// Returns the wish for one act.
fn wish(order: &'static str, report: &'static str, rest: impl Into<String>, act: Matching) -> Wish {
    let deed = Deed::To {
        order,
        report,
        rest: rest.into(),
    };
    Wish::new(FixMatch::NAME, deed, vec![Act::Matching(act)])
}

/// Returns the wish to take an item for a candidate.
fn applied(item: RatingKey, candidate: &MatchCandidate) -> Result<Wish, ToolError> {
    let guid = candidate.guid.clone().filter(|guid| guid.contains("://"));
    let guid =
        guid.ok_or_else(|| ToolError::invalid("candidate: Plex gave no guid to match it by"))?;
    let name = clean::quoted(candidate.name.as_deref().unwrap_or(&guid), 60);
    let rest = match candidate.year {
        Some(year) => format!("to {name} ({year})"),
        None => format!("to {name}"),
    };
    let act = Matching::Match {
        item,
        guid,
        title: candidate.name.clone(),
        year: candidate.year,
    };
    Ok(wish("Match", "Matched", rest, act))
}

/// Returns the wish to make an item of each version.
fn split(item: &MediaItem, key: RatingKey) -> Result<Wish, ToolError> {
    let count = item.media.len();
    if count < 2 {
        return Err(ToolError::invalid(
            "it has not several versions: there is nothing to split",
        ));
    }
    let rest = format!("into its {count} versions");
    let mut wish = wish("Split", "Split", rest, Matching::Split { item: key });
    wish.effect = Effect::Destroy;
    Ok(wish)
}

/// Returns the wish to make items versions of another.
async fn merged(
    call: &Call,
    item: &MediaItem,
    key: RatingKey,
    with: &[Named],
) -> Result<Wish, ToolError> {
    let which = Which::find(call, with, None).await?;
    if let Some(failed) = which.failed.into_iter().next() {
        return Err(failed.error);
    }
    let mut versions = item.media.len();
    for other in &which.items {
        let is_like = other.item_type == item.item_type
            && other.library_section_id == item.library_section_id
            && other.rating_key != item.rating_key;
        if !is_like || other.media.is_empty() || item.media.is_empty() {
            return Err(ToolError::invalid(format!(
                "with: {} cannot be merged with {}: give other items with files, of the same type and \
                 library",
                described(other),
                described(item)
            )));
        }
        versions = versions.saturating_add(other.media.len());
    }
    let others: Vec<RatingKey> = which
        .items
        .iter()
        .filter_map(|other| other.rating_key.clone())
        .collect();
    let names: Vec<String> = which.items.iter().take(5).map(described).collect();
    let rest = match which.items.len().saturating_sub(names.len()) {
        0 => format!("with {}", names.join("; ")),
        more => format!("with {}; and {more} more", names.join("; ")),
    };
    let act = Matching::Merge {
        item: key,
        others,
        versions,
    };
    let mut wish = wish("Merge", "Merged", rest, act);
    wish.effect = Effect::Destroy;
    Ok(wish)
}

/// Returns the candidate that is meant; none where nobody chose one and the best is not clear.
fn chosen<'c>(
    item: &MediaItem,
    candidates: &'c [MatchCandidate],
    args: &Args,
) -> Result<Option<&'c MatchCandidate>, ToolError> {
    let Some(wanted) = &args.candidate else {
        return Ok(best(item, candidates, args.title.is_some()));
    };
    let wanted = wanted.trim();
    let by_number = wanted.parse::<usize>().ok();
    let by_number = by_number.and_then(|number| candidates.get(number.checked_sub(1)?));
    let named = || {
        let mut all = candidates.iter();
        all.find(|candidate| candidate.guid.as_deref() == Some(wanted))
    };
    match by_number.or_else(named) {
        Some(candidate) => Ok(Some(candidate)),
        None => {
            let allowed = format!(
                "a number from 1 to {}, or a guid of these candidates",
                candidates.len()
            );
            let error = ToolError::refused("candidate", &Value::from(wanted), &allowed);
            Err(error.hint("Look for others with title and year."))
        }
    }
}

/// Returns the candidate that is clearly the best. What the item is taken for already is none, unless it
/// was looked for by a title: somebody says that it is wrong.
fn best<'c>(
    item: &MediaItem,
    candidates: &'c [MatchCandidate],
    is_looked_for: bool,
) -> Option<&'c MatchCandidate> {
    let score = |candidate: &MatchCandidate| candidate.score.unwrap_or(0);
    let first = candidates.iter().max_by_key(|candidate| score(candidate))?;
    let others = candidates.iter().filter(|other| other.guid != first.guid);
    let second = others.map(score).max().unwrap_or(0);
    let is_current = first.guid.is_some() && first.guid == item.guid;
    let is_clear = score(first) >= GOOD && score(first).saturating_sub(second) >= LEAD;
    (is_clear && (!is_current || is_looked_for)).then_some(first)
}

/// Returns what an item could be.
fn listing(item: &MediaItem, candidates: &[MatchCandidate], note: Option<String>) -> MatchView {
    let rows = candidates.iter().take(LISTED).enumerate();
    let rows = rows.map(|(at, candidate)| CandidateRow {
        number: at.saturating_add(1),
        guid: candidate.guid.as_deref().map(|guid| clean::line(guid, 120)),
        title: candidate.name.as_deref().and_then(clean::title),
        year: candidate.year,
        score: candidate.score,
        current: candidate.guid.is_some() && candidate.guid == item.guid,
    });
    let nothing = candidates
        .is_empty()
        .then(|| "The agents know nothing like it: look for it with title and year.".to_owned());
    let notes: Vec<String> = note.into_iter().chain(nothing).collect();
    MatchView {
        change: ChangeView {
            note: (!notes.is_empty()).then(|| notes.join(" ")),
            ..ChangeView::default()
        },
        candidates: rows.collect(),
    }
}
