//! Several requests for one answer: side by side, and not too many at once.

use futures::{StreamExt, TryStreamExt, stream};

/// How many run side by side.
const SIDE_BY_SIDE: usize = 4;

/// Runs them all and returns what they gave, in order.
///
/// # Errors
///
/// The first error.
pub(crate) async fn together<T, E>(
    asked: Vec<impl Future<Output = Result<T, E>>>,
) -> Result<Vec<T>, E> {
    stream::iter(asked)
        .buffered(SIDE_BY_SIDE)
        .try_collect()
        .await
}

/// Runs them all and returns how each ended, in order.
pub(crate) async fn each<T>(asked: Vec<impl Future<Output = T>>) -> Vec<T> {
    stream::iter(asked).buffered(SIDE_BY_SIDE).collect().await
}
