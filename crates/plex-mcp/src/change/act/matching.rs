//! What items are taken for, and which versions are one item.

use plex_client::{MatchCandidate, MediaItem, PlexError, RatingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::changes::{Changes, Undo};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
};

/// The name of the fact that says what an item is taken for the world over.
const MATCH: &str = "match";

/// The name of the fact that says whether it is taken for something that is known.
const IS_MATCHED: &str = "_matched";

/// The name of the fact that says how many versions of it there are.
const VERSIONS: &str = "versions";

/// A change of what an item is taken for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Matching {
    /// Takes an item for something.
    Match {
        /// The item.
        item: RatingKey,
        /// What that is the world over.
        guid: String,
        /// Its title.
        title: Option<String>,
        /// The year it came out.
        year: Option<i32>,
    },
    /// Takes an item for nothing known.
    Unmatch {
        /// The item.
        item: RatingKey,
    },
    /// Makes an item of each of its versions.
    Split {
        /// The item.
        item: RatingKey,
    },
    /// Makes items of one version each versions of another, which are gone then.
    Merge {
        /// The item that stays.
        item: RatingKey,
        /// Those that go.
        others: Vec<RatingKey>,
        /// How many versions there are of all of them.
        versions: usize,
    },
    /// Has its metadata fetched again.
    Refresh {
        /// The item.
        item: RatingKey,
        /// When it was changed before, in epoch seconds.
        since: Option<i64>,
    },
}

impl Matching {
    fn item(&self) -> &RatingKey {
        match self {
            Self::Match { item, .. }
            | Self::Unmatch { item }
            | Self::Split { item }
            | Self::Merge { item, .. }
            | Self::Refresh { item, .. } => item,
        }
    }
}

/// Tells whether an item is taken for something that is known: what is not has a guid of its own kind.
pub(crate) fn is_matched(guid: Option<&str>) -> bool {
    guid.is_some_and(|guid| {
        guid.contains("://") && !guid.starts_with("local://") && !guid.contains("agents.none://")
    })
}

fn seconds(item: &MediaItem) -> Option<i64> {
    item.updated_at.map(plex_client::Timestamp::epoch_seconds)
}

impl Changes for Matching {
    fn target(&self) -> Target {
        Target::Match(self.item().clone())
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let item = thing.item();
        let facts = Facts::default();
        match self {
            Self::Match { .. } | Self::Unmatch { .. } => facts
                .with(MATCH, item.guid.as_deref())
                .with(IS_MATCHED, is_matched(item.guid.as_deref()))
                .with("title", item.title.as_str())
                .with("year", item.year),
            Self::Split { .. } | Self::Merge { .. } => facts.with(VERSIONS, item.media.len()),
            Self::Refresh { since, .. } => {
                let state = match seconds(item) == *since {
                    true => "as before",
                    false => "refreshed",
                };
                facts.with("metadata", state)
            }
        }
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Match { guid, .. } => goal.with(MATCH, guid.as_str()),
            Self::Unmatch { .. } => goal.with(IS_MATCHED, false),
            Self::Split { .. } => goal.with(VERSIONS, 1),
            Self::Merge { versions, .. } => goal.with(VERSIONS, *versions),
            Self::Refresh { .. } => goal.with("metadata", "refreshed"),
        }
    }

    fn told_alone(&self) -> &'static [&'static str] {
        // Plex writes them some time after it has taken the match.
        &["title", "year"]
    }

    fn destroys(&self) -> bool {
        matches!(self, Self::Split { .. } | Self::Merge { .. })
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Match {
                item,
                guid,
                title,
                year,
            } => {
                let mut candidate = MatchCandidate::default();
                candidate.guid = Some(guid.clone());
                candidate.name.clone_from(title);
                candidate.year = *year;
                plex.match_item(item, &candidate).await?;
            }
            Self::Unmatch { item } => plex.unmatch_item(item).await?,
            Self::Split { item } => plex.split_item(item).await?,
            Self::Merge { item, others, .. } => plex.merge_items(item, others).await?,
            Self::Refresh { item, .. } => plex.refresh_item(item).await?,
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        let item = self.item().clone();
        match self {
            Self::Match { .. } | Self::Unmatch { .. } => match before.get(MATCH).as_str() {
                Some(guid) if before.get(IS_MATCHED) == &Value::Bool(true) => {
                    let year = before.get("year").as_i64();
                    let back = Self::Match {
                        item,
                        guid: guid.to_owned(),
                        title: before.get("title").as_str().map(str::to_owned),
                        year: year.and_then(|year| i32::try_from(year).ok()),
                    };
                    let lost = "Plex fetches anew what it says of the former match";
                    Undo::Acts(vec![back], Some(lost))
                }
                _ => {
                    let lost = "Plex calls it after its file then";
                    Undo::Acts(vec![Self::Unmatch { item }], Some(lost))
                }
            },
            Self::Split { .. } => {
                Undo::Never("the versions have ids of their own now; merge them by hand")
            }
            Self::Merge {
                others, versions, ..
            } => {
                let are_single = *versions == others.len().saturating_add(1);
                if !are_single || before.get(VERSIONS) != &Value::from(1) {
                    return Undo::Never("Plex splits only into single versions");
                }
                let lost = "those that went come back under other ids, without what accounts had \
                            noted of them";
                Undo::Acts(vec![Self::Split { item }], Some(lost))
            }
            Self::Refresh { .. } => {
                Undo::Never("what the agents say now has taken the place of what was not locked")
            }
        }
    }
}
