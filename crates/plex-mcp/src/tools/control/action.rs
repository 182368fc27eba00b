//! What a person says that a player is to do: an action, and for some of them a value.

use plex_client::{MediaItem, Millis};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::remote::{self, AUDIO, SUBTITLES};
use crate::{
    clean,
    error::{ErrorKind, ToolError},
    name::is_number,
    plex::players::{Order, Playing, Repeat, whole_seconds},
    time,
};

/// What a player is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Action {
    Pause,
    Resume,
    Stop,
    Seek,
    Skip,
    Next,
    Previous,
    Volume,
    Mute,
    Audio,
    Subtitles,
    Repeat,
    Shuffle,
}

/// An order, and how it is said.
pub(super) struct WordedOrder {
    pub(super) order: Order,
    /// As an order: "Pause".
    pub(super) imperative: &'static str,
    /// As a report: "Paused".
    pub(super) report: &'static str,
    /// What comes behind the item: "to 60 s".
    pub(super) rest: Option<String>,
}

impl Action {
    /// Returns what a player is told, for what plays on it.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for a value that the action does not take; `not_found` where there is nothing
    /// to skip.
    pub(super) fn read(
        self,
        value: Option<&str>,
        now: &Playing,
        item: &MediaItem,
    ) -> Result<WordedOrder, ToolError> {
        let said = |order, imperative, report| WordedOrder {
            order,
            imperative,
            report,
            rest: None,
        };
        Ok(match self {
            Self::Pause => said(Order::Pause, "Pause", "Paused"),
            Self::Resume => said(Order::Resume, "Go on with", "Went on with"),
            Self::Stop => said(Order::Stop, "Stop", "Stopped"),
            Self::Next => said(Order::Next, "Go on from", "Went on from"),
            Self::Previous => said(Order::Previous, "Go back from", "Went back from"),
            Self::Seek => {
                let to = place(value, now, item)?;
                WordedOrder {
                    rest: Some(format!("to {to} s")),
                    ..said(Order::Seek(to), "Go in", "Went in")
                }
            }
            Self::Skip => skip(now, item)?,
            Self::Volume => {
                let allowed = "a volume from 0 to 100";
                let percent = given(value, allowed)?.trim().trim_end_matches('%');
                let percent = percent.parse().ok().filter(|percent| *percent <= 100);
                let percent: u8 = percent.ok_or_else(|| refused(value, allowed))?;
                WordedOrder {
                    rest: Some(format!("at volume {percent}")),
                    ..said(Order::Volume(percent), "Play", "Played")
                }
            }
            Self::Mute => {
                let so = switch(value)?;
                let (imperative, report) = match so {
                    true => ("Mute", "Muted"),
                    false => ("Unmute", "Unmuted"),
                };
                said(Order::Mute(so), imperative, report)
            }
            Self::Shuffle => {
                let so = switch(value)?;
                let (imperative, report) = match so {
                    true => ("Shuffle what follows", "Shuffled what follows"),
                    false => (
                        "Put back in order what follows",
                        "Put in order what follows",
                    ),
                };
                said(Order::Shuffle(so), imperative, report)
            }
            Self::Audio => {
                let wanted = given(value, "a language")?;
                let stream = remote::stream(item, AUDIO, "value", wanted)?;
                WordedOrder {
                    rest: Some(format!("with the sound {}", clean::quoted(wanted, 40))),
                    ..said(Order::Audio(stream), "Play", "Played")
                }
            }
            Self::Subtitles => subtitles(value, item)?,
            Self::Repeat => {
                let allowed = "off, one or all";
                let (what, rest) = match clean::folded(given(value, allowed)?).trim() {
                    "off" | "none" | "no" | "false" => (Repeat::Off, "without repeating"),
                    "one" => (Repeat::One, "again and again"),
                    "all" | "on" | "true" => (Repeat::All, "and all of its queue again and again"),
                    _ => return Err(refused(value, allowed)),
                };
                WordedOrder {
                    rest: Some(rest.to_owned()),
                    ..said(Order::Repeat(what), "Play", "Played")
                }
            }
        })
    }
}

/// Returns the order to show subtitles, or none.
fn subtitles(value: Option<&str>, item: &MediaItem) -> Result<WordedOrder, ToolError> {
    let wanted = given(value, "a language, or off")?;
    let (stream, rest) = match remote::is_off(wanted) {
        true => (None, "without subtitles".to_owned()),
        false => (
            Some(remote::stream(item, SUBTITLES, "value", wanted)?),
            format!("with the subtitles {}", clean::quoted(wanted, 40)),
        ),
    };
    Ok(WordedOrder {
        order: Order::Subtitles(stream),
        imperative: "Play",
        report: "Played",
        rest: Some(rest),
    })
}

fn refused(value: Option<&str>, allowed: &str) -> ToolError {
    ToolError::refused("value", &Value::from(value), allowed)
}

fn given<'v>(value: Option<&'v str>, allowed: &str) -> Result<&'v str, ToolError> {
    value
        .ok_or_else(|| ToolError::invalid(format!("value is missing: this action needs {allowed}")))
}

