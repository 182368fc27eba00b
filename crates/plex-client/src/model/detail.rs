//! The parts of an item's details that come only when they are asked for.

use crate::time::Millis;
use crate::wire::object::model;

model! {
    /// A stretch of an item, such as its intro.
    pub struct Marker {
        /// `intro`, `credits` or `commercial`.
        marker_type: String = "type",
        /// Where it begins.
        start: Option<Millis> = "startTimeOffset",
        /// Where it ends.
        end: Option<Millis> = "endTimeOffset",
        /// Nothing comes after it.
        is_final: Option<bool> = "final",
    }
}

model! {
    /// A chapter.
    pub struct Chapter {
        /// Its title.
        title: Option<String> = "tag",
        /// Its number.
        index: Option<u32> = "index",
        /// Where it begins.
        start: Option<Millis> = "startTimeOffset",
        /// Where it ends.
        end: Option<Millis> = "endTimeOffset",
    }
}

model! {
    /// A review.
    pub struct Review {
        /// Who wrote it.
        author: Option<String> = "tag",
        /// Where it appeared.
        source: Option<String> = "source",
        /// What it says.
        text: Option<String> = "text",
        /// A sign of approval or the lack of it, such as `rottentomatoes://image.review.fresh`.
        image: Option<String> = "image",
        /// Where it can be read.
        link: Option<String> = "link",
    }
}

model! {
    /// A field that was edited and is not to change by a refresh.
    pub struct FieldLock {
        /// The field, such as `title`, `genre` or `thumb`.
        name: String = "name",
        /// Whether it is locked. Servers list locked ones only.
        locked: bool = "locked",
    }
    requires name
}
