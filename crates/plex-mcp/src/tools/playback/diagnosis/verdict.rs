//! What the evidence says. One cause is named, the first that is shown; where none is, that is said.

use super::evidence::Evidence;
use crate::view::format;

/// Holds what is the matter, and what would help.
pub(super) struct Verdict {
    pub(super) diagnosis: String,
    pub(super) suggestions: Vec<String>,
}

/// Busier than this, in percent, processors have nothing left.
const BUSY: f64 = 90.0;

/// Returns the diagnosis of a stream.
pub(super) fn of(evidence: &Evidence<'_>) -> Verdict {
    relay(evidence)
        .or_else(|| too_slow(evidence))
        .or_else(|| untold(evidence))
        .or_else(|| network(evidence))
        .or_else(|| converted(evidence))
        .unwrap_or_else(healthy)
}

fn verdict(diagnosis: impl Into<String>, suggestions: &[&str]) -> Verdict {
    Verdict {
        diagnosis: diagnosis.into(),
        suggestions: suggestions.iter().map(|text| (*text).to_owned()).collect(),
    }
}

/// Returns the relay takes 1 or 2 Mbps, whatever either end could do.
fn relay(evidence: &Evidence<'_>) -> Option<Verdict> {
    evidence.is_relayed().then(|| {
        verdict(
            "It goes through Plex's relay, which is limited to about 2 Mbps: that is why quality \
             is low, or it buffers.",
            &[
                "Make the server reachable from outside: forward its port (32400) and check remote access in its settings.",
            ],
        )
    })
}

/// Finds that the server converts slower than the player plays.
fn too_slow(evidence: &Evidence<'_>) -> Option<Verdict> {
    let speed = evidence.speed().filter(|speed| *speed < 1.0)?;
    let speed = format::one_decimal(speed);
    let mut verdict = verdict(
        format!(
            "The server converts it at {speed} times the speed of playback, which is too slow: it \
             will buffer."
        ),
        &["Let the player play the original quality, or choose a lower one."],
    );
    let busy = evidence.cpu().filter(|cpu| *cpu >= BUSY);
    if let Some(cpu) = busy {
        verdict
            .diagnosis
            .push_str(&format!(" The processors are {cpu:.0} % busy."));
    }
    if !evidence.uses_hardware() {
        verdict.suggestions.push(
            match evidence.is_set("HardwareAcceleratedCodecs") {
                Some(true) => {
                    "Hardware acceleration is on but not used here: check that the server's \
                     graphics can take this format."
                }
                Some(false) => "Turn on hardware acceleration in the server's transcoder settings.",
                None => "Use hardware acceleration, if the server can.",
            }
            .to_owned(),
        );
    }
    Some(verdict)
}

/// Finds that nothing is known of how it is sent.
fn untold(evidence: &Evidence<'_>) -> Option<Verdict> {
    let buffers = if evidence.is_buffering() {
        "The player reports buffering."
    } else {
        "The player does not report buffering."
    };
    (!evidence.is_told()).then(|| {
        verdict(
            format!("Plex does not say how it is sent, so that no cause can be told. {buffers}"),
            &["Ask again: Plex tells more once it has played for some seconds."],
        )
    })
}

/// Judges that it buffers, and the server is not the cause.
fn network(evidence: &Evidence<'_>) -> Option<Verdict> {
    if !evidence.is_buffering() {
        return None;
    }
    let is_direct = !evidence.converts();
    let needs = match is_direct {
        true => evidence.file_kbps().or(evidence.reserved_kbps()),
        false => evidence.reserved_kbps(),
    };
    let needs = needs
        .map(|kbps| format!(" It needs about {}.", format::bitrate(kbps)))
        .unwrap_or_default();
    Some(match (evidence.is_remote(), is_direct) {
        (true, _) => verdict(
            format!(
                "It buffers, and nothing measured shows that the server is too slow: the connection between server and \
                 player over the internet is probably too slow.{needs}"
            ),
            &["Choose a lower quality in the player, or raise the server's upload."],
        ),
        (false, true) => verdict(
            format!(
                "It buffers although nothing has to be converted, within the server's network: \
                 the player's connection (often Wi-Fi) or the server's disk is probably too \
                 slow.{needs}"
            ),
            &["Connect the player by cable, or check the disk the file is on."],
        ),
        (false, false) if evidence.is_live() => verdict(
            format!(
                "It buffers. It is live television, which comes no faster than it is broadcast, so \
                 the speed of its conversion tells nothing: the signal or the player's connection \
                 may be the cause.{needs}"
            ),
            &["Look at the signal in the server's DVR settings, or connect the player by cable."],
        ),
        (false, false) => verdict(
            format!(
                "It buffers although the server converts fast enough: the player's connection \
                 in the server's network is probably the cause.{needs}"
            ),
            &["Connect the player by cable."],
        ),
    })
}

/// Judges that it plays, but is not sent as it is.
fn converted(evidence: &Evidence<'_>) -> Option<Verdict> {
    evidence.conversion()?;
    let keeps_up = match evidence.speed() {
        Some(_) => " The server keeps up with it.",
        None => "",
    };
    let Some(reason) = evidence.likely_reason() else {
        if !evidence.converts() {
            return Some(verdict(
                "It is repackaged into another container, which costs little; nothing is converted.",
                &[],
            ));
        }
        return Some(verdict(
            format!(
                "It is converted; Plex does not say why, and nothing measured shows it.{keeps_up}"
            ),
            &["Set the player's quality to original and see whether that changes it."],
        ));
    };
    let what = match evidence.converts_video() {
        true => "It is converted because",
        false => "It is repackaged or its sound converted, which costs little, because",
    };
    let mut verdict = verdict(format!("{what} {reason}.{keeps_up}"), &[]);
    let suggestion = if reason.contains("burned") {
        "Choose text subtitles (SRT), or turn subtitles off: pictures have to be burned in."
    } else if reason.contains("at most") {
        "Set the player's quality to original, if its connection allows."
    } else {
        "Keep a version in a format the player takes, or use another app."
    };
    verdict.suggestions.push(suggestion.to_owned());
    Some(verdict)
}

/// Says that nothing is the matter.
fn healthy() -> Verdict {
    verdict(
        "Nothing is wrong that the server can see: the file is sent as it is, and the player does \
         not report buffering.",
        &[],
    )
}
