//! Items by Plex's guid, or by their id in another catalogue.

use std::sync::Arc;

use plex_client::{DetailsQuery, ExternalId, ExternalIds, ItemType, Library, MediaItem, RatingKey};
use serde_json::Value;

use crate::{
    error::ToolError,
    plex::{Plex, concurrent::together},
};

/// An id of an item that is not the server's own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Guid {
    /// Plex's, or an older agent's, and the types it can be of.
    Plex(String, Vec<ItemType>),
    /// Another catalogue's.
    External(ExternalId),
}

/// Holds what was found by a guid.
pub(crate) struct FoundByGuid {
    pub(crate) items: Vec<MediaItem>,
    /// Whether everything was looked through.
    pub(crate) is_complete: bool,
}

impl Guid {
    /// Returns the guid that a text is; `None` for any other text.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 200 || text.contains(|c: char| c.is_whitespace() || c == ',') {
            return None;
        }
        if let Some((kind, id)) = text
            .strip_prefix("plex://")
            .and_then(|rest| rest.split_once('/'))
        {
            let item_type: ItemType = kind.parse().unwrap_or_default();
            let is_guid = item_type.number().is_some() && !id.is_empty();
            return is_guid.then(|| Self::Plex(text.to_owned(), vec![item_type]));
        }
        let agent = text.split_once("://").map(|(scheme, _)| scheme);
        if agent.is_some_and(|agent| agent.contains("agents.")) {
            let types = vec![
                ItemType::Movie,
                ItemType::Show,
                ItemType::Episode,
                ItemType::Artist,
            ];
            return Some(Self::Plex(text.to_owned(), types));
        }
        ExternalId::new(text).ok().map(Self::External)
    }

    /// Returns the guid that an argument is.
    ///
    /// # Errors
    ///
    /// `invalid_argument` that shows the forms there are.
    pub(crate) fn of_argument(text: &str) -> Result<Self, ToolError> {
        Self::read(text).ok_or_else(|| {
            ToolError::refused(
                "guid",
                &Value::from(text),
                "plex://movie/…, imdb://tt0017136, tmdb://19 or tvdb://121361",
            )
        })
    }

    /// Returns the items among these libraries that have it.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(crate) async fn find(
        &self,
        plex: &Plex,
        libraries: &[Library],
    ) -> Result<FoundByGuid, ToolError> {
        match self {
            Self::Plex(guid, types) => {
                let wanted = libraries_holding(libraries, types);
                let asked = wanted.into_iter().map(async |(library, item_type)| {
                    let found = plex.items_by_guid(&library.key, &item_type, guid);
                    found.await
                });
                let found: Vec<Vec<MediaItem>> = together(asked.collect()).await?;
                Ok(FoundByGuid {
                    items: found.into_iter().flatten().collect(),
                    is_complete: true,
                })
            }
            Self::External(id) => external(plex, libraries, id).await,
        }
    }
}

/// Returns the libraries that are there for items of these types.
fn libraries_holding<'l>(
    libraries: &'l [Library],
    types: &[ItemType],
) -> Vec<(&'l Library, ItemType)> {
    let of_library = |library: &'l Library| {
        let held = types
            .iter()
            .filter(|item_type| library.library_type.item_types().contains(item_type));
        held.map(move |item_type| (library, item_type.clone()))
    };
    libraries.iter().flat_map(of_library).collect()
}

/// Returns films and shows first; episodes, of which there are many, only when it is none of them.
async fn external(
    plex: &Plex,
    libraries: &[Library],
    id: &ExternalId,
) -> Result<FoundByGuid, ToolError> {
    let rounds: [&[ItemType]; 2] = match id.as_str().starts_with("mbid:") {
        true => [&[ItemType::Artist, ItemType::Album], &[ItemType::Track]],
        false => [&[ItemType::Movie, ItemType::Show], &[ItemType::Episode]],
    };
    let mut is_complete = true;
    for types in rounds {
        let wanted = libraries_holding(libraries, types).into_iter();
        let asked =
            wanted.map(async |(library, item_type)| plex.external_ids(library, &item_type).await);
        let swept: Vec<Arc<ExternalIds>> = together(asked.collect()).await?;
        is_complete &= swept.iter().all(|ids| ids.is_complete);
        let keys: Vec<RatingKey> = swept
            .iter()
            .flat_map(|ids| ids.items(id))
            .take(20)
            .cloned()
            .collect();
        if !keys.is_empty() {
            let items = match plex.details_of(&keys, &DetailsQuery::new()).await {
                // It was removed since.
                Err(error) if error.kind() == plex_client::ErrorKind::NotFound => Vec::new(),
                found => found?,
            };
            return Ok(FoundByGuid { items, is_complete });
        }
    }
    Ok(FoundByGuid {
        items: Vec::new(),
        is_complete,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_told_from_titles() {
        assert!(matches!(
            Guid::read("plex://movie/5d7768254de0ee001fcc8201"),
            Some(Guid::Plex(_, types)) if types == [ItemType::Movie]
        ));
        assert!(matches!(Guid::read("tt0017136"), Some(Guid::External(_))));
        assert!(matches!(Guid::read(" tmdb://19 "), Some(Guid::External(_))));
        assert!(matches!(
            Guid::read("com.plexapp.agents.imdb://tt0017136?lang=en"),
            Some(Guid::Plex(..))
        ));
        for title in [
            "Metropolis",
            "tt",
            "plex://",
            "plex://hologram/1",
            "local://5",
            "a b://c",
        ] {
            assert_eq!(Guid::read(title), None, "{title}");
        }
        let error = Guid::of_argument("Metropolis").unwrap_err();
        assert!(error.message().contains("imdb://"), "{error}");
    }
}
