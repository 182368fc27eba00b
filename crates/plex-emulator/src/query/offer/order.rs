//! An order's row in the table.

/// An order that clients are told of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrderRow {
    /// What `sort` calls it.
    pub(crate) key: &'static str,
    /// Its name for people.
    pub(crate) title: &'static str,
    /// Which way people expect it: `asc` or `desc`.
    pub(crate) direction: &'static str,
    /// The listing's order when a query gives none.
    pub(crate) is_usual: bool,
}

/// Returns an order that begins with the greatest: the newest, the best, the longest.
pub(super) const fn falling(key: &'static str, title: &'static str) -> OrderRow {
    OrderRow {
        key,
        title,
        direction: "desc",
        is_usual: false,
    }
}

pub(super) const fn rising(key: &'static str, title: &'static str) -> OrderRow {
    OrderRow {
        direction: "asc",
        ..falling(key, title)
    }
}

/// Returns the order when a query gives none.
pub(super) const fn usual(key: &'static str, title: &'static str) -> OrderRow {
    OrderRow {
        is_usual: true,
        ..rising(key, title)
    }
}

impl OrderRow {
    /// Returns the same, turned round: the first of its keys is.
    pub(crate) fn reversed(&self) -> String {
        match self.key.split_once(',') {
            Some((first, rest)) => format!("{first}:desc,{rest}"),
            None => format!("{}:desc", self.key),
        }
    }

    /// Tells whether it goes by titles, so that letters lead into it.
    pub(crate) fn is_alphabetical(&self) -> bool {
        self.key
            .split(',')
            .next()
            .is_some_and(|first| first.ends_with("titleSort"))
    }
}
