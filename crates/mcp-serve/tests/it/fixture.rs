//! A server with tools whose timing the tests decide.

use std::{net::SocketAddr, sync::Arc};

use mcp_serve::http::{HttpOptions, HttpServer, Limits};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, CustomRequest,
        CustomResult, ErrorCode, ListToolsResult, PaginatedRequestParams,
        ProgressNotificationParam, ServerCapabilities, ServerConfig, SubscriptionFilter, Tool,
    },
    service::RequestContext,
};
use serde_json::json;
use tokio::{
    sync::{Semaphore, mpsc, oneshot},
    task::JoinHandle,
};

use super::client::Request;

/// Offers `echo`, which answers at once; `wait`, which says that it started and answers when it is
/// let go; and `report`, which sends progress first.
#[derive(Clone)]
pub(super) struct Fixture {
    started: mpsc::UnboundedSender<()>,
    go: Arc<Semaphore>,
}

/// A fixture that is being served.
pub(super) struct Served {
    pub(super) address: SocketAddr,
    /// One for each `wait` that is being worked on.
    pub(super) started: mpsc::UnboundedReceiver<()>,
    /// One permit lets one `wait` go.
    pub(super) go: Arc<Semaphore>,
    stop: Option<oneshot::Sender<()>>,
    pub(super) serving: JoinHandle<()>,
}

impl Fixture {
    /// A fixture, what tells that a `wait` is being worked on, and what lets one go.
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<()>, Arc<Semaphore>) {
        let (sender, started) = mpsc::unbounded_channel();
        let go = Arc::new(Semaphore::new(0));
        let fixture = Self {
            started: sender,
            go: Arc::clone(&go),
        };
        (fixture, started, go)
    }
}

impl Served {
    /// Serves on a free port of loopback with the options that `change` makes of the defaults.
    pub(super) async fn with(change: impl FnOnce(&mut HttpOptions)) -> Self {
        let mut options = HttpOptions::default();
        change(&mut options);
        let (fixture, started, go) = Fixture::new();
        let (stop, stopped) = oneshot::channel();
        let server = HttpServer::bind(([127, 0, 0, 1], 0).into(), options)
            .await
            .unwrap();
        let address = server.local_addr();
        let serving = tokio::spawn(async move {
            server
                .serve(fixture, async {
                    let _ = stopped.await;
                })
                .await;
        });
        Self {
            address,
            started,
            go,
            stop: Some(stop),
            serving,
        }
    }

    /// Serves with the limits that `change` makes of the defaults.
    pub(super) async fn within(change: impl FnOnce(&mut Limits)) -> Self {
        Self::with(|options| change(&mut options.limits)).await
    }

    pub(super) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// Opens a session as a client of an earlier revision does, and gives its id.
    pub(super) async fn open_session(&self, revision: &str) -> String {
        let opened = Request::initialize(revision).send(self.address).await;
        assert_eq!(opened.message()["result"]["protocolVersion"], revision);
        let session = opened.header("mcp-session-id").unwrap().to_owned();
        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        let request = Request::message(&ready).session(&session);
        assert_eq!(request.send(self.address).await.status, 202);
        session
    }

    pub(super) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }
}

impl ServerHandler for Fixture {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed();
        ServerConfig::new(capabilities.build())
    }

    /// Lets anybody listen, until they have heard enough.
    fn accepted_subscription_filter(
        &self,
        requested: &SubscriptionFilter,
    ) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let schema = Arc::new(serde_json::from_str(r#"{"type":"object"}"#).unwrap());
        let tool = |name| Tool::new(name, "A tool for tests", Arc::clone(&schema));
        Ok(ListToolsResult::with_all_items(
            ["echo", "wait", "report"].map(tool).to_vec(),
        ))
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let unknown = || ErrorData::new(ErrorCode::METHOD_NOT_FOUND, request.method.clone(), None);
        Err(mcp_serve::misfit(&request, &context.meta).unwrap_or_else(unknown))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        match &*request.name {
            "wait" => {
                let _ = self.started.send(());
                self.go.acquire().await.unwrap().forget();
            }
            "report" => {
                let token = context.meta.get_progress_token().unwrap();
                let progress = ProgressNotificationParam::new(token, 1.0);
                context.peer.notify_progress(progress).await.unwrap();
            }
            _ => {}
        }
        let said = serde_json::to_string(&request.arguments.unwrap_or_default()).unwrap();
        Ok(CallToolResult::success(vec![ContentBlock::text(said)]).into())
    }
}

/// A request of revision 2026-07-28 that only listens.
pub(super) fn listen() -> Request {
    let notifications = json!({"toolsListChanged": true});
    Request::modern(
        "subscriptions/listen",
        json!({"notifications": notifications}),
    )
}
