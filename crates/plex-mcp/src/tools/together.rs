//! Several requests for one answer: side by side, and not too many at once.

use futures::{StreamExt, TryStreamExt, stream};

use crate::error::ToolError;

/// How many run side by side.
const SIDE_BY_SIDE: usize = 4;

/// Runs them all and gives what they gave, in order.
///
/// # Errors
///
/// The first error.
pub(crate) async fn together<T>(
    asked: Vec<impl Future<Output = Result<T, ToolError>>>,
) -> Result<Vec<T>, ToolError> {
    stream::iter(asked)
        .buffered(SIDE_BY_SIDE)
        .try_collect()
        .await
}
