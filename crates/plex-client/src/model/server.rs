//! The server itself, and who and what it knows.

use crate::container::listed;
use crate::id::{AccountId, ActivityId, DeviceId, LibraryKey};
use crate::time::Timestamp;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// A server's word on what it is and can do. Lists are separated by commas, as PMS has them.
    pub struct ServerIdentity {
        /// What stays the same when address and name change: 40 hexadecimal digits.
        machine_identifier: Option<String> = "machineIdentifier",
        /// Version of PMS, such as `1.43.1.10611-1e34174b1`.
        version: Option<String> = "version",
        /// Version of its API.
        api_version: Option<String> = "apiVersion",
        /// Name its owner gave it.
        friendly_name: Option<String> = "friendlyName",
        /// System it runs on, such as `Linux`.
        platform: Option<String> = "platform",
        /// Version of that system.
        platform_version: Option<String> = "platformVersion",
        /// Whether it belongs to an account. Older servers do not say.
        claimed: Option<bool> = "claimed",
        /// Whether it is signed in to plex.tv.
        my_plex: Option<bool> = "myPlex",
        /// Account it is signed in with: a name or an e-mail address.
        my_plex_username: Option<String> = "myPlexUsername",
        /// Whether plex.tv can reach it: `mapped`, `unmapped`, `unknown` or `waiting`.
        my_plex_mapping_state: Option<String> = "myPlexMappingState",
        /// `ok`, `none` or `invalid`.
        my_plex_signin_state: Option<String> = "myPlexSigninState",
        /// Whether the account has Plex Pass.
        my_plex_subscription: Option<bool> = "myPlexSubscription",
        /// Whether items may be deleted. Absent when they may not.
        allow_media_deletion: Option<bool> = "allowMediaDeletion",
        /// Whether items may be downloaded.
        allow_sync: Option<bool> = "allowSync",
        /// Whether libraries may be shared.
        allow_sharing: Option<bool> = "allowSharing",
        /// Whether photos may be uploaded.
        allow_camera_upload: Option<bool> = "allowCameraUpload",
        /// Whether channels may be used.
        allow_channel_access: Option<bool> = "allowChannelAccess",
        /// Whether tuners may be used.
        allow_tuners: Option<bool> = "allowTuners",
        /// Whether it works in the background.
        background_processing: Option<bool> = "backgroundProcessing",
        /// Whether it has a certificate.
        certificate: Option<bool> = "certificate",
        /// Whether it passes commands on to players.
        companion_proxy: Option<bool> = "companionProxy",
        /// Country it is in.
        country_code: Option<String> = "countryCode",
        /// What can be fetched to find faults, such as `logs,databases`.
        diagnostics: Option<String> = "diagnostics",
        /// Whether it sends events.
        event_stream: Option<bool> = "eventStream",
        /// Whether `/hubs/search` is there.
        hub_search: Option<bool> = "hubSearch",
        /// Whether photos are grouped.
        item_clusters: Option<bool> = "itemClusters",
        /// Level of live television.
        livetv: Option<i64> = "livetv",
        /// Whether it lists media providers.
        media_providers: Option<bool> = "mediaProviders",
        /// Whether it has several users.
        multiuser: Option<bool> = "multiuser",
        /// Level of music analysis.
        music_analysis: Option<i64> = "musicAnalysis",
        /// Level of conversion for downloads.
        offline_transcode: Option<i64> = "offlineTranscode",
        /// Features its owner has.
        owner_features: Option<String> = "ownerFeatures",
        /// Whether photos are tagged.
        photo_auto_tag: Option<bool> = "photoAutoTag",
        /// Whether plugins run.
        plugin_host: Option<bool> = "pluginHost",
        /// Whether it sends notifications to phones.
        push_notifications: Option<bool> = "pushNotifications",
        /// Whether libraries cannot be changed.
        read_only_libraries: Option<bool> = "readOnlyLibraries",
        /// Version of the brain that sets bitrates.
        streaming_brain_version: Option<i64> = "streamingBrainVersion",
        /// Version of the brain that changes bitrates.
        streaming_brain_abr_version: Option<i64> = "streamingBrainABRVersion",
        /// Whether downloads work.
        sync: Option<bool> = "sync",
        /// Conversions of video that are under way.
        transcoder_active_video_sessions: Option<u32> = "transcoderActiveVideoSessions",
        /// Whether it converts sound.
        transcoder_audio: Option<bool> = "transcoderAudio",
        /// Whether it converts lyrics.
        transcoder_lyrics: Option<bool> = "transcoderLyrics",
        /// Whether it converts photos.
        transcoder_photo: Option<bool> = "transcoderPhoto",
        /// Whether it converts subtitles.
        transcoder_subtitles: Option<bool> = "transcoderSubtitles",
        /// Whether it converts video.
        transcoder_video: Option<bool> = "transcoderVideo",
        /// Bitrates it makes.
        transcoder_video_bitrates: Option<String> = "transcoderVideoBitrates",
        /// Qualities it makes.
        transcoder_video_qualities: Option<String> = "transcoderVideoQualities",
        /// Resolutions it makes.
        transcoder_video_resolutions: Option<String> = "transcoderVideoResolutions",
        /// When its settings changed.
        updated_at: Option<Timestamp> = "updatedAt",
        /// Whether it can update itself.
        updater: Option<bool> = "updater",
        /// Whether it understands spoken searches.
        voice_search: Option<bool> = "voiceSearch",
    }
}