/// Reads on or off; on where nothing is said.
fn switch(value: Option<&str>) -> Result<bool, ToolError> {
    let Some(text) = value else { return Ok(true) };
    match clean::folded(text).trim() {
        "on" | "true" | "yes" | "1" => Ok(true),
        "off" | "false" | "no" | "0" => Ok(false),
        _ => Err(refused(value, "on or off")),
    }
}

/// Returns how far from its beginning a place is, in seconds: `90`, `1:30`, `+30`, `-10`.
fn place(value: Option<&str>, now: &Playing, item: &MediaItem) -> Result<u64, ToolError> {
    let allowed = "seconds (90), a time (1:02:30), or a way from here (+30, -10)";
    let text = given(value, allowed)?.trim();
    let length = item.duration.and_then(time::seconds);
    let here = || {
        now.position_s.ok_or_else(|| {
            ToolError::new(
                ErrorKind::Unsupported,
                "the player does not say where it is",
            )
            .hint("Give the place from the beginning.")
        })
    };
    let read = |text: &str| clock(text).ok_or_else(|| refused(value, allowed));
    if let Some(way) = text.strip_prefix('-') {
        return Ok(here()?.saturating_sub(read(way)?));
    }
    let to = match text.strip_prefix('+') {
        Some(way) => here()?.saturating_add(read(way)?),
        None => read(text)?,
    };
    match length {
        Some(length) if to >= length => Err(ToolError::invalid(format!(
            "value: {to} s is behind its end: it ends after {length} s"
        ))),
        _ => Ok(to),
    }
}

/// Reads `90`, `1:30` or `1:02:30`.
fn clock(text: &str) -> Option<u64> {
    let parts: Vec<&str> = text.trim().trim_end_matches('s').split(':').collect();
    if parts.len() > 3 {
        return None;
    }
    parts.iter().try_fold(0_u64, |sum, part| {
        let part: u64 = part.parse().ok().filter(|_| is_number(part))?;
        sum.checked_mul(60)?.checked_add(part)
    })
}

/// Returns the order to skip the intro, credits or advertisement in which the viewer is.
fn skip(now: &Playing, item: &MediaItem) -> Result<WordedOrder, ToolError> {
    let nothing = |message: String| Err(ToolError::new(ErrorKind::NotFound, message));
    let Some(at) = now.position_s else {
        return nothing(
            "the player does not say where it is, so nothing can be skipped".to_owned(),
        );
    };
    if item.markers.is_empty() {
        return nothing(
            "there is nothing to skip: Plex knows no intro or credits in it".to_owned(),
        );
    }
    let bound = |at: Option<Millis>| at.map(whole_seconds);
    let marker = item.markers.iter().find(|marker| {
        let (start, end) = (bound(marker.start), bound(marker.end));
        start.is_some_and(|start| start <= at) && end.is_some_and(|end| at < end)
    });
    let Some(marker) = marker else {
        let known = item.markers.iter().take(6).filter_map(|marker| {
            let (start, end) = (bound(marker.start)?, bound(marker.end)?);
            let kind = clean::line(&marker.marker_type, 20);
            Some(format!("{kind} {start}-{end} s"))
        });
        let known = known.collect::<Vec<_>>().join(", ");
        return nothing(format!(
            "there is nothing to skip at {at} s: it has {known}"
        ));
    };
    let end = marker.end.map_or(at, |end| end.get().div_ceil(1_000));
    let length = item.duration.and_then(time::seconds);
    let is_last = marker.is_final == Some(true) || length.is_some_and(|length| end >= length);
    Ok(WordedOrder {
        // Nothing comes after it but what follows in the queue.
        order: match is_last {
            true => Order::Next,
            false => Order::Seek(end),
        },
        imperative: match marker.marker_type.as_str() {
            "intro" => "Skip the intro of",
            "credits" => "Skip the credits of",
            _ => "Skip the advertisement in",
        },
        report: match marker.marker_type.as_str() {
            "intro" => "Skipped the intro of",
            "credits" => "Skipped the credits of",
            _ => "Skipped the advertisement in",
        },
        rest: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("90", Some(90)),
            ("90s", Some(90)),
            ("1:30", Some(90)),
            ("1:02:30", Some(3_750)),
            ("", None),
            ("1:", None),
            ("1:2:3:4", None),
            ("-5", None),
            ("1.5", None),
            ("99999999999999999999", None),
            ("18446744073709551615:0", None),
        ] {
            assert_eq!(clock(text), seconds, "{text}");
        }
    }

    #[test]
    fn a_way_from_here_ends_at_the_beginning_and_before_the_end() {
        let now = Playing {
            position_s: Some(100),
            ..Playing::default()
        };
        let mut item = MediaItem::default();
        item.duration = Some(Millis::new(200_000));
        assert_eq!(place(Some("+30"), &now, &item).unwrap(), 130);
        assert_eq!(place(Some("-1:00"), &now, &item).unwrap(), 40);
        assert_eq!(place(Some("-300"), &now, &item).unwrap(), 0);
        assert!(place(Some("+100"), &now, &item).is_err());
        assert!(place(Some("soon"), &now, &item).is_err());
        assert!(place(None, &now, &item).is_err());
    }
}
