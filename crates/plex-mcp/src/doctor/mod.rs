//! Looks at a live setup step by step, changes nothing, and says of each failure what causes it and
//! what cures it.
//!
//! One file a group of steps: what is configured, the network, the server, its libraries, what is
//! played, and the protocol with its tools.

mod configuration;
mod exam;
mod libraries;
mod network;
mod playback;
mod protocol;
mod report;
mod server;
mod wire;

use std::time::Duration;

use self::exam::Exam;
pub use self::report::{Outcome, Report, Step};
use crate::{PlexMcpServer, config::Config, tools};

/// How long a connection may take to be made, unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(5);

/// Says who looks, and at what.
#[derive(Debug)]
#[non_exhaustive]
pub struct Doctor {
    config: Config,
    /// How long a connection may take to be made.
    pub patience: Duration,
}

impl Doctor {
    /// Examines the setup that this configuration describes.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            patience: PATIENCE,
        }
    }

    /// Goes through all steps. Each is told as soon as it is done; a step that needs one that failed is
    /// told as not run.
    pub async fn examine(&self, tell: &mut (dyn FnMut(&Step) + Send)) -> Report {
        let mut exam = Exam::new(tell);
        configuration::examine(&mut exam, &self.config).await;
        let client = network::address(&mut exam, &self.config).await;
        let Some(client) = client else {
            // Without an address there is nothing to build on; the rest is told as not run.
            exam.skip_the_rest("address");
            protocol::without_tools(&mut exam, &tools::chosen(&self.config.options), "address");
            return exam.into_report();
        };
        let identity = network::examine(&mut exam, &client, self.patience).await;
        server::examine(&mut exam, &client, identity).await;
        let sample = libraries::examine(&mut exam, &client, &self.config.options.libraries).await;
        playback::examine(&mut exam, &client).await;
        let server = PlexMcpServer::with_options(client, self.config.options.clone());
        protocol::examine(&mut exam, &server, &sample).await;
        exam.into_report()
    }
}
