//! What a prompt is: its words, what may be filled in, and how its plan is made.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::{
    argument::{Argument, Arguments},
    plan::{Offered, Plan},
};
use crate::{call::Call, error::ToolError, schema::JsonObject, tools::Tool};

/// One prompt: what a client is shown of it, and how its plan is made. Cheap to clone.
#[derive(Clone)]
pub struct Prompt {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [Argument],
    is_possible: fn(&Offered) -> bool,
    planner: Planner,
}

/// Makes a plan of what was filled in.
type Planner = Arc<
    dyn Fn(Arc<Call>, Offered, Arguments) -> BoxFuture<'static, Result<Plan, ToolError>>
        + Send
        + Sync,
>;

/// Defines a prompt.
pub(crate) trait Define: 'static {
    /// Never changed once published.
    const NAME: &'static str;
    /// A short name for people.
    const TITLE: &'static str;
    /// What comes of it.
    const DESCRIPTION: &'static str;
    /// What may be filled in.
    const ARGUMENTS: &'static [Argument];

    /// Tells whether the tools that are offered are enough for it.
    fn is_possible(offered: &Offered) -> bool;

    /// Returns the plan.
    fn plan(
        call: &Call,
        offered: &Offered,
        arguments: &Arguments,
    ) -> impl Future<Output = Result<Plan, ToolError>> + Send;
}

impl Prompt {
    /// Returns the prompt that `T` defines.
    pub(super) fn of<T: Define>() -> Self {
        Self {
            name: T::NAME,
            title: T::TITLE,
            description: T::DESCRIPTION,
            arguments: T::ARGUMENTS,
            is_possible: T::is_possible,
            planner: Arc::new(|call, offered, arguments| {
                Box::pin(async move { T::plan(&call, &offered, &arguments).await })
            }),
        }
    }

    /// Tells whether the tools that are offered are enough for it.
    pub(super) fn is_possible(&self, offered: &Offered) -> bool {
        (self.is_possible)(offered)
    }

    /// Makes the plan for what was filled in.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what is no argument or cannot be one; and what asking the server gives.
    pub(crate) async fn plan(
        &self,
        call: Arc<Call>,
        tools: &[Tool],
        given: JsonObject,
    ) -> Result<Plan, ToolError> {
        let arguments = Arguments::of(self.arguments, given)?;
        let offered = Offered::new(tools, &call.options);
        let plan = (self.planner)(call, offered, arguments.clone());
        Ok(plan.await?.asked(&arguments))
    }

    /// Returns the name it is asked for by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns a short name for people.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// Says what comes of it.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// Lists what may be filled in.
    pub fn arguments(&self) -> &'static [Argument] {
        self.arguments
    }
}

impl std::fmt::Debug for Prompt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prompt")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
