//! Holds a result to its size: over it, a shorter page that is still valid and says what is missing.

use serde_json::{Map, Value};

/// The bytes of compact JSON that a result may have unless configured otherwise.
pub const DEFAULT_MAX_RESULT_BYTES: usize = 40_000;

/// The least that can be configured: room for one row of any list and the note that says so.
pub const MIN_MAX_RESULT_BYTES: usize = 2_000;

/// What is kept free for `next_offset` and the note of a shortened page.
const NOTE_BYTES: usize = 320;

/// Shortens the `items` of `result` until its compact JSON takes at most `max_bytes`.
///
/// A page (it has an `offset`) then says where to go on; a top-N list says that it has more. A
/// result that is not a list of rows loses the ends of its longest lists.
pub(crate) fn fit(result: Value, max_bytes: usize) -> Value {
    let Value::Object(mut result) = result else {
        return result;
    };
    let items = match result.get_mut("items") {
        Some(Value::Array(items)) => std::mem::take(items),
        _ => return Value::Object(trimmed(result, max_bytes)),
    };
    let envelope = size(&result);
    let sizes: Vec<usize> = items.iter().map(|item| size(item) + 1).collect();
    if envelope + sizes.iter().sum::<usize>() <= max_bytes {
        result.insert("items".to_owned(), Value::Array(items));
        return Value::Object(result);
    }

    let mut room = max_bytes.saturating_sub(envelope + NOTE_BYTES);
    let fitting = sizes
        .iter()
        .take_while(|size| {
            let fits = **size <= room;
            room = room.saturating_sub(**size);
            fits
        })
        .count();
    // One row always goes out: an empty page with more to come could never be got past.
    let kept = fitting.clamp(1, items.len().max(1));
    Value::Object(shortened(result, items, kept))
}

/// Returns the result with its longest lists halved until it fits, and a note that names them.
fn trimmed(mut result: Map<String, Value>, max_bytes: usize) -> Map<String, Value> {
    let mut cut: Vec<String> = Vec::new();
    while size(&result) + NOTE_BYTES > max_bytes {
        let longest = result
            .iter_mut()
            .filter_map(|(name, value)| match value {
                Value::Array(list) if list.len() > 1 => Some((name, list)),
                _ => None,
            })
            .max_by_key(|(_, list)| size(list));
        // What is left has no lists to shorten: it is small by construction.
        let Some((name, list)) = longest else { break };
        list.truncate(list.len() / 2);
        if !cut.contains(name) {
            cut.push(name.clone());
        }
    }
    if cut.is_empty() {
        return result;
    }
    let said = format!(
        "Shortened to stay within the size of a result: {}.",
        cut.join(", ")
    );
    let note = match result.get("note").and_then(Value::as_str) {
        Some(note) => format!("{note} {said}"),
        None => said,
    };
    result.insert("note".to_owned(), note.into());
    result
}

/// Returns the result with its first `kept` items, and the words that say so.
fn shortened(
    mut result: Map<String, Value>,
    mut items: Vec<Value>,
    kept: usize,
) -> Map<String, Value> {
    let asked = items.len();
    items.truncate(kept);
    result.insert("items".to_owned(), Value::Array(items));
    let advice = match result.get("offset").and_then(Value::as_u64) {
        Some(offset) => {
            let next = offset.saturating_add(kept as u64);
            result.insert("next_offset".to_owned(), next.into());
            format!("Go on with offset {next}")
        }
        None => {
            if !result.contains_key("total") {
                result.insert("has_more".to_owned(), true.into());
            }
            "Ask for fewer with limit, or narrow the question".to_owned()
        }
    };
    let cut = format!(
        "Shortened to {kept} of {asked} rows to stay within the size of a result. {advice}."
    );
    let note = match result.get("note").and_then(Value::as_str) {
        Some(note) => format!("{note} {cut}"),
        None => cut,
    };
    result.insert("note".to_owned(), note.into());
    result
}

/// Returns a result as compact JSON.
pub(crate) fn written(result: &Value) -> String {
    // A Value has string keys only, so that it can be written.
    serde_json::to_string(result).unwrap_or_default()
}

/// Returns the bytes of `value` as compact JSON.
fn size(value: &impl serde::Serialize) -> usize {
    let mut counter = Counter(0);
    // Counting cannot fail: a Value has string keys only and the counter takes every byte.
    let _ = serde_json::to_writer(&mut counter, value);
    counter.0
}

/// A writer that only counts.
struct Counter(usize);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(count: usize) -> Vec<Value> {
        (0..count)
            .map(|n| json!({"rating_key": n.to_string(), "title": "x".repeat(90)}))
            .collect()
    }

    #[test]
    fn a_result_within_its_budget_is_untouched() {
        let page = json!({"items": rows(3), "total": 3, "offset": 0});
        assert_eq!(fit(page.clone(), 40_000), page);
    }

    #[test]
    fn a_page_over_budget_says_where_to_go_on() {
        let page = fit(
            json!({"items": rows(100), "total": 900, "offset": 200, "next_offset": 300}),
            4_000,
        );
        let kept = page["items"].as_array().unwrap().len() as u64;
        assert!(kept > 20 && kept < 100);
        assert_eq!(page["next_offset"], 200 + kept);
        assert!(page.to_string().len() <= 4_000);
        assert!(
            page["note"]
                .as_str()
                .unwrap()
                .contains(&format!("{kept} of 100"))
        );
    }

    #[test]
    fn a_top_list_over_budget_says_that_it_has_more() {
        let list = fit(
            json!({"items": rows(100), "has_more": false, "note": "Kept."}),
            4_000,
        );
        assert_eq!(list["has_more"], true);
        assert!(
            list["note"]
                .as_str()
                .unwrap()
                .starts_with("Kept. Shortened to ")
        );
        assert!(list.get("next_offset").is_none());
    }

    #[test]
    fn one_row_always_goes_out() {
        let page = fit(json!({"items": rows(5), "offset": 0}), 10);
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        assert_eq!(page["next_offset"], 1);
    }

    #[test]
    fn one_thing_with_long_lists_loses_their_ends() {
        let one = fit(
            json!({"title": "x", "children": rows(100), "genres": ["Drama"]}),
            4_000,
        );
        assert!(one.to_string().len() <= 4_000);
        let kept = one["children"].as_array().unwrap().len();
        assert!(kept > 10 && kept < 100);
        assert_eq!(one["genres"], json!(["Drama"]));
        assert!(one["note"].as_str().unwrap().ends_with("children."));
    }

    #[test]
    fn what_has_no_lists_is_left_alone() {
        let status = json!({"status": "scanning"});
        assert_eq!(fit(status.clone(), 1), status);
    }
}
