//! What arguments and results are made of, as JSON Schema: derived from their types, and shortened for
//! who reads the list of tools.

mod derived;
mod outline;

pub(crate) use self::{
    derived::{input, output, published},
    outline::outlined,
};

/// A JSON object: a schema, or the arguments of a call.
pub(crate) type JsonObject = serde_json::Map<String, serde_json::Value>;
