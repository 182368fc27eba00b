//! What is playing now.

use super::item::MediaItem;
use super::kind::PlayerState;
use crate::container::{Header, Listed, container_of_body, listed};
use crate::id::{AccountId, SessionId, SessionKey};
use crate::time::{Millis, Seconds};
use crate::wire::names::ITEM_NAMES;
use crate::wire::object::model;

model! {
    /// A playback that is under way.
    pub struct Session {
        /// Its number on the server, which events use too.
        session_key: Option<SessionKey> = "sessionKey",
        /// Who plays; absent for anonymous playback.
        user: Option<SessionUser> = "User",
        /// What plays it.
        player: Option<Player> = "Player",
        /// How it travels; absent for some players and for music.
        session: Option<SessionInfo> = "Session",
        /// How it is converted; absent when it is not.
        transcode: Option<TranscodeSession> = "TranscodeSession",
        ..
        /// What plays: the version, file and streams in use are `selected`, and `view_offset` is how
        /// far it has got.
        item: MediaItem,
    }
}

impl Session {
    /// Returns how far playback has got.
    ///
    /// ```
    /// use plex_client::Session;
    ///
    /// assert_eq!(Session::default().view_offset(), None);
    /// ```
    #[must_use]
    pub fn view_offset(&self) -> Option<Millis> {
        self.item.view_offset
    }
}

model! {
    /// Says who plays.
    pub struct SessionUser {
        /// Id among the server's accounts; 1 is the owner.
        id: Option<AccountId> = "id",
        /// Name.
        title: Option<String> = "title",
        /// Picture, usually on plex.tv.
        thumb: Option<String> = "thumb",
    }
}

model! {
    /// Is what plays: an application on a device.
    pub struct Player {
        /// Name its owner gave it.
        title: Option<String> = "title",
        /// App, such as `Plex for Apple TV`.
        product: Option<String> = "product",
        /// System, such as `tvOS`.
        platform: Option<String> = "platform",
        /// Version of the system.
        platform_version: Option<String> = "platformVersion",
        /// Device, such as `Apple TV`.
        device: Option<String> = "device",
        /// Kind of device, such as `phone`.
        device_class: Option<String> = "deviceClass",
        /// Model of the device.
        model: Option<String> = "model",
        /// Maker of the device.
        vendor: Option<String> = "vendor",
        /// Version of the app.
        version: Option<String> = "version",
        /// Profile by which the server judges what it can play.
        profile: Option<String> = "profile",
        /// What it is doing.
        state: PlayerState = "state",
        /// Its address as the server sees it.
        address: Option<String> = "address",
        /// Its address on the internet.
        remote_public_address: Option<String> = "remotePublicAddress",
        /// Whether it is on the server's network.
        local: Option<bool> = "local",
        /// Whether it comes through Plex's relay.
        relayed: Option<bool> = "relayed",
        /// Whether its connection is encrypted.
        secure: Option<bool> = "secure",
        /// Its client identifier.
        machine_identifier: Option<String> = "machineIdentifier",
        /// The user's id among the server's accounts.
        user_id: Option<AccountId> = "userID",
        /// Protocol it can be controlled by, such as `plex`.
        protocol: Option<String> = "protocol",
        /// Version of that protocol.
        protocol_version: Option<String> = "protocolVersion",
        /// What it can be told to do, separated by commas.
        protocol_capabilities: Option<String> = "protocolCapabilities",
    }
}

model! {
    /// Says how a playback travels.
    pub struct SessionInfo {
        /// Id by which the session can be ended.
        id: Option<SessionId> = "id",
        /// Kilobits a second that are reserved for it.
        bandwidth: Option<u64> = "bandwidth",
        /// `lan`, `wan` or `cellular`.
        location: Option<String> = "location",
    }
}

model! {
    /// A conversion that is under way.
    pub struct TranscodeSession {
        /// Its id.
        key: Option<String> = "key",
        /// Whether it waits because it is far enough ahead.
        throttled: Option<bool> = "throttled",
        /// Whether all is converted.
        complete: Option<bool> = "complete",
        /// Whether it failed.
        error: Option<bool> = "error",
        /// How much is converted, in percent; -1 for live television.
        progress: Option<f64> = "progress",
        /// How much faster than playback it converts.
        speed: Option<f64> = "speed",
        /// Bytes made so far; negative when unknown.
        size: Option<i64> = "size",
        /// Length.
        duration: Option<Millis> = "duration",
        /// Seconds until it is done.
        remaining: Option<Seconds> = "remaining",
        /// `streaming` or `static`.
        context: Option<String> = "context",
        /// `copy` or `transcode`.
        video_decision: Option<String> = "videoDecision",
        /// `copy` or `transcode`.
        audio_decision: Option<String> = "audioDecision",
        /// `copy`, `transcode` or `burn`.
        subtitle_decision: Option<String> = "subtitleDecision",
        /// Such as `dash` or `hls`.
        protocol: Option<String> = "protocol",
        /// Container it makes.
        container: Option<String> = "container",
        /// Codec of the picture it makes.
        video_codec: Option<String> = "videoCodec",
        /// Codec of the sound it makes.
        audio_codec: Option<String> = "audioCodec",
        /// Channels of the sound it makes.
        audio_channels: Option<u32> = "audioChannels",
        /// Pixels.
        width: Option<u32> = "width",
        /// Pixels.
        height: Option<u32> = "height",
        /// Codec of the picture it takes.
        source_video_codec: Option<String> = "sourceVideoCodec",
        /// Codec of the sound it takes.
        source_audio_codec: Option<String> = "sourceAudioCodec",
        /// Whether hardware was asked for.
        transcode_hw_requested: Option<bool> = "transcodeHwRequested",
        /// Whether all of it is done by hardware.
        transcode_hw_full_pipeline: Option<bool> = "transcodeHwFullPipeline",
        /// What decodes, such as `vaapi`.
        transcode_hw_decoding: Option<String> = "transcodeHwDecoding",
        /// What encodes, such as `vaapi`.
        transcode_hw_encoding: Option<String> = "transcodeHwEncoding",
    }
}

impl Listed for Session {
    const NAMES: &'static [&'static str] = ITEM_NAMES;

    container_of_body!();

    fn inherit(&mut self, from: &Header) {
        self.item.inherit(from);
    }
}

listed! {
    Player = "Player";
    TranscodeSession = "TranscodeSession";
}
