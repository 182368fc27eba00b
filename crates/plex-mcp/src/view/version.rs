//! The versions of an item, their files and what is in them, as a person would say it.

use plex_client::{Media, MediaItem, Part, Stream};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    delivery::{AUDIO, SUBTITLES, VIDEO, dynamic_range, joined, stream},
    format,
};
use crate::{clean, time};

/// The longest path of a file that is shown.
const PATH_CHARS: usize = 400;

/// The most streams of a kind that are shown.
const STREAMS: usize = 40;

/// One version of an item.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct VersionView {
    /// Its id; where there are several, with their files.
    #[serde(skip_serializing_if = "Option::is_none")]
    media_id: Option<String>,
    /// What it is, e.g. 4K HDR10 HEVC, 7.1 TrueHD, 58 GB.
    pub(crate) quality: String,
    /// How long it runs, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_s: Option<u64>,
    /// Picture and sound together, e.g. 66 Mbps.
    #[serde(skip_serializing_if = "Option::is_none")]
    bitrate: Option<String>,
    /// mkv, mp4, …
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<String>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<FileView>,
    /// The pictures in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    video: Vec<String>,
    /// The sound in it, by language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    audio: Vec<String>,
    /// The subtitles in it and beside it, by language.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    subtitles: Vec<String>,
}

/// A file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FileView {
    /// Its path on the server; only the owner's token is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// How large it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<String>,
    /// True when the server cannot find or read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<bool>,
}

/// Holds what of a version is shown beyond its quality.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown {
    /// Its files.
    pub(crate) files: bool,
    /// Its streams.
    pub(crate) streams: bool,
}

impl VersionView {
    /// Returns the versions of an item.
    pub(crate) fn of(item: &MediaItem, shown: Shown) -> Vec<Self> {
        item.media
            .iter()
            .map(|media| {
                let streams = |kind, say: fn(&Stream) -> Option<String>| {
                    let all = media.parts.iter().flat_map(|part| &part.streams);
                    let of_kind = all.filter(move |stream| stream.stream_type == Some(kind));
                    match shown.streams {
                        true => of_kind.filter_map(say).take(STREAMS).collect(),
                        false => Vec::new(),
                    }
                };
                let is_full = shown.files || shown.streams;
                let container = media.container.as_deref().filter(|_| is_full);
                let id = media.id.as_ref().map(ToString::to_string);
                Self {
                    media_id: id.filter(|_| shown.files && item.media.len() > 1),
                    quality: quality(media).unwrap_or_else(|| "not analysed".to_owned()),
                    duration_s: media.duration.filter(|_| is_full).and_then(time::seconds),
                    bitrate: media
                        .bitrate
                        .filter(|kbps| is_full && *kbps > 0)
                        .map(format::bitrate),
                    container: container.and_then(clean::title),
                    files: match shown.files {
                        true => media.parts.iter().map(file).collect(),
                        false => Vec::new(),
                    },
                    video: streams(VIDEO, picture),
                    audio: streams(AUDIO, sound),
                    subtitles: streams(SUBTITLES, subtitles),
                }
            })
            .collect()
    }
}

/// Returns a version in one line: `4K HDR10 HEVC, 7.1 TrueHD, 58 GB`.
pub(crate) fn quality(media: &Media) -> Option<String> {
    let video = stream(media, VIDEO);
    let codec = media.video_codec.as_deref().map(format::codec);
    let size = media.video_resolution.as_deref().map(format::resolution);
    let range = video.and_then(dynamic_range).map(str::to_owned);
    let picture = joined([size, range, codec]).or_else(|| photo(media));
    let audio = stream(media, AUDIO);
    let channels = audio
        .and_then(|stream| stream.channels)
        .or(media.audio_channels)
        .map(format::channels);
    let codec = audio
        .and_then(|stream| stream.codec.as_deref())
        .or(media.audio_codec.as_deref())
        .map(format::codec);
    let sound = codec.and_then(|codec| joined([channels, Some(codec)]));
    let bytes: u64 = media.parts.iter().filter_map(|part| part.size).sum();
    let size = (bytes > 0).then(|| format::bytes(bytes));
    let parts: Vec<String> = [picture, sound, size].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns a photo: `4032x3024 JPEG`.
fn photo(media: &Media) -> Option<String> {
    let is_picture = media.audio_codec.is_none() && media.video_codec.is_none();
    let (width, height) = media.width.zip(media.height).filter(|_| is_picture)?;
    let format = media.container.as_deref().map(str::to_uppercase);
    joined([
        Some(format!("{width}x{height}")),
        format.as_deref().and_then(clean::title),
    ])
}

fn file(part: &Part) -> FileView {
    let missing = part.exists == Some(false) || part.accessible == Some(false);
    FileView {
        path: part
            .file
            .as_deref()
            .map(|path| clean::line(path, PATH_CHARS))
            .filter(|path| !path.is_empty()),
        size: part.size.filter(|size| *size > 0).map(format::bytes),
        missing: missing.then_some(true),
    }
}

/// Writes `4K HDR10 HEVC Main 10, 23.976 fps, 62 Mbps`.
fn picture(stream: &Stream) -> Option<String> {
    let size = stream
        .width
        .zip(stream.height)
        .map(|(width, height)| format::resolution_of(width, height).to_owned());
    let range = dynamic_range(stream).map(str::to_owned);
    let codec = stream.codec.as_deref().map(format::codec)?;
    let profile = stream.profile.as_deref().and_then(clean::title);
    let what = joined([size, range, Some(codec), profile]);
    let rate = stream.frame_rate.filter(|rate| *rate > 0.0);
    let rate = rate.map(|rate| format!("{} fps", (rate * 1000.0).round() / 1000.0));
    let bitrate = stream.bitrate.filter(|kbps| *kbps > 0).map(format::bitrate);
    listed([what, rate, bitrate])
}

/// Writes `English 7.1 TrueHD (Commentary), default`.
fn sound(stream: &Stream) -> Option<String> {
    let channels = stream.channels.map(format::channels);
    let codec = stream.codec.as_deref().map(format::codec)?;
    let what = joined([Some(language(stream)), channels, Some(codec), title(stream)]);
    listed([what, flag(stream.default, "default"), None])
}

/// Writes `German SRT (Songs), forced, external`.
fn subtitles(stream: &Stream) -> Option<String> {
    let codec = stream.codec.as_deref().map(format::codec);
    let impaired = flag(stream.hearing_impaired, "for the hard of hearing");
    let what = joined([Some(language(stream)), codec, title(stream)]);
    let external = flag(Some(stream.key.is_some()), "external");
    let forced = flag(stream.forced, "forced");
    listed([what, forced, listed([impaired, external, None])])
}

fn language(stream: &Stream) -> String {
    let named = stream
        .language
        .as_deref()
        .or(stream.language_code.as_deref());
    named
        .and_then(clean::title)
        .unwrap_or_else(|| "unknown language".to_owned())
}

fn title(stream: &Stream) -> Option<String> {
    let title = clean::line(stream.title.as_deref()?, 60);
    (!title.is_empty()).then(|| format!("({title})"))
}

fn flag(is: Option<bool>, word: &str) -> Option<String> {
    (is == Some(true)).then(|| word.to_owned())
}

fn listed(parts: [Option<String>; 3]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
