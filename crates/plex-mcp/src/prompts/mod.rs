//! The registry of prompts: what a person asks again and again, as a plan that uses few calls.
//!
//! [`all`] is the only list of them; its order is fixed. A plan names only tools that this process
//! offers and that can answer: without a snapshot those that ask it cannot. A prompt that can do
//! nothing without a tool that is off is absent. Text from a Plex server, and
//! what the person filled in, which may be such text, stand in the data of a plan and never in
//! its words.

mod arguments;
mod buffering;
mod catch_up;
mod digest;
mod health;
mod movie_night;
mod plan;
mod tonight;

use std::sync::Arc;

use futures::future::BoxFuture;

pub use self::plan::Plan;
use self::{arguments::Arguments, plan::Offered};
use crate::{
    call::Call, completions::Completes, error::ToolError, options::Options, schema::JsonObject,
    tools::Tool,
};

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

/// What a person may fill in.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    name: &'static str,
    description: &'static str,
    is_required: bool,
    completes: Option<Completes>,
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

    /// Whether the tools that are offered are enough for it.
    fn is_possible(offered: &Offered) -> bool;

    /// The plan.
    fn plan(
        call: &Call,
        offered: &Offered,
        arguments: &Arguments,
    ) -> impl Future<Output = Result<Plan, ToolError>> + Send;
}

/// Every prompt, in the order in which clients are shown them.
fn all() -> Vec<Prompt> {
    vec![
        Prompt::of::<tonight::WhatsOnTonight>(),
        Prompt::of::<catch_up::CatchMeUp>(),
        Prompt::of::<digest::WeeklyDigest>(),
        Prompt::of::<health::LibraryHealthCheck>(),
        Prompt::of::<buffering::WhyIsItBuffering>(),
        Prompt::of::<movie_night::MovieNight>(),
    ]
}

/// The prompts that these tools, of a server with these options, are enough for, in the same order.
pub(crate) fn possible(tools: &[Tool], options: &Options) -> Vec<Prompt> {
    let offered = Offered::new(tools, options);
    let mut prompts = all();
    prompts.retain(|prompt| (prompt.is_possible)(&offered));
    prompts
}

impl Prompt {
    /// The prompt that `T` defines.
    fn of<T: Define>() -> Self {
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

    /// The plan for what was filled in.
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

    /// The name it is asked for by.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// A short name for people.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// What comes of it.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// What may be filled in.
    pub fn arguments(&self) -> &'static [Argument] {
        self.arguments
    }
}

impl Argument {
    /// One that may be left out.
    const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            is_required: false,
            completes: None,
        }
    }

    /// One that may not.
    const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    /// One whose values are known.
    const fn completed(self, completes: Completes) -> Self {
        Self {
            completes: Some(completes),
            ..self
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What to fill in.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// Whether it must be filled in.
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// What its values are, where they are known.
    pub(crate) fn completes(&self) -> Option<Completes> {
        self.completes
    }
}

impl std::fmt::Debug for Prompt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prompt")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
