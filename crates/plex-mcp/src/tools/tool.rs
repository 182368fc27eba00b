//! What a tool is: its words, its arguments, its result and its work, and the one shape in which all
//! of them are listed and called.

use std::sync::{Arc, LazyLock, OnceLock};

use futures::future::BoxFuture;
use plex_client::Picture;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    args,
    call::Call,
    choice::{Choice, Effect, Toolset},
    error::{ErrorView, ToolError},
    schema::{self, JsonObject},
};

/// One tool: what a client is shown of it, and how to call it. Cheap to clone.
#[derive(Clone)]
pub struct Tool {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    toolset: Toolset,
    effect: Effect,
    may_destroy: bool,
    idempotent: bool,
    open_world: bool,
    keeps_to_libraries: bool,
    goes_with_changes: bool,
    shows_pictures: bool,
    // Most of the time that a start takes would go into schemas that nobody has asked for yet.
    rules: Arc<LazyLock<JsonObject>>,
    input_schema: Arc<OnceLock<Arc<JsonObject>>>,
    result_schema: Arc<LazyLock<JsonObject>>,
    output_schema: Arc<OnceLock<Arc<JsonObject>>>,
    handler: Handler,
}

/// A tool's work with its argument and result types erased.
type Handler = Arc<
    dyn Fn(Arc<Call>, JsonObject) -> BoxFuture<'static, Result<Answer, ToolError>> + Send + Sync,
>;

/// Holds what a tool gives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// The structured result, always an object.
    pub structured: Value,
    /// The same as compact JSON.
    pub json: String,
    /// Pictures that go with it.
    pub pictures: Vec<Picture>,
}

/// Defines a tool.
pub(crate) trait Define: 'static {
    /// `plex_<verb>_<noun>`; never changed once published.
    const NAME: &'static str;
    /// A short name for people.
    const TITLE: &'static str;
    /// When to use it, what comes back, what it changes: for a reader who never saw Plex.
    const DESCRIPTION: &'static str;
    /// The group it belongs to.
    const TOOLSET: Toolset;
    /// Its strongest effect.
    const EFFECT: Effect;
    /// Whether it can do what loses something, beside what it is for: it asks the person then.
    const MAY_DESTROY: bool = false;
    /// Whether doing it twice is the same as doing it once.
    const IDEMPOTENT: bool;
    /// Whether it reaches beyond the Plex server and this program.
    const OPEN_WORLD: bool;
    /// Whether all it does is limited to the libraries that may be shown. A tool that does not say so
    /// is absent while there is such a limit.
    const KEEPS_TO_LIBRARIES: bool = false;
    /// Whether it is on whenever a tool that changes something is, whatever its toolset.
    const GOES_WITH_CHANGES: bool = false;
    /// Whether its result is pictures, with words about them.
    const SHOWS_PICTURES: bool = false;
    /// Its arguments; the derived schema is published without large bounds, and enforced before `run`.
    type Args: DeserializeOwned + JsonSchema + Send;
    /// Its result: always an object.
    type Output: Serialize + JsonSchema;

    /// Does the work.
    fn run(
        call: &Call,
        args: Self::Args,
    ) -> impl Future<Output = Result<Self::Output, ToolError>> + Send;

    /// Takes the pictures out of a result.
    fn pictures(_output: &mut Self::Output) -> Vec<Picture> {
        Vec::new()
    }
}

