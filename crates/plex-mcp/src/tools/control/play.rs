//! `plex_play`.

use plex_client::{PlayerState, StreamId};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::sleep;

use super::{
    program::{self, Choice},
    remote::{self, AUDIO, SUBTITLES},
};
use crate::{
    call::Call,
    change::{self, Act, Deed, Mark, Playing, Wish},
    choice::{Effect, Toolset},
    clean,
    error::{ErrorKind, ToolError},
    plex::{
        find::{KnownPlayer, Take, WantedTo},
        players::{Playing as Now, Program, Source},
    },
    time,
    tools::{arguments::Named, tool::Define},
    view::{change::ChangeView, playing::PlayingView},
};

/// Starts something on a player.
pub(crate) struct Play;

/// What is to play where, and how.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Name or id.
    #[schemars(length(min = 1, max = 200))]
    player: String,
    /// Id or title.
    #[schemars(with = "Option<String>", length(min = 1, max = 200))]
    rating_key: Option<Named>,
    /// Id or title.
    #[schemars(length(min = 1, max = 200))]
    playlist_id: Option<String>,
    #[schemars(length(min = 1, max = 200))]
    title: Option<String>,
    #[schemars(range(min = 0, max = 1_000_000))]
    position_s: Option<u64>,
    /// From where it was left.
    #[serde(default = "yes")]
    resume: bool,
    #[serde(default)]
    shuffle: bool,
    #[schemars(length(min = 1, max = 60))]
    audio_language: Option<String>,
    /// Or off.
    #[schemars(length(min = 1, max = 60))]
    subtitle_language: Option<String>,
}

fn yes() -> bool {
    true
}

impl Define for Play {
    const NAME: &'static str = "plex_play";
    const TITLE: &'static str = "Play";
    const DESCRIPTION: &'static str = "Plays something on a player: of a show the next episode, of a \
        season or album what is unplayed. Give one of rating_key, playlist_id, title. Says playing only \
        once it does, or not_started with why and what to try.";
    const TOOLSET: Toolset = Toolset::Control;
    const EFFECT: Effect = Effect::Write;
    const IDEMPOTENT: bool = false;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = PlayingView;

    async fn run(call: &Call, args: Args) -> Result<PlayingView, ToolError> {
        let choice = choice(call, &args).await?;
        let program = program(&args, &choice)?;
        let aliases = &call.options.player_aliases;
        let player = call
            .plex
            .find_player(aliases, &args.player, WantedTo::Begin, Take::Near)
            .await?;
        let id = remote::id(&player)?;
        let now = call.plex.playing_on(id).await?;
        let plays_it = now.item.as_ref() == Some(&program.item);
        let is_other = args.position_s.is_some() || !args.resume;
        let is_list = matches!(program.source, Source::Playlist(_) | Source::Collection(_));
        let must_begin = program.shuffle || (plays_it && (is_other || is_list));
        let act = Act::Playing(Playing::Start {
            player: id.to_owned(),
            program,
            anew: must_begin.then(|| Mark::of(&now)),
        });
        let mut wish = Wish::new(Self::NAME, deed(&choice, &player), vec![act]);
        let notes: Vec<String> = choice.note.into_iter().chain(player.note.clone()).collect();
        wish.note = (!notes.is_empty()).then(|| notes.join(" "));
        match change::run(&call.changer, wish).await {
            Ok(change) => playing(call, &player, id, change).await,
            Err(error) => not_started(call, &player, id, error).await,
        }
    }
}

/// Finds what is to play.
async fn choice(call: &Call, args: &Args) -> Result<Choice, ToolError> {
    let named = match (&args.rating_key, &args.playlist_id, &args.title) {
        (Some(named), None, None) => named.clone(),
        (None, None, Some(title)) => Named::Title {
            title: title.clone(),
        },
        (None, Some(playlist), None) => return program::of_playlist(call, playlist).await,
        _ => {
            return Err(ToolError::invalid(
                "give rating_key, playlist_id or title, one of them",
            ));
        }
    };
    let (key, found) = named.find(call, Take::Called).await?;
    let mut choice = program::of_item(call, &key).await?;
    let notes: Vec<String> = found.into_iter().chain(choice.note.take()).collect();
    choice.note = (!notes.is_empty()).then(|| notes.join(" "));
    Ok(choice)
}

