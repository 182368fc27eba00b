//! The show that an argument names.

use plex_client::{DetailsQuery, ItemType, MediaItem, RatingKey, SearchQuery, fold};
use serde_json::Value;

use super::{
    candidates::listed,
    search::How,
    silence::unknown,
    take::Take,
    title::{Unnamed, among},
};
use crate::{error::ToolError, name::is_number, plex::Plex};

/// How many shows are looked at.
const FOUND: u32 = 30;

impl Plex {
    /// Returns the show with this title, or else with this rating key. Only shows are looked for: the
    /// title of an episode could tell too much.
    ///
    /// # Errors
    ///
    /// `invalid_argument` with the candidates when none or more than one is meant; and what asking
    /// the server gives.
    pub(crate) async fn find_show(
        &self,
        argument: &str,
        wanted: &str,
    ) -> Result<MediaItem, ToolError> {
        let refused = |allowed: &str| ToolError::refused(argument, &Value::from(wanted), allowed);
        if fold(wanted).is_empty() {
            return Err(refused("the title of a show"));
        }
        let query = SearchQuery::new(wanted)
            .types([ItemType::Show])
            .limit(FOUND);
        let sought = self.seek(&query).await?;
        match among(&sought, wanted, None, Take::Near) {
            Ok(named) => Ok(named.item),
            Err(Unnamed::Several(several)) => {
                let all = listed(&several);
                let message = format!("{argument}: more than one has that title: {all}");
                Err(ToolError::invalid(message)
                    .hint("Give its title with its year, or the rating key of the one you mean."))
            }
            Err(Unnamed::Nothing(similar)) => match self.show_by_key(wanted).await? {
                Some(show) => Ok(show),
                None => Err(match similar.as_slice() {
                    similar if !sought.silent.is_empty() => {
                        let near = (!similar.is_empty()).then(|| listed(similar));
                        let error = unknown(argument, wanted, &sought.silent, near.as_deref());
                        error.unwrap_or_else(|| refused("the title of a show on this server"))
                    }
                    // One that is alone in being spelled alike is meant.
                    [only] if sought.how == How::Alike => return Ok(only.clone()),
                    [] => refused("the title of a show on this server"),
                    similar => refused(&format!("one of: {}", listed(similar))),
                }),
            },
        }
    }

    /// Returns the show that has this id, if it is one.
    async fn show_by_key(&self, wanted: &str) -> Result<Option<MediaItem>, ToolError> {
        // Only what looks like an id of this server: a title of one word is none.
        let Some(key) = RatingKey::new(wanted).ok().filter(|_| is_number(wanted)) else {
            return Ok(None);
        };
        match self.details(&key, &DetailsQuery::new()).await {
            Ok(item) => Ok(Some(item).filter(|item| item.item_type == ItemType::Show)),
            Err(error) if error.kind() == plex_client::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
