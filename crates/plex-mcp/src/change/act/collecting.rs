//! What collections hold, what they are called, how they are shown, and that there are any.

use plex_client::{LibraryKey, PlexError, RatingKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    changes::{Absent, Changes, Undo},
    collection::{Locks, Made, ROW, Shown, held, ordered, row},
    contents::{
        Contents, EXISTS, MEMBERS, RULE, is_between, keys, moved, rule_of, summary_of, text,
    },
};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::{CollectionWords, Plex},
};

/// The name of the fact that says which of its words agents leave alone.
const LOCKED: &str = "_locked";

/// What is said of a collection in words, by Plex's names.
const WORDS: [&str; 2] = ["title", "summary"];

/// A change of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Collecting {
    /// Makes a collection hold just these items, in this order.
    Arrange {
        /// The collection, which is not smart.
        collection: RatingKey,
        /// What is to be in it.
        items: Vec<RatingKey>,
        /// `alphabetical` or `custom`; none for by release. Only then the order of the items counts.
        order: Option<String>,
        /// What of them the server locks by it.
        locks: Locks,
    },
    /// Changes what a collection is called; what is not said stays.
    Describe {
        /// The collection.
        collection: RatingKey,
        /// Its title.
        title: Option<String>,
        /// Its summary; empty for none.
        summary: Option<String>,
        /// Which of them agents may change again.
        unlock: Vec<String>,
    },
    /// Gives a smart collection another rule.
    Rule {
        /// The collection, which is smart.
        collection: RatingKey,
        /// The rule, as the address of a listing.
        rule: String,
    },
    /// Says how a collection is shown among the items of its library.
    Mode {
        /// The collection.
        collection: RatingKey,
        /// `hide`, `hide_items` or `show_items`; none for what is set for the library.
        mode: Option<String>,
    },
    /// Says where a collection is shown as a row; without any, it has no row at all.
    Show {
        /// The collection.
        collection: RatingKey,
        /// Where.
        shown: Option<Shown>,
    },
    /// Makes a collection.
    Make(Box<Made>),
    /// Deletes a collection. What was in it stays in its library.
    Delete {
        /// The collection.
        collection: RatingKey,
        /// The library it is in.
        library: LibraryKey,
        /// That library's UUID.
        uuid: Option<String>,
        /// What of its items the server has locked.
        locks: Locks,
    },
}

impl Changes for Collecting {
    fn target(&self) -> Target {
        match self {
            Self::Arrange { collection, .. }
            | Self::Describe { collection, .. }
            | Self::Rule { collection, .. }
            | Self::Mode { collection, .. }
            | Self::Show { collection, .. }
            | Self::Delete { collection, .. } => Target::Collection(collection.clone()),
            Self::Make(made) => Target::NewCollection {
                library: made.library.clone(),
                title: made.title.clone(),
            },
        }
    }

    fn target_of(&self, made: Option<&RatingKey>) -> Target {
        match made {
            Some(made) => Target::Collection(made.clone()),
            None => self.target(),
        }
    }

