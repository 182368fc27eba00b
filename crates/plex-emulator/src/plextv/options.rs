//! What the emulated plex.tv is to be.

use std::time::Duration;

/// The token of the emulated account where its server has another: see [`crate::AccountToken::Apart`].
pub const ACCOUNT_TOKEN: &str = "demo-token-for-the-account";

/// How long a PIN lasts; plex.tv's last as long.
const PIN_LIFETIME: Duration = Duration::from_secs(900);

/// Holds what the emulated plex.tv is to be; see [`crate::EmulatorBuilder::plex_tv`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlexTvOptions {
    /// The port on 127.0.0.1; 0 lets the system choose one.
    pub port: u16,
    /// How long after a PIN was made the person says yes by themselves, by the emulator's clock; for
    /// demos. Never unless set: [`crate::PlexTv::approve`] does it.
    pub approve_after: Option<Duration>,
    /// How long a PIN lasts; a quarter of an hour unless set, as at plex.tv.
    pub pin_lifetime: Duration,
    /// The name of the account that owns the server.
    pub account: String,
    /// How long after a change of what is shared the server learns of it, by the emulator's clock;
    /// at once unless set. A real one takes seconds.
    pub share_lag: Duration,
}

impl Default for PlexTvOptions {
    fn default() -> Self {
        Self {
            port: 0,
            approve_after: None,
            pin_lifetime: PIN_LIFETIME,
            account: "Ada".to_owned(),
            share_lag: Duration::ZERO,
        }
    }
}

impl PlexTvOptions {
    /// Returns an account whose holder says yes by themselves after a while.
    #[must_use]
    pub fn approving_after(delay: Duration) -> Self {
        Self {
            approve_after: Some(delay),
            ..Self::default()
        }
    }

    /// Returns the same with PINs that last as long.
    #[must_use]
    pub fn pin_lifetime(self, pin_lifetime: Duration) -> Self {
        Self {
            pin_lifetime,
            ..self
        }
    }

    /// Returns the same on a given port.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Returns the same with a server that learns of what is shared only after a while.
    #[must_use]
    pub fn share_lag(self, share_lag: Duration) -> Self {
        Self { share_lag, ..self }
    }
}
