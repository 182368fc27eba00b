//! Virtual players, and what they have loaded.

use std::time::Duration;

use super::super::reader::{Read, Reader};
use super::super::time::length;
use super::Builder;
use super::queues::number;
use crate::player_options::{Limits, Misbehaviour, PlayerKind, PlayerOptions};
use crate::world::{DescribedPlay, DescribedPlayer, PlayPhase, Queued};

/// Where a player says that its user is.
const LOCATIONS: &[&str] = &[
    "navigation",
    "fullScreenVideo",
    "fullScreenMusic",
    "fullScreenPhoto",
];

impl Builder {
    /// Adds a virtual player, which is there when the server is.
    pub(super) fn player(&mut self, table: &Reader<'_>) -> Read<()> {
        table.only(&[
            "kind",
            "title",
            "machineIdentifier",
            "account",
            "limits",
            "startDelay",
            "dropsOldCommands",
            "misbehaviour",
            "lag",
            "volume",
            "repeat",
            "shuffle",
            "location",
            "mirrored",
            "commands",
            "ghostUntil",
            "loaded",
        ])?;
        let options = self.player_options(table)?;
        let mut commands = Vec::new();
        if let Some(given) = table.get("commands") {
            for (controller, number) in given.entries()? {
                commands.push((controller.to_owned(), number.int()?));
            }
        }
        let within = |key: &str, most: i64| match table.get(key) {
            Some(given) => match given.int()? {
                number if (0..=most).contains(&number) => Ok(Some(number)),
                _ => Err(given.invalid(format!("expected a number from 0 to {most}"))),
            },
            None => Ok(None),
        };
        let location = table.text_at("location")?;
        if location.is_some_and(|location| !LOCATIONS.contains(&location)) {
            return Err(table.invalid(format!("expected location = {}", LOCATIONS.join(", "))));
        }
        let ghost_until = table.int_at("ghostUntil")?;
        let loaded = match table.get("loaded") {
            Some(loaded) => Some(self.loaded(&loaded, &options)?),
            None => None,
        };
        let player = DescribedPlayer {
            volume: within("volume", 100)?,
            repeat: within("repeat", 2)?,
            is_shuffled: table.flag_at("shuffle")?,
            location: location.map(str::to_owned),
            mirrored: table.text_at("mirrored")?.map(str::to_owned),
            commands,
            ghost_until,
            loaded,
            options,
        };
        let mut held = self.world.players.iter();
        let identifier = &player.options.machine_identifier;
        if held.any(|held| held.options.machine_identifier == *identifier) {
            return Err(table.invalid(format!("the player `{identifier}` is there already")));
        }
        self.world.players.push(player);
        Ok(())
    }

    fn player_options(&self, table: &Reader<'_>) -> Read<PlayerOptions> {
        let title = table.text_at("title")?;
        let title = title.ok_or_else(|| table.invalid("expected a title"))?;
        let kind = one_of(table, "kind", PlayerKind::NAMES)?;
        let kind = kind.ok_or_else(|| table.invalid("expected a kind"))?;
        let mut options = PlayerOptions::new(kind, title);
        if let Some(identifier) = table.text_at("machineIdentifier")? {
            identifier.clone_into(&mut options.machine_identifier);
        }
        if table.get("account").is_some() {
            let account = self.account_at(table)?;
            let account = self.world.account(account);
            options.account = account.map_or_else(String::new, |account| account.name.clone());
        }
        if let Some(limits) = table.get("limits") {
            options.limits = limits_of(&limits)?;
        }
        if let Some(delay) = table.get("startDelay") {
            options.start_delay = span(&delay)?;
        }
        if table.get("dropsOldCommands").is_some() {
            options.drops_old_commands = table.flag_at("dropsOldCommands")?;
        }
        options.misbehaviour = one_of(table, "misbehaviour", Misbehaviour::NAMES)?;
        if let Some(lag) = table.get("lag") {
            if options.misbehaviour.is_some() {
                return Err(lag.invalid("a player fails in one way at a time"));
            }
            options.misbehaviour = Some(Misbehaviour::Lags(span(&lag)?));
        }
        Ok(options)
    }

