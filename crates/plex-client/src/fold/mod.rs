//! Texts as people compare them: without case, accents, punctuation and what cannot be seen; and in Latin
//! letters, where they have others.

mod kana;
mod latin;
mod plain;

pub use latin::fold_to_latin;
pub use plain::fold;