/// Returns what the player is to be told.
fn program(args: &Args, choice: &Choice) -> Result<Program, ToolError> {
    let item = &choice.item;
    let key = item.rating_key.clone();
    let key = key.ok_or_else(|| ToolError::internal("Plex gave an item without its id"))?;
    let is_single = matches!(choice.source, Source::Item { .. });
    let shuffle = args.shuffle && !is_single;
    let says_how = args.position_s.is_some()
        || args.audio_language.is_some()
        || args.subtitle_language.is_some();
    if shuffle && says_how {
        return Err(ToolError::invalid(
            "shuffle: what it begins with is not known before, so position_s and languages cannot be given",
        ));
    }
    let length = item.duration.and_then(time::seconds);
    if let (Some(at), Some(length)) = (args.position_s, length)
        && at >= length
    {
        return Err(ToolError::invalid(format!(
            "position_s: it ends after {length} s; give less"
        )));
    }
    let left = item.view_offset.and_then(time::seconds);
    let left = left.filter(|_| args.resume && !shuffle);
    let stream = |kind, argument, wanted: &Option<String>| match wanted {
        Some(wanted) if kind == SUBTITLES && remote::is_off(wanted) => Ok(StreamId::new("0").ok()),
        Some(wanted) => remote::stream(item, kind, argument, wanted).map(Some),
        None => Ok(None),
    };
    Ok(Program {
        item: key,
        medium: remote::medium(item),
        source: choice.source.clone(),
        position_s: args.position_s.or(left).unwrap_or(0),
        shuffle,
        audio: stream(AUDIO, "audio_language", &args.audio_language)?,
        subtitles: stream(SUBTITLES, "subtitle_language", &args.subtitle_language)?,
    })
}

/// Returns the change in words.
fn deed(choice: &Choice, player: &KnownPlayer) -> Deed {
    let on = format!("on {}", remote::quoted(player));
    match &choice.source {
        Source::Playlist(_) | Source::Collection(_) => {
            let what = clean::quoted(&choice.title, 60);
            Deed::Whole {
                order: format!("Play {what} {on}"),
                report: format!("Started {what} {on}"),
            }
        }
        Source::Item { .. } | Source::Within(_) => Deed::To {
            order: "Play",
            report: "Started",
            rest: on,
        },
    }
}

/// Returns what plays, once the server has a session for it, as far as that comes in time.
async fn playing(
    call: &Call,
    player: &KnownPlayer,
    id: &str,
    change: ChangeView,
) -> Result<PlayingView, ToolError> {
    let options = &call.options;
    let mut now = call.plex.playing_on(id).await?;
    let is_on = |now: &Now| now.session_key.is_some() && now.state == Some(PlayerState::Playing);
    let mut waited = std::time::Duration::ZERO;
    while !is_on(&now) && waited < options.player_wait / 2 {
        sleep(options.player_poll).await;
        waited += options.player_poll.max(std::time::Duration::from_millis(1));
        now = call.plex.playing_on(id).await?;
    }
    remote::view(call, player, now, change).await
}

/// Says why nothing plays, with what is seen of the player, and what may help.
async fn not_started(
    call: &Call,
    player: &KnownPlayer,
    id: &str,
    error: ToolError,
) -> Result<PlayingView, ToolError> {
    let is_players = matches!(
        error.kind(),
        ErrorKind::NotFound
            | ErrorKind::Upstream
            | ErrorKind::InvalidArgument
            | ErrorKind::Unsupported
    );
    if !is_players {
        return Err(error);
    }
    let now = call.plex.playing_on(id).await;
    let seen = now
        .as_ref()
        .map_or_else(|_| "nothing more is seen of it".to_owned(), remote::seen);
    let obstacle = player.obstacle();
    let (why, remedy) = match (error.kind(), obstacle) {
        (ErrorKind::NotFound | ErrorKind::Unsupported, Some(obstacle)) => (
            format!("it cannot be controlled: {obstacle}"),
            "Open the Plex app on it with \"advertise as player\" on, or start it there by hand.",
        ),
        (ErrorKind::NotFound | ErrorKind::Unsupported, None) => (
            format!("the server does not reach it: {}", error.message()),
            "Open the Plex app on it, then try again.",
        ),
        _ if call.plex.is_local() => (
            format!("{}; {seen}", error.message()),
            "Wake the player and open its Plex app. Where it is another machine it cannot reach Plex by \
             the local address that plex-mcp was given: use the server's address in the network.",
        ),
        _ => (
            format!("{}; {seen}", error.message()),
            "Wake the player and open its Plex app, then try again.",
        ),
    };
    let view = remote::view(call, player, now.unwrap_or_default(), ChangeView::default()).await?;
    Ok(PlayingView {
        state: "not_started".to_owned(),
        why: Some(why),
        remedy: Some(remedy.to_owned()),
        ..view
    })
}
