//! The playlist that an argument names.

use crate::error::ErrorKind;
use plex_client::{MediaItem, RatingKey};

use crate::{
    clean,
    error::ToolError,
    name::{Meant, meant},
    nearest::nearest,
    plex::Plex,
};

impl Plex {
    /// Returns the playlist that `wanted`, an id or else a title, names.
    ///
    /// # Errors
    ///
    /// `not_found` when none is named; `invalid_argument`, with their ids, when several are; and what
    /// asking the server gives.
    pub(crate) async fn find_playlist(
        &self,
        argument: &str,
        wanted: &str,
    ) -> Result<MediaItem, ToolError> {
        let playlists = self.playlists().await?;
        let of_id = |playlist: &MediaItem| {
            let key = playlist.rating_key.as_ref();
            key.is_some_and(|key| key.as_str() == wanted.trim())
        };
        if let Some(playlist) = playlists.iter().find(|playlist| of_id(playlist)) {
            return Ok(playlist.clone());
        }
        let titles: Vec<String> = playlists
            .iter()
            .filter_map(|playlist| clean::title(&playlist.title))
            .collect();
        match meant(wanted, playlists, |playlist| &playlist.title) {
            Meant::One(playlist) => Ok(playlist),
            Meant::Several(several) => {
                let several: Vec<String> = several.iter().map(described).collect();
                Err(ToolError::invalid(format!(
                    "{argument}: more than one playlist is called that: {}",
                    several.join(", ")
                ))
                .hint("Give the id of the one you mean."))
            }
            Meant::Nothing => {
                let shown = clean::quoted(wanted, 60);
                let message = format!("{argument}: there is no playlist {shown}");
                Err(ToolError::new(ErrorKind::NotFound, message)
                    .meant(nearest(wanted, titles.iter().map(String::as_str))))
            }
        }
    }
}

/// Writes `"Rainy days" (330)`.
fn described(playlist: &MediaItem) -> String {
    let key = playlist.rating_key.as_ref().map(RatingKey::as_str);
    format!(
        "{} ({})",
        clean::quoted(&playlist.title, 40),
        key.unwrap_or("no id")
    )
}
