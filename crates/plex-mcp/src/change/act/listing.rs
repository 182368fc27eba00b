//! What playlists hold, what they are called, and that there are any.

use plex_client::{MediaItem, PlaylistEdit, PlaylistKind, PlexError, RatingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    changes::{Absent, Changes, Undo},
    contents::{
        Contents, EXISTS, MEMBERS, RULE, holding, is_between, keys, moved, rule_of, summary_of,
        text,
    },
};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
};

/// A change of a playlist of the token's account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Listing {
    /// Makes a playlist hold just these items, in this order. To add, to take out, to sort and to take
    /// each of them back are all this.
    Arrange {
        /// The playlist, which is not smart.
        playlist: RatingKey,
        /// What is to be in it.
        items: Vec<RatingKey>,
    },
    /// Changes what a playlist is called; what is not said stays.
    Describe {
        /// The playlist.
        playlist: RatingKey,
        /// Its title.
        title: Option<String>,
        /// Its summary; empty for none.
        summary: Option<String>,
    },
    /// Gives a smart playlist another rule.
    Rule {
        /// The playlist, which is smart.
        playlist: RatingKey,
        /// The rule, as the address of a listing.
        rule: String,
    },
    /// Makes a playlist.
    Make {
        /// Its title.
        title: String,
        /// `audio`, `video` or `photo`.
        kind: String,
        /// Its summary; empty for none.
        summary: String,
        /// What is to be in it.
        contents: Contents,
        /// The playlists of that title that there are beside it.
        besides: Vec<RatingKey>,
    },
    /// Deletes a playlist. What was in it stays in its library.
    Delete {
        /// The playlist.
        playlist: RatingKey,
        /// The playlists of its title that there are beside it.
        besides: Vec<RatingKey>,
    },
}

impl Listing {
    /// Returns what is to be in the list by it, where it says so.
    fn items(&self) -> Option<&[RatingKey]> {
        match self {
            Self::Arrange { items, .. }
            | Self::Make {
                contents: Contents::Items(items),
                ..
            } => Some(items),
            _ => None,
        }
    }
}

impl Changes for Listing {
    fn target(&self) -> Target {
        match self {
            Self::Arrange { playlist, .. }
            | Self::Describe { playlist, .. }
            | Self::Rule { playlist, .. }
            | Self::Delete { playlist, .. } => Target::Playlist(playlist.clone()),
            Self::Make { title, besides, .. } => Target::NewPlaylist {
                title: title.clone(),
                besides: besides.clone(),
            },
        }
    }

    fn target_of(&self, made: Option<&RatingKey>) -> Target {
        match made {
            Some(made) => Target::Playlist(made.clone()),
            None => self.target(),
        }
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let list = thing.item();
        let facts = Facts::default();
        match self {
            Self::Arrange { .. } => members(facts, thing),
            Self::Describe { title, summary, .. } => described(facts, list, title, summary),
            Self::Rule { .. } => facts.with(RULE, rule_of(list)),
            Self::Make { .. } | Self::Delete { .. } => {
                let facts = facts
                    .with(EXISTS, true)
                    .with("_title", list.title.as_str())
                    .with("summary", summary_of(list))
                    .with("_kind", list.playlist_type.as_deref());
                match list.smart {
                    Some(true) => facts.with(RULE, rule_of(list)),
                    _ => members(facts, thing),
                }
            }
        }
    }

