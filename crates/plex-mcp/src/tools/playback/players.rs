//! `plex_get_players`.

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    tools::{arguments::NoArguments, tool::Define},
    view::{Top, player::PlayerView},
};

/// Tells what can be told to play.
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
        let known = call.plex.known_players().await?;
        let rows: Vec<PlayerView> = known
            .iter()
            .filter_map(|player| match (&player.announced, &player.session) {
                (Some(endpoint), session) => {
                    Some(PlayerView::announced(endpoint, session.as_ref()))
                }
                (None, Some(session)) => {
                    let player = session.player.as_ref()?;
                    Some(PlayerView::seen(player, session))
                }
                (None, None) => None,
            })
            .collect();
        let note = note(&rows);
        Ok(Top::complete(rows).note(note))
    }
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
