//! `plex_get_players`.

use plex_client::{Endpoint, Session};

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    tools::{arguments::NoArguments, tool::Define},
    view::{Top, player::PlayerView},
};

/// What can be told to play.
pub(crate) struct GetPlayers;

impl Define for GetPlayers {
    const NAME: &'static str = "plex_get_players";
    const TITLE: &'static str = "Players";
    const DESCRIPTION: &'static str = "Lists the players (TVs, phones, speakers) this server can \
        control now, and those that play but cannot be controlled, with the reason. Needs the \
        server owner's token.";
    const TOOLSET: Toolset = Toolset::Playback;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = NoArguments;
    type Output = Top<PlayerView>;

    async fn run(call: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        let (announced, sessions) = tokio::join!(call.plex.players(), call.plex.sessions());
        let (announced, sessions) = (announced?, sessions?);
        let of_player = |player: &Endpoint| {
            sessions.iter().find(|session| {
                let id = player_id(session);
                id.is_some() && id == player.machine_identifier.as_deref()
            })
        };
        let mut rows: Vec<PlayerView> = announced
            .iter()
            .map(|player| PlayerView::announced(player, of_player(player)))
            .collect();
        for session in &sessions {
            let is_listed = player_id(session)
                .is_some_and(|id| rows.iter().any(|row| row.player_id.as_deref() == Some(id)));
            if let Some(player) = session.player.as_ref().filter(|_| !is_listed) {
                rows.push(PlayerView::seen(player, session));
            }
        }
        let note = note(&rows);
        Ok(Top::complete(rows).note(note))
    }
}

fn player_id(session: &Session) -> Option<&str> {
    session.player.as_ref()?.machine_identifier.as_deref()
}

/// Says what is missing: a player that is off, or whose app is closed, announces nothing.
fn note(rows: &[PlayerView]) -> Option<String> {
    let controllable = rows.iter().any(|row| row.controllable);
    (!controllable).then(|| {
        "No player announces itself now. Open the Plex app on one, with \"advertise as player\" \
         on, in the server's network."
            .to_owned()
    })
}
