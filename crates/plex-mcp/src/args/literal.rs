//! Lists and objects that are written as text, as JSON or as Python writes them.

use serde_json::Value;

/// Returns the list or object that a text is; `None` for any other text.
pub(super) fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['[', '{']) {
        return None;
    }
    let value = serde_json::from_str(text).or_else(|_| serde_json::from_str(&as_json(text)));
    value.ok()
}

/// Returns a text in JSON that was written in Python: other quotes, and other words for what is true, false and
/// nothing.
fn as_json(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote = None;
    let mut word = String::new();
    while let Some(c) = chars.next() {
        if quote.is_none() {
            if c.is_ascii_alphabetic() {
                word.push(c);
                continue;
            }
            json.push_str(match word.as_str() {
                "True" => "true",
                "False" => "false",
                "None" => "null",
                word => word,
            });
            word.clear();
        }
        match (quote, c) {
            (None, '\'' | '"') => {
                quote = Some(c);
                json.push('"');
            }
            (Some(open), _) if c == open => {
                quote = None;
                json.push('"');
            }
            (Some(_), '"') => json.push_str("\\\""),
            (Some(_), '\\') if chars.next_if_eq(&'\'').is_some() => json.push('\''),
            (Some(_), '\\') => {
                json.push(c);
                json.extend(chars.next());
            }
            _ => json.push(c),
        }
    }
    json.push_str(&word);
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_ways_to_write_are_read() {
        for (text, value) in [
            ("[53,54]", json!([53, 54])),
            (r#"{"genre":"Comedy"}"#, json!({"genre": "Comedy"})),
            ("{'genre': 'Comedy'}", json!({"genre": "Comedy"})),
            (" ['files', \"streams\"] ", json!(["files", "streams"])),
            (
                r#"{'title': "Schindler's List", 'unwatched': True, 'year': None}"#,
                json!({"title": "Schindler's List", "unwatched": true, "year": null}),
            ),
            (r#"['it\'s', 'a "b"']"#, json!(["it's", "a \"b\""])),
            (r#"['say "so"']"#, json!(["say \"so\""])),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        for text in [
            "",
            "Comedy",
            "[REC]",
            "[",
            "{'a'",
            "genre=Comedy",
            "null",
            "5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
