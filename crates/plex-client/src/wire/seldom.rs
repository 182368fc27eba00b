//! Reading what comes seldom, with the deserializer's type erased: old servers' XML and JSON, and what is read once
//! more to say what is wrong with it.
//!
//! A model is compiled for each deserializer that it is read by. With this there are two, the one for today's
//! JSON and this, which takes somewhat longer to read and much less to compile and to carry.

use erased_serde::Deserializer as Erased;
use serde::Deserializer;

use super::answer::Answer;

/// Reads an answer by any deserializer; the error is its message.
pub(super) fn read<'de, T: Answer, D: Deserializer<'de>>(document: D) -> Result<T, String> {
    let mut document = <dyn Erased<'_>>::erase(document);
    let document: &mut dyn Erased<'de> = &mut document;
    T::read(document).map_err(|error| error.to_string())
}
