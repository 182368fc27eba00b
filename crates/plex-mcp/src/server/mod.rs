//! The server itself: its tools, and calling them, with or without a transport.

mod protocol;
mod reader;
mod seal;
mod subscribing;
#[cfg(test)]
mod tests;

use std::{panic::AssertUnwindSafe, sync::Arc};

use self::{
    reader::{presentable, reader},
    seal::Seal,
};
use crate::error::ErrorKind;
use futures::FutureExt;
use plex_client::PlexClient;
use plex_index::{Index, IndexError};
use serde_json::Value;

use crate::{
    access, budget,
    call::Call,
    change::{Ask, Changer, Patience},
    completions::{self, Completes, Completion},
    error::{Cause, ToolError},
    live::Live,
    nearest::nearest,
    options::Options,
    plex::Plex,
    progress::Progress,
    prompts::{self, Argument, Plan, Prompt},
    redaction,
    resources::{self, Content, Resource},
    schema::JsonObject,
    snapshot::Snapshot,
    subscriptions::{Board, Subscriptions},
    tools::{self, Answer, Tool},
    watching::Watching,
};

/// A Model Context Protocol server for one Plex Media Server.
///
/// Cheap to clone; clones share the client and the tools. Nothing is asked of Plex until a tool
/// is called, so the server starts, and lists its tools, whether or not Plex can be reached.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = plex_client::PlexClient::new("http://localhost:32400", "token")?;
/// let server = plex_mcp::PlexMcpServer::new(client);
/// assert!(server.tool("plex_search").is_some());
/// let libraries = server.call("plex_get_libraries", Default::default()).await?;
/// println!("{libraries}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PlexMcpServer {
    client: PlexClient,
    plex: Plex,
    live: Live,
    snapshot: Snapshot,
    changer: Changer,
    seal: Arc<Seal>,
    /// What the client of this connection has subscribed to: a clone begins with nothing.
    subscriptions: Subscriptions,
    options: Arc<Options>,
    tools: Arc<[Tool]>,
    resources: Arc<[Resource]>,
    prompts: Arc<[Prompt]>,
}

