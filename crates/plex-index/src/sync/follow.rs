//! What the server told of itself, read at once: those items and no others.

use std::collections::{BTreeSet, HashMap, HashSet};

use plex_client::{Library, LibraryKey, LibraryType, MediaItem, PlexClient, RatingKey};

use super::{
    history,
    lookup::{self, Found},
    scope::Scope,
    writer::Writer,
};
use crate::{
    error::Result,
    store::{Fact, item_id_of_library},
};

/// Items of one request.
const AT_A_TIME: usize = 50;

/// The most items that are read one by one. When there are more, a look for all changes takes less.
const MOST: usize = 2_000;

/// What a server told of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heard {
    /// Items that are new, have changed, or are gone.
    pub items: BTreeSet<RatingKey>,
    /// Something was played, or is played no more.
    pub played: bool,
    /// Something was missed, so that all may be different.
    pub missed: bool,
}

impl Heard {
    /// Returns what says that these items have changed, in whatever way.
    pub fn of_items(items: impl IntoIterator<Item = RatingKey>) -> Self {
        Self {
            items: items.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Returns the same, where something was played too.
    #[must_use]
    pub fn played(mut self, so: bool) -> Self {
        self.played |= so;
        self
    }

    /// Returns what says that something was missed.
    pub fn missed() -> Self {
        Self {
            missed: true,
            ..Self::default()
        }
    }

    /// Says whether there is nothing to do about it.
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Takes in what was heard after it.
    pub(crate) fn add(&mut self, other: Self) {
        self.items.extend(other.items);
        self.played |= other.played;
        self.missed |= other.missed;
        if self.items.len() > MOST {
            self.missed = true;
        }
        if self.missed {
            // A look at everything looks at these too.
            self.items.clear();
        }
    }
}

/// Reads what was heard of. Gives whether that is all there is to do: of albums of photos a listing
/// alone tells what they are.
///
/// # Errors
///
/// Those of the client and the store.
pub(super) async fn follow(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    heard: &Heard,
    now: i64,
) -> Result<bool> {
    let libraries = scope.libraries(client, writer).await?;
    let by_key: HashMap<LibraryKey, &Library> = libraries
        .iter()
        .map(|library| (library.key.clone(), library))
        .collect();
    let mut is_all = true;
    let mut asked: HashSet<RatingKey> = HashSet::new();
    let mut due: Vec<RatingKey> = heard.items.iter().cloned().collect();
    // What they are in counts otherwise now, and what was in them is gone with them.
    while !due.is_empty() {
        asked.extend(due.iter().cloned());
        let found = found(client, due).await?;
        is_all &= found.untold.is_empty();
        let mut next: Vec<RatingKey> = Vec::new();
        for item in &found.items {
            next.extend(item.parent_rating_key.iter().cloned());
            next.extend(item.grandparent_rating_key.iter().cloned());
        }
        let (below, all_gone) = removed(client, writer, found.gone).await?;
        next.extend(below);
        is_all &= all_gone;
        is_all &= write(writer, &by_key, found.items).await?;
        next.sort_unstable();
        next.dedup();
        next.retain(|key| !asked.contains(key));
        if asked.len() > MOST {
            is_all &= next.is_empty();
            next.clear();
        }
        due = next;
    }
    if heard.played {
        let keys: Vec<LibraryKey> = libraries.into_iter().map(|library| library.key).collect();
        history::refresh(client, writer, scope, &keys, false).await?;
    }
    writer
        .write(move |batch| {
            batch.count_files_once()?;
            match is_all {
                true => batch.set_fact(Fact::Followed, now),
                false => Ok(()),
            }
        })
        .await?;
    Ok(is_all)
}

async fn found(client: &PlexClient, keys: Vec<RatingKey>) -> Result<Found> {
    let mut all = Found::default();
    for keys in keys.chunks(AT_A_TIME) {
        let found = lookup::items(client, keys.to_vec()).await?;
        all.items.extend(found.items);
        all.gone.extend(found.gone);
        all.untold.extend(found.untold);
    }
    Ok(all)
}

/// Removes what is gone, as far as that is believed. Gives what was in it, and whether all is removed.
async fn removed(
    client: &PlexClient,
    writer: &Writer,
    gone: Vec<RatingKey>,
) -> Result<(Vec<RatingKey>, bool)> {
    if gone.is_empty() {
        return Ok((Vec::new(), true));
    }
    let believed = lookup::believed(client, writer, &gone).await?;
    let below = writer
        .write(move |batch| {
            let mut below = Vec::new();
            for id in batch.find_items(&believed)? {
                below.extend(batch.keys_below(id)?);
                batch.remove_item(id)?;
            }
            let mut held = 0;
            for id in batch.find_items(&gone)? {
                held += usize::from(batch.holds(id)?);
            }
            Ok((below, held == 0))
        })
        .await?;
    let keys = below.0.iter().filter_map(|key| RatingKey::new(key).ok());
    Ok((keys.collect(), below.1))
}

/// Notes items with all their details. Gives whether that could be done for all that may be known.
async fn write(
    writer: &Writer,
    libraries: &HashMap<LibraryKey, &Library>,
    items: Vec<MediaItem>,
) -> Result<bool> {
    let mut noted: Vec<(i64, MediaItem)> = Vec::new();
    let mut is_all = true;
    for item in items {
        let key = item.library_section_id.as_ref();
        let Some((key, library)) = key.and_then(|key| libraries.get_key_value(key)) else {
            continue;
        };
        match library.library_type {
            LibraryType::Photo => is_all = false,
            _ => noted.push((item_id_of_library(key), item)),
        }
    }
    // What others are in comes first.
    noted.sort_by_key(
        |(_, item)| match (&item.parent_rating_key, &item.grandparent_rating_key) {
            (_, Some(_)) => 2,
            (Some(_), None) => 1,
            (None, None) => 0,
        },
    );
    writer
        .write(move |batch| {
            for (library, item) in &noted {
                let id = match &item.rating_key {
                    Some(key) => batch.find_item(key)?,
                    None => continue,
                };
                if !id.map_or(Ok(false), |id| batch.holds(id))? {
                    batch.put_listed(item, *library, item.item_type.as_str())?;
                }
                batch.put_details(item)?;
            }
            Ok(())
        })
        .await?;
    Ok(is_all)
}
