//! Why a stream stutters: one scripted case for each cause, and what is said where there is none.

use plex_emulator::{Fault, Library};
use serde_json::{Value, json};

use crate::{results::check, support::Fixture};

/// A film of 20 Mbps in 4K, and a preference, and what `session` adds to somebody's session with it.
async fn diagnosed(preferences: Value, session: Value) -> Value {
    let fixture = fixture(preferences, session).await;
    let diagnosis = fixture.ok("plex_diagnose_playback", json!({})).await;
    check(
        fixture.server.tool("plex_diagnose_playback").unwrap(),
        &diagnosis,
    );
    diagnosis
}

async fn fixture(preferences: Value, session: Value) -> Fixture {
    let mut playing = json!({
        "account": 1, "item": "film", "viewOffset": "10m", "state": "playing",
        "Player": {"title": "Television", "product": "Plex for LG", "platform": "webOS", "local": true},
        "Session": {"bandwidth": 24_000, "location": "lan"},
    });
    for (name, value) in session.as_object().unwrap() {
        match (playing.get_mut(name), value) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
            _ => playing[name] = value.clone(),
        }
    }
    let description = json!({
        "server": {"friendlyName": "Example", "preferences": preferences},
        "account": [{"id": 1, "name": "ada"}],
        "section": [{"key": "1", "type": "movie", "title": "Films", "Location": ["/media"], "item": [{
            "ref": "film", "title": "Film", "year": 2001, "duration": "2h",
            "Media": [{
                "container": "mkv", "bitrate": 20_000, "width": 3840, "height": 2160,
                "videoCodec": "hevc", "videoResolution": "4k", "audioCodec": "truehd", "audioChannels": 8,
                "Part": [{"file": "/media/film.mkv", "size": 1, "Stream": [
                    {"streamType": 1, "codec": "hevc", "index": 0},
                    {"streamType": 2, "codec": "truehd", "channels": 8, "index": 1, "selected": true},
                    {"streamType": 3, "codec": "pgs", "index": 2, "selected": true},
                ]}],
            }],
        }]}],
        "session": [playing],
    });
    let library = Library::from_json(&description.to_string()).unwrap();
    Fixture::holding(library).await
}

/// A conversion of the picture.
fn conversion(speed: f64, more: Value) -> Value {
    let mut transcode = json!({
        "key": "/transcode/sessions/x", "throttled": false, "complete": false, "speed": speed,
        "videoDecision": "transcode", "audioDecision": "copy", "protocol": "dash", "container": "mp4",
        "sourceVideoCodec": "hevc", "sourceAudioCodec": "truehd", "videoCodec": "h264", "audioCodec": "truehd",
    });
    transcode
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    json!({"TranscodeSession": transcode})
}

fn says(diagnosis: &Value, expected: &str) {
    assert!(
        diagnosis["diagnosis"].as_str().unwrap().contains(expected),
        "{expected}: {diagnosis}"
    );
}

fn shows(diagnosis: &Value, expected: &str) {
    let evidence = diagnosis["evidence"].as_array().unwrap();
    let is_shown = |line: &Value| line.as_str().unwrap().contains(expected);
    assert!(evidence.iter().any(is_shown), "{expected}: {diagnosis}");
}

fn suggests(diagnosis: &Value, expected: &str) {
    assert!(
        diagnosis["suggestions"].to_string().contains(expected),
        "{expected}: {diagnosis}"
    );
}

#[tokio::test]
async fn the_relay_is_the_cause_whatever_else_is_slow() {
    let relayed = json!({"Player": {"relayed": true, "local": false}, "Session": {"location": "wan"}, "state": "buffering"});
    let diagnosis = diagnosed(json!({}), relayed).await;
    says(&diagnosis, "Plex's relay");
    shows(&diagnosis, "through Plex's relay");
    suggests(&diagnosis, "32400");
}

#[tokio::test]
async fn a_conversion_that_is_too_slow_will_buffer() {
    for (on, expected) in [(true, "is on but not used"), (false, "Turn on hardware")] {
        let preferences = json!({"HardwareAcceleratedCodecs": on});
        let diagnosis = diagnosed(preferences, conversion(0.6, json!({}))).await;
        says(
            &diagnosis,
            "0.6 times the speed of playback, which is too slow",
        );
        shows(&diagnosis, "0.6 times the speed");
        shows(&diagnosis, "converted by the processor");
        suggests(&diagnosis, expected);
    }
    let hardware = json!({"transcodeHwRequested": true, "transcodeHwFullPipeline": true});
    let diagnosis = diagnosed(json!({}), conversion(0.6, hardware)).await;
    shows(&diagnosis, "converted by hardware");
    assert!(
        !diagnosis["suggestions"].to_string().contains("ardware"),
        "{diagnosis}"
    );
}

/// A speed below one is none where the server has stopped to wait, or is done.
#[tokio::test]
async fn a_conversion_that_waits_is_not_too_slow() {
    for (waits, evidence) in [
        (json!({"throttled": true}), "far enough ahead"),
        (json!({"complete": true}), "is finished"),
    ] {
        let diagnosis = diagnosed(json!({}), conversion(0.2, waits)).await;
        assert!(
            !diagnosis["diagnosis"].as_str().unwrap().contains("slow"),
            "{diagnosis}"
        );
        shows(&diagnosis, evidence);
    }
}

