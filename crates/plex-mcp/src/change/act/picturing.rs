//! Which pictures items have.

use std::{fmt, sync::Arc};

use plex_client::{
    ArtworkChoice, ArtworkField, DetailsQuery, ItemEdit, ItemField, Lockable, MediaItem, PlexError,
    RatingKey,
};
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    changes::{Changes, Undo},
    edited::is_locked,
};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::Plex,
};

/// The name of the fact that holds the id of the picture that an item has.
const PICTURE: &str = "_picture";

/// The name of the fact that says whether a picture is locked.
const LOCKED: &str = "_locked";

/// The name of the fact that says whether an item has got a picture that was brought.
const CHOICE: &str = "_choice";

/// Ids that are longer are told by their beginning and their end.
const ID_CHARS: usize = 32;

/// A change of a picture that an item has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Picturing {
    /// Gives an item one of those that it could have.
    Choose {
        /// The item.
        item: RatingKey,
        /// The kind of picture, as Plex calls it.
        kind: String,
        /// The id of the picture; none to have none.
        id: Option<String>,
        /// Whether it is to be locked, where that is not left to the server, which locks it.
        locked: Option<bool>,
    },
    /// Brings one that it has then.
    Bring {
        /// The item.
        item: RatingKey,
        /// The kind of picture, as Plex calls it.
        kind: String,
        source: Source,
        /// What was so when this was wanted: by this it is seen whether it came.
        was: Was,
    },
}

/// Says where a picture comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    /// An address that is public.
    Url(String),
    /// Its bytes.
    Data(Bytes),
}

/// The bytes of a picture, which the journal has no room for: it keeps what tells them from others.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Bytes {
    digest: String,
    #[serde(skip)]
    bytes: Arc<Vec<u8>>,
}

impl Bytes {
    /// Takes the bytes of a picture.
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        let sum = digest(&SHA256, &bytes);
        let hex = sum.as_ref().iter().map(|byte| format!("{byte:02x}"));
        Self {
            digest: hex.collect(),
            bytes: Arc::new(bytes),
        }
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bytes").field(&self.digest).finish()
    }
}

/// Says which picture an item had, and where it was.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Was {
    id: Option<String>,
    path: Option<String>,
}

impl Was {
    /// Returns which picture an item has.
    pub(crate) fn of(item: &MediaItem, kind: ArtworkField, choices: &[ArtworkChoice]) -> Self {
        Self {
            id: selected(choices).and_then(|choice| choice.id.clone()),
            path: path_of(item, kind).cloned(),
        }
    }
}

/// Returns what a picture is told as: its id, or its beginning and its end.
pub(crate) fn short_id(id: &str) -> String {
    let count = id.chars().count();
    if count <= ID_CHARS {
        return id.to_owned();
    }
    let scheme = id.split_once("://").map_or("", |(scheme, _)| scheme);
    let scheme: String = scheme.chars().take(10).collect();
    let end: String = id.chars().skip(count.saturating_sub(12)).collect();
    format!("{scheme}:…{end}")
}

fn selected(choices: &[ArtworkChoice]) -> Option<&ArtworkChoice> {
    choices.iter().find(|choice| choice.selected)
}

/// Returns where a picture is, which is another place each time that one is chosen.
fn path_of(item: &MediaItem, kind: ArtworkField) -> Option<&String> {
    match kind {
        ArtworkField::Poster => item.thumb.as_ref(),
        ArtworkField::Background => item.art.as_ref(),
        _ => None,
    }
}

impl Picturing {
    fn item(&self) -> &RatingKey {
        match self {
            Self::Choose { item, .. } | Self::Bring { item, .. } => item,
        }
    }

    fn kind_name(&self) -> &String {
        match self {
            Self::Choose { kind, .. } | Self::Bring { kind, .. } => kind,
        }
    }

    fn kind(&self) -> Result<ArtworkField, PlexError> {
        let found = ArtworkField::from_name(self.kind_name());
        found.ok_or_else(|| PlexError::InvalidArgument {
            argument: "kind",
            reason: "is no kind of picture".to_owned(),
        })
    }
}