    /// Reads what a player has loaded: `items` by name, or as tables with their `playQueueItemID`.
    fn loaded(&mut self, table: &Reader<'_>, options: &PlayerOptions) -> Read<DescribedPlay> {
        table.only(&[
            "items",
            "at",
            "playQueueID",
            "unshuffled",
            "containerKey",
            "account",
            "state",
            "until",
            "viewOffset",
            "sessionKey",
            "pausedAtFirst",
            "audioStreamID",
            "subtitleStreamID",
            "videoStreamID",
        ])?;
        let queue = number(table, "playQueueID")?;
        let entries = self.entries(table, "items", queue)?;
        let at = number(table, "at")?.unwrap_or(0);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        if at >= entries.len() {
            return Err(table.invalid("expected items, and at which of them the player is"));
        }
        let unshuffled = match table.get("unshuffled") {
            Some(_) => Some(self.entries(table, "unshuffled", queue)?),
            None => None,
        };
        let account = match table.get("account") {
            Some(_) => self.account_at(table)?,
            None => {
                let mut accounts = self.world.accounts.iter();
                let own = accounts.find(|account| account.name == options.account);
                own.map_or(crate::world::World::OWNER, |account| account.id)
            }
        };
        let until = table.int_at("until")?;
        let phase = match (table.text_at("state")?, until) {
            (Some("waiting"), until) => PlayPhase::Waiting(until),
            (Some("buffering"), Some(until)) => PlayPhase::Buffering(until),
            (Some("buffering"), None) => PlayPhase::Buffering(self.now * 1000),
            (None | Some("playing"), None) => PlayPhase::Playing,
            (Some("paused"), None) => PlayPhase::Paused,
            _ => {
                return Err(table.invalid(
                    "expected state = playing, paused, or waiting and buffering, with until",
                ));
            }
        };
        let session = table.key_at("sessionKey")?;
        let mut sessions = self.world.sessions.iter();
        if let Some(key) = &session
            && !sessions.any(|held| held.key == *key)
        {
            return Err(table.invalid(format!("no session has the key `{key}`")));
        }
        let offset = table.get("viewOffset");
        Ok(DescribedPlay {
            queue,
            entries,
            at,
            unshuffled,
            container_key: table.text_at("containerKey")?.map(str::to_owned),
            account,
            phase,
            offset: offset.map_or(Ok(0), |offset| length(&offset))?,
            session,
            is_paused_at_first: table.flag_at("pausedAtFirst")?,
            audio_stream: table.key_at("audioStreamID")?,
            subtitle_stream: table.key_at("subtitleStreamID")?,
            video_stream: table.key_at("videoStreamID")?,
        })
    }

    fn entries(&self, table: &Reader<'_>, key: &str, queue: Option<u32>) -> Read<Vec<Queued>> {
        let base = queue.unwrap_or(0).saturating_mul(1_000);
        let numbered = (base + 1..).zip(table.list(key)?);
        let entries = numbered.map(|(id, given)| {
            if !given.value().is_object() {
                let item = self.refer(&given)?;
                return Ok(Queued { id, item });
            }
            given.only(&["playQueueItemID", "item"])?;
            let id = number(&given, "playQueueItemID")?.unwrap_or(id);
            let item = self.item_at(&given)?;
            Ok(Queued { id, item })
        });
        entries.collect()
    }
}

fn limits_of(table: &Reader<'_>) -> Read<Limits> {
    table.only(&[
        "height",
        "bitrate",
        "videoCodecs",
        "audioCodecs",
        "subtitleCodecs",
    ])?;
    let mut limits = Limits::default();
    if let Some(height) = table.int_at("height")? {
        limits.height = height;
    }
    if let Some(bitrate) = table.int_at("bitrate")? {
        limits.bitrate = bitrate;
    }
    for (key, codecs) in [
        ("videoCodecs", &mut limits.video_codecs),
        ("audioCodecs", &mut limits.audio_codecs),
        ("subtitleCodecs", &mut limits.subtitle_codecs),
    ] {
        if let Some(given) = table.get(key) {
            let names = given.members()?;
            let names = names.iter().map(|name| name.text().map(str::to_owned));
            *codecs = names.collect::<Read<Vec<String>>>()?;
        }
    }
    Ok(limits)
}

fn span(given: &Reader<'_>) -> Read<Duration> {
    let millis = u64::try_from(length(given)?);
    let millis = millis.map_err(|_| given.invalid("expected a length from 0 on"))?;
    Ok(Duration::from_millis(millis))
}

fn one_of<T: Clone>(table: &Reader<'_>, key: &str, names: &[(&str, T)]) -> Read<Option<T>> {
    let Some(given) = table.get(key) else {
        return Ok(None);
    };
    let named = given.text()?;
    let found = names.iter().find(|(name, _)| *name == named);
    found.map(|(_, one)| Some(one.clone())).ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
        given.invalid(format!("expected {}", names.join(", ")))
    })
}
