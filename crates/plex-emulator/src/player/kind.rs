//! What each kind of player says of itself.

use crate::player_options::PlayerKind;

impl PlayerKind {
    pub(super) fn product(self) -> &'static str {
        match self {
            Self::AppleTv => "Plex for Apple TV",
            Self::Television => "Plex for Android (TV)",
            Self::Phone => "Plex for iOS",
            Self::Desktop => "OpenPHT",
            Self::Plexamp => "Plexamp",
            Self::Unreachable => "Plex Web",
        }
    }

    pub(super) fn version(self) -> &'static str {
        match self {
            Self::AppleTv => "8.45",
            Self::Television => "10.21.0.4821",
            Self::Phone => "8.45",
            Self::Desktop => "1.8.0",
            Self::Plexamp => "4.13.2",
            Self::Unreachable => "4.145.1",
        }
    }

    pub(super) fn platform(self) -> &'static str {
        match self {
            Self::AppleTv => "tvOS",
            Self::Television => "Android",
            Self::Phone => "iOS",
            Self::Desktop => "Linux",
            Self::Plexamp => "Linux",
            Self::Unreachable => "Chrome",
        }
    }

    pub(super) fn platform_version(self) -> &'static str {
        match self {
            Self::AppleTv => "18.1",
            Self::Television => "14",
            Self::Phone => "18.1",
            Self::Desktop => "6.8.0",
            Self::Plexamp => "6.8.0",
            Self::Unreachable => "130.0",
        }
    }

    pub(super) fn device(self) -> &'static str {
        match self {
            Self::AppleTv => "Apple TV",
            Self::Television => "BRAVIA",
            Self::Phone => "iPhone",
            Self::Desktop => "PC",
            Self::Plexamp | Self::Unreachable => "Linux",
        }
    }

    pub(super) fn device_class(self) -> &'static str {
        match self {
            Self::AppleTv => "stb",
            Self::Television => "tv",
            Self::Phone => "phone",
            Self::Desktop => "pc",
            Self::Plexamp | Self::Unreachable => "pc",
        }
    }

    /// Returns what it can be told to do.
    pub(super) fn capabilities(self) -> &'static str {
        match self {
            Self::AppleTv => "timeline,playback,navigation,mirror,playqueues",
            Self::Television => "timeline,playback,navigation,mirror,playqueues,provider-playback",
            Self::Phone => "",
            Self::Desktop => "timeline,playback,navigation,mirror,playqueues",
            Self::Plexamp => "timeline,playback,playqueues,playqueues-creation,provider-playback",
            Self::Unreachable => "",
        }
    }

    /// Returns what plex.tv lists it as: what provides nothing cannot be controlled.
    pub(super) fn provides(self) -> &'static str {
        match self {
            Self::AppleTv => "client,player,pubsub-player",
            Self::Television => "client,player,pubsub-player",
            Self::Phone => "",
            Self::Desktop => "client,player",
            Self::Plexamp => "client,player,pubsub-player,controller",
            Self::Unreachable => "",
        }
    }

    /// Tells whether it is among the server's clients.
    pub(super) fn advertises_itself(self) -> bool {
        matches!(self, Self::Television | Self::Desktop)
    }

    /// Tells whether it listens at a port of its own.
    pub(super) fn is_reached_directly(self) -> bool {
        matches!(self, Self::Desktop | Self::AppleTv | Self::Plexamp)
    }

    /// Tells whether anybody can control it.
    pub(super) fn is_reachable(self) -> bool {
        !matches!(self, Self::Unreachable | Self::Phone)
    }

    /// Tells whether it plays what is of this type in timelines.
    pub(super) fn plays(self, medium: &str) -> bool {
        !matches!(self, Self::Plexamp) || medium == "music"
    }

    /// Tells whether the server reaches it. What is sent to the others over the server is never answered.
    pub(super) fn is_reached_over_server(self) -> bool {
        !matches!(self, Self::AppleTv)
    }

    /// Tells whether it says what it plays to those who ask.
    pub(super) fn can_be_polled(self) -> bool {
        !matches!(self, Self::AppleTv)
    }

    /// Tells whether it can be made louder.
    pub(super) fn has_volume(self) -> bool {
        !matches!(self, Self::AppleTv)
    }

    pub(super) fn navigates(self) -> bool {
        !matches!(self, Self::Plexamp | Self::Unreachable | Self::Phone)
    }
}
