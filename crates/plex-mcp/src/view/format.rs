//! Small facts in the words people use for them.

use jiff::civil::Date;

use crate::name::is_number;

/// Writes `S02E05`; `E05` where the season is not known.
pub(crate) fn episode_code(season: Option<i32>, episode: Option<i32>) -> Option<String> {
    let episode = episode.filter(|number| *number >= 0)?;
    Some(match season.filter(|number| *number >= 0) {
        Some(season) => format!("S{season:02}E{episode:02}"),
        None => format!("E{episode:02}"),
    })
}

/// Returns a day, `2019-03-01`, without the time some servers add; nothing for what is no day.
pub(crate) fn day(text: Option<&str>) -> Option<String> {
    let day: Date = text?.get(..10)?.parse().ok()?;
    Some(day.to_string())
}

/// Returns a rating from 0 to 10 with one decimal; nothing for what is none.
pub(crate) fn rating(value: Option<f64>) -> Option<f64> {
    let value = value.filter(|value| *value > 0.0 && *value <= 10.0)?;
    Some(one_decimal(value))
}

/// Returns a finite number with one decimal.
pub(crate) fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Returns how much of something is done, in percent with one decimal, at most 100.
pub(crate) fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| one_decimal((part as f64 / whole as f64 * 100.0).min(100.0)))
}

/// Returns a bitrate in kilobits a second as `8 Mbps` or `640 kbps`.
pub(crate) fn bitrate(kbps: u64) -> String {
    if kbps >= 1000 {
        format!("{} Mbps", one_decimal(kbps as f64 / 1000.0))
    } else {
        format!("{kbps} kbps")
    }
}

/// Returns a size in bytes as `58 GB`, `4.4 GB` or `700 MB`.
pub(crate) fn bytes(count: u64) -> String {
    match count {
        10_000_000_000.. => format!("{:.0} GB", count as f64 / 1e9),
        1_000_000_000.. => format!("{} GB", one_decimal(count as f64 / 1e9)),
        10_000_000.. => format!("{:.0} MB", count as f64 / 1e6),
        1_000_000.. => format!("{} MB", one_decimal(count as f64 / 1e6)),
        _ => format!("{:.0} kB", count as f64 / 1e3),
    }
}

/// Returns a codec by its usual name.
pub(crate) fn codec(raw: &str) -> String {
    let name = match raw.to_ascii_lowercase().as_str() {
        "h264" => "H.264",
        "mpeg2video" => "MPEG-2",
        "mpeg4" => "MPEG-4",
        "vc1" => "VC-1",
        "truehd" => "TrueHD",
        "dca" | "dts" => "DTS",
        "dca-ma" => "DTS-HD MA",
        "opus" => "Opus",
        "vorbis" => "Vorbis",
        "eac3" => "E-AC3",
        "hdmv_pgs_subtitle" => "PGS",
        "dvd_subtitle" | "vobsub" => "VobSub",
        other => return crate::clean::line(&other.to_uppercase(), 20),
    };
    name.to_owned()
}

/// Returns the loudspeakers a number of channels is for.
pub(crate) fn channels(count: u32) -> String {
    match count {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        6 => "5.1".to_owned(),
        7 => "6.1".to_owned(),
        8 => "7.1".to_owned(),
        other => format!("{other} channels"),
    }
}

/// Returns a resolution by its usual name, from the server's word for it (`4k`, `1080`, `720p`, `sd`).
pub(crate) fn resolution(raw: &str) -> String {
    match raw.to_ascii_lowercase().as_str() {
        "4k" | "2160" | "2160p" => "4K".to_owned(),
        digits if is_number(digits) => format!("{digits}p"),
        other if other.ends_with('p') => crate::clean::line(other, 10),
        other => crate::clean::line(&other.to_uppercase(), 10),
    }
}

/// Returns the usual name of a picture's size. Wide films have fewer lines than their name says, so the
/// width counts too.
pub(crate) fn resolution_of(width: u32, height: u32) -> &'static str {
    match (width, height) {
        (3200.., _) | (_, 1700..) => "4K",
        (1800.., _) | (_, 1000..) => "1080p",
        (1200.., _) | (_, 700..) => "720p",
        (_, 560..) => "576p",
        (700.., _) | (_, 460..) => "480p",
        _ => "SD",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn episodes_have_codes() {
        assert_eq!(episode_code(Some(2), Some(5)).unwrap(), "S02E05");
        assert_eq!(episode_code(Some(0), Some(1)).unwrap(), "S00E01");
        assert_eq!(episode_code(Some(2024), Some(1012)).unwrap(), "S2024E1012");
        assert_eq!(episode_code(None, Some(5)).unwrap(), "E05");
        assert_eq!(episode_code(Some(1), None), None);
        assert_eq!(episode_code(Some(-1), Some(-1)), None);
    }

    #[test]
    fn days_lose_their_time_and_junk_is_no_day() {
        assert_eq!(day(Some("2019-03-01")).unwrap(), "2019-03-01");
        assert_eq!(day(Some("2019-03-01 00:00:00")).unwrap(), "2019-03-01");
        for junk in [
            "",
            "2019",
            "2019-00-00",
            "2019-02-31",
            "not a date",
            "ééééééééé",
        ] {
            assert_eq!(day(Some(junk)), None, "{junk}");
        }
    }

    #[test]
    fn ratings_outside_their_scale_are_none() {
        assert_eq!(rating(Some(8.345)), Some(8.3));
        for junk in [0.0, -1.0, 11.0, f64::NAN, f64::INFINITY] {
            assert_eq!(rating(Some(junk)), None, "{junk}");
        }
    }

    #[test]
    fn sizes_and_rates_have_names() {
        assert_eq!(resolution("4k"), "4K");
        assert_eq!(resolution("1080"), "1080p");
        assert_eq!(resolution("720p"), "720p");
        assert_eq!(resolution("sd"), "SD");
        assert_eq!(resolution_of(1920, 800), "1080p");
        assert_eq!(bitrate(8_000), "8 Mbps");
        assert_eq!(bitrate(25_140), "25.1 Mbps");
        assert_eq!(bitrate(640), "640 kbps");
        assert_eq!(codec("h264"), "H.264");
        assert_eq!(codec("hevc"), "HEVC");
        assert_eq!(channels(6), "5.1");
        assert_eq!(bytes(56_297_424_339), "56 GB");
        assert_eq!(bytes(4_412_000_000), "4.4 GB");
        assert_eq!(bytes(700_400_000), "700 MB");
        assert_eq!(bytes(1_361_797), "1.4 MB");
        assert_eq!(bytes(900), "1 kB");
    }

    #[test]
    fn progress_is_a_percentage() {
        assert_eq!(percent(1_800, 9_180), Some(19.6));
        assert_eq!(percent(10, 0), None);
        assert_eq!(percent(20, 10), Some(100.0));
    }
}
