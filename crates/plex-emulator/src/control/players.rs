//! The virtual players, and whoever sits in front of them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use super::state::{listed, not_open};
use crate::emulator::Emulator;
use crate::player::Player;
use crate::player_options::Misbehaviour;

/// Lists them.
pub(super) fn list(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    let players = emulator.players().iter().map(described);
    Ok(Done::Json(
        json!({ "players": players.collect::<Vec<_>>() }),
    ))
}

/// Plays something on one.
pub(super) fn play(emulator: &Emulator, asked: &Asked) -> Said {
    let player = player(emulator, asked)?;
    asked.only_parameters(&[])?;
    let key = asked.fields(&["ratingKey"])?.key("ratingKey")?;
    if player.play(&key) {
        Ok(Done::Json(described(player)))
    } else {
        Err(Refused::malformed(format!(
            "there is no item {key}, or `{}` cannot play it",
            player.title()
        )))
    }
}

/// Stops one.
pub(super) fn stop(emulator: &Emulator, asked: &Asked) -> Said {
    bare(emulator, asked, Player::stop)
}

/// Pauses one.
pub(super) fn pause(emulator: &Emulator, asked: &Asked) -> Said {
    bare(emulator, asked, Player::pause)
}

/// Brings a sleeping one's application back.
pub(super) fn wake(emulator: &Emulator, asked: &Asked) -> Said {
    bare(emulator, asked, Player::wake)
}

/// Lists what one was asked.
pub(super) fn requests(emulator: &Emulator, asked: &Asked) -> Said {
    let player = player(emulator, asked)?;
    asked.nothing()?;
    Ok(listed(&player.requests()))
}

/// Lets one fail.
pub(super) async fn misbehave(emulator: Arc<Emulator>, asked: Asked) -> Said {
    let player = player(&emulator, &asked)?;
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["misbehaviour", "lag"])?;
    let way = match (fields.optional_text("misbehaviour")?, fields.span("lag")?) {
        (Some(name), None) => named(name)?,
        (None, Some(lag)) => Misbehaviour::Lags(lag),
        _ => {
            return Err(Refused::malformed(
                "expected either `misbehaviour` or `lag`",
            ));
        }
    };
    player.misbehave(way).await.map_err(not_open)?;
    Ok(Done::Json(described(player)))
}

/// Lets one do what it is told.
pub(super) async fn behave(emulator: Arc<Emulator>, asked: Asked) -> Said {
    let player = player(&emulator, &asked)?;
    asked.nothing()?;
    player.behave().await.map_err(not_open)?;
    Ok(Done::Json(described(player)))
}

fn bare(emulator: &Emulator, asked: &Asked, act: impl FnOnce(&Player)) -> Said {
    let player = player(emulator, asked)?;
    asked.nothing()?;
    act(player);
    Ok(Done::Json(described(player)))
}

fn player<'e>(emulator: &'e Emulator, asked: &Asked) -> Result<&'e Player, Refused> {
    let title = asked.capture(0);
    emulator.player(title).ok_or_else(|| {
        let titles: Vec<_> = emulator.players().iter().map(Player::title).collect();
        Refused::missing(if titles.is_empty() {
            "there are no players: `--players` puts some beside the server".to_owned()
        } else {
            format!(
                "no player is called `{title}`: there are {}",
                titles.join(", ")
            )
        })
    })
}

fn named(name: &str) -> Result<Misbehaviour, Refused> {
    let mut ways = Misbehaviour::NAMES.iter();
    let way = ways.find(|(held, _)| *held == name);
    way.map(|(_, way)| way.clone()).ok_or_else(|| {
        let names: Vec<_> = Misbehaviour::NAMES.iter().map(|(name, _)| *name).collect();
        Refused::malformed(format!("`misbehaviour`: expected {}", names.join(", ")))
    })
}

fn described(player: &Player) -> Value {
    json!({
        "title": player.title(),
        "machineIdentifier": player.machine_identifier(),
        "url": player.url(),
        "mirrored": player.mirrored(),
    })
}
