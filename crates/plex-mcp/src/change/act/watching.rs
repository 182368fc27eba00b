//! What an account has watched, how far, and how it likes it.

use plex_client::{Millis, PlexError, RatingKey, UserRating};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::changes::{Changes, Undo};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
    time,
};

/// A change of what the token's account has to do with an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Watching {
    /// Marks an item as watched or not. Of one item, not of what has parts: Plex would mark every part
    /// anew, and lose when those were watched that had been.
    Mark {
        /// The item.
        item: RatingKey,
        /// What is to be so.
        watched: bool,
    },
    /// Sets how far an item was watched.
    Position {
        /// The item.
        item: RatingKey,
        /// Seconds from its beginning.
        seconds: u64,
    },
    /// Takes an item out of what to continue.
    Forget {
        /// The item.
        item: RatingKey,
    },
    /// Gives an item stars, or takes them away.
    Rate {
        /// The item.
        item: RatingKey,
        /// From 0.5 to 5 in halves; none for no rating.
        stars: Option<f64>,
    },
}

impl Changes for Watching {
    fn target(&self) -> Target {
        match self {
            Self::Mark { item, .. } | Self::Position { item, .. } | Self::Rate { item, .. } => {
                Target::Item(item.clone())
            }
            Self::Forget { item } => Target::Deck(item.clone()),
        }
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let item = thing.item();
        match self {
            Self::Mark { .. } | Self::Position { .. } => {
                let plays = item.view_count.unwrap_or(0);
                Facts::default()
                    .with("watched", plays > 0)
                    .with("position_s", item.view_offset.and_then(time::seconds))
                    .with("_plays", plays)
            }
            Self::Forget { .. } => {
                Facts::default().with("to_continue", matches!(thing, Thing::Deck(_, true)))
            }
            Self::Rate { .. } => {
                let rating = item.user_rating.filter(|rating| *rating > 0.0);
                Facts::default().with("stars", rating.map(|rating| rating / 2.0))
            }
        }
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Mark { watched: true, .. } => goal.with("watched", true),
            // To take the mark away takes the position, too.
            Self::Mark { watched: false, .. } => {
                goal.with("watched", false).with("position_s", Value::Null)
            }
            Self::Position { seconds, .. } => goal.with("position_s", *seconds),
            Self::Forget { .. } => goal.with("to_continue", false),
            Self::Rate { stars, .. } => goal.with("stars", *stars),
        }
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Mark {
                item,
                watched: true,
            } => plex.mark_played(item).await?,
            Self::Mark { item, .. } => plex.mark_unplayed(item).await?,
            Self::Position { item, seconds } => {
                let at = Millis::new(seconds.saturating_mul(1_000));
                plex.set_progress(item, at).await?;
            }
            Self::Forget { item } => plex.remove_from_continue_watching(item).await?,
            Self::Rate { item, stars } => {
                let rating = stars.map(UserRating::from_stars).transpose()?;
                plex.rate(item, rating).await?;
            }
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        let position = before.get("position_s").as_u64();
        let was_watched = before.get("watched") == &Value::Bool(true);
        match self {
            Self::Mark { item, .. } => {
                let mut acts = vec![Self::Mark {
                    item: item.clone(),
                    watched: was_watched,
                }];
                acts.extend(position.map(|seconds| Self::Position {
                    item: item.clone(),
                    seconds,
                }));
                let lost =
                    was_watched.then_some("Plex cannot restore when and how often it was watched");
                Undo::Acts(acts, lost)
            }
            Self::Position { item, .. } => {
                let item = item.clone();
                match position {
                    Some(seconds) => Undo::Acts(vec![Self::Position { item, seconds }], None),
                    None if !was_watched => {
                        let watched = false;
                        Undo::Acts(vec![Self::Mark { item, watched }], None)
                    }
                    None => Undo::Never(
                        "Plex takes a position away only together with when the item was watched",
                    ),
                }
            }
            Self::Forget { .. } => {
                Undo::Never("only playing it brings it back; its position is kept")
            }
            Self::Rate { item, .. } => {
                let (item, stars) = (item.clone(), before.get("stars").as_f64());
                Undo::Acts(vec![Self::Rate { item, stars }], None)
            }
        }
    }
}