/// What is only copied comes as fast as it is read, and what is broadcast as fast as it is sent.
#[tokio::test]
async fn what_is_copied_or_live_is_not_converted_too_slowly() {
    let copied = json!({"videoDecision": "copy", "audioDecision": "copy", "videoCodec": "hevc", "container": "mkv"});
    let live = json!({"progress": -1.0});
    for (speed, more, expected, evidence) in [
        (0.4, copied, "repackaged", "nothing is converted"),
        (
            0.98,
            live.clone(),
            "the player does not take HEVC video",
            "does not tell the speed",
        ),
    ] {
        let diagnosis = diagnosed(json!({}), conversion(speed, more)).await;
        says(&diagnosis, expected);
        shows(&diagnosis, evidence);
        let told = diagnosis.to_string();
        assert!(
            !told.contains("slow") && !told.contains("times the speed"),
            "{told}"
        );
    }
    let mut buffering = conversion(0.98, live);
    buffering["state"] = "buffering".into();
    let diagnosis = diagnosed(json!({}), buffering).await;
    says(&diagnosis, "live television");
    suggests(&diagnosis, "signal");
}

/// A limit is a limit of something: of bits, or of lines where the bits are as many.
#[tokio::test]
async fn what_shrank_is_named() {
    for (sent, size, expected) in [
        (
            8_000,
            (3840, 2160),
            "the player takes at most 8 Mbps (the file has 20 Mbps)",
        ),
        (
            20_000,
            (1920, 1080),
            "the player takes at most 1080p (the file has 4K)",
        ),
        (
            19_990,
            (3840, 2160),
            "the player does not take HEVC video (it gets H.264)",
        ),
    ] {
        let mut session = conversion(2.0, json!({"width": size.0, "height": size.1}));
        session["Media"] = json!({"bitrate": sent});
        let diagnosis = diagnosed(json!({}), session).await;
        says(&diagnosis, expected);
    }
}

#[tokio::test]
async fn buffering_without_a_slow_server_is_the_connection() {
    let lan = diagnosed(json!({}), json!({"state": "buffering"})).await;
    says(&lan, "within the server's network");
    says(&lan, "It needs about 20 Mbps");
    shows(&lan, "the player reports that it is buffering");
    shows(&lan, "stays in the server's network");
    let wan =
        json!({"state": "buffering", "Session": {"location": "wan"}, "Player": {"local": false}});
    let wan = diagnosed(json!({}), wan).await;
    says(&wan, "over the internet is probably too slow");
    shows(&wan, "goes over the internet");
    let mut converted = conversion(3.0, json!({}));
    converted["state"] = "buffering".into();
    says(
        &diagnosed(json!({}), converted).await,
        "converts fast enough",
    );
}

#[tokio::test]
async fn a_conversion_is_explained_by_what_is_different() {
    let burned = conversion(2.0, json!({"subtitleDecision": "burn"}));
    let burned = diagnosed(json!({}), burned).await;
    says(&burned, "the PGS subtitles are burned into the picture");
    suggests(&burned, "text subtitles");
    says(&burned, "The server keeps up with it.");
    let codec = diagnosed(json!({}), conversion(2.0, json!({}))).await;
    says(
        &codec,
        "the player does not take HEVC video (it gets H.264)",
    );
    let sound = json!({"videoDecision": "copy", "audioDecision": "transcode", "videoCodec": "hevc", "audioCodec": "aac"});
    let sound = diagnosed(json!({}), conversion(2.0, sound)).await;
    says(
        &sound,
        "the player does not take TrueHD sound (it gets AAC)",
    );
    says(&sound, "which costs little");
    let packed = json!({"videoDecision": "copy", "audioDecision": "copy", "videoCodec": "hevc"});
    let packed = diagnosed(json!({}), conversion(2.0, packed)).await;
    says(&packed, "does not take MKV files (repackaged as MP4)");
    let smaller = conversion(2.0, json!({"width": 1280, "height": 720}));
    let smaller = diagnosed(json!({}), smaller).await;
    says(&smaller, "the player takes at most");
    suggests(&smaller, "quality to original");
}

#[tokio::test]
async fn without_evidence_nothing_is_guessed() {
    let same = json!({"videoCodec": "hevc", "sourceVideoCodec": "hevc"});
    let same = diagnosed(json!({}), conversion(2.0, same)).await;
    says(
        &same,
        "Plex does not say why, and nothing measured shows it",
    );
    let direct = diagnosed(json!({}), json!({})).await;
    says(&direct, "Nothing is wrong that the server can see");
    assert!(direct.get("likely_reason").is_none(), "{direct}");
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_said() {
    let fixture = fixture(json!({}), conversion(0.6, json!({}))).await;
    for path in ["/statistics/resources", "/:/prefs"] {
        fixture.emulator.inject(Fault::Status(403).on(path));
    }
    let diagnosis = fixture.ok("plex_diagnose_playback", json!({})).await;
    says(&diagnosis, "0.6 times the speed");
    let note = diagnosis["note"].as_str().unwrap();
    assert!(
        note.contains("processor's load") && note.contains("settings"),
        "{note}"
    );
    suggests(&diagnosis, "if the server can");
}
