//! Pictures, in the size they are wanted in.

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::model::{Picture, PicturePath};
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::DecodeError;

/// The largest picture that is given, in bytes.
pub const MAX_PICTURE_BYTES: u64 = 150 << 10;

/// The longest side that can be asked for, in pixels.
const MAX_SIDE: u32 = 4_096;

/// The sizes to try, in percent of the wanted one, when a picture is too large.
const SMALLER: [u32; 4] = [100, 70, 50, 30];

impl PlexClient {
    /// Fetches a picture, made by the server to fill a box of `width` by `height` pixels, never
    /// made larger than it is, and no side longer than the longer one of the box:
    /// `GET /photo/:/transcode`. One that has more than [`MAX_PICTURE_BYTES`] is asked for again in
    /// a smaller size.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a box of 0 or more than 4,096 pixels;
    /// [`PlexError::TooLarge`] when it cannot be made small enough; [`PlexError::Malformed`] when
    /// what comes is no picture, or larger than it was asked for; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::MediaItem)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{PictureKind, PicturePath};
    ///
    /// if let Some(path) = PicturePath::of(&film, PictureKind::Poster) {
    ///     let poster = client.picture(&path, 200, 300).await?;
    ///     println!("{} bytes of {}", poster.bytes.len(), poster.format.media_type());
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn picture(&self, picture: &PicturePath, width: u32, height: u32) -> Result<Picture> {
        if [width, height]
            .iter()
            .any(|side| !(1..=MAX_SIDE).contains(side))
        {
            return Err(PlexError::invalid_argument(
                "size",
                format!("is not from 1 to {MAX_SIDE} pixels"),
            ));
        }
        self.in_time(self.picture_within(picture, width, height))
            .await
    }

    async fn picture_within(
        &self,
        picture: &PicturePath,
        width: u32,
        height: u32,
    ) -> Result<Picture> {
        let longest = width.max(height);
        let mut sizes = SMALLER.into_iter();
        let mut percent = sizes.next().unwrap_or(100);
        loop {
            let side = |side: u32| (side * percent / 100).max(1);
            let error = match self.picture_in(picture, side(width), side(height)).await {
                Err(error @ PlexError::TooLarge { .. }) => error,
                Ok(made) if made.width.max(made.height) > longest => {
                    // A picture of another shape fills the box and stands out of it.
                    let made_longer = made.width.max(made.height);
                    let fitting = percent.saturating_mul(longest) / made_longer;
                    if fitting < percent && sizes.len() > 1 {
                        sizes.next();
                        percent = fitting.max(1);
                        continue;
                    }
                    PlexError::Malformed {
                        request: Request::reading(path::photo_transcode()).label(),
                        source: DecodeError::garbled("it is larger than it was asked for"),
                    }
                }
                other => return other,
            };
            percent = match sizes.next() {
                Some(smaller) => smaller.min(percent),
                None => return Err(error),
            };
        }
    }

    async fn picture_in(&self, picture: &PicturePath, width: u32, height: u32) -> Result<Picture> {
        // PMS wants both sides, whatever the shape of the picture.
        let request = Request::reading(path::photo_transcode())
            .query("url", picture.as_str())
            .query("width", width.to_string())
            .query("height", height.to_string())
            .query("minSize", "1")
            .query("upscale", "0")
            .query("format", "jpeg")
            .at_most(MAX_PICTURE_BYTES);
        let bytes = self.fetch(&request).await?;
        Picture::read(bytes).ok_or_else(|| PlexError::Malformed {
            request: request.label(),
            source: DecodeError::garbled("it is no picture"),
        })
    }
}
