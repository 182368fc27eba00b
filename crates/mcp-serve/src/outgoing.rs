//! The one place that every text passes which leaves over a transport.

use std::{fmt, sync::Arc};

use serde_json::{Map, Value};

/// Rewrites texts that are about to leave: answers, errors, notifications, and what is asked of the
/// client, whoever wrote them. For taking out what nobody outside may see.
///
/// ```
/// use mcp_serve::Outgoing;
///
/// let outgoing = Outgoing::new(|text| text.contains("s3cret").then(|| text.replace("s3cret", "[redacted]")));
/// # let _ = outgoing;
/// ```
#[derive(Clone, Default)]
pub struct Outgoing(Option<Arc<Rewrite>>);

type Rewrite = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Outgoing {
    /// Rewrites each text with `rewrite`, which returns `None` for a text that may stay as it is.
    ///
    /// It is given whole messages first, as JSON, so it must see in them whatever it would see in one of
    /// their texts; only where it does is it given the texts one by one.
    pub fn new(rewrite: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(rewrite)))
    }

    /// Rewrites a text; `None` leaves it as it is.
    pub(crate) fn text(&self, text: &str) -> Option<String> {
        self.0.as_ref().and_then(|rewrite| rewrite(text))
    }

    /// Rewrites the texts in a JSON document; `None` leaves it as it is.
    pub(crate) fn json(&self, json: &str) -> Option<String> {
        let rewritten = self.text(json)?;
        match serde_json::from_str(json) {
            Ok(value) => Some(self.value(value).to_string()),
            Err(_) => Some(rewritten),
        }
    }

    fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text).unwrap_or(text)),
            Value::Array(values) => values.into_iter().map(|value| self.value(value)).collect(),
            Value::Object(fields) => Value::Object(self.fields(fields)),
            other => other,
        }
    }

    fn fields(&self, fields: Map<String, Value>) -> Map<String, Value> {
        let rewritten = fields.into_iter().map(|(name, value)| {
            let value = self.value(value);
            (self.text(&name).unwrap_or(name), value)
        });
        rewritten.collect()
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outgoing").field(&self.0.is_some()).finish()
    }
}
