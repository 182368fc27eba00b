//! A virtual player as a description has it: what it is, and what it was doing.

use super::account::AccountId;
use super::queue::Queued;
use crate::player_options::PlayerOptions;

/// A virtual player of a description.
#[derive(Clone, Debug)]
pub(crate) struct DescribedPlayer {
    pub(crate) options: PlayerOptions,
    pub(crate) volume: Option<i64>,
    /// 0 off, 1 one, 2 all.
    pub(crate) repeat: Option<i64>,
    pub(crate) is_shuffled: bool,
    pub(crate) location: Option<String>,
    pub(crate) mirrored: Option<String>,
    /// The last command id of each controller.
    pub(crate) commands: Vec<(String, i64)>,
    /// When a player that has vanished loses its session, in milliseconds since the epoch.
    pub(crate) ghost_until: Option<i64>,
    pub(crate) loaded: Option<DescribedPlay>,
}

/// How far a player was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlayPhase {
    /// It will begin then, in milliseconds since the epoch; never, without a moment.
    Waiting(Option<i64>),
    /// It loads until then.
    Buffering(i64),
    Playing,
    Paused,
}

/// What a player of a description has loaded.
#[derive(Clone, Debug)]
pub(crate) struct DescribedPlay {
    pub(crate) queue: Option<u32>,
    pub(crate) entries: Vec<Queued>,
    pub(crate) at: usize,
    pub(crate) unshuffled: Option<Vec<Queued>>,
    pub(crate) container_key: Option<String>,
    pub(crate) account: AccountId,
    pub(crate) phase: PlayPhase,
    /// Milliseconds into the item.
    pub(crate) offset: i64,
    /// The key of its session; a new one begins when it should have one and names none.
    pub(crate) session: Option<String>,
    pub(crate) is_paused_at_first: bool,
    pub(crate) audio_stream: Option<String>,
    pub(crate) subtitle_stream: Option<String>,
    pub(crate) video_stream: Option<String>,
}
