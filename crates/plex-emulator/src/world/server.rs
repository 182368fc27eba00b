//! What the server says of itself.

use super::attribute::Attributes;

/// The server's own facts.
#[derive(Clone, Debug)]
pub(crate) struct ServerFacts {
    /// Forty hexadecimal digits.
    pub(crate) machine_identifier: String,
    pub(crate) friendly_name: String,
    pub(crate) version: String,
    pub(crate) api_version: String,
    pub(crate) is_claimed: bool,
    /// The tokens with which plex.tv lets the server be claimed, each with the second until which it does; none
    /// where there is no plex.tv to ask.
    pub(crate) claims: Option<Vec<(String, i64)>>,
    /// Seconds since the epoch.
    pub(crate) updated_at: i64,
    /// Attributes of `GET /` that a description gives, in place of the usual ones.
    pub(crate) more: Attributes,
    /// The newer version of the server that there is, if there is one.
    pub(crate) release: Option<Attributes>,
    /// When the server last looked for one, in seconds since the epoch.
    pub(crate) checked_at: i64,
    /// How long a scan takes, in milliseconds.
    pub(crate) scan_millis: i64,
}

impl Default for ServerFacts {
    fn default() -> Self {
        Self {
            machine_identifier: "5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920".to_owned(),
            friendly_name: "Emulator".to_owned(),
            version: "1.43.4.10903-2e1bb4a0f".to_owned(),
            api_version: "1.2.3".to_owned(),
            is_claimed: true,
            claims: None,
            updated_at: 0,
            more: Attributes::default(),
            release: None,
            checked_at: 0,
            scan_millis: 2_000,
        }
    }
}
