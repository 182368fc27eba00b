//! `plex_control_playback`.

use plex_client::{DetailsQuery, PlayerState};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    action::{Action, WordedOrder},
    remote,
};
use crate::{
    call::Call,
    change::{self, Act, Deed, Mark, Playing, Wish},
    choice::{Effect, Toolset},
    error::{ErrorKind, ToolError},
    plex::{
        find::{KnownPlayer, Take, WantedTo},
        players::Order,
    },
    tools::tool::Define,
    view::{change::ChangeView, playing::PlayingView},
};

/// Tells a player what to do with what plays on it.
pub(crate) struct ControlPlayback;

/// Which player, and what it is to do.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Its name or id, or who or what plays on it.
    #[schemars(length(min = 1, max = 200))]
    player: Option<String>,
    #[schemars(length(min = 1, max = 200))]
    session_key: Option<String>,
    /// skip leaves the intro or credits.
    action: Action,
    /// seek: 90, 1:30, +30 or -10; volume: 0-100; mute, shuffle: on or off; audio, subtitles: a
    /// language, or off; repeat: off, one or all.
    #[schemars(length(min = 1, max = 200))]
    value: Option<String>,
}

impl Define for ControlPlayback {
    const NAME: &'static str = "plex_control_playback";
    const TITLE: &'static str = "Control playback";
    const DESCRIPTION: &'static str = "Tells a player what to do with what plays on it, and returns the \
        state that was read back.";
    const TOOLSET: Toolset = Toolset::Control;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = false;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = PlayingView;

    async fn run(call: &Call, args: Args) -> Result<PlayingView, ToolError> {
        let aliases = &call.options.player_aliases;
        // What is paused can go on; what is ended is ended.
        let take = match args.action {
            Action::Stop => Take::Called,
            _ => Take::Near,
        };
        let player = match (&args.player, &args.session_key) {
            (Some(wanted), None) => {
                let found = call.plex.find_player(aliases, wanted, WantedTo::GoOn, take);
                found.await?
            }
            (None, Some(key)) => call.plex.player_of_session(aliases, key, take).await?,
            _ => {
                return Err(ToolError::invalid(
                    "give player or session_key, one of them",
                ));
            }
        };
        let id = remote::id(&player)?;
        let now = call.plex.playing_on(id).await?;
        let plays = !matches!(now.state, None | Some(PlayerState::Stopped));
        let Some(key) = now.item.clone().filter(|_| plays) else {
            if args.action == Action::Stop {
                let mut view = remote::view(call, &player, now, ChangeView::default()).await?;
                view.unchanged = Some("nothing plays on it".to_owned());
                return Ok(view);
            }
            return Err(ToolError::new(
                ErrorKind::NotFound,
                format!("nothing plays on {} now", remote::quoted(&player)),
            )
            .hint("plex_play starts something; plex_get_sessions lists what plays."));
        };
        let item = call
            .plex
            .details(&key, &DetailsQuery::new().markers(true))
            .await?;
        let said = args.action.read(args.value.as_deref(), &now, &item)?;
        let act = Act::Playing(Playing::Tell {
            player: id.to_owned(),
            item: key,
            medium: remote::medium(&item),
            order: said.order.clone(),
            from: Mark::of(&now),
        });
        let mut wish = Wish::new(Self::NAME, deed(&said, &player), vec![act]);
        wish.note = player.note.clone();
        let change = match change::run(&call.changer, wish).await {
            Ok(change) => change,
            Err(error) => return Err(explained(call, &player, id, &said.order, error).await),
        };
        let now = call.plex.playing_on(id).await?;
        let (volume, mute, shuffle) = (now.volume, now.mute, now.shuffle);
        let mut view = remote::view(call, &player, now, change).await?;
        match said.order {
            Order::Volume(_) => view.volume = volume,
            Order::Mute(_) => view.mute = mute,
            Order::Shuffle(_) => view.shuffle = shuffle,
            _ => {}
        }
        Ok(view)
    }
}

/// Returns the change in words.
fn deed(said: &WordedOrder, player: &KnownPlayer) -> Deed {
    let on = format!("on {}", remote::quoted(player));
    Deed::To {
        order: said.imperative,
        report: said.report,
        rest: match &said.rest {
            Some(rest) => format!("{rest} {on}"),
            None => on,
        },
    }
}

/// Says why a player did not do as it was told, with what is seen of it.
async fn explained(
    call: &Call,
    player: &KnownPlayer,
    id: &str,
    order: &Order,
    error: ToolError,
) -> ToolError {
    let name = remote::quoted(player);
    match error.kind() {
        ErrorKind::NotFound => {
            let why = player
                .obstacle()
                .unwrap_or("the server does not reach it now");
            ToolError::new(
                ErrorKind::Unsupported,
                format!("{name} cannot be controlled: {why}"),
            )
            .hint("Open its Plex app; plex_stop_session can at least end what it plays.")
        }
        ErrorKind::Upstream => {
            let seen = match call.plex.playing_on(id).await {
                Ok(now) => format!("; {}", remote::seen(&now)),
                Err(_) => String::new(),
            };
            let message = format!("{name} did not do it. {}{seen}", error.message());
            ToolError::new(ErrorKind::Upstream, message).hint(match order {
                Order::Volume(_) | Order::Mute(_) => {
                    "Many players have no volume of their own: use the remote control."
                }
                _ => {
                    "It may be asleep: wake it, and look with plex_get_sessions before another try."
                }
            })
        }
        _ => error,
    }
}