model! {
    /// Someone who has used the server.
    pub struct Account {
        /// Id on this server: 1 is the owner, 0 is nobody in particular.
        id: Option<AccountId> = "id",
        /// Name; empty for nobody in particular.
        name: String = "name",
        /// Path on the server.
        key: Option<String> = "key",
        /// Picture, usually on plex.tv.
        thumb: Option<String> = "thumb",
        /// Language of sound this account prefers.
        default_audio_language: Option<String> = "defaultAudioLanguage",
        /// Language of subtitles this account prefers.
        default_subtitle_language: Option<String> = "defaultSubtitleLanguage",
        /// Whether sound is chosen for this account.
        auto_select_audio: Option<bool> = "autoSelectAudio",
        /// When subtitles are shown to this account.
        subtitle_mode: Option<i64> = "subtitleMode",
    }
}

model! {
    /// A device that has used the server.
    pub struct Device {
        /// Id on this server.
        id: Option<DeviceId> = "id",
        /// Name.
        name: String = "name",
        /// System, such as `Android`.
        platform: Option<String> = "platform",
        /// Its client identifier.
        client_identifier: Option<String> = "clientIdentifier",
        /// When it first came.
        created_at: Option<Timestamp> = "createdAt",
    }
}

model! {
    /// A player that can be reached, or a server, as `/clients` and `/servers` list them.
    pub struct Endpoint {
        /// Name.
        name: Option<String> = "name",
        /// Host.
        host: Option<String> = "host",
        /// Address.
        address: Option<String> = "address",
        /// Port.
        port: Option<u32> = "port",
        /// Its client identifier, or a server's machine identifier.
        machine_identifier: Option<String> = "machineIdentifier",
        /// Version of the app.
        version: Option<String> = "version",
        /// Protocol it can be controlled by.
        protocol: Option<String> = "protocol",
        /// App, such as `Plex for Apple TV`.
        product: Option<String> = "product",
        /// Kind of device, such as `phone`.
        device_class: Option<String> = "deviceClass",
        /// Version of the protocol.
        protocol_version: Option<String> = "protocolVersion",
        /// What it can be told to do, separated by commas.
        protocol_capabilities: Option<String> = "protocolCapabilities",
    }
}

model! {
    /// Something the server is busy with, such as a scan.
    pub struct Activity {
        /// Its id.
        uuid: Option<ActivityId> = "uuid",
        /// What it is, such as `library.update.section`.
        activity_type: String = "type",
        /// Whether it can be stopped.
        cancellable: Option<bool> = "cancellable",
        /// Account it is done for.
        user_id: Option<AccountId> = "userID",
        /// What it is, for people.
        title: Option<String> = "title",
        /// What it is at, for people.
        subtitle: Option<String> = "subtitle",
        /// Percent that is done; -1 when unknown.
        progress: Option<i64> = "progress",
        /// What it works on.
        context: Option<ActivityContext> = "Context",
    }
}

model! {
    /// Holds what an activity works on.
    pub struct ActivityContext {
        /// The library.
        library_section_id: Option<LibraryKey> = "librarySectionID",
        /// Path of the item.
        key: Option<String> = "key",
        /// Whether the file can be read.
        accessible: Option<bool> = "accessible",
        /// Whether the file is there.
        exists: Option<bool> = "exists",
        /// Whether it was analysed.
        analyzed: Option<bool> = "analyzed",
        /// Whether its metadata was fetched.
        refreshed: Option<bool> = "refreshed",
    }
}

model! {
    /// A setting of the server.
    pub struct Setting {
        /// Its name.
        id: String = "id",
        /// Its name for people.
        label: Option<String> = "label",
        /// What it does.
        summary: Option<String> = "summary",
        /// `bool`, `int`, `text` or `double`.
        setting_type: Option<String> = "type",
        /// What it is when nobody changed it, as text: a truth is `1` or `0`.
        default: Option<String> = "default",
        /// What it is, as text: a truth is `1` or `0`.
        value: Option<String> = "value",
        /// Whether it is not meant to be seen.
        hidden: Option<bool> = "hidden",
        /// Whether it is for those who know.
        advanced: Option<bool> = "advanced",
        /// Whether it is a secret.
        secure: Option<bool> = "secure",
        /// Where it belongs.
        group: Option<String> = "group",
        /// What it can be: `value:label` separated by bars.
        enum_values: Option<String> = "enumValues",
    }
    requires id
}

listed! {
    Account = "Account";
    Device = "Device";
    Endpoint = "Server";
    Activity = "Activity";
    Setting = "Setting";
}
answer_under!(ServerIdentity = "MediaContainer");
