//! The suite's fixtures beside a server, as one server.
#![expect(
    deprecated,
    reason = "the suite examines what revision 2026-07-28 deprecates, too"
)]

use plex_mcp::PlexMcpServer;
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CompleteRequestParams, CompleteResult,
        CompletionInfo, GetPromptRequestParams, GetPromptResponse, ListPromptsResult,
        ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
        Prompt, PromptListChangedNotification, ReadResourceRequestParams, ReadResourceResponse,
        Reference, RequestStateCodec, ServerCapabilities, ServerConfig, ServerNotification,
        SetLevelRequestParams, SubscribeRequestParams, SubscriptionFilter, Tool,
        ToolListChangedNotification, UnsubscribeRequestParams,
    },
    service::{RequestContext, SubscriptionContext},
};
use serde_json::Value;
use tokio::sync::broadcast;

use crate::{legacy, prompts, resources, rounds, tools};

/// How many changes a listener may be behind.
const CHANGES_KEPT: usize = 16;

/// A server, and what the suite wants to find in one.
#[derive(Clone)]
pub(crate) struct Suite {
    server: PlexMcpServer,
    fixtures: std::sync::Arc<Fixtures>,
}

struct Fixtures {
    tools: Vec<Tool>,
    prompts: Vec<Prompt>,
    codec: RequestStateCodec,
    changes: Changes,
}

/// Tells whoever listens that a list has changed. None really does: the lists are fixed.
pub(crate) struct Changes(broadcast::Sender<Changed>);

#[derive(Clone, Copy)]
enum Changed {
    Tools,
    Prompts,
}

impl Changes {
    /// Says that there are other tools now.
    pub(crate) fn tools(&self) {
        // Nobody need be listening.
        let _ = self.0.send(Changed::Tools);
    }

    /// Says that there are other prompts now.
    pub(crate) fn prompts(&self) {
        let _ = self.0.send(Changed::Prompts);
    }
}

impl Changed {
    fn is_wanted(self, filter: &SubscriptionFilter) -> bool {
        let wanted = match self {
            Self::Tools => filter.tools_list_changed,
            Self::Prompts => filter.prompts_list_changed,
        };
        wanted == Some(true)
    }

    fn notification(self) -> ServerNotification {
        match self {
            Self::Tools => ServerNotification::ToolListChangedNotification(
                ToolListChangedNotification::default(),
            ),
            Self::Prompts => ServerNotification::PromptListChangedNotification(
                PromptListChangedNotification::default(),
            ),
        }
    }
}

impl Suite {
    /// The fixtures beside `server`.
    pub(crate) fn beside(server: PlexMcpServer) -> Result<Self, Box<dyn std::error::Error>> {
        let fixtures = Fixtures {
            tools: [tools::list()?, legacy::list()?, rounds::list()?].concat(),
            prompts: prompts::list()?,
            // What it seals is worth nothing to anyone.
            codec: RequestStateCodec::try_new(b"the conformance suite's own secret")?,
            changes: Changes(broadcast::channel(CHANGES_KEPT).0),
        };
        Ok(Self {
            server,
            fixtures: fixtures.into(),
        })
    }
}

impl ServerHandler for Suite {
    fn get_info(&self) -> ServerConfig {
        let mut info = self.server.get_info();
        info.capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_prompts()
            .enable_prompts_list_changed()
            .enable_resources()
            .enable_resources_subscribe()
            .enable_logging()
            .enable_completions()
            .build();
        info
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let mut list = self.server.list_tools(request, context).await?;
        list.tools = [self.fixtures.tools.clone(), list.tools].concat();
        Ok(list)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        let fixture = self.fixtures.tools.iter().find(|tool| tool.name == name);
        fixture.cloned().or_else(|| self.server.get_tool(name))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = Value::Object(request.arguments.clone().unwrap_or_default());
        if let Some(answer) = tools::call(&request.name, &context, &self.fixtures.changes).await {
            return answer;
        }
        if let Some(answer) = legacy::call(&request.name, &arguments, &context).await {
            return answer;
        }
        if let Some(answer) = rounds::call(&request, &context, &self.fixtures.codec) {
            return answer;
        }
        self.server.call_tool(request, context).await
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let mut list = self.server.list_prompts(request, context).await?;
        list.prompts = [self.fixtures.prompts.clone(), list.prompts].concat();
        Ok(list)
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        match prompts::get(&request)? {
            Some(fixture) => Ok(fixture),
            None => self.server.get_prompt(request, context).await,
        }
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let mut list = self.server.list_resources(request, context).await?;
        list.resources = [resources::list(), list.resources].concat();
        Ok(list)
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let mut list = self
            .server
            .list_resource_templates(request, context)
            .await?;
        list.resource_templates = [resources::templates(), list.resource_templates].concat();
        Ok(list)
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        match resources::read(&request.uri) {
            Some(fixture) => Ok(fixture.into()),
            None => self.server.read_resource(request, context).await,
        }
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let is_fixture = match &request.r#ref {
            Reference::Prompt(prompt) => prompt.name.starts_with("test_"),
            Reference::Resource(resource) => resource.uri.starts_with("test:"),
            _ => false,
        };
        if !is_fixture {
            return ServerHandler::complete(&self.server, request, context).await;
        }
        let known = ["paris", "park", "party", "test"].map(str::to_owned);
        let fitting = known
            .into_iter()
            .filter(|value| value.starts_with(&request.argument.value));
        let values = CompletionInfo::with_all_values(fitting.collect());
        values
            .map(CompleteResult::new)
            .map_err(|error| ErrorData::internal_error(error, None))
    }

    async fn set_level(
        &self,
        _request: SetLevelRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn subscribe(
        &self,
        _request: SubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes = self.fixtures.changes.0.subscribe();
        loop {
            let changed = tokio::select! {
                changed = changes.recv() => changed,
                () = context.cancelled() => return Ok(()),
            };
            if let Ok(changed) = changed
                && changed.is_wanted(context.accepted())
                && context.sink().send(changed.notification()).await.is_err()
            {
                return Ok(());
            }
        }
    }
}
