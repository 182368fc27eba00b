//! How a resource reads, in so few bytes that it can be kept: to tell whether it reads otherwise.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::{error::ToolError, resources::Content};

/// Fields that move by themselves while all else stays.
const MOVING: [&str; 3] = ["position_s", "progress_percent", "bandwidth_kbps"];

/// How a resource reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Print {
    /// Without what moves by itself.
    steady: u64,
    /// All of it.
    whole: u64,
    /// Whether it could be read.
    pub(super) is_content: bool,
}

/// How one reading differs from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// Not at all.
    None,
    /// Only what moves by itself is elsewhere.
    Moved,
    /// It reads otherwise.
    Changed,
}

impl Print {
    /// Returns how this content reads.
    pub(super) fn of(content: &Content) -> Self {
        let (mut steady, mut whole) = (DefaultHasher::new(), DefaultHasher::new());
        match content {
            Content::Json(value) => {
                hash(value, false, &mut steady);
                hash(value, true, &mut whole);
            }
            Content::Text(text) => {
                text.hash(&mut steady);
                text.hash(&mut whole);
            }
            Content::Picture(picture) => {
                picture.bytes.hash(&mut steady);
                picture.bytes.hash(&mut whole);
            }
        }
        Self {
            steady: steady.finish(),
            whole: whole.finish(),
            is_content: true,
        }
    }

    /// Returns how a resource reads that cannot be read.
    pub(super) fn of_error(error: &ToolError) -> Self {
        let mut hasher = DefaultHasher::new();
        error.kind().hash(&mut hasher);
        let hash = hasher.finish();
        Self {
            steady: hash,
            whole: hash,
            is_content: false,
        }
    }

    pub(super) fn differs_from(self, before: Self) -> Difference {
        if self == before {
            Difference::None
        } else if (self.steady, self.is_content) == (before.steady, before.is_content) {
            Difference::Moved
        } else {
            Difference::Changed
        }
    }
}

fn hash(value: &Value, with_moving: bool, hasher: &mut impl Hasher) {
    std::mem::discriminant(value).hash(hasher);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(hasher),
        Value::Number(number) => number.hash(hasher),
        Value::String(text) => text.hash(hasher),
        Value::Array(values) => {
            values.len().hash(hasher);
            for value in values {
                hash(value, with_moving, hasher);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                if with_moving || !MOVING.contains(&name.as_str()) {
                    name.hash(hasher);
                    hash(value, with_moving, hasher);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn print(value: Value) -> Print {
        Print::of(&Content::Json(value))
    }

    #[test]
    fn what_moves_is_told_from_what_changes() {
        let before = print(json!({"items": [{"title": "M", "position_s": 1}]}));
        let moved = print(json!({"items": [{"title": "M", "position_s": 2}]}));
        let begun = print(json!({"items": [{"title": "M"}]}));
        let other = print(json!({"items": [{"title": "N", "position_s": 1}]}));
        assert_eq!(before.differs_from(before), Difference::None);
        assert_eq!(moved.differs_from(before), Difference::Moved);
        assert_eq!(begun.differs_from(before), Difference::Moved);
        assert_eq!(other.differs_from(before), Difference::Changed);
        let gone = Print::of_error(&ToolError::internal("gone"));
        assert_eq!(gone.differs_from(before), Difference::Changed);
    }
}
