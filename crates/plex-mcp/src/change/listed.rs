//! Lists that are changed, as the server has them.

use plex_client::{MediaItem, RatingKey};

use super::thing::Thing;
use crate::{
    error::{ErrorKind, ToolError},
    plex::Plex,
};

/// Returns a playlist and what is in it; `None` where there is none.
pub(super) async fn playlist(plex: &Plex, key: &RatingKey) -> Result<Option<Thing>, ToolError> {
    let list = match plex.playlist(key).await {
        Ok(list) => list,
        Err(error) if ErrorKind::from(error.kind()) == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let members = match list.smart {
        Some(true) => None,
        _ => {
            let members = plex.playlist_members(key).await?;
            let keys = members.into_iter().filter_map(|item| item.rating_key);
            Some(keys.collect())
        }
    };
    Ok(Some(Thing::List(Box::new(list), members)))
}

/// Returns the playlist of that title that is none of those.
pub(super) async fn titled(
    plex: &Plex,
    title: &str,
    besides: &[RatingKey],
) -> Result<Option<Thing>, ToolError> {
    let is_it = |list: &MediaItem| {
        let is_other = |key: &RatingKey| !besides.contains(key);
        list.title == title && list.rating_key.as_ref().is_some_and(is_other)
    };
    let found = plex.playlists().await?.into_iter().find(is_it);
    match found.and_then(|list| list.rating_key) {
        Some(key) => playlist(plex, &key).await,
        None => Ok(None),
    }
}