    fn absent(&self) -> Option<Absent> {
        let (title, library) = match self {
            Self::Make(made) => (Some(made.title.clone()), made.uuid.clone()),
            Self::Delete { uuid, .. } => (None, uuid.clone()),
            _ => return None,
        };
        Some(Absent {
            title,
            library,
            facts: Facts::default().with(EXISTS, false),
        })
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let list = thing.item();
        let facts = Facts::default();
        match self {
            Self::Arrange { .. } => held(facts, thing),
            Self::Describe { title, summary, .. } => {
                let is_locked = |name: &str| list.locks.iter().any(|lock| lock.name == name);
                let facts = match title {
                    Some(_) => facts
                        .with("title", list.title.as_str())
                        .with("_title_locked", is_locked("title")),
                    None => facts,
                };
                match summary {
                    Some(_) => facts
                        .with("summary", summary_of(list))
                        .with("_summary_locked", is_locked("summary")),
                    None => facts,
                }
            }
            Self::Rule { .. } => facts.with(RULE, rule_of(list)),
            Self::Mode { .. } => facts.with("mode", CollectionWords::mode_of(list)),
            Self::Show { .. } => row(facts, thing),
            Self::Make(_) | Self::Delete { .. } => {
                let locked = list.locks.iter().map(|lock| lock.name.as_str());
                let locked: Vec<&str> = locked.filter(|name| WORDS.contains(name)).collect();
                let facts = facts
                    .with(EXISTS, true)
                    .with("_title", list.title.as_str())
                    .with("summary", summary_of(list))
                    .with("_kind", list.subtype.as_deref())
                    .with(LOCKED, json!(locked))
                    .with("mode", CollectionWords::mode_of(list));
                let facts = row(facts, thing);
                match list.smart {
                    Some(true) => facts.with(RULE, rule_of(list)),
                    _ => held(facts, thing),
                }
            }
        }
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Arrange { items, order, .. } => ordered(goal, items, order.as_deref()),
            Self::Describe {
                title,
                summary,
                unlock,
                ..
            } => {
                let mut goal = goal;
                if let Some(title) = title {
                    goal = goal.with("title", title.as_str());
                }
                if let Some(summary) = summary {
                    goal = goal.with("summary", text(summary));
                }
                for name in unlock {
                    goal = goal.with(&format!("_{name}_locked"), false);
                }
                goal
            }
            Self::Rule { rule, .. } => goal.with(RULE, rule.as_str()),
            Self::Mode { mode, .. } => goal.with("mode", mode.as_deref()),
            Self::Show { shown, .. } => match shown {
                Some(shown) => goal.with("visible_on", shown.names()),
                None => goal.with("visible_on", Value::Null).with(ROW, false),
            },
            Self::Make(made) => {
                let mut goal = goal
                    .with(EXISTS, true)
                    .with("_title", made.title.as_str())
                    .with("summary", text(&made.summary))
                    .with("mode", made.mode.as_deref());
                if let Some(shown) = made.shown {
                    goal = goal.with("visible_on", shown.names());
                }
                match &made.contents {
                    Contents::Items(items) => ordered(goal, items, made.order.as_deref()),
                    Contents::Rule(rule) => goal.with(RULE, rule.as_str()),
                }
            }
            Self::Delete { .. } => goal.with(EXISTS, false),
        }
    }

    fn is_gradual(&self) -> bool {
        // To delete takes the locks of its members back as well.
        matches!(
            self,
            Self::Arrange { .. } | Self::Make(_) | Self::Delete { .. }
        )
    }

    fn is_on_the_way(&self, before: &Facts, now: &Facts) -> bool {
        let others = [
            EXISTS,
            "_title",
            "summary",
            RULE,
            "order",
            "mode",
            "visible_on",
        ];
        let has_members = matches!(self, Self::Arrange { .. } | Self::Make(_));
        has_members && is_between(before, &self.goal(), now, &others)
    }

    fn moves(&self, before: &Facts) -> usize {
        match self {
            Self::Arrange { items, .. } => moved(before, items),
            Self::Make(made) => match &made.contents {
                Contents::Items(items) => moved(before, items),
                Contents::Rule(_) => 0,
            },
            _ => 0,
        }
    }

    fn destroys(&self) -> bool {
        matches!(self, Self::Delete { .. })
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Arrange {
                collection,
                items,
                order,
                locks,
            } => {
                let order = CollectionWords::order(order.as_deref())?;
                plex.arrange_collection(collection, items, order).await?;
                let found = plex.collection(collection).await?;
                plex.unlock_members(&found, &locks.unlock).await?;
            }
            Self::Describe {
                collection,
                title,
                summary,
                unlock,
            } => {
                let words = CollectionWords {
                    title: title.as_deref(),
                    summary: summary.as_deref(),
                    unlock,
                    lock: &[],
                };
                plex.describe_collection(collection, &words).await?;
            }
            Self::Rule { collection, rule } => {
                plex.set_collection_rule(collection, &rule.parse()?).await?;
            }
            Self::Mode { collection, mode } => {
                let mode = CollectionWords::mode(mode.as_deref())?;
                plex.set_collection_mode(collection, mode).await?;
            }
            Self::Show { collection, shown } => {
                let shown = shown.map(Shown::plex);
                plex.show_collection(collection, shown).await?;
            }
            Self::Make(made) => return made.send(plex).await.map(Some),
            Self::Delete {
                collection, locks, ..
            } => {
                let found = plex.collection(collection).await?;
                plex.delete_collection(collection).await?;
                plex.unlock_members(&found, &locks.unlock).await?;
            }
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, made: Option<&RatingKey>) -> Undo<Self> {
        let text_of = |name: &str| before.get(name).as_str().map(str::to_owned);
        let undo = match self {
            Self::Arrange {
                collection, locks, ..
            } => Self::Arrange {
                collection: collection.clone(),
                items: keys(before),
                order: text_of("order"),
                locks: locks.back(),
            },
            Self::Describe {
                collection,
                title,
                summary,
                ..
            } => {
                let was_free = |name: &str| {
                    let locked = format!("_{name}_locked");
                    before.get(&locked) == &Value::Bool(false)
                };
                let is_free = |name: &&str| was_free(name);
                Self::Describe {
                    collection: collection.clone(),
                    title: title.as_ref().and_then(|_| text_of("title")),
                    summary: summary
                        .as_ref()
                        .map(|_| text_of("summary").unwrap_or_default()),
                    unlock: WORDS
                        .iter()
                        .copied()
                        .filter(is_free)
                        .map(str::to_owned)
                        .collect(),
                }
            }
            Self::Rule { collection, .. } => match text_of(RULE) {
                Some(rule) => Self::Rule {
                    collection: collection.clone(),
                    rule,
                },
                None => return Undo::Never("the rule that it had could not be read"),
            },
            Self::Mode { collection, .. } => Self::Mode {
                collection: collection.clone(),
                mode: text_of("mode"),
            },
            Self::Show { collection, .. } => Self::Show {
                collection: collection.clone(),
                shown: Shown::before(before),
            },
            Self::Make(make) => match made {
                Some(made) => Self::Delete {
                    collection: made.clone(),
                    library: make.library.clone(),
                    uuid: make.uuid.clone(),
                    locks: make.locks.back(),
                },
                // Before it is made, it has no id.
                None => return Undo::Acts(Vec::new(), None),
            },
            Self::Delete {
                library,
                uuid,
                locks,
                ..
            } => {
                let contents = match (before.get(MEMBERS), text_of(RULE)) {
                    (Value::Array(_), _) => Contents::Items(keys(before)),
                    (_, Some(rule)) => Contents::Rule(rule),
                    _ => return Undo::Never("the rule that it had could not be read"),
                };
                let locked = before.get(LOCKED).as_array().into_iter().flatten();
                let make = Self::Make(Box::new(Made {
                    title: text_of("_title").unwrap_or_default(),
                    library: library.clone(),
                    uuid: uuid.clone(),
                    kind: text_of("_kind").unwrap_or_default(),
                    summary: text_of("summary").unwrap_or_default(),
                    contents,
                    order: text_of("order"),
                    mode: text_of("mode"),
                    shown: Shown::before(before),
                    locked: Some(
                        locked
                            .filter_map(|name| Some(name.as_str()?.to_owned()))
                            .collect(),
                    ),
                    locks: locks.back(),
                }));
                let lost = "the collection gets another id, and its poster and sort title are lost";
                return Undo::Acts(vec![make], Some(lost));
            }
        };
        Undo::Acts(vec![undo], None)
    }
}