impl Changes for Picturing {
    fn target(&self) -> Target {
        Target::Artwork(self.item().clone(), self.kind_name().clone())
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let Thing::Artwork(item, choices) = thing else {
            return Facts::default();
        };
        let chosen = selected(choices);
        let id = chosen.and_then(|choice| choice.id.as_deref());
        let path_now = self.kind().ok().and_then(|kind| path_of(item, kind));
        let facts = Facts::default()
            .with("picture", id.map(short_id))
            .with(PICTURE, id)
            .with(LOCKED, is_locked(item, self.kind_name()))
            .with("_has_one", path_now.is_some());
        let Self::Bring { was, .. } = self else {
            return facts;
        };
        let is_upload = chosen.is_some_and(ArtworkChoice::is_upload);
        let has_moved = path_now.is_some() && path_now != was.path.as_ref();
        let is_new = is_upload && (id != was.id.as_deref() || has_moved);
        facts.with(CHOICE, if is_new { "a new one" } else { "as before" })
    }

    fn goal(&self) -> Facts {
        match self {
            Self::Choose { id, locked, .. } => {
                let goal = Facts::default().with(PICTURE, id.as_deref());
                match locked {
                    Some(locked) => goal.with(LOCKED, *locked),
                    None => goal,
                }
            }
            Self::Bring { .. } => Facts::default().with(CHOICE, "a new one"),
        }
    }

    fn beside(&self) -> Facts {
        match self {
            Self::Choose { id, .. } => {
                Facts::default().with("picture", id.as_deref().map(short_id))
            }
            Self::Bring { .. } => Facts::default(),
        }
    }

    fn is_gradual(&self) -> bool {
        matches!(
            self,
            Self::Choose {
                locked: Some(_),
                ..
            }
        )
    }

    fn is_on_the_way(&self, before: &Facts, now: &Facts) -> bool {
        let goal = self.goal();
        let pictures = [before.get(PICTURE), goal.get(PICTURE)];
        self.is_gradual() && pictures.contains(&now.get(PICTURE))
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        let kind = self.kind()?;
        match self {
            Self::Choose {
                item, id, locked, ..
            } => {
                match id {
                    Some(id) => plex.choose_artwork(item, kind, id).await?,
                    None => plex.remove_artwork(item, kind).await?,
                }
                if *locked == Some(false) {
                    unlock(plex, item, kind).await?;
                }
            }
            Self::Bring { item, source, .. } => match source {
                // What was only planned, or was made by a version that left this to Plex.
                Source::Url(_) => {
                    return Err(PlexError::InvalidArgument {
                        argument: "url",
                        reason: "was not fetched".to_owned(),
                    });
                }
                Source::Data(data) => {
                    let bytes = data.bytes.as_ref().clone();
                    plex.bring_artwork(item, kind, bytes).await?;
                }
            },
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        if before.get(PICTURE).is_null() && before.get("_has_one") == &Value::Bool(true) {
            return Undo::Never("Plex did not say which picture it had");
        }
        let back = Self::Choose {
            item: self.item().clone(),
            kind: self.kind_name().clone(),
            id: before.get(PICTURE).as_str().map(str::to_owned),
            locked: Some(before.get(LOCKED) == &Value::Bool(true)),
        };
        let lost = match self {
            Self::Choose { .. } => None,
            Self::Bring { .. } => Some("what was brought stays among those to choose from"),
        };
        Undo::Acts(vec![back], lost)
    }
}

/// Lets the next refresh change a picture, as it could before one was chosen.
async fn unlock(plex: &Plex, item: &RatingKey, kind: ArtworkField) -> Result<(), PlexError> {
    let found = plex.details(item, &DetailsQuery::new()).await?;
    let Some(library) = &found.library_section_id else {
        // What is of no library is refreshed by nobody.
        return Ok(());
    };
    if ItemField::of(&found.item_type).is_empty() {
        return Ok(());
    }
    let edit = ItemEdit::new(found.item_type.clone()).unlock(Lockable::Artwork(kind))?;
    plex.edit_item(library, item, &edit).await
}
