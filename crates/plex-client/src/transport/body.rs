//! Bodies, with a bound.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

/// Says why a body could not be had.
pub(crate) enum BodyError {
    /// It is longer than is allowed.
    TooLarge,
    /// The connection broke, or the compression is broken.
    Broken(reqwest::Error),
}

/// Reads a body, counting what comes out of decompression: a few KiB can unpack to many GiB.
pub(crate) async fn read(mut response: Response, limit: u64) -> Result<Bytes, BodyError> {
    let expected = response.content_length().unwrap_or(0).min(limit);
    let mut body = BytesMut::with_capacity(usize::try_from(expected).unwrap_or(0).min(1 << 20));
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        let length = body.len().saturating_add(chunk.len());
        if u64::try_from(length).map_or(true, |length| length > limit) {
            return Err(BodyError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Returns a text without markup.
pub(crate) fn text(text: &str) -> String {
    // In a page the heading says what its title says.
    let text = text.split_once("<h1>").map_or(text, |(_, heading)| heading);
    let mut in_tag = false;
    text.chars()
        .filter(|c| match c {
            '<' => {
                in_tag = true;
                false
            }
            '>' => {
                in_tag = false;
                false
            }
            _ => !in_tag,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_left_out() {
        let page = "<html><head><title>Bad</title></head><body><h1>400 Bad Request</h1></body>";
        assert_eq!(text(page), "400 Bad Request");
        assert_eq!(text("{\"code\": 1}"), "{\"code\": 1}");
        assert_eq!(text(""), "");
    }
}
