//! What is to be listened to.

/// The events of a kind that wait for whoever reads, when nothing else is said.
const WAITING: usize = 1024;

/// Says which events are wanted, and how many may wait.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventsQuery {
    /// The types of their messages, such as `playing`, `timeline` or `activity`; all but log lines when
    /// empty.
    pub types: Vec<String>,
    /// How many of a kind wait for whoever reads; the oldest are dropped, and counted.
    pub waiting: usize,
}

impl Default for EventsQuery {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            waiting: WAITING,
        }
    }
}

impl EventsQuery {
    /// Asks for events of all types, of which 1,024 of a kind may wait.
    ///
    /// ```
    /// assert!(plex_client::EventsQuery::new().types.is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for messages of these types only.
    ///
    /// ```
    /// let query = plex_client::EventsQuery::new().types(["playing", "timeline"]);
    /// assert_eq!(query.types, ["playing", "timeline"]);
    /// ```
    #[must_use]
    pub fn types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.types = types.into_iter().map(Into::into).collect();
        self
    }

    /// Lets so many of a kind wait, one at least.
    ///
    /// ```
    /// assert_eq!(plex_client::EventsQuery::new().waiting(16).waiting, 16);
    /// ```
    #[must_use]
    pub fn waiting(mut self, events: usize) -> Self {
        self.waiting = events.max(1);
        self
    }
}
