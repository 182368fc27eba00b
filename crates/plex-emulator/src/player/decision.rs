//! Whether the server has to convert what a player is to play, and into what.

use crate::player_options::Limits;
use crate::world::{Attributes, Item, Names, Value, name};

/// Holds what the server makes of a file for a player.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decision {
    /// `None`: it is copied as it is.
    pub(super) video: Option<Picture>,
    pub(super) audio: bool,
    /// The subtitles are burnt into the picture.
    pub(super) burns_subtitles: bool,
    /// Kilobits a second of what is sent.
    pub(super) bitrate: i64,
    is_direct: bool,
}

/// The picture that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) width: i64,
    pub(super) height: i64,
}

impl Decision {
    /// Tells whether nothing is converted.
    pub(super) fn is_direct(&self) -> bool {
        self.is_direct
    }
}

/// Returns what the server makes of an item's first version, with the subtitles that are shown.
pub(super) fn decide(item: &Item, limits: &Limits, subtitles: &[Attributes]) -> Decision {
    let Some(media) = item.media.first() else {
        return Decision {
            is_direct: true,
            ..Decision::default()
        };
    };
    let number = |name| media.get(name).and_then(Value::as_int);
    let bitrate = number(name::BITRATE).unwrap_or(0);
    let height = number(name::HEIGHT).unwrap_or(0);
    let burns_subtitles = has_foreign_subtitles(subtitles, limits);
    let is_too_much = height > limits.height || bitrate > limits.bitrate;
    let video_codec = media.get(name::VIDEO_CODEC).and_then(Value::as_text);
    let is_foreign = |codec: Option<&str>, known: &[String]| {
        codec.is_some_and(|codec| !known.iter().any(|held| held == codec))
    };
    let converts_video = video_codec.is_some()
        && (is_too_much || burns_subtitles || is_foreign(video_codec, &limits.video_codecs));
    let audio_codec = media.get(name::AUDIO_CODEC).and_then(Value::as_text);
    let audio = is_foreign(audio_codec, &limits.audio_codecs)
        || (video_codec.is_none() && bitrate > limits.bitrate);
    let video = converts_video.then(|| {
        let made = height.min(limits.height).max(1);
        let width = number(name::WIDTH).unwrap_or(made * 16 / 9);
        Picture {
            width: width * made / height.max(1) / 2 * 2,
            height: made,
        }
    });
    Decision {
        is_direct: video.is_none() && !audio,
        burns_subtitles: burns_subtitles && video.is_some(),
        video,
        audio,
        bitrate: bitrate.min(limits.bitrate),
    }
}

/// Tells whether the subtitles that are shown are of a make that the player cannot show.
fn has_foreign_subtitles(subtitles: &[Attributes], limits: &Limits) -> bool {
    subtitles.iter().any(|stream| {
        let codec = stream.text(name::CODEC).unwrap_or("");
        !limits.subtitle_codecs.iter().any(|held| held == codec)
    })
}

/// Returns the conversion as `TranscodeSession` shows it; none when nothing is converted.
pub(super) fn conversion(
    decision: &Decision,
    item: &Item,
    key: &str,
    names: &mut Names,
) -> Option<Attributes> {
    if decision.is_direct() {
        return None;
    }
    let media = item.media.first();
    let source = |name| {
        let value = media.and_then(|media| media.get(name)?.as_text());
        value.unwrap_or("").to_owned()
    };
    let word = |converts: bool| if converts { "transcode" } else { "copy" };
    let (source_video, source_audio) = (source(name::VIDEO_CODEC), source(name::AUDIO_CODEC));
    let is_video = !source_video.is_empty();
    let mut facts = Attributes::default();
    facts.set(name::KEY, format!("/transcode/sessions/{key}").as_str());
    let mut text = |facts: &mut Attributes, name: &str, value: &str| {
        let name = names.intern(name);
        facts.set(name, value);
    };
    text(&mut facts, "context", "streaming");
    if is_video {
        text(&mut facts, "sourceVideoCodec", &source_video);
        text(&mut facts, "videoDecision", word(decision.video.is_some()));
        let codec = if decision.video.is_some() {
            "h264"
        } else {
            source_video.as_str()
        };
        text(&mut facts, "videoCodec", codec);
    }
    text(&mut facts, "sourceAudioCodec", &source_audio);
    text(&mut facts, "audioDecision", word(decision.audio));
    let codec = if decision.audio {
        if is_video { "aac" } else { "opus" }
    } else {
        source_audio.as_str()
    };
    text(&mut facts, "audioCodec", codec);
    if decision.burns_subtitles {
        text(&mut facts, "subtitleDecision", "burn");
    }
    text(
        &mut facts,
        "protocol",
        if is_video { "dash" } else { "http" },
    );
    text(
        &mut facts,
        "container",
        if is_video { "mp4" } else { "mkv" },
    );
    if let Some(picture) = decision.video {
        facts.set(name::WIDTH, picture.width);
        facts.set(name::HEIGHT, picture.height);
    }
    for (name, value) in [
        ("throttled", true),
        ("complete", false),
        ("error", false),
        ("transcodeHwRequested", true),
    ] {
        let name = names.intern(name);
        facts.set(name, Value::Bool(value));
    }
    let speed = names.intern("speed");
    facts.set(speed, Value::Float(4.2));
    Some(facts)
}
