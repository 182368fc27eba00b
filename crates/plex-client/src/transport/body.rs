//! Bodies, with a bound.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

/// Why a body could not be had.
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

/// The longest excerpt of an error's body.
const EXCERPT: usize = 160;

/// What an error's body says, in one short line without markup.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    // In a page the heading says what its title says.
    let text = text
        .split_once("<h1>")
        .map_or(&*text, |(_, heading)| heading);
    let mut out = String::new();
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if in_tag => {}
            _ if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
        if out.chars().count() >= EXCERPT {
            break;
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_the_text_in_one_line() {
        let page = b"<html><head><title>Bad</title></head><body><h1>400 Bad\n  Request</h1></body>";
        assert_eq!(excerpt(page), "400 Bad Request");
        assert_eq!(excerpt(b"{\"code\": 1}"), "{\"code\": 1}");
        assert_eq!(excerpt(b""), "");
        assert_eq!(excerpt("é".repeat(500).as_bytes()).chars().count(), EXCERPT);
    }
}
