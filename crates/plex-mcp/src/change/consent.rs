//! Asking the person. What a model says is never consent.

use std::{fmt, sync::Arc};

use futures::future::BoxFuture;
use ring::digest::{SHA256, digest};

/// Holds what a person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// The question, in this program's own words, with the real titles in quotation marks.
    pub text: String,
    /// What stands for the plan that it is about: another plan has another.
    pub plan: String,
}

impl Question {
    /// Returns the question about a plan whose every part is in `parts`.
    pub(super) fn new(text: String, parts: &[u8]) -> Self {
        let sum = digest(&SHA256, parts);
        let plan = sum
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self { text, plan }
    }
}

/// Says what came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// The person agrees.
    Agreed,
    /// The person does not agree, or closed the question.
    Declined,
    /// The question is on its way, and the answer will come with another call.
    Waiting,
    /// The person did not answer in time.
    NoAnswer,
    /// Whoever calls cannot ask a person.
    CannotAsk,
}

/// Asks, and gives the reply.
type Asker = Arc<dyn Fn(Question) -> BoxFuture<'static, Reply> + Send + Sync>;

/// The means to ask the person, of one call.
#[derive(Clone)]
pub struct Ask(Asker);

impl Ask {
    /// Asks by `asker`.
    pub fn with(
        asker: impl Fn(Question) -> BoxFuture<'static, Reply> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(asker))
    }

    /// Asks nobody: there is no way to the person.
    pub fn nobody() -> Self {
        Self::with(|_| Box::pin(std::future::ready(Reply::CannotAsk)))
    }

    /// Takes the person's consent for given: it was they who said so, outside any model's reach, as
    /// with `--yes` in a shell.
    pub fn consented() -> Self {
        Self::with(|_| Box::pin(std::future::ready(Reply::Agreed)))
    }

    /// Asks.
    pub(super) async fn ask(&self, question: Question) -> Reply {
        (self.0)(question).await
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self::nobody()
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask")
    }
}
