//! `plex_stop_session`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::remote;
use crate::{
    call::Call,
    change::{self, Act, Deed, Playing, Wish},
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    tools::tool::Define,
    view::{change::NamedRow, player, playing::PlayingView, session},
};

/// Ends somebody's stream.
pub(crate) struct StopSession;

/// Which session to end, and what to say.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// From plex_get_sessions; or who, where or what plays.
    #[schemars(length(min = 1, max = 200))]
    session_key: String,
    /// Shown to the viewer.
    #[schemars(length(min = 1, max = 300))]
    reason: Option<String>,
}

impl Define for StopSession {
    const NAME: &'static str = "plex_stop_session";
    const TITLE: &'static str = "Stop a stream";
    const DESCRIPTION: &'static str = "Ends somebody's stream on the server's side, also where the player \
        cannot be controlled. Needs the owner's token and Plex Pass.";
    const TOOLSET: Toolset = Toolset::Control;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = PlayingView;

    async fn run(call: &Call, args: Args) -> Result<PlayingView, ToolError> {
        let found = call
            .plex
            .find_session(&call.options.player_aliases, &args.session_key)
            .await?;
        let of_session = (
            found.session_key.clone(),
            found
                .session
                .as_ref()
                .and_then(|session| session.id.clone()),
            found.item.rating_key.clone(),
        );
        let (Some(session), Some(id), Some(item)) = of_session else {
            return Err(ToolError::new(
                ErrorKind::Unsupported,
                "Plex gives this session no id to end it by, as with some players of music",
            )
            .hint("Stop it on the player: plex_control_playback with action stop."));
        };
        let name = found.player.as_ref().map(player::name_of_player);
        let user = session::user(&found);
        let rest = [("for", &user), ("on", &name)]
            .into_iter()
            .filter_map(|(word, name)| {
                Some(format!("{word} {}", clean::quoted(name.as_ref()?, 40)))
            });
        let deed = Deed::To {
            order: "End",
            report: "Ended",
            rest: rest.collect::<Vec<_>>().join(" "),
        };
        let reason = args.reason.as_deref().and_then(clean::title);
        let key = session.clone();
        let act = Act::Playing(Playing::End {
            session,
            id,
            item,
            reason: reason.unwrap_or_else(|| "The server's owner has stopped this.".to_owned()),
        });
        let wish = Wish::new(Self::NAME, deed, vec![act]);
        let change = change::run(&call.changer, wish).await;
        let change = change.map_err(|error| match error.kind() {
            ErrorKind::Unauthorized | ErrorKind::Forbidden => {
                error.hint("Only the server's owner can end streams, and only with Plex Pass.")
            }
            _ => error,
        })?;
        let now = call.plex.playing_in(&key).await?;
        Ok(PlayingView {
            state: remote::state(&now),
            player: name,
            session_key: Some(key.to_string()),
            item: NamedRow::of(&found.item),
            change_id: change.change_id,
            did: change.did,
            unchanged: change.unchanged.into_iter().next().map(|left| left.why),
            undo: change.undo,
            ..PlayingView::default()
        })
    }
}
