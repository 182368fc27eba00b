//! How a stream is delivered, and the likely reason when it is not sent as it is.
//!
//! Plex states decisions (copy, transcode, burn), never reasons. A reason is given only where the
//! numbers or the codecs show one, and it names them.

use std::borrow::Cow;

use plex_client::{Media, MediaId, MediaItem, Session, Stream, TranscodeSession};
use schemars::JsonSchema;
use serde::Serialize;

use super::format;
use crate::clean;

/// How a stream is delivered.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Delivery {
    /// direct (the file as it is), direct stream (repackaged), transcode (converted) or unknown.
    delivery: String,
    /// The picture, and what it is converted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    video: Option<String>,
    /// The sound, and what it is converted to.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<String>,
    /// Why it is probably not sent as it is, from the evidence at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) likely_reason: Option<String>,
}

/// The kinds of stream Plex numbers.
pub(super) const VIDEO: u32 = 1;
pub(super) const AUDIO: u32 = 2;
pub(super) const SUBTITLES: u32 = 3;

impl Delivery {
    /// Returns the delivery of a session. While it transcodes, a session describes what is sent;
    /// `source`, the item as the library has it, says what that was made from.
    pub(crate) fn of(session: &Session, source: Option<&MediaItem>) -> Self {
        let sent = playing(&session.item, None);
        let Some(conversion) = Conversion::of(session) else {
            // Nothing is said to be converted where nothing is said of it at all.
            let delivery = if sent.is_some() { "direct" } else { "unknown" };
            return Self {
                delivery: delivery.to_owned(),
                video: sent.and_then(picture).map(direct),
                audio: sent.and_then(sound).map(direct),
                likely_reason: None,
            };
        };
        let id = sent.and_then(|media| media.id.as_ref());
        let made_from = source.and_then(|item| playing(item, id));
        let case = Case {
            conversion: &conversion,
            transcode: &conversion.session,
            sent,
            made_from,
        };
        Self {
            delivery: if conversion.converts() {
                "transcode"
            } else {
                "direct stream"
            }
            .to_owned(),
            video: case.video(),
            audio: case.audio(),
            likely_reason: case.likely_reason(),
        }
    }
}

/// A conversion: what is done, what is sent, and what it is made from.
struct Case<'a> {
    conversion: &'a Conversion<'a>,
    transcode: &'a TranscodeSession,
    sent: Option<&'a Media>,
    made_from: Option<&'a Media>,
}

