//! How far a long call is.

use std::{fmt, sync::Arc};

use futures::future::BoxFuture;

/// One report of progress.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ProgressUpdate {
    /// How much is done; grows from report to report.
    pub done: f64,
    /// How much there is to do, when that is known.
    pub total: Option<f64>,
    /// What is going on, in a few words.
    pub message: String,
}

/// Says where reports go.
type Sink = Arc<dyn Fn(ProgressUpdate) -> BoxFuture<'static, ()> + Send + Sync>;

/// Takes reports of progress to whoever asked for them, or nowhere.
#[derive(Clone, Default)]
pub struct Progress(Option<Sink>);

impl Progress {
    /// Reports to nobody.
    pub fn none() -> Self {
        Self::default()
    }

    /// Reports to `sink`.
    pub fn to(
        sink: impl Fn(ProgressUpdate) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(sink)))
    }

    /// Sends one report.
    pub(crate) async fn report(&self, done: f64, total: Option<f64>, message: impl Into<String>) {
        if let Some(sink) = &self.0 {
            sink(ProgressUpdate {
                done,
                total,
                message: message.into(),
            })
            .await;
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Progress").field(&self.0.is_some()).finish()
    }
}