/// Whose argument is completed.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ArgumentOf<'a> {
    /// Of the prompt with this name.
    Prompt(&'a str),
    /// Of the resource with this URI template.
    Resource(&'a str),
}

impl PlexMcpServer {
    /// Makes a server for `client` with the default options.
    pub fn new(client: PlexClient) -> Self {
        Self::with_options(client, Options::default())
    }

    /// Makes a server for `client`.
    pub fn with_options(client: PlexClient, options: Options) -> Self {
        let tools = tools::chosen(&options);
        Self::with_tools(client, options, tools)
    }

    /// Returns a server with the given tools.
    fn with_tools(client: PlexClient, options: Options, tools: Vec<Tool>) -> Self {
        let plex = Plex::new(client.clone(), options.calendar.clone(), &options.libraries);
        let live = Live::new(plex.clone());
        let followed = options.follows_events.then(|| live.clone());
        let snapshot = Snapshot::new(
            client.clone(),
            plex.clone(),
            followed,
            options.index.clone(),
        );
        let changer = Changer::new(
            plex.clone(),
            options.calendar.clone(),
            options.journal.clone(),
            Patience {
                settle: options.settle,
                player_poll: options.player_poll,
                player_wait: options.player_wait,
            },
        );
        let options = Arc::new(options);
        let call = Call {
            plex: plex.clone(),
            live: live.clone(),
            snapshot: snapshot.clone(),
            changer: changer.asking(Ask::nobody()),
            options: Arc::clone(&options),
            progress: Progress::none(),
        };
        let read = reader(client.clone(), Arc::new(call));
        Self {
            client,
            plex,
            subscriptions: Subscriptions::new(Board::new(live.clone(), read)),
            live,
            snapshot,
            changer,
            seal: Arc::new(Seal::new()),
            resources: resources::chosen(&options).into(),
            prompts: prompts::possible(&tools, &options).into(),
            options,
            tools: tools.into(),
        }
    }

    /// Returns the client of the Plex server behind it.
    pub fn client(&self) -> &PlexClient {
        &self.client
    }

    /// Returns the same server, with only the tools that `keep` approves of, and the resources and
    /// prompts that those are enough for.
    #[must_use]
    pub fn with_only(&self, keep: impl Fn(&Tool) -> bool) -> Self {
        let tools: Arc<[Tool]> = self
            .tools
            .iter()
            .filter(|tool| keep(tool))
            .cloned()
            .collect();
        let changes = tools.iter().any(Tool::changes);
        let tools: Arc<[Tool]> = tools
            .iter()
            .filter(|tool| changes || !tool.goes_with_changes())
            .cloned()
            .collect();
        let tells = |resource: &&Resource| resource.tools().iter().all(&keep);
        Self {
            resources: self.resources.iter().filter(tells).cloned().collect(),
            prompts: prompts::possible(&tools, &self.options).into(),
            tools,
            ..self.clone()
        }
    }

    /// Returns the same server for another connection: questions that were put over one are answered over
    /// that one.
    #[must_use]
    pub(crate) fn for_connection(self) -> Self {
        Self {
            seal: Arc::new(Seal::new()),
            ..self
        }
    }

    /// Returns the index of the Plex server, if a snapshot is kept.
    ///
    /// # Errors
    ///
    /// Where only some libraries may be shown: when the server cannot be asked which these are, or
    /// has none of them.
    pub async fn index(&self) -> Result<Option<&Index>, ToolError> {
        self.snapshot.index().await
    }

    /// Returns the error of what was done without a call, as a call would have told it: its cause is judged by
    /// what else works, and what the configuration has to do with it is said.
    pub async fn explain(&self, error: ToolError) -> ToolError {
        self.explained(access::judged(&self.client, error).await)
    }

    /// Returns the error of the snapshot, got by [`PlexMcpServer::index`], as a call would have told it.
    pub async fn explain_index(&self, error: IndexError) -> ToolError {
        self.explain(tools::index_failure(error)).await
    }

    /// Returns somebody who watches what happens on the server, as far as it may be shown. Must be called
    /// within a runtime; a connection is open until it is dropped.
    pub fn watch(&self) -> Watching {
        Watching::new(self.plex.clone(), self.options.calendar.clone(), &self.live)
    }

    /// Returns the tools, in the order in which clients are shown them.
    pub fn tools(&self) -> &[Tool] {
        &self.tools
    }

    /// Returns the tool of that name.
    pub fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.name() == name)
    }

    /// Calls a tool and gives its structured result, always an object.
    ///
    /// # Errors
    ///
    /// What a client would get as a tool error: [`ToolError::kind`] says what to do about it. An
    /// unknown tool is `invalid_argument`.
    pub async fn call(&self, name: &str, arguments: JsonObject) -> Result<Value, ToolError> {
        let answer = self.answer(name, arguments, Progress::none()).await?;
        Ok(answer.structured)
    }

    /// Does as [`call`](Self::call), with the pictures that go with the result, and with reports of
    /// progress from tools that take long.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub async fn answer(
        &self,
        name: &str,
        arguments: JsonObject,
        progress: Progress,
    ) -> Result<Answer, ToolError> {
        self.answer_asking(name, arguments, progress, Ask::nobody())
            .await
    }

    /// Does as [`answer`](Self::answer), with the means to ask the person for their consent. Without
    /// them, what needs it is refused.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub async fn answer_asking(
        &self,
        name: &str,
        arguments: JsonObject,
        progress: Progress,
        ask: Ask,
    ) -> Result<Answer, ToolError> {
        let tool = self.tool(name).ok_or_else(|| self.unknown_tool(name))?;
        let call = self.work_asking(progress, ask);
        let outcome = self.guarded(name, tool.call(call, arguments)).await;
        if tool.changes() {
            self.subscriptions.own_change();
        }
        let mut answer = outcome?;
        (answer.structured, answer.json) = self.fitted(answer.structured);
        Ok(answer)
    }

    /// Returns the resources, in the order in which clients are shown them.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// Reads the resource that a URI names.
    ///
    /// # Errors
    ///
    /// `not_found` for a URI that names none; else as [`call`](Self::call).
    pub async fn read(&self, uri: &str) -> Result<(&Resource, Content), ToolError> {
        let (resource, variable) = self.resource_of(uri)?;
        let reading = resource.read(self.work(Progress::none()), variable);
        let content = self.guarded(resource.name(), reading).await?;
        let content = presentable(&self.client, &self.options, content);
        Ok((resource, content))
    }

    /// Returns the resource that a URI names, and what stands there for its variable.
    fn resource_of(&self, uri: &str) -> Result<(&Resource, String), ToolError> {
        let named = self.resources.iter().find_map(|resource| {
            let variable = resources::variable(resource.uri(), uri)?;
            Some((resource, variable))
        });
        named.ok_or_else(|| self.unknown_resource(uri))
    }

    /// Returns the prompts, in the order in which clients are shown them.
    pub fn prompts(&self) -> &[Prompt] {
        &self.prompts
    }

    /// Returns the plan of a prompt that was filled in.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for an unknown prompt, and for what cannot be filled in; else as
    /// [`call`](Self::call).
    pub async fn prompt(&self, name: &str, arguments: JsonObject) -> Result<Plan, ToolError> {
        let prompt = self.prompt_named(name)?;
        let planning = prompt.plan(self.work(Progress::none()), &self.tools, arguments);
        let plan = self.guarded(name, planning).await?;
        let data = match self.fitted(Value::Object(plan.data().clone())) {
            (Value::Object(data), _) => data,
            _ => JsonObject::new(),
        };
        Ok(plan
            .with_words(|words| redaction::text(&self.client, words))
            .with_data(data))
    }

    /// Lists what an argument can be completed to. `library` is the library that was filled in
    /// beside it, if any.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for an argument that there is not; else as [`call`](Self::call).
    pub async fn complete(
        &self,
        of: ArgumentOf<'_>,
        argument: &str,
        typed: &str,
        library: Option<&str>,
    ) -> Result<Completion, ToolError> {
        let Some(completes) = self.completes(of, argument)? else {
            return Ok(Completion::default());
        };
        let call = self.work(Progress::none());
        let asked = completions::complete(&call, completes, typed, library);
        let mut completion = self.guarded("completion", asked).await?;
        for value in &mut completion.values {
            *value = redaction::text(&self.client, std::mem::take(value));
        }
        Ok(completion)
    }

    /// Returns what the values of an argument are, where that is known.
    fn completes(
        &self,
        of: ArgumentOf<'_>,
        argument: &str,
    ) -> Result<Option<Completes>, ToolError> {
        let named = match of {
            ArgumentOf::Prompt(name) => {
                let mut arguments = self.prompt_named(name)?.arguments().iter();
                arguments
                    .find(|known| known.name() == argument)
                    .map(Argument::completes)
            }
            ArgumentOf::Resource(uri) => {
                let mut resources = self.resources.iter();
                let resource = resources
                    .find(|resource| resource.uri() == uri)
                    .ok_or_else(|| self.unknown_resource(uri))?;
                (resource.variable() == Some(argument)).then(|| resource.completes())
            }
        };
        named.ok_or_else(|| {
            let shown = crate::clean::line(argument, 60);
            ToolError::invalid(format!("there is no argument {shown} here"))
        })
    }

    fn prompt_named(&self, name: &str) -> Result<&Prompt, ToolError> {
        let known = self.prompts.iter().find(|prompt| prompt.name() == name);
        known.ok_or_else(|| {
            let shown = crate::clean::line(name, 60);
            let names = self.prompts.iter().map(Prompt::name);
            ToolError::invalid(format!("there is no prompt named {shown}"))
                .meant(nearest(name, names))
        })
    }

    /// Returns what tools, resources and prompts work with.
    fn work(&self, progress: Progress) -> Arc<Call> {
        self.work_asking(progress, Ask::nobody())
    }

    /// Returns the same with the means to ask the person.
    fn work_asking(&self, progress: Progress, ask: Ask) -> Arc<Call> {
        Arc::new(Call {
            plex: self.plex.clone(),
            live: self.live.clone(),
            snapshot: self.snapshot.clone(),
            changer: self.changer.asking(ask),
            options: Arc::clone(&self.options),
            progress,
        })
    }

    /// Does a piece of work that has a name. A panic must not leave the caller waiting: the protocol
    /// layer would never answer it.
    async fn guarded<T>(
        &self,
        name: &str,
        work: impl Future<Output = Result<T, ToolError>>,
    ) -> Result<T, ToolError> {
        match AssertUnwindSafe(work).catch_unwind().await {
            Ok(Ok(outcome)) => Ok(outcome),
            // Seldom needed, and large.
            Ok(Err(error)) => Err(Box::pin(self.explain(error)).await),
            Err(_panic) => Err(ToolError::internal(format!("{name} failed unexpectedly"))
                .hint("This is a bug in plex-mcp; its log on stderr says where. Other calls still work.")),
        }
    }

    /// Returns a result without the token and within its budget, and the same as compact JSON, in which both
    /// can be seen at one look. Nearly all results stay as they are.
    fn fitted(&self, mut result: Value) -> (Value, String) {
        let mut json = budget::written(&result);
        if self.client.without_token(&json).is_some() {
            redaction::conceal(&self.client, &mut result);
            json = budget::written(&result);
        }
        if json.len() > self.options.max_result_bytes {
            result = budget::fit(result, self.options.max_result_bytes);
            json = budget::written(&result);
        }
        (result, json)
    }

    /// Returns the error for a resource that does not exist.
    fn unknown_resource(&self, uri: &str) -> ToolError {
        let shown = crate::clean::line(uri, 80);
        let known = self.resources.iter().map(Resource::uri);
        let error = ToolError::new(ErrorKind::NotFound, format!("there is no resource {shown}"));
        self.explained(error.meant(nearest(uri, known)))
    }

    /// Returns the error for a tool that does not exist, or is switched off.
    fn unknown_tool(&self, name: &str) -> ToolError {
        if let Some(why) = tools::why_off(name, &self.options) {
            return ToolError::invalid(why);
        }
        let shown = crate::clean::line(name, 60);
        ToolError::invalid(format!("there is no tool named {shown}"))
            .meant(nearest(name, self.tools.iter().map(Tool::name)))
    }

    /// Adds what only the configuration knows, that a token was meant to be there, and takes out
    /// what only the client knows, the token itself.
    fn explained(&self, error: ToolError) -> ToolError {
        let error = match &self.options.token_problem {
            // What is wrong with names of libraries, the error says itself.
            _ if *error.cause() == Cause::Scope => error,
            _ if self.options.is_unconfigured && is_about_access(error.kind()) => {
                error.hint(access::UNCONFIGURED)
            }
            // A token without the address of its server.
            _ if self.options.is_address_assumed && error.kind() == ErrorKind::Unreachable => {
                error.hint(access::UNCONFIGURED)
            }
            Some(problem) if error.kind() == ErrorKind::NotConfigured => {
                error.hint(problem.clone())
            }
            _ => error,
        };
        error.without_token(&self.client)
    }
}

/// Tells whether an error says that the server or the way to it is not known, or not open.
fn is_about_access(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotConfigured
            | ErrorKind::Unauthorized
            | ErrorKind::Unreachable
            | ErrorKind::Timeout
    )
}

impl std::fmt::Debug for PlexMcpServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlexMcpServer")
            .field("client", &self.client)
            .field("tools", &self.tools.len())
            .finish_non_exhaustive()
    }
}
