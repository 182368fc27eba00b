//! Sessions of every kind, and what is said of each.

use plex_client::Part;
use serde_json::{Value, json};

use super::*;

/// Returns a version of 25 Mbps in 4K HEVC with TrueHD 7.1 and PGS subtitles.
fn film() -> MediaItem {
    let mut video = Stream::default();
    video.stream_type = Some(VIDEO);
    video.color_trc = Some("smpte2084".to_owned());
    let mut audio = Stream::default();
    audio.stream_type = Some(AUDIO);
    audio.codec = Some("truehd".to_owned());
    audio.channels = Some(8);
    let mut subtitles = Stream::default();
    subtitles.stream_type = Some(SUBTITLES);
    subtitles.codec = Some("pgs".to_owned());
    subtitles.selected = Some(true);
    let mut part = Part::default();
    part.streams = vec![video, audio, subtitles];
    let mut media = Media::default();
    media.id = "7".parse().ok();
    media.bitrate = Some(25_140);
    media.width = Some(3840);
    media.height = Some(1600);
    media.video_resolution = Some("4k".to_owned());
    media.video_codec = Some("hevc".to_owned());
    media.audio_codec = Some("truehd".to_owned());
    media.audio_channels = Some(8);
    media.container = Some("mkv".to_owned());
    media.parts = vec![part];
    let mut item = MediaItem::default();
    item.media = vec![media];
    item
}

/// Returns a session of the film in which these decisions were taken, sent at so many kilobits and lines.
fn converted(video: &str, audio: &str, kbps: u64, height: u32) -> Session {
    let mut sent = Media::default();
    sent.id = "7".parse().ok();
    sent.bitrate = Some(kbps);
    let mut transcode = TranscodeSession::default();
    transcode.video_decision = Some(video.to_owned());
    transcode.audio_decision = Some(audio.to_owned());
    transcode.source_video_codec = Some("hevc".to_owned());
    transcode.video_codec = Some(if video == "copy" { "hevc" } else { "h264" }.to_owned());
    transcode.source_audio_codec = Some("truehd".to_owned());
    transcode.audio_codec = Some(if audio == "copy" { "truehd" } else { "aac" }.to_owned());
    transcode.audio_channels = Some(if audio == "copy" { 8 } else { 2 });
    transcode.width = Some(height * 12 / 5);
    transcode.height = Some(height);
    transcode.container = Some("mp4".to_owned());
    let mut session = Session::default();
    session.item.media = vec![sent];
    session.transcode = Some(transcode);
    session
}

fn told(session: &Session, source: Option<&MediaItem>) -> Value {
    serde_json::to_value(Delivery::of(session, source)).unwrap()
}

#[test]
fn a_file_sent_as_it_is() {
    let mut session = Session::default();
    session.item = film();
    assert_eq!(
        told(&session, None),
        json!({"delivery": "direct", "video": "direct (4K HEVC HDR10)", "audio": "direct (TrueHD 7.1)"})
    );
}

#[test]
fn less_quality_than_the_file_has() {
    let session = converted("transcode", "copy", 8_000, 800);
    assert_eq!(
        told(&session, Some(&film())),
        json!({
            "delivery": "transcode",
            "video": "4K HEVC HDR10 → 1080p H.264",
            "audio": "direct (TrueHD 7.1)",
            "likely_reason": "the player takes at most 8 Mbps (the file has 25.1 Mbps)",
        })
    );
}

#[test]
fn a_codec_the_player_does_not_take() {
    let session = converted("transcode", "transcode", 25_000, 1600);
    let told = told(&session, Some(&film()));
    assert_eq!(
        told["likely_reason"],
        "the player does not take HEVC video (it gets H.264)"
    );
    assert_eq!(told["audio"], "TrueHD 7.1 → AAC stereo");
}

#[test]
fn sound_alone_is_converted() {
    let session = converted("copy", "transcode", 25_000, 1600);
    let told = told(&session, Some(&film()));
    assert_eq!(told["delivery"], "transcode");
    assert_eq!(
        told["likely_reason"],
        "the player does not take TrueHD sound (it gets AAC)"
    );
}

#[test]
fn subtitles_in_the_picture_are_the_reason_before_any_other() {
    let mut session = converted("transcode", "copy", 8_000, 800);
    session.transcode.as_mut().unwrap().subtitle_decision = Some("burn".to_owned());
    assert_eq!(
        told(&session, Some(&film()))["likely_reason"],
        "the PGS subtitles are burned into the picture"
    );
}

#[test]
fn another_container() {
    let told = told(&converted("copy", "copy", 25_000, 1600), Some(&film()));
    assert_eq!(told["delivery"], "direct stream");
    assert_eq!(
        told["likely_reason"],
        "the player does not take MKV files (repackaged as MP4)"
    );
}

#[test]
fn without_evidence_there_is_no_reason() {
    let mut session = converted("transcode", "copy", 25_000, 1600);
    session.transcode.as_mut().unwrap().video_codec = Some("hevc".to_owned());
    assert!(told(&session, Some(&film())).get("likely_reason").is_none());
    let mut unknown = Session::default();
    unknown.transcode = Some(TranscodeSession::default());
    assert_eq!(told(&unknown, None), json!({"delivery": "direct stream"}));
}

#[test]
fn without_the_file_the_conversion_is_still_told() {
    let told = told(&converted("transcode", "transcode", 4_000, 720), None);
    assert_eq!(told["video"], "HEVC → 720p H.264");
    assert_eq!(told["audio"], "TrueHD → AAC stereo");
    assert_eq!(
        told["likely_reason"],
        "the player does not take HEVC video (it gets H.264)"
    );
}

#[test]
fn a_limit_never_names_the_same_twice() {
    let heights = [
        240, 360, 404, 480, 540, 576, 696, 720, 800, 1040, 1080, 1440, 1600,
    ];
    for sent_kbps in [
        90, 100, 700, 960, 1_000, 9_400, 10_400, 10_440, 22_650, 25_140,
    ] {
        for height in heights {
            let session = converted("transcode", "copy", sent_kbps, height);
            for have_kbps in [100, 1_040, 10_400, 10_449, 25_140] {
                let mut source = film();
                source.media[0].bitrate = Some(have_kbps);
                let told = told(&session, Some(&source));
                let reason = told["likely_reason"].as_str().unwrap();
                let Some((_, limit)) = reason.split_once("at most ") else {
                    continue;
                };
                let (most, has) = limit.split_once(" (the file has ").unwrap();
                assert_ne!(most, has.trim_end_matches(')'), "{reason}");
                let least = |text: &str| text.contains("bps") || text.contains("lines");
                assert!(least(limit) || height < 1600 - 16, "{reason}");
            }
        }
    }
}

#[test]
fn the_speed_of_what_is_live_or_copied_tells_nothing() {
    let mut session = converted("transcode", "copy", 8_000, 800);
    session.transcode.as_mut().unwrap().speed = Some(0.7);
    let speed = |session: &Session| Conversion::of(session).unwrap().speed(&session.item);
    assert_eq!(speed(&session), Some(0.7));
    session.item.live = Some(true);
    assert_eq!(speed(&session), None);
    let mut copied = converted("copy", "copy", 25_000, 1600);
    copied.transcode.as_mut().unwrap().speed = Some(0.7);
    assert_eq!(speed(&copied), None);
}
