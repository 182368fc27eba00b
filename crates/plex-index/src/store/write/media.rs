//! Media versions of an item, and the streams in them.

use plex_client::{Media, MediaItem, Stream};
use ring::hmac;
use rusqlite::params;

use super::{language::Language, name, number, seconds, text};
use crate::store::Batch;

/// The most characters of a path that are kept.
const PATH_CHARS: usize = 1_000;

/// Versions of one item that are kept; none has as many.
const MOST_VERSIONS: usize = 100;

/// The type of the versions that Plex makes of others, to be played where those cannot be.
const OPTIMIZED: u32 = 42;

/// Streams of one version that are kept.
const MOST_STREAMS: usize = 500;

impl Batch<'_> {
    /// Notes the media versions of an item that has none.
    pub(super) fn put_media(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        for (version, media) in (1_i64..).zip(item.media.iter().take(MOST_VERSIONS)) {
            self.put_version(id, version, media)?;
        }
        Ok(())
    }

    fn put_version(&self, id: i64, version: i64, media: &Media) -> rusqlite::Result<()> {
        let size = media
            .parts
            .iter()
            .filter_map(|part| part.size)
            .reduce(u64::saturating_add);
        let path = media
            .parts
            .first()
            .and_then(|part| part.file.as_deref())
            .filter(|_| self.keep_paths);
        let of_parts = || {
            media
                .parts
                .iter()
                .find_map(|part| part.container.as_deref())
        };
        let container = media.container.as_deref().or_else(of_parts);
        let mut put = self.connection().prepare_cached(
            "INSERT INTO media (item_id, version, container, resolution, width, height, video_codec, video_profile,
               frame_rate, audio_codec, audio_channels, bitrate_kbps, duration_s, size_bytes, files, optimized, path, file)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?;
        put.execute(params![
            id,
            version,
            name(container),
            name(media.video_resolution.as_deref()).map(|resolution| resolution.to_lowercase()),
            media.width,
            media.height,
            name(media.video_codec.as_deref()),
            name(media.video_profile.as_deref()),
            name(media.video_frame_rate.as_deref()),
            name(media.audio_codec.as_deref()),
            media.audio_channels,
            number(media.bitrate),
            seconds(media.duration),
            number(size),
            number(Some(media.parts.len() as u64)),
            media.proxy_type == Some(OPTIMIZED),
            text(path, PATH_CHARS),
            self.file_id(media),
        ])
        .map(drop)
    }

    /// Returns a number that is the same for versions that are made of the same files. Nobody can tell
    /// the paths from it: a secret of the snapshot is in it.
    fn file_id(&self, media: &Media) -> Option<i64> {
        let mut context = hmac::Context::with_key(self.secret);
        for part in &media.parts {
            let path = part.file.as_deref()?;
            context.update(&path.len().to_be_bytes());
            context.update(path.as_bytes());
        }
        let head = context.sign().as_ref().first_chunk().copied()?;
        (!media.parts.is_empty()).then(|| i64::from_be_bytes(head))
    }

    /// Notes the streams of an item that has none.
    pub(super) fn put_streams(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        for (version, media) in (1_i64..).zip(item.media.iter().take(MOST_VERSIONS)) {
            let streams = media.parts.iter().flat_map(|part| &part.streams);
            let known = streams
                .filter_map(|stream| Some((kind(stream)?, stream)))
                .take(MOST_STREAMS);
            for (position, (kind, stream)) in (1_i64..).zip(known) {
                self.put_stream([id, version, position], kind, stream)?;
            }
        }
        Ok(())
    }

    fn put_stream(&self, place: [i64; 3], kind: &str, stream: &Stream) -> rusqlite::Result<()> {
        let [id, version, position] = place;
        let language = Language::of(stream);
        let mut put = self.connection().prepare_cached(
            "INSERT INTO stream (item_id, version, position, kind, codec, language, language_code, language_name,
               title, channels, height, bit_depth, hdr, is_default, is_forced)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        put.execute(params![
            id,
            version,
            position,
            kind,
            name(stream.codec.as_deref()),
            language.english,
            language.code,
            name(stream.language.as_deref()),
            name(stream.title.as_deref()),
            stream.channels,
            stream.height,
            stream.bit_depth,
            hdr(stream),
            stream.default.unwrap_or(false),
            stream.forced.unwrap_or(false),
        ])
        .map(drop)
    }
}

/// Returns the kinds of streams that are kept; lyrics and the unheard-of are not.
fn kind(stream: &Stream) -> Option<&'static str> {
    match stream.stream_type {
        Some(1) => Some("video"),
        Some(2) => Some("audio"),
        Some(3) => Some("subtitle"),
        _ => None,
    }
}

/// Names what makes a video stream more than standard dynamic range, as players show it.
fn hdr(stream: &Stream) -> Option<&'static str> {
    if stream.dovi_present == Some(true) {
        return Some("Dolby Vision");
    }
    match stream.color_trc.as_deref() {
        Some("smpte2084") => Some("HDR10"),
        Some("arib-std-b67") => Some("HLG"),
        _ => None,
    }
}
