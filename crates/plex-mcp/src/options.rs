//! What a person fixed when the server was started. Below everything that reads it.

use std::{collections::BTreeMap, time::Duration};

use plex_index::IndexOptions;

use crate::{
    budget::DEFAULT_MAX_RESULT_BYTES, choice::Choice, elsewhere::Elsewhere,
    journal_place::JournalPlace, time::Calendar,
};

/// Says how results are shaped. The defaults suit an assistant on the same machine as its user.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Options {
    /// The timezone and the clock of results.
    pub calendar: Calendar,
    /// The bytes of compact JSON that a result may have.
    pub max_result_bytes: usize,
    /// Whether output schemas are published; some builds of some clients fail on them.
    pub output_schemas: bool,
    /// How long a scan is waited for when the caller asks for that.
    pub scan_wait: Duration,
    /// How often a scan that is waited for is looked at.
    pub scan_poll: Duration,
    /// How long anything is waited for at most, whatever the caller asks for.
    pub wait_most: Duration,
    /// Which tools there are.
    pub choice: Choice,
    /// The libraries that may be shown, by id or title; all of them when none is named. Tools whose
    /// answers cannot be limited to them are absent.
    pub libraries: Vec<String>,
    /// Why there is no token, when one was configured but could not be had.
    pub token_problem: Option<String>,
    /// Whether nobody has said which server to use, so that the usual address of one is tried.
    pub is_unconfigured: bool,
    /// Nobody has said where the server is, so that its usual address is tried.
    pub is_address_assumed: bool,
    /// How the snapshot is made that the insights tools ask; without it they say that it is turned off.
    /// The server makes it itself, so that it never knows more libraries than `libraries` names.
    pub index: Option<IndexOptions>,
    /// Whether the snapshot, once it was asked, follows what the server tells by itself, for a day after the
    /// last question. A program that asks once has no use for it.
    pub follows_events: bool,
    /// Where the journal of changes is kept. Without a place it is in memory, and ends with the program.
    pub journal: Option<JournalPlace>,
    /// How long after a change the server is first looked at again, when it does not show at once.
    pub settle: Duration,
    /// How often a player that was told something is looked at.
    pub player_poll: Duration,
    /// How long it is waited for to do it.
    pub player_wait: Duration,
    /// Further names of players, with the name or the id of each.
    pub player_aliases: BTreeMap<String, String>,
    /// How long a call waits for a snapshot that is built for the first time.
    pub index_wait: Duration,
    /// Where pictures come from that are brought by an address.
    pub elsewhere: Elsewhere,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            calendar: Calendar::system(),
            max_result_bytes: DEFAULT_MAX_RESULT_BYTES,
            output_schemas: true,
            scan_wait: Duration::from_secs(60),
            scan_poll: Duration::from_secs(1),
            wait_most: Duration::from_secs(300),
            choice: Choice::default(),
            libraries: Vec::new(),
            token_problem: None,
            is_unconfigured: false,
            is_address_assumed: false,
            index: None,
            follows_events: true,
            journal: None,
            settle: Duration::from_millis(150),
            player_poll: Duration::from_millis(500),
            player_wait: Duration::from_secs(6),
            player_aliases: BTreeMap::new(),
            index_wait: Duration::from_secs(20),
            elsewhere: Elsewhere::default(),
        }
    }
}
