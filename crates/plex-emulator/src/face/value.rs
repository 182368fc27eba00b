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

impl From<Value> for answer::Value<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => text.to_string().into(),
            Value::Int(number) => number.into(),
            Value::Float(number) => number.into(),
            Value::Bool(flag) => flag.into(),
        }
    }
}
