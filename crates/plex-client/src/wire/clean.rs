//! What texts are cleaned with while they are read.

/// Takes out of a text what must not be in it; `None` when there is no such thing.
pub(crate) type Clean<'c> = &'c dyn Fn(&str) -> Option<String>;