impl Case<'_> {
    fn converts_video(&self) -> bool {
        self.conversion.converts_video()
    }

    fn burns(&self) -> bool {
        self.conversion.burns()
    }

    /// Returns the picture: `4K HEVC → 1080p H.264`, or `direct (4K HEVC)`.
    fn video(&self) -> Option<String> {
        let source = self.made_from.and_then(picture).or_else(|| {
            self.transcode
                .source_video_codec
                .as_deref()
                .map(format::codec)
        });
        if !self.converts_video() {
            self.transcode.video_decision.as_ref()?;
            return Some(
                source
                    .or_else(|| self.sent.and_then(picture))
                    .map_or_else(|| "direct".to_owned(), direct),
            );
        }
        let size = match (self.transcode.width, self.transcode.height) {
            (Some(width), Some(height)) => Some(format::resolution_of(width, height).to_owned()),
            _ => self
                .sent
                .and_then(|media| media.video_resolution.as_deref())
                .map(format::resolution),
        };
        let codec = self.transcode.video_codec.as_deref().map(format::codec);
        Some(conversion(source, joined([size, codec])))
    }

    /// Returns the sound: `TrueHD 7.1 → AAC stereo`, or `direct (AAC 5.1)`.
    fn audio(&self) -> Option<String> {
        let source = self.made_from.and_then(sound).or_else(|| {
            self.transcode
                .source_audio_codec
                .as_deref()
                .map(format::codec)
        });
        if !is(&self.transcode.audio_decision, "transcode") {
            self.transcode.audio_decision.as_ref()?;
            return Some(
                source
                    .or_else(|| self.sent.and_then(sound))
                    .map_or_else(|| "direct".to_owned(), direct),
            );
        }
        let codec = self.transcode.audio_codec.as_deref().map(format::codec);
        let channels = self.transcode.audio_channels.map(format::channels);
        Some(conversion(source, joined([codec, channels])))
    }

    /// Returns the first reason there is evidence for, from the costliest conversion to the cheapest.
    fn likely_reason(&self) -> Option<String> {
        if self.burns() {
            let codec = self
                .made_from
                .and_then(|media| stream(media, SUBTITLES))
                .and_then(|stream| stream.codec.as_deref());
            let codec = codec
                .map(|codec| format!("{} ", format::codec(codec)))
                .unwrap_or_default();
            return Some(format!("the {codec}subtitles are burned into the picture"));
        }
        if self.converts_video() {
            return self.limited().or_else(|| {
                let (from, to) = changed(
                    &self.transcode.source_video_codec,
                    &self.transcode.video_codec,
                )?;
                Some(format!(
                    "the player does not take {from} video (it gets {to})"
                ))
            });
        }
        if is(&self.transcode.audio_decision, "transcode") {
            let codecs = changed(
                &self.transcode.source_audio_codec,
                &self.transcode.audio_codec,
            );
            return match codecs {
                Some((from, to)) => Some(format!(
                    "the player does not take {from} sound (it gets {to})"
                )),
                None => self.fewer_channels(),
            };
        }
        let from = self.made_from?.container.as_deref()?;
        let to = self.transcode.container.as_deref()?;
        (!from.eq_ignore_ascii_case(to)).then(|| {
            let [from, to] = [from, to].map(|name| clean::line(&name.to_uppercase(), 20));
            format!("the player does not take {from} files (repackaged as {to})")
        })
    }

    /// Returns a limit on quality: less is sent than the file has, in bits or in lines. What shrank is
    /// named.
    fn limited(&self) -> Option<String> {
        let source = self.made_from?;
        let have = source.bitrate.filter(|kbps| *kbps > 0);
        let sent = self
            .sent
            .and_then(|media| media.bitrate)
            .filter(|kbps| *kbps > 0);
        // A re-encoded stream is never exactly as large; a tenth less is no limit yet.
        if let (Some(have), Some(sent)) = (have, sent)
            && sent.saturating_mul(10) < have.saturating_mul(9)
        {
            return Some(format!(
                "the player takes at most {} (the file has {})",
                format::bitrate(sent),
                format::bitrate(have)
            ));
        }
        let (have, sent) = (source.height?, self.transcode.height?);
        if sent.saturating_add(16) >= have {
            return None;
        }
        let name = |height: u32, width: Option<u32>| {
            width.map(|width| format::resolution_of(width, height).to_owned())
        };
        let names = (name(sent, self.transcode.width), name(have, source.width));
        Some(match names {
            (Some(sent), Some(have)) if sent != have => {
                format!("the player takes at most {sent} (the file has {have})")
            }
            _ => format!("the player takes at most {sent} lines (the file has {have})"),
        })
    }

    /// Tells of sound that loses loudspeakers without changing its codec.
    fn fewer_channels(&self) -> Option<String> {
        let have = self.made_from?.audio_channels?;
        let sent = self.transcode.audio_channels.filter(|sent| *sent < have)?;
        Some(format!(
            "the player takes {} sound, not {}",
            format::channels(sent),
            format::channels(have)
        ))
    }
}

/// Holds what a session says of its conversion.
pub(crate) struct Conversion<'s> {
    /// The conversion; where the server does not list it, what the file and the streams in use say.
    pub(crate) session: Cow<'s, TranscodeSession>,
    /// Whether the file is said to be converted, and no stream of it what becomes of that.
    is_unspecific: bool,
}

impl<'s> Conversion<'s> {
    /// Returns the conversion of a session; `None` where the file is sent as it is. Some servers and
    /// moments have no `TranscodeSession`, and only the part in use says that it is converted.
    pub(crate) fn of(session: &'s Session) -> Option<Self> {
        if let Some(transcode) = &session.transcode {
            return Some(Self {
                session: Cow::Borrowed(transcode),
                is_unspecific: false,
            });
        }
        let media = playing(&session.item, None)?;
        let part = media
            .parts
            .iter()
            .find(|part| part.selected == Some(true))
            .or(media.parts.first())?;
        let decision = part.decision.as_deref()?;
        if !matches!(decision, "transcode" | "copy") {
            return None;
        }
        let of_stream = |kind| stream(media, kind).and_then(|stream| stream.decision.clone());
        let mut told = TranscodeSession::default();
        told.video_decision = of_stream(VIDEO);
        told.audio_decision = of_stream(AUDIO);
        told.subtitle_decision = of_stream(SUBTITLES);
        told.protocol.clone_from(&media.protocol);
        told.container = part.container.clone().or_else(|| media.container.clone());
        told.video_codec.clone_from(&media.video_codec);
        told.audio_codec.clone_from(&media.audio_codec);
        told.audio_channels = media.audio_channels;
        told.width = part.width.or(media.width);
        told.height = part.height.or(media.height);
        let is_silent = told.video_decision.is_none() && told.audio_decision.is_none();
        Some(Self {
            session: Cow::Owned(told),
            is_unspecific: decision == "transcode" && is_silent,
        })
    }