impl Tool {
    /// Returns the tool that `T` defines.
    pub(crate) fn of<T: Define>() -> Self {
        let rules = Arc::new(LazyLock::new(
            (|| schema::input::<T::Args>()) as fn() -> JsonObject,
        ));
        Self {
            name: T::NAME,
            title: T::TITLE,
            description: T::DESCRIPTION,
            toolset: T::TOOLSET,
            effect: T::EFFECT,
            may_destroy: T::MAY_DESTROY,
            idempotent: T::IDEMPOTENT,
            open_world: T::OPEN_WORLD,
            keeps_to_libraries: T::KEEPS_TO_LIBRARIES,
            goes_with_changes: T::GOES_WITH_CHANGES,
            shows_pictures: T::SHOWS_PICTURES,
            rules: Arc::clone(&rules),
            input_schema: Arc::default(),
            result_schema: Arc::new(LazyLock::new(schema::output::<T::Output, ErrorView<'_>>)),
            output_schema: Arc::default(),
            handler: Arc::new(move |call, arguments| {
                let args = args::parse::<T::Args>(&rules, arguments);
                Box::pin(async move {
                    let mut output = T::run(&call, args?).await?;
                    let pictures = T::pictures(&mut output);
                    let structured = serde_json::to_value(output).map_err(|error| {
                        ToolError::internal(format!("the result could not be written: {error}"))
                    })?;
                    Ok(Answer {
                        structured,
                        // It is written once it is as it goes out.
                        json: String::new(),
                        pictures,
                    })
                })
            }),
        }
    }

    /// Checks the arguments and does the work.
    pub(crate) async fn call(
        &self,
        call: Arc<Call>,
        arguments: JsonObject,
    ) -> Result<Answer, ToolError> {
        (self.handler)(call, arguments).await
    }

    /// Returns the name a call uses: `plex_<verb>_<noun>`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns a short name for people.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// Returns what a model reads to choose the tool.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// Returns the group it is switched on or off with.
    pub fn toolset(&self) -> Toolset {
        self.toolset
    }

    /// Returns its strongest effect.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Tells whether something may be lost by it: always, or by some of what it does, for which it asks.
    pub fn may_destroy(&self) -> bool {
        self.may_destroy || self.effect == Effect::Destroy
    }

    /// Says whether anyone who can reach the server may call it: see [`Effect::is_harmless`].
    pub fn is_harmless(&self) -> bool {
        self.effect.is_harmless()
    }

    /// Says whether a choice leaves it on.
    pub fn is_in(&self, choice: &Choice) -> bool {
        choice.takes(self.name, self.toolset, self.effect)
    }

    /// Tells whether a choice may leave it on, whatever the toolsets are.
    pub(super) fn may_be_in(&self, choice: &Choice) -> bool {
        choice.permits(self.effect) && !choice.excluded.iter().any(|name| name == self.name)
    }

    /// Tells whether it changes what a person made.
    pub(crate) fn changes(&self) -> bool {
        matches!(self.effect, Effect::Write | Effect::Destroy) && !self.goes_with_changes
    }

    /// Tells whether it is on whenever a tool that changes something is: those that list changes and take
    /// them back.
    pub(crate) fn goes_with_changes(&self) -> bool {
        self.goes_with_changes
    }

    /// Says why a choice leaves it off, and how to get it.
    pub(crate) fn why_off(&self, choice: &Choice) -> Option<String> {
        choice.why_off(self.name, self.toolset, self.effect)
    }

    /// Tells whether a choice lets other means tell what it tells.
    pub(crate) fn may_be_told_under(&self, choice: &Choice) -> bool {
        choice.tells_of(self.name, self.toolset, self.effect)
    }

    /// Says whether calling it twice is the same as calling it once.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Says whether it reaches beyond the Plex server and this program.
    pub fn is_open_world(&self) -> bool {
        self.open_world
    }

    /// Says whether all it does is limited to the libraries that may be shown; if not, it is absent
    /// while there is such a limit.
    pub fn keeps_to_libraries(&self) -> bool {
        self.keeps_to_libraries
    }

    /// Says whether its result is pictures, with words about them. Clients get it as content alone, and so
    /// without an output schema: those that read structured content show a model nothing else.
    pub fn shows_pictures(&self) -> bool {
        self.shows_pictures
    }

    /// Returns the JSON Schema of its arguments, as it is published. What it allows is enforced,
    /// and so are large bounds, which it leaves out because some clients cannot take them.
    pub fn input_schema(&self) -> &Arc<JsonObject> {
        self.input_schema
            .get_or_init(|| Arc::new(schema::published(&self.rules)))
    }

    /// Returns the JSON Schema of its structured content, as it is published: the fields down to those of a
    /// row, typed where their names leave something open.
    pub fn output_schema(&self) -> &Arc<JsonObject> {
        self.output_schema
            .get_or_init(|| Arc::new(schema::outlined(&self.result_schema)))
    }

    /// Returns the JSON Schema of its structured content whole: with what each field means, what is always
    /// there, and everything below a row.
    pub fn result_schema(&self) -> &JsonObject {
        &self.result_schema
    }
}

impl std::fmt::Debug for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tool")
            .field("name", &self.name)
            .field("effect", &self.effect)
            .finish_non_exhaustive()
    }
}
