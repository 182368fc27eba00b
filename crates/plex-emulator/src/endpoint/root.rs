//! What the server is: `/` and `/identity`.

use crate::answer::Element;
use crate::server::{Call, Reply};
use crate::world::{Session, World, name};

/// Answers `GET /identity`: open to everybody, so it proves nothing about a token.
pub(crate) fn identity<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let server = &world.server;
    Ok(Element::container()
        .with("size", 0_i64)
        .with("apiVersion", server.api_version.as_str())
        .with("claimed", server.is_claimed)
        .with("machineIdentifier", server.machine_identifier.as_str())
        .with("version", server.version.as_str())
        .into())
}

/// The parts of the API that `/` lists, in its order.
const DIRECTORIES: &[&str] = &[
    "actions",
    "activities",
    "butler",
    "channels",
    "clients",
    "devices",
    "diagnostics",
    "downloadQueue",
    "hubs",
    "library",
    "livetv",
    "media",
    "neighborhood",
    "playQueues",
    "playlists",
    "resources",
    "search",
    "server",
    "servers",
    "service",
    "statistics",
    "system",
    "transcode",
    "updater",
    "user",
];

/// What the owner's account brings: the features that have names. A real server lists some hundred
/// more by UUIDs, which tell nobody anything.
const FEATURES: &str = "adaptive_bitrate,camera_upload,collections,download_certificates,\
    federated-auth,home,kevin-bacon,livetv,loudness,radio,server-manager,shared-radio,\
    tuner-sharing,type-first,unsupportedtuners";

/// What Plex Pass adds to that.
const PASS_FEATURES: &str = "cloudsync,content_filter,dvr,hardware_transcoding,hwtranscode,\
    item_clusters,lyrics,music-analysis,music_videos,pass,photo_autotags,photos-v5,\
    photosV6-edit,photosV6-tv-albums,premium_music_metadata,session_bandwidth_restrictions,\
    session_kick,sync,trailers,webhooks";

/// Answers `GET /`: every capability of the server.
pub(crate) fn capabilities<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let mut root = about(call, world, DIRECTORIES.len());
    root.extend(DIRECTORIES.iter().map(|key| {
        Element::new("Directory")
            .with("count", 1_i64)
            .with("key", *key)
            .with("title", *key)
    }));
    Ok(root.into())
}

/// Returns a container of `size` things that says what the server can do.
pub(super) fn about<'w>(call: &Call<'_>, world: &'w World, size: usize) -> Element<'w> {
    let server = &world.server;
    let has_pass = world.has_plex_pass();
    let claimed = server.is_claimed;
    let features = if has_pass {
        format!("{FEATURES},{PASS_FEATURES}")
    } else {
        FEATURES.to_owned()
    };
    let mut root = Element::container()
        .with("size", size)
        .with("allowCameraUpload", claimed)
        .with("allowChannelAccess", true)
        .with("allowMediaDeletion", true)
        .with("allowSharing", true)
        .with("allowSync", claimed)
        .with("allowTuners", true)
        .with("apiVersion", server.api_version.as_str())
        .with("backgroundProcessing", true)
        .with("certificate", claimed)
        .with("companionProxy", true)
        .with("countryCode", "usa")
        .with("diagnostics", "logs,databases,streaminglogs")
        .with("eventStream", true)
        .with("friendlyName", server.friendly_name.as_str())
        .with("hubSearch", true)
        .with("itemClusters", true)
        .with("livetv", 7_i64)
        .with("machineIdentifier", server.machine_identifier.as_str())
        .with("mediaProviders", true)
        .with("multiuser", true)
        .with("musicAnalysis", 2_i64)
        .with("myPlex", claimed)
        .with(
            "myPlexMappingState",
            if claimed { "mapped" } else { "unknown" },
        )
        .with("myPlexSigninState", if claimed { "ok" } else { "none" })
        .with("myPlexSubscription", has_pass)
        .with("offlineTranscode", 1_i64)
        .with("ownerFeatures", features)
        .with("photoAutoTag", true)
        .with("platform", "Linux")
        .with("platformVersion", "24.04.3 LTS (Noble Numbat)")
        .with("pluginHost", true)
        .with("pushNotifications", false)
        .with("readOnlyLibraries", false)
        .with("streamingBrainABRVersion", 3_i64)
        .with("streamingBrainVersion", 2_i64)
        .with("sync", true)
        .with("transcoderActiveVideoSessions", active_transcodes(world))
        .with("transcoderAudio", true)
        .with("transcoderLyrics", true)
        .with("transcoderPhoto", true)
        .with("transcoderSubtitles", true)
        .with("transcoderVideo", true)
        .with(
            "transcoderVideoBitrates",
            "64,96,208,320,720,1500,2000,3000,4000,8000,10000,12000,20000",
        )
        .with("transcoderVideoQualities", "0,1,2,3,4,5,6,7,8,9,10,11,12")
        .with(
            "transcoderVideoResolutions",
            "128,128,160,240,320,480,768,720,720,1080,1080,1080,1080",
        )
        .with("updatedAt", server.updated_at)
        .with("updater", true)
        .with("version", server.version.as_str())
        .with("voiceSearch", true);
    if let Some(owner) = world.account(World::OWNER).filter(|_| claimed) {
        root.set("myPlexUsername", owner.sign_in_name());
    }
    for (name, value) in server.more.iter() {
        root.replace(world.names.text(name), value);
    }
    // What may not be done is not said to be forbidden: nothing is said.
    if !call.viewer.is_owner || world.preferences.int("allowMediaDeletion", 1) == 0 {
        root.remove("allowMediaDeletion");
    }
    root
}

/// Answers `GET /servers`: the server itself, and no other in its network.
pub(crate) fn servers<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let host = call.headers.get("host").and_then(|host| host.to_str().ok());
    let (host, port) = host
        .and_then(|host| host.rsplit_once(':'))
        .unwrap_or(("127.0.0.1", "32400"));
    let server = Element::new("Server")
        .with("name", world.server.friendly_name.as_str())
        .with("host", host.to_owned())
        .with("address", host.to_owned())
        .with("port", port.parse::<i64>().unwrap_or(32_400))
        .with(
            "machineIdentifier",
            world.server.machine_identifier.as_str(),
        )
        .with("version", world.server.version.as_str());
    let root = Element::container().with("size", 1_i64);
    Ok(root.child(server).into())
}

/// Returns the conversions of video: those of music do not count.
fn active_transcodes(world: &World) -> usize {
    let transcodes = |session: &&Session| {
        let facts = session.transcode.as_ref();
        facts.is_some_and(|facts| facts.get(name::VIDEO_DECISION).is_some())
    };
    world.sessions.iter().filter(transcodes).count()
}