    /// Tells whether anything is re-encoded, rather than copied into another container.
    pub(crate) fn converts(&self) -> bool {
        self.is_unspecific
            || self.converts_video()
            || is(&self.session.audio_decision, "transcode")
            || self.burns()
    }

    /// Tells whether the picture is re-encoded, which is what costs.
    pub(crate) fn converts_video(&self) -> bool {
        is(&self.session.video_decision, "transcode")
    }

    fn burns(&self) -> bool {
        is(&self.session.subtitle_decision, "burn")
    }

    /// Tells whether it is of something that is broadcast now.
    pub(crate) fn is_live(&self, item: &MediaItem) -> bool {
        item.live == Some(true) || self.session.progress.is_some_and(|progress| progress < 0.0)
    }

    /// Returns how much faster than playback it converts, where that tells whether the server keeps up:
    /// not of what is only copied, not of live television, which comes no faster, and not while it waits.
    pub(crate) fn speed(&self, item: &MediaItem) -> Option<f64> {
        let waits = self.session.throttled == Some(true) || self.session.complete == Some(true);
        let is_live = self.is_live(item);
        self.session.speed.filter(|speed| {
            *speed > 0.0 && speed.is_finite() && !waits && !is_live && self.converts()
        })
    }
}

/// Returns the version of an item that plays: the one with that id, the selected one, or the first.
pub(crate) fn playing<'a>(item: &'a MediaItem, id: Option<&MediaId>) -> Option<&'a Media> {
    let by_id = item
        .media
        .iter()
        .find(|media| id.is_some() && media.id.as_ref() == id);
    by_id
        .or_else(|| item.media.iter().find(|media| media.selected == Some(true)))
        .or_else(|| item.media.first())
}

/// Returns the chosen stream of a kind, or the first.
pub(super) fn stream(media: &Media, kind: u32) -> Option<&Stream> {
    let mut streams = media
        .parts
        .iter()
        .flat_map(|part| &part.streams)
        .filter(|stream| stream.stream_type == Some(kind));
    let first = streams.clone().next();
    streams
        .find(|stream| stream.selected == Some(true))
        .or(first)
}

/// Returns the picture of a version: `4K HEVC HDR10`.
fn picture(media: &Media) -> Option<String> {
    let codec = media.video_codec.as_deref().map(format::codec)?;
    let size = media.video_resolution.as_deref().map(format::resolution);
    let range = stream(media, VIDEO)
        .and_then(dynamic_range)
        .map(str::to_owned);
    joined([size, Some(codec), range])
}

/// Returns the sound of a version: `AAC 5.1`.
fn sound(media: &Media) -> Option<String> {
    let chosen = stream(media, AUDIO);
    let codec = chosen
        .and_then(|stream| stream.codec.as_deref())
        .or(media.audio_codec.as_deref())
        .map(format::codec)?;
    let channels = chosen
        .and_then(|stream| stream.channels)
        .or(media.audio_channels)
        .map(format::channels);
    joined([Some(codec), channels])
}

/// Returns the name of a picture's high dynamic range, if it has one.
pub(super) fn dynamic_range(stream: &Stream) -> Option<&'static str> {
    match stream.color_trc.as_deref() {
        _ if stream.dovi_present == Some(true) => Some("Dolby Vision"),
        Some("smpte2084") => Some("HDR10"),
        Some("arib-std-b67") => Some("HLG"),
        _ => None,
    }
}

/// Returns what is not converted.
fn direct(what: String) -> String {
    format!("direct ({what})")
}

/// Returns what becomes of what.
fn conversion(from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (Some(from), None) => format!("{from}, converted"),
        (None, Some(to)) => format!("converted to {to}"),
        (None, None) => "converted".to_owned(),
    }
}

/// Returns the parts that are known, in one phrase.
pub(super) fn joined<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Returns the names of two codecs that are not the same one.
fn changed(from: &Option<String>, to: &Option<String>) -> Option<(String, String)> {
    let (from, to) = (
        format::codec(from.as_deref()?),
        format::codec(to.as_deref()?),
    );
    (from != to).then_some((from, to))
}

/// Tells whether a decision is this one.
fn is(decision: &Option<String>, word: &str) -> bool {
    decision.as_deref() == Some(word)
}

#[cfg(test)]
mod tests;
