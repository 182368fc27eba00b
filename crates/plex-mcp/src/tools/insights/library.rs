//! The library that a question to the snapshot is about.

use crate::{
    call::Call,
    error::{ErrorKind, ToolError},
};

/// Returns the id of the library that an argument names, found as every other tool finds it. Where the
/// server cannot say, the snapshot is asked for the name as it is.
///
/// # Errors
///
/// `invalid_argument` when none or more than one is named.
pub(super) async fn key(call: &Call, wanted: Option<String>) -> Result<Option<String>, ToolError> {
    let Some(wanted) = wanted else {
        return Ok(None);
    };
    match call.plex.find_library("library_id", &wanted).await {
        Ok(library) => Ok(Some(library.key.to_string())),
        Err(error) if error.kind() == ErrorKind::InvalidArgument => Err(error),
        Err(_) => Ok(Some(wanted)),
    }
}
