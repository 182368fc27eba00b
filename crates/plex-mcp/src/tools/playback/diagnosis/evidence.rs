//! What a server measures and has decided of a stream.

use plex_client::{Media, MediaItem, PlayerState, ResourceSample, Session, Setting};

use crate::view::{
    delivery::{Conversion, Delivery, playing},
    format,
};

/// Holds what is known of a stream.
pub(super) struct Evidence<'s> {
    pub(super) session: &'s Session,
    /// The item as the library has it.
    pub(super) source: Option<MediaItem>,
    /// How busy the machine was last.
    pub(super) load: Option<ResourceSample>,
    pub(super) settings: Vec<Setting>,
    /// What could not be had.
    pub(super) missing: Vec<&'static str>,
}

impl Evidence<'_> {
    pub(super) fn is_buffering(&self) -> bool {
        let player = self.session.player.as_ref();
        player.is_some_and(|player| player.state == PlayerState::Buffering)
    }

    pub(super) fn is_relayed(&self) -> bool {
        let player = self.session.player.as_ref();
        player.is_some_and(|player| player.relayed == Some(true))
    }

    /// Tells whether it leaves the server's network.
    pub(super) fn is_remote(&self) -> bool {
        let location = self
            .session
            .session
            .as_ref()
            .and_then(|info| info.location.as_deref());
        match location {
            Some(location) => location != "lan",
            None => {
                let player = self.session.player.as_ref();
                player.is_some_and(|player| player.local == Some(false))
            }
        }
    }

    /// Returns the conversion; `None` where the file is sent as it is.
    pub(super) fn conversion(&self) -> Option<Conversion<'_>> {
        Conversion::of(self.session)
    }

    /// Tells whether the server says how it is sent.
    pub(super) fn is_told(&self) -> bool {
        self.conversion().is_some() || !self.session.item.media.is_empty()
    }

    /// Tells whether the picture is converted, which is what costs.
    pub(super) fn converts_video(&self) -> bool {
        self.conversion()
            .is_some_and(|conversion| conversion.converts_video())
    }

    /// Tells whether anything is converted, rather than copied into another container.
    pub(super) fn converts(&self) -> bool {
        self.conversion()
            .is_some_and(|conversion| conversion.converts())
    }

    /// Tells whether it is broadcast now.
    pub(super) fn is_live(&self) -> bool {
        self.conversion()
            .is_some_and(|conversion| conversion.is_live(&self.session.item))
    }

    /// Returns how much faster than playback it converts, while it has to and can.
    pub(super) fn speed(&self) -> Option<f64> {
        self.conversion()?.speed(&self.session.item)
    }

    pub(super) fn likely_reason(&self) -> Option<String> {
        Delivery::of(self.session, self.source.as_ref()).likely_reason
    }

    /// Returns the version that plays, as the library has it.
    fn file(&self) -> Option<&Media> {
        let sent = playing(&self.session.item, None);
        let id = sent.and_then(|media| media.id.as_ref());
        let source = self.source.as_ref().and_then(|item| playing(item, id));
        source.or(sent)
    }

    /// Kilobits a second of the file.
    pub(super) fn file_kbps(&self) -> Option<u64> {
        self.file()?.bitrate.filter(|kbps| *kbps > 0)
    }

    /// Kilobits a second reserved for it.
    pub(super) fn reserved_kbps(&self) -> Option<u64> {
        let info = self.session.session.as_ref()?;
        info.bandwidth.filter(|kbps| *kbps > 0)
    }

    pub(super) fn uses_hardware(&self) -> bool {
        self.conversion().is_some_and(|conversion| {
            let transcode = &conversion.session;
            transcode.transcode_hw_full_pipeline == Some(true)
                || transcode.transcode_hw_encoding.is_some()
        })
    }

    /// Returns a setting that is on.
    pub(super) fn is_set(&self, id: &str) -> Option<bool> {
        let setting = self.settings.iter().find(|setting| setting.id == id)?;
        Some(matches!(setting.value.as_deref(), Some("1" | "true")))
    }

    /// Returns how busy the processors are, in percent.
    pub(super) fn cpu(&self) -> Option<f64> {
        self.load.as_ref()?.host_cpu
    }

    /// Returns the facts, one a line.
    pub(super) fn listed(&self) -> Vec<String> {
        let mut facts = Vec::new();
        if self.is_buffering() {
            facts.push("the player reports that it is buffering".to_owned());
        }
        if let Some(reason) = self.likely_reason() {
            facts.push(reason);
        }
        if let Some(conversion) = self.conversion() {
            let transcode = &conversion.session;
            facts.push(
                match (self.speed(), transcode.throttled, transcode.complete) {
                    _ if !conversion.converts() => {
                        "nothing is converted: picture and sound are copied into another container"
                            .to_owned()
                    }
                    (_, _, Some(true)) => "the conversion is finished".to_owned(),
                    (_, Some(true), _) => "the conversion is far enough ahead and waits".to_owned(),
                    (Some(speed), ..) => format!(
                        "it is converted at {} times the speed of playback",
                        format::one_decimal(speed)
                    ),
                    _ => "the server does not tell the speed of the conversion".to_owned(),
                },
            );
            if self.converts_video() {
                facts.push(match self.uses_hardware() {
                    true => "the picture is converted by hardware".to_owned(),
                    false => "the picture is converted by the processor".to_owned(),
                });
            }
        }
        if let Some(cpu) = self.cpu() {
            facts.push(format!("the server's processors are {cpu:.0} % busy"));
        }
        if let Some(kbps) = self.file_kbps() {
            facts.push(format!("the file has {}", format::bitrate(kbps)));
        }
        if let Some(kbps) = self.reserved_kbps() {
            facts.push(format!(
                "{} are reserved for the stream",
                format::bitrate(kbps)
            ));
        }
        if self.is_relayed() {
            facts.push("it goes through Plex's relay".to_owned());
        } else if self.is_remote() {
            facts.push("it goes over the internet".to_owned());
        } else {
            facts.push("it stays in the server's network".to_owned());
        }
        facts
    }

    /// Says what could not be looked at.
    pub(super) fn missing_note(&self) -> Option<String> {
        (!self.missing.is_empty()).then(|| format!("Not known: {}.", self.missing.join(", ")))
    }
}
