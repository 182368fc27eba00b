//! What the server is: `/` and `/identity`.

use crate::answer::Element;
use crate::server::{Call, Reply};
use crate::world::{Session, World};

/// `GET /identity`: open to everybody, so it proves nothing about a token.
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
    "hubs",
    "library",
    "livetv",
    "media",
    "metadata",
    "neighborhood",
    "playQueues",
    "player",
    "playlists",
    "resources",
    "search",
    "server",
    "servers",
    "statistics",
    "system",
    "transcode",
    "updater",
    "user",
];

/// `GET /`: every capability of the server.
pub(crate) fn capabilities<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let server = &world.server;
    let claimed = server.is_claimed;
    let mut root = Element::container()
        .with("size", DIRECTORIES.len())
        .with("allowCameraUpload", true)
        .with("allowChannelAccess", true)
        .with("allowMediaDeletion", true)
        .with("allowSharing", true)
        .with("allowSync", true)
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
        .with("myPlexSubscription", claimed)
        .with("offlineTranscode", 1_i64)
        .with(
            "ownerFeatures",
            "adaptive_bitrate,federated-auth,hardware_transcoding,hwtranscode",
        )
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
        root.set("myPlexUsername", owner.name.as_str());
    }
    for (name, value) in server.more.iter() {
        root.replace(world.names.text(name), value);
    }
    if !call.viewer.is_owner {
        root.remove("allowMediaDeletion");
    }
    root.extend(DIRECTORIES.iter().map(|key| {
        Element::new("Directory")
            .with("count", 1_i64)
            .with("key", *key)
            .with("title", *key)
    }));
    Ok(root.into())
}

fn active_transcodes(world: &World) -> usize {
    let transcodes = |session: &&Session| session.transcode.is_some();
    world.sessions.iter().filter(transcodes).count()
}
