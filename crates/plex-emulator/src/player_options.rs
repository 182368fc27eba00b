//! What a virtual player is to be, and how it may fail.

use std::time::Duration;

/// A kind of player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlayerKind {
    /// A television's application: it asks the server what it is to do, is listed at the server's own address,
    /// and is reached over the server only. It plays films, shows, music and photos.
    Television,
    /// A telephone: nobody can control it. It is seen in sessions, and among its account's devices.
    Phone,
    /// A program on a computer, as OpenPHT: it announces itself in the network, is listed where it is, and
    /// is reached directly or over the server.
    Desktop,
    /// An Apple TV: it is reached directly, and never answers over the server; it does not say what it
    /// plays, has no volume, and drops commands whose ids do not grow.
    AppleTv,
    /// A player of music, as Plexamp: it wants a command id with everything, makes play queues
    /// itself, and is known from plex.tv only.
    Plexamp,
    /// Something that nobody can control: it is seen in sessions only.
    Unreachable,
}

/// The most that a player can play as it is; what is more, the server converts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lines of the picture.
    pub height: i64,
    /// Kilobits a second.
    pub bitrate: i64,
    /// Codecs of pictures, as PMS names them.
    pub video_codecs: Vec<String>,
    /// Codecs of sound, as PMS names them.
    pub audio_codecs: Vec<String>,
    /// Codecs of subtitles; others are burnt into the picture.
    pub subtitle_codecs: Vec<String>,
}

impl Default for Limits {
    /// Returns a player that plays everything up to 4K.
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            height: 2160,
            bitrate: 200_000,
            video_codecs: owned(&["h264", "hevc", "mpeg4", "mpeg2video", "vc1", "av1", "vp9"]),
            audio_codecs: owned(&[
                "aac", "ac3", "eac3", "mp3", "flac", "alac", "opus", "dca", "truehd", "pcm",
                "vorbis",
            ]),
            subtitle_codecs: owned(&["srt", "ass", "ssa", "mov_text", "vtt"]),
        }
    }
}

/// A way for a player to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misbehaviour {
    /// Takes what it is to play, answers 200, and never begins.
    NeverStarts,
    /// Is gone: its port refuses connections, the server says 404, and its session stays as it was
    /// for three minutes.
    Vanished,
    /// Answers XML whose elements are not closed.
    UnclosedXml,
    /// Answers 200 with nothing.
    SaysNothing,
    /// Answers 200 to every change of the volume, and stays as loud as it is.
    RefusesVolume,
    /// Answers this much later, by the emulator's clock.
    Lags(Duration),
    /// Answers 200 and does nothing until it is woken: by a command of navigation, or by
    /// [`crate::Player::wake`].
    Asleep,
    /// Plays another item than it was asked to.
    PlaysAnother,
}

/// Holds what a virtual player is to be; see [`crate::EmulatorBuilder::player`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PlayerOptions {
    /// The kind of player.
    pub kind: PlayerKind,
    /// The name that people call it by.
    pub title: String,
    /// Its client identifier.
    pub machine_identifier: String,
    /// The name of the account that is signed in on it.
    pub account: String,
    /// What it can play as it is.
    pub limits: Limits,
    /// How long after it is told to play the session begins, by the emulator's clock.
    pub start_delay: Duration,
    /// Whether it drops a command without a word whose id is not greater than the last one of the same
    /// controller, as Apple TV does.
    pub drops_old_commands: bool,
    /// How it fails from the start.
    pub misbehaviour: Option<Misbehaviour>,
}

impl PlayerOptions {
    /// Returns a player of this kind and name, with the owner signed in, which begins to play after one
    /// second.
    pub fn new(kind: PlayerKind, title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            kind,
            machine_identifier: crate::seed::Seed::of(&format!("player {title}")).hex(24),
            title,
            account: String::new(),
            limits: Limits::default(),
            start_delay: Duration::from_secs(1),
            drops_old_commands: matches!(kind, PlayerKind::AppleTv),
            misbehaviour: None,
        }
    }

    /// Returns the same under another client identifier.
    #[must_use]
    pub fn machine_identifier(self, machine_identifier: impl Into<String>) -> Self {
        Self {
            machine_identifier: machine_identifier.into(),
            ..self
        }
    }

    /// Returns the same with another account signed in, by its name.
    #[must_use]
    pub fn account(self, account: impl Into<String>) -> Self {
        Self {
            account: account.into(),
            ..self
        }
    }

    /// Returns the same with other limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Returns the same with another delay before it plays.
    #[must_use]
    pub fn start_delay(self, start_delay: Duration) -> Self {
        Self {
            start_delay,
            ..self
        }
    }

    /// Returns the same, dropping commands whose ids do not grow.
    #[must_use]
    pub fn dropping_old_commands(self) -> Self {
        Self {
            drops_old_commands: true,
            ..self
        }
    }

    /// Returns the same, failing from the start.
    #[must_use]
    pub fn misbehaving(self, misbehaviour: Misbehaviour) -> Self {
        Self {
            misbehaviour: Some(misbehaviour),
            ..self
        }
    }
}

impl PlayerKind {
    /// Returns the kinds by the names that descriptions have for them.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("television", Self::Television),
        ("phone", Self::Phone),
        ("desktop", Self::Desktop),
        ("appleTv", Self::AppleTv),
        ("plexamp", Self::Plexamp),
        ("unreachable", Self::Unreachable),
    ];

    /// Returns the name that descriptions have for it.
    pub(crate) fn name(self) -> &'static str {
        let mut names = Self::NAMES.iter();
        names
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }
}

impl Misbehaviour {
    /// Returns the ways to fail by the names that descriptions have for them, but for lagging, which has a
    /// length.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("neverStarts", Self::NeverStarts),
        ("vanished", Self::Vanished),
        ("unclosedXml", Self::UnclosedXml),
        ("saysNothing", Self::SaysNothing),
        ("refusesVolume", Self::RefusesVolume),
        ("asleep", Self::Asleep),
        ("playsAnother", Self::PlaysAnother),
    ];
}
