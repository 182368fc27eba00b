//! What a body is by its first bytes. Its content type says little: errors are HTML under
//! `application/json`, and empty answers are `text/html`.

/// Says what a body seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Json,
    Xml,
    Html,
    Empty,
    Other,
}

/// UTF-8's byte order mark, which some feeds begin with.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Looks at the first bytes.
pub(crate) fn content(body: &[u8]) -> Content {
    let body = without_bom(body).trim_ascii_start();
    match body.first() {
        None => Content::Empty,
        Some(b'{' | b'[') => Content::Json,
        Some(b'<') => {
            if ["<html", "<!doctype html", "<head", "<body"]
                .iter()
                .any(|start| starts_with_ignoring_case(body, start))
            {
                Content::Html
            } else {
                Content::Xml
            }
        }
        Some(_) => Content::Other,
    }
}

/// Returns the body without a byte order mark.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(BOM).unwrap_or(body)
}

fn starts_with_ignoring_case(body: &[u8], start: &str) -> bool {
    body.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_known_by_their_first_bytes() {
        assert_eq!(content(b"\xef\xbb\xbf {\"a\":1}"), Content::Json);
        assert_eq!(content(b"[]"), Content::Json);
        assert_eq!(content(b"<?xml version=\"1.0\"?><a/>"), Content::Xml);
        assert_eq!(content(b"<MediaContainer/>"), Content::Xml);
        assert_eq!(content(b"\n<HTML><head>"), Content::Html);
        assert_eq!(content(b"<!DOCTYPE html><html>"), Content::Html);
        assert_eq!(content(b" \r\n"), Content::Empty);
        assert_eq!(content(b"OK"), Content::Other);
    }
}
