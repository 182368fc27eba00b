//! A message, and how each channel writes it.

use std::borrow::Cow;

use serde_json::{Value, json};

/// Something told. A message may hold several notifications of one type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    /// `playing`, `timeline`, `activity`, …
    pub(crate) kind: Cow<'static, str>,
    /// The name of the list that holds the notifications.
    pub(crate) list: Cow<'static, str>,
    pub(crate) notifications: Vec<Value>,
}

impl Message {
    pub(crate) fn new(
        kind: impl Into<Cow<'static, str>>,
        list: impl Into<Cow<'static, str>>,
        notification: Value,
    ) -> Self {
        Self {
            kind: kind.into(),
            list: list.into(),
            notifications: vec![notification],
        }
    }

    /// Returns a frame of the websocket: all notifications in one container.
    pub(crate) fn frame(&self) -> String {
        json!({"NotificationContainer": {
            "type": self.kind,
            "size": self.notifications.len(),
            (&*self.list): self.notifications,
        }})
        .to_string()
    }

    /// Returns what the event source sends: each notification bare, in an event of its own.
    pub(crate) fn events(&self) -> String {
        let mut events = String::new();
        for notification in &self.notifications {
            let data = json!({(&*self.list): notification});
            events.push_str(&format!("event: {}\ndata: {data}\n\n", self.kind));
        }
        events
    }
}
