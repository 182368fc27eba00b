//! A client that subscribes, in either era.

use std::time::Duration;

use plex_mcp::PlexMcpServer;
use rmcp::{
    ClientHandler, ClientLifecycleMode, ClientServiceExt, RoleClient, ServiceError,
    model::{
        ErrorData, ReadResourceRequestParams, ResourceContents, ResourceUpdatedNotificationParam,
        ServerNotification, SubscribeRequestParams, SubscriptionFilter, UnsubscribeRequestParams,
    },
    service::{NotificationContext, RunningService, Subscription},
};
use serde_json::Value;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

/// Long enough for what must come.
const SOON: Duration = Duration::from_secs(20);

/// Hears of updates.
#[derive(Clone)]
pub(super) struct Ear(mpsc::UnboundedSender<String>);

impl ClientHandler for Ear {
    async fn on_resource_updated(
        &self,
        update: ResourceUpdatedNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        let _ = self.0.send(update.uri);
    }
}

/// A client and what it hears.
pub(super) struct Party {
    pub(super) client: RunningService<RoleClient, Ear>,
    is_modern: bool,
    /// How long a refusal is waited for.
    patience: Duration,
    ear: Ear,
    heard: mpsc::UnboundedReceiver<String>,
    listenings: Vec<(Vec<String>, oneshot::Sender<()>)>,
}

impl Party {
    /// A client over a pipe in this process.
    pub(super) async fn connect(server: &PlexMcpServer, era: ClientLifecycleMode) -> Self {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let server = server.clone();
        tokio::spawn(async move {
            let (reader, writer) = tokio::io::split(theirs);
            server.serve(reader, writer).await.unwrap();
        });
        let (sender, heard) = mpsc::unbounded_channel();
        let ear = Ear(sender);
        let is_modern = matches!(era, ClientLifecycleMode::Discover { .. });
        let client = ear.clone().serve_with_lifecycle(ours, era).await.unwrap();
        Self {
            client,
            is_modern,
            patience: Duration::from_millis(400),
            ear,
            heard,
            listenings: Vec::new(),
        }
    }

    /// Subscribes to all of these at once, as far as the era can.
    pub(super) async fn subscribe(&mut self, uris: &[&str]) -> Result<(), ErrorData> {
        if self.is_modern {
            return self.listen(uris).await;
        }
        for uri in uris {
            let request = SubscribeRequestParams::new(*uri);
            #[expect(deprecated, reason = "of the earlier era")]
            let outcome = self.client.subscribe(request).await;
            match outcome {
                Ok(()) => {}
                Err(ServiceError::McpError(error)) => return Err(error),
                Err(other) => panic!("{other}"),
            }
        }
        Ok(())
    }

    /// Does the same, and gives a server that has to be looked for its time.
    pub(super) async fn subscribe_patiently(&mut self, uris: &[&str]) -> Result<(), ErrorData> {
        self.patience = Duration::from_secs(10);
        self.subscribe(uris).await
    }

    /// Listens; what is refused comes after the acknowledgement.
    async fn listen(&mut self, uris: &[&str]) -> Result<(), ErrorData> {
        let filter = SubscriptionFilter::builder().resource_subscriptions(uris.iter().copied());
        let mut subscription = self.client.listen(filter.build()).await.unwrap();
        let refused = timeout(self.patience, subscription.next()).await;
        match refused {
            Ok(Err(ServiceError::McpError(error))) => return Err(error),
            Ok(Ok(Some(update))) => self.hear(&update),
            Ok(other) => panic!("{other:?}"),
            Err(_) => {}
        }
        let (stop, stopped) = oneshot::channel();
        tokio::spawn(forward(subscription, self.ear.clone(), stopped));
        let uris = uris.iter().map(ToString::to_string).collect();
        self.listenings.push((uris, stop));
        Ok(())
    }

    fn hear(&self, update: &ServerNotification) {
        let _ = self.ear.0.send(uri_of(update));
    }

    /// Ends what subscribed to just these.
    pub(super) async fn unsubscribe(&mut self, uris: &[&str]) {
        if self.is_modern {
            let place = self.listenings.iter().position(|(known, _)| known == uris);
            let (_, stop) = self.listenings.remove(place.unwrap());
            drop(stop);
            return;
        }
        for uri in uris {
            let request = UnsubscribeRequestParams::new(*uri);
            #[expect(deprecated, reason = "of the earlier era")]
            self.client.unsubscribe(request).await.unwrap();
        }
    }

    /// The URI of the next update.
    pub(super) async fn next(&mut self) -> String {
        let next = timeout(SOON, self.heard.recv()).await;
        next.unwrap_or_else(|_| panic!("no update comes")).unwrap()
    }

    /// The updates of so many milliseconds.
    pub(super) async fn all_within(&mut self, millis: u64) -> Vec<String> {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        let mut all = Vec::new();
        while let Ok(uri) = self.heard.try_recv() {
            all.push(uri);
        }
        all.sort();
        all
    }

    /// What a resource reads now.
    pub(super) async fn read(&self, uri: &str) -> Value {
        let request = ReadResourceRequestParams::new(uri);
        let read = self.client.read_resource(request).await.unwrap();
        match &read.contents[0] {
            ResourceContents::TextResourceContents { text, .. } => {
                serde_json::from_str(text).unwrap()
            }
            other => panic!("{other:?}"),
        }
    }
}

fn uri_of(update: &ServerNotification) -> String {
    match update {
        ServerNotification::ResourceUpdatedNotification(update) => update.params.uri.clone(),
        other => panic!("{other:?}"),
    }
}

async fn forward(mut subscription: Subscription, ear: Ear, mut stopped: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            update = subscription.next() => match update {
                Ok(Some(update)) => {
                    let _ = ear.0.send(uri_of(&update));
                }
                _ => return,
            },
            _ = &mut stopped => {
                let _ = subscription.cancel().await;
                return;
            }
        }
    }
}
