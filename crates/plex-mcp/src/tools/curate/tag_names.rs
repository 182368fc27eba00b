//! How tags are spelled that there are already: a person who says "sci fi" means the "Sci-Fi" of the
//! library.

use std::collections::HashMap;

use plex_client::{
    ErrorKind, Field, FieldKind, FilterChoice, ItemType, LibraryKey, MediaItem, TagField,
};

use crate::{call::Call, change::tags_of, clean, error::ToolError, plex::find::values_named};

/// Says where tags are: the library, the type of item, and the kind of tag.
pub(super) type Place<'p> = (&'p LibraryKey, &'p ItemType, TagField);

/// The tags that there are, asked for once.
pub(super) struct Spellings<'a> {
    call: &'a Call,
    items: &'a [MediaItem],
    known: HashMap<(LibraryKey, String, TagField), Known>,
    /// What the library has not had until now.
    new: Vec<(TagField, String)>,
    /// What was to be taken away and nothing has.
    absent: Vec<(TagField, String)>,
}

/// The tags of a place.
struct Known {
    choices: Vec<FilterChoice>,
    /// Whether these are all that the library has.
    is_whole: bool,
}

impl<'a> Spellings<'a> {
    /// Returns the spellings in the libraries of these items.
    pub(super) fn new(call: &'a Call, items: &'a [MediaItem]) -> Self {
        Self {
            call,
            items,
            known: HashMap::new(),
            new: Vec::new(),
            absent: Vec::new(),
        }
    }

    /// Returns a tag as it is spelled where there is one, or else as it was said.
    ///
    /// # Errors
    ///
    /// `invalid_argument` where several are equally close; and what asking the server gives.
    pub(super) async fn of(
        &mut self,
        argument: &str,
        place: Place<'_>,
        said: &str,
    ) -> Result<String, ToolError> {
        let (library, item_type, kind) = place;
        let key = (library.clone(), item_type.as_str().to_owned(), kind);
        if !self.known.contains_key(&key) {
            let known = self.read(place).await?;
            self.known.insert(key.clone(), known);
        }
        let Some(known) = self.known.get(&key) else {
            return Ok(said.to_owned());
        };
        match values_named(kind.name(), &FieldKind::Tag, said, &known.choices) {
            Ok(named) => match named.first() {
                Some(choice) => Ok(choice.title.clone()),
                None => {
                    let noted = match argument {
                        "add_tags" => &mut self.new,
                        _ => &mut self.absent,
                    };
                    let unknown = (kind, said.to_owned());
                    if known.is_whole && !noted.contains(&unknown) {
                        noted.push(unknown);
                    }
                    Ok(said.to_owned())
                }
            },
            Err(several) => {
                let titles = several.iter().take(12);
                let titles: Vec<String> = titles
                    .map(|choice| clean::quoted(&choice.title, 40))
                    .collect();
                Err(ToolError::invalid(format!(
                    "{argument}.{}: {} may be {}",
                    kind.name(),
                    clean::quoted(said, 60),
                    titles.join(" or ")
                ))
                .hint("Spell it exactly as the one you mean."))
            }
        }
    }

    /// Asks for the tags of a place. Those of the items themselves are known in any case.
    async fn read(&self, (library, item_type, kind): Place<'_>) -> Result<Known, ToolError> {
        let mut known = Known {
            choices: Vec::new(),
            is_whole: false,
        };
        let libraries = self.call.plex.libraries().await?;
        let library = libraries.into_iter().find(|one| one.key == *library);
        if let Some(library) = library {
            let field = Field::new(kind.name())?;
            match self
                .call
                .plex
                .filter_choices(&library, &field, item_type)
                .await
            {
                Ok(choices) => {
                    known.choices = choices.as_ref().clone();
                    known.is_whole = true;
                }
                // Not every server lists every kind.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        for tag in self.items.iter().flat_map(|item| tags_of(item, kind)) {
            if known.choices.iter().all(|choice| choice.title != tag) {
                let mut choice = FilterChoice::default();
                choice.key.clone_from(&tag);
                choice.title = tag;
                known.choices.push(choice);
            }
        }
        Ok(known)
    }

    /// Says what is made by it, and what nothing had.
    pub(super) fn note(&self) -> Option<String> {
        let listed = |tags: &[(TagField, String)]| {
            let tags = tags.iter().take(6);
            let tags =
                tags.map(|(kind, tag)| format!("{} {}", kind.name(), clean::quoted(tag, 40)));
            tags.collect::<Vec<_>>().join(", ")
        };
        let new =
            (!self.new.is_empty()).then(|| format!("New in the library: {}.", listed(&self.new)));
        let absent = (!self.absent.is_empty())
            .then(|| format!("Nothing there has {}.", listed(&self.absent)));
        let notes: Vec<String> = new.into_iter().chain(absent).collect();
        (!notes.is_empty()).then(|| notes.join(" "))
    }
}
