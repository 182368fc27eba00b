//! The pictures that items have, and could have.

use plex_client::{ArtworkChoice, ArtworkField, RatingKey, Result};

use super::Plex;

impl Plex {
    /// Returns the pictures of a kind that an item could have.
    pub(crate) async fn artwork_choices(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
    ) -> Result<Vec<ArtworkChoice>> {
        self.check_item(item).await?;
        self.client.artwork_choices(item, kind).await
    }

    /// Gives an item one of the pictures that it could have, by its id.
    pub(crate) async fn choose_artwork(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
        id: &str,
    ) -> Result<()> {
        self.check_item(item).await?;
        let mut choice = ArtworkChoice::default();
        choice.id = Some(id.to_owned());
        self.client.choose_artwork(item, kind, &choice).await
    }

    /// Takes away the picture that an item has.
    pub(crate) async fn remove_artwork(&self, item: &RatingKey, kind: ArtworkField) -> Result<()> {
        self.check_item(item).await?;
        self.client.remove_artwork(item, kind).await
    }

    /// Brings a picture.
    pub(crate) async fn bring_artwork(
        &self,
        item: &RatingKey,
        kind: ArtworkField,
        bytes: Vec<u8>,
    ) -> Result<()> {
        self.check_item(item).await?;
        self.client.upload_artwork(item, kind, bytes).await
    }
}
