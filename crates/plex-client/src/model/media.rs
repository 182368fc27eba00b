//! Versions of an item, their files, and what is in the files.

use crate::id::{MediaId, PartId, StreamId};
use crate::time::Millis;
use crate::wire::object::model;

model! {
    /// One version of an item. An item may have several, such as 1080p and 4K.
    pub struct Media {
        /// Its id.
        id: Option<MediaId> = "id",
        /// Length.
        duration: Option<Millis> = "duration",
        /// Kilobits a second.
        bitrate: Option<u64> = "bitrate",
        /// Pixels.
        width: Option<u32> = "width",
        /// Pixels.
        height: Option<u32> = "height",
        /// Width over height, such as 1.78.
        aspect_ratio: Option<f64> = "aspectRatio",
        /// Channels of sound.
        audio_channels: Option<u32> = "audioChannels",
        /// Codec of the sound, such as `aac`.
        audio_codec: Option<String> = "audioCodec",
        /// Profile of the sound's codec.
        audio_profile: Option<String> = "audioProfile",
        /// Codec of the picture, such as `hevc`.
        video_codec: Option<String> = "videoCodec",
        /// `sd`, `480`, `720`, `1080` or `4k`; with a `p` in sessions.
        video_resolution: Option<String> = "videoResolution",
        /// Such as `24p`, `PAL` or `NTSC`.
        video_frame_rate: Option<String> = "videoFrameRate",
        /// Profile of the picture's codec.
        video_profile: Option<String> = "videoProfile",
        /// Container, such as `mkv`.
        container: Option<String> = "container",
        /// How it is delivered in a session, such as `dash`.
        protocol: Option<String> = "protocol",
        /// Whether playback can start before all of the file is there.
        optimized_for_streaming: Option<bool> = "optimizedForStreaming",
        /// 42 for a version that Plex made of another one, to be played where that cannot be.
        proxy_type: Option<u32> = "proxyType",
        /// Whether this version is the one that plays; only in sessions.
        selected: Option<bool> = "selected",
        /// The file, or the files of a stacked version.
        parts: Vec<Part> = "Part",
    }
}

model! {
    /// A file.
    pub struct Part {
        /// Its id.
        id: Option<PartId> = "id",
        /// Path on the server by which it is fetched.
        key: Option<String> = "key",
        /// Length.
        duration: Option<Millis> = "duration",
        /// Path in the server's file system; owners only.
        file: Option<String> = "file",
        /// Size in bytes.
        size: Option<u64> = "size",
        /// Container, such as `mkv`.
        container: Option<String> = "container",
        /// Kilobits a second; only in sessions.
        bitrate: Option<u64> = "bitrate",
        /// Pixels; only in sessions.
        width: Option<u32> = "width",
        /// Pixels; only in sessions.
        height: Option<u32> = "height",
        /// `directplay`, `copy` or `transcode`; only in sessions and decisions.
        decision: Option<String> = "decision",
        /// Whether the server may read it; only where files were checked.
        accessible: Option<bool> = "accessible",
        /// Whether it is there; only where files were checked.
        exists: Option<bool> = "exists",
        /// Whether this file is the one that plays; only in sessions.
        selected: Option<bool> = "selected",
        /// Its streams; absent in listings.
        streams: Vec<Stream> = "Stream",
    }
}

model! {
    /// Picture, sound, subtitles or lyrics in a file or beside it.
    pub struct Stream {
        /// Its id.
        id: Option<StreamId> = "id",
        /// 1 picture, 2 sound, 3 subtitles, 4 lyrics.
        stream_type: Option<u32> = "streamType",
        /// Codec, such as `h264` or `srt`.
        codec: Option<String> = "codec",
        /// Place in the file; absent for files of their own.
        index: Option<u32> = "index",
        /// Path on the server, for a stream in a file of its own.
        key: Option<String> = "key",
        /// Kilobits a second.
        bitrate: Option<u64> = "bitrate",
        /// Bits of a colour.
        bit_depth: Option<u32> = "bitDepth",
        /// Pixels.
        width: Option<u32> = "width",
        /// Pixels.
        height: Option<u32> = "height",
        /// Pictures a second.
        frame_rate: Option<f64> = "frameRate",
        /// Profile of the codec.
        profile: Option<String> = "profile",
        /// Level of the codec.
        level: Option<u32> = "level",
        /// How rows are scanned, `progressive` or `interlaced`.
        scan_type: Option<String> = "scanType",
        /// Such as `bt709` or `bt2020nc`.
        color_space: Option<String> = "colorSpace",
        /// Transfer function; `smpte2084` is HDR10, `arib-std-b67` is HLG.
        color_trc: Option<String> = "colorTrc",
        /// Such as `bt2020`.
        color_primaries: Option<String> = "colorPrimaries",
        /// `tv` or `pc`.
        color_range: Option<String> = "colorRange",
        /// Whether there is Dolby Vision.
        dovi_present: Option<bool> = "DOVIPresent",
        /// Profile of Dolby Vision.
        dovi_profile: Option<u32> = "DOVIProfile",
        /// Level of Dolby Vision.
        dovi_level: Option<u32> = "DOVILevel",
        /// Version of Dolby Vision.
        dovi_version: Option<String> = "DOVIVersion",
        /// Whether the base layer of Dolby Vision is there.
        dovi_bl_present: Option<bool> = "DOVIBLPresent",
        /// What the base layer of Dolby Vision can be played as.
        dovi_bl_compat_id: Option<u32> = "DOVIBLCompatID",
        /// Whether the enhancement layer of Dolby Vision is there.
        dovi_el_present: Option<bool> = "DOVIELPresent",
        /// Whether the metadata of Dolby Vision is there.
        dovi_rpu_present: Option<bool> = "DOVIRPUPresent",
        /// Channels of sound.
        channels: Option<u32> = "channels",
        /// Such as `5.1(side)`.
        audio_channel_layout: Option<String> = "audioChannelLayout",
        /// Samples a second.
        sampling_rate: Option<u32> = "samplingRate",
        /// Language by name, such as `English`.
        language: Option<String> = "language",
        /// Language by ISO 639-2, such as `eng`.
        language_code: Option<String> = "languageCode",
        /// Language by BCP 47, such as `en`.
        language_tag: Option<String> = "languageTag",
        /// Name the file gives it.
        title: Option<String> = "title",
        /// Name for people, such as `English (AAC Stereo)`.
        display_title: Option<String> = "displayTitle",
        /// Longer name for people.
        extended_display_title: Option<String> = "extendedDisplayTitle",
        /// Whether it is chosen.
        selected: Option<bool> = "selected",
        /// Whether it is the default of its kind.
        default: Option<bool> = "default",
        /// Whether subtitles are shown even when they are off.
        forced: Option<bool> = "forced",
        /// Whether subtitles are for those who do not hear.
        hearing_impaired: Option<bool> = "hearingImpaired",
        /// `copy`, `transcode` or `burn`; only in sessions and decisions.
        decision: Option<String> = "decision",
        /// Where it comes from, such as `direct` or `segments-av`; only in sessions and decisions.
        location: Option<String> = "location",
    }
}
