//! Finds the id of a request that is broken otherwise, so that its sender gets an answer.

use rmcp::model::RequestId;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Returns the `id` of the JSON object that `bytes` begin with, whatever else is wrong with it: it may be
/// cut off, hold bytes that are no text, or break off in the middle.
pub(crate) fn readable_id(bytes: &[u8]) -> Option<RequestId> {
    let mut values = serde_json::Deserializer::from_slice(id_of(bytes)?);
    RequestId::deserialize(&mut values).ok()
}

/// What stands where the id of a message should be.
#[derive(Debug)]
pub(crate) enum OddId {
    /// A number that is no whole one, or too large. Its sender knows it again.
    Number(Box<RawValue>),
    /// Nothing, said so.
    Null,
    /// Something that no id can be.
    Other,
}

/// Returns what stands in place of the `id` of a message; `None` when there is none, or a good one.
pub(crate) fn odd_id(bytes: &[u8]) -> Option<OddId> {
    let value = id_of(bytes)?;
    if readable_id(bytes).is_some() {
        return None;
    }
    let raw =
        Box::<RawValue>::deserialize(&mut serde_json::Deserializer::from_slice(value)).ok()?;
    Some(match raw.get().as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => OddId::Number(raw),
        Some(b'n') => OddId::Null,
        _ => OddId::Other,
    })
}

/// Returns what stands behind `id` in the JSON object that `bytes` begin with.
fn id_of(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.trim_ascii_start().strip_prefix(b"{")?;
    // Where a name of the message itself begins: deeper ones belong to its params.
    let mut depth = 1_usize;
    let mut at_name = true;
    while let Some((byte, after)) = rest.split_first() {
        match byte {
            b'"' => {
                let (name, after) = string(after)?;
                rest = after;
                let value = rest.trim_ascii_start().strip_prefix(b":");
                if let Some(value) = value.filter(|_| depth == 1 && at_name) {
                    at_name = false;
                    rest = value;
                    if name == b"id" {
                        return Some(value);
                    }
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1).filter(|depth| *depth > 0)?,
            b',' => at_name |= depth == 1,
            _ => {}
        }
        rest = after;
    }
    None
}

/// Splits what follows a quotation mark into the string and the rest.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut escaped = false;
    let end = bytes.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    })?;
    let (string, rest) = bytes.split_at_checked(end)?;
    Some((string, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &[u8]) -> Option<String> {
        readable_id(text).map(|id| id.into_json_value().to_string())
    }

    #[test]
    fn it_is_found_in_what_is_broken_otherwise() {
        for text in [
            &br#"{"jsonrpc":"2.0","id":7,"method":"ping"}}"#[..],
            br#" { "id" : 7"#,
            b"{\"method\":\"\xff\xfe\",\"id\":7}",
            br#"{"params":{"id":1,"a":[{"id":2}],"b":"\"id\":3"},"id":7,"x":"#,
            br#"{"method":"id","id":7,,}"#,
        ] {
            assert_eq!(
                id(text).as_deref(),
                Some("7"),
                "{}",
                String::from_utf8_lossy(text)
            );
        }
        assert_eq!(id(br#"{"id":"a\"b","#).as_deref(), Some(r#""a\"b""#));
    }

    #[test]
    fn what_is_no_id_of_the_message_is_not_taken_for_one() {
        for text in [
            &br#"{"params":{"id":1}}"#[..],
            br#"{"id":true}"#,
            br#"{"id":{"id":1}}"#,
            br#"{"id":"#,
            br#"{}{"id":1}"#,
            br#"{"method":"id"}"#,
            br#"[{"id":1}]"#,
            b"id",
            b"",
        ] {
            assert_eq!(id(text), None, "{}", String::from_utf8_lossy(text));
        }
    }
}
