//! Bytes to containers, by one path for both wires.
//!
//! JSON is read by `serde_json`, XML by a small `serde` deserializer over `roxmltree` that presents
//! an element as an object: attributes first, then children in the order of the document. The same
//! models read either, so nothing above this module knows which wire an answer came by.
//!
//! What servers get wrong is put right only after the straight way has failed: bytes that are not
//! UTF-8, control characters, and the JSON of very old servers.
//!
//! It knows no model: a model says itself how its fields are named ([`object`]).

pub(crate) mod answer;
mod clean;
pub(crate) mod element;
mod error;
mod escapes;
mod json;
pub(crate) mod kinds;
mod legacy;
pub(crate) mod names;
pub(crate) mod object;
mod read;
mod repair;
mod scalar;
mod seldom;
pub(crate) mod sniff;
mod xml;

pub use self::answer::Answer;
pub(crate) use self::clean::{Clean, Written};
pub use self::error::DecodeError;
pub use self::read::answer;
pub(crate) use self::read::{cleaned, of_body};
