//! Errors as the protocol has them, for what is no tool: there, they are results.

use crate::error::ErrorKind;
use rmcp::{ErrorData, model::ErrorCode};
use serde_json::Value;

use crate::{clean, error::ToolError};

/// The most characters of a URI that are repeated.
const URI_CHARS: usize = 1_000;

/// Returns the answer to a request that nobody waits for any more.
pub(super) fn cancelled() -> ErrorData {
    ErrorData::internal_error("the request was cancelled", None)
}

/// Refuses to complete what is no argument of a prompt or a resource.
pub(super) fn unknown_reference() -> ErrorData {
    ErrorData::invalid_params("ref is neither a prompt nor a resource template", None)
}

/// Returns the error for a method that the protocol does not have.
pub(super) fn unknown_method(method: &str) -> ErrorData {
    ErrorData::new(ErrorCode::METHOD_NOT_FOUND, clean::line(method, 60), None)
}

/// Returns the error for a name that nothing has, or an argument that nothing can be done with.
pub(super) fn of_name(error: &ToolError) -> ErrorData {
    of(error, ErrorCode::INVALID_PARAMS)
}

/// Returns the error for a resource, with the URI that was asked for. The SDK turns the code for one that
/// is not there into that of the newest revision.
pub(super) fn of_resource(error: &ToolError, uri: &str) -> ErrorData {
    let mut error = of(error, ErrorCode::RESOURCE_NOT_FOUND);
    if let Some(Value::Object(data)) = &mut error.data {
        data.insert("uri".to_owned(), clean::line(uri, URI_CHARS).into());
    }
    error
}

/// Returns the error with `absent` as the code of what is not there. Kind and hint go with it as data.
fn of(error: &ToolError, absent: ErrorCode) -> ErrorData {
    let code = match error.kind() {
        ErrorKind::NotFound => absent,
        ErrorKind::InvalidArgument => ErrorCode::INVALID_PARAMS,
        _ => ErrorCode::INTERNAL_ERROR,
    };
    ErrorData::new(code, error.message().to_owned(), Some(error.to_json()))
}