    fn absent(&self) -> Option<Absent> {
        let title = match self {
            Self::Make { title, .. } => Some(title.clone()),
            Self::Delete { .. } => None,
            _ => return None,
        };
        Some(Absent {
            title,
            library: None,
            facts: Facts::default().with(EXISTS, false),
        })
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Arrange { items, .. } => holding(goal, items),
            Self::Describe { title, summary, .. } => {
                let goal = match title {
                    Some(title) => goal.with("title", title.as_str()),
                    None => goal,
                };
                match summary {
                    Some(summary) => goal.with("summary", text(summary)),
                    None => goal,
                }
            }
            Self::Rule { rule, .. } => goal.with(RULE, rule.as_str()),
            Self::Make {
                title,
                summary,
                contents,
                ..
            } => {
                let goal = goal
                    .with(EXISTS, true)
                    .with("_title", title.as_str())
                    .with("summary", text(summary));
                match contents {
                    Contents::Items(items) => holding(goal, items),
                    Contents::Rule(rule) => goal.with(RULE, rule.as_str()),
                }
            }
            Self::Delete { .. } => goal.with(EXISTS, false),
        }
    }

    fn is_gradual(&self) -> bool {
        matches!(self, Self::Arrange { .. } | Self::Make { .. })
    }

    fn is_on_the_way(&self, before: &Facts, now: &Facts) -> bool {
        let others = [EXISTS, "_title", "summary", RULE];
        self.is_gradual() && is_between(before, &self.goal(), now, &others)
    }

    fn moves(&self, before: &Facts) -> usize {
        self.items().map_or(0, |items| moved(before, items))
    }

    fn destroys(&self) -> bool {
        matches!(self, Self::Delete { .. })
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Arrange { playlist, items } => plex.arrange_playlist(playlist, items).await?,
            Self::Describe {
                playlist,
                title,
                summary,
            } => {
                let mut edit = PlaylistEdit::new();
                edit.title.clone_from(title);
                edit.summary.clone_from(summary);
                plex.edit_playlist(playlist, &edit).await?;
            }
            Self::Rule { playlist, rule } => {
                plex.set_playlist_rule(playlist, &rule.parse()?).await?;
            }
            Self::Make {
                title,
                kind,
                summary,
                contents,
                ..
            } => {
                let kind = kind_named(kind)?;
                let made = match contents {
                    Contents::Items(items) => plex.make_playlist(title, kind, items).await?,
                    Contents::Rule(rule) => {
                        plex.make_smart_playlist(title, kind, &rule.parse()?)
                            .await?
                    }
                };
                if !summary.is_empty() {
                    let edit = PlaylistEdit::new().summary(summary.as_str());
                    plex.edit_playlist(&made, &edit).await?;
                }
                return Ok(Some(made));
            }
            Self::Delete { playlist, .. } => plex.delete_playlist(playlist).await?,
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, made: Option<&RatingKey>) -> Undo<Self> {
        let text_of = |name: &str| before.get(name).as_str().map(str::to_owned);
        match self {
            Self::Arrange { playlist, .. } => {
                let (playlist, items) = (playlist.clone(), keys(before));
                Undo::Acts(vec![Self::Arrange { playlist, items }], None)
            }
            Self::Describe {
                playlist,
                title,
                summary,
            } => {
                let undo = Self::Describe {
                    playlist: playlist.clone(),
                    title: title.as_ref().and_then(|_| text_of("title")),
                    summary: summary
                        .as_ref()
                        .map(|_| text_of("summary").unwrap_or_default()),
                };
                Undo::Acts(vec![undo], None)
            }
            Self::Rule { playlist, .. } => match text_of(RULE) {
                Some(rule) => {
                    let playlist = playlist.clone();
                    Undo::Acts(vec![Self::Rule { playlist, rule }], None)
                }
                None => Undo::Never("the rule that it had could not be read"),
            },
            Self::Make { besides, .. } => match made {
                Some(made) => {
                    let (playlist, besides) = (made.clone(), besides.clone());
                    Undo::Acts(vec![Self::Delete { playlist, besides }], None)
                }
                // Before it is made, it has no id.
                None => Undo::Acts(Vec::new(), None),
            },
            Self::Delete { besides, .. } => {
                let contents = match (before.get(MEMBERS), text_of(RULE)) {
                    (Value::Array(_), _) => Contents::Items(keys(before)),
                    (_, Some(rule)) => Contents::Rule(rule),
                    _ => return Undo::Never("the rule that it had could not be read"),
                };
                let make = Self::Make {
                    title: text_of("_title").unwrap_or_default(),
                    kind: text_of("_kind").unwrap_or_default(),
                    summary: text_of("summary").unwrap_or_default(),
                    contents,
                    besides: besides.clone(),
                };
                Undo::Acts(
                    vec![make],
                    Some("the playlist gets another id, and its poster is lost"),
                )
            }
        }
    }
}

/// Says what is in a list.
fn members(facts: Facts, thing: &Thing) -> Facts {
    match thing {
        Thing::List(_, Some(members)) => holding(facts, members),
        _ => facts,
    }
}

/// Says what a list is called, as far as that is to change.
fn described(
    facts: Facts,
    list: &MediaItem,
    title: &Option<String>,
    summary: &Option<String>,
) -> Facts {
    let facts = match title {
        Some(_) => facts.with("title", list.title.as_str()),
        None => facts,
    };
    match summary {
        Some(_) => facts.with("summary", summary_of(list)),
        None => facts,
    }
}

fn kind_named(name: &str) -> Result<PlaylistKind, PlexError> {
    let kinds = [
        PlaylistKind::Audio,
        PlaylistKind::Video,
        PlaylistKind::Photo,
    ];
    let kind = kinds.into_iter().find(|kind| kind.as_str() == name);
    kind.ok_or_else(|| PlexError::InvalidArgument {
        argument: "type",
        reason: "is no kind of playlist".to_owned(),
    })
}
