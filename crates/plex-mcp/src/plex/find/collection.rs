//! The collection that an argument names.

use plex_client::{Library, MediaItem, RatingKey};

use crate::{
    clean,
    error::{ErrorKind, ToolError},
    name::{Meant, meant},
    nearest::nearest,
    plex::Plex,
};

impl Plex {
    /// Returns the collection that `wanted`, an id or else a title, names, in a library or in any.
    ///
    /// # Errors
    ///
    /// `not_found` when none is named; `invalid_argument`, with their ids, when several are; and what
    /// asking the server gives.
    pub(crate) async fn find_collection(
        &self,
        argument: &str,
        wanted: &str,
        library: Option<&Library>,
    ) -> Result<MediaItem, ToolError> {
        let mut all: Vec<(MediaItem, String)> = Vec::new();
        let libraries = match library {
            Some(library) => vec![library.clone()],
            None => self.libraries().await?,
        };
        for library in libraries {
            if !library.library_type.has_collections() {
                continue;
            }
            let found = self.all_collections(&library.key).await?.into_iter();
            all.extend(found.map(|collection| (collection, library.title.clone())));
        }
        let is_it = |(collection, _): &&(MediaItem, String)| {
            let key = collection.rating_key.as_ref();
            key.is_some_and(|key| key.as_str() == wanted.trim())
        };
        if let Some((collection, _)) = all.iter().find(is_it) {
            return Ok(collection.clone());
        }
        let titles = all.iter().filter_map(|(one, _)| clean::title(&one.title));
        let titles: Vec<String> = titles.collect();
        match meant(wanted, all, |(collection, _)| &collection.title) {
            Meant::One((collection, _)) => Ok(collection),
            Meant::Several(several) => {
                let several: Vec<String> = several.iter().map(described).collect();
                Err(ToolError::invalid(format!(
                    "{argument}: more than one collection is called that: {}",
                    several.join(", ")
                ))
                .hint("Give the id of the one you mean."))
            }
            Meant::Nothing => {
                let shown = clean::quoted(wanted, 60);
                let message = format!("{argument}: there is no collection {shown}");
                Err(ToolError::new(ErrorKind::NotFound, message)
                    .meant(nearest(wanted, titles.iter().map(String::as_str))))
            }
        }
    }
}

/// Writes `"Murnau" of "Films" (330)`.
fn described((collection, library): &(MediaItem, String)) -> String {
    let key = collection.rating_key.as_ref().map(RatingKey::as_str);
    format!(
        "{} of {} ({})",
        clean::quoted(&collection.title, 40),
        clean::quoted(library, 40),
        key.unwrap_or("no id")
    )
}
