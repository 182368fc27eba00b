//! Stored values in an answer.

use crate::answer;
use crate::world::Value;

impl<'w> From<&'w Value> for answer::Value<'w> {
    fn from(value: &'w Value) -> Self {
        match value {
            Value::Text(text) => Self::from(&**text),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::Bool(flag) => Self::Bool(*flag),
        }
    }
}
