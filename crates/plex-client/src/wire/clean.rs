//! What texts are cleaned with while they are read.

/// Says where a text stands that is cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is JSON, with fields of its own.
    Json,
    /// It is XML, or a text out of it.
    Xml,
}

/// Takes out of a text what must not be in it; `None` when there is no such thing.
pub(crate) type Clean<'c> = &'c dyn Fn(&str, Written) -> Option<String>;
