//! The registry: every tool, and in which order tools are shown.
//!
//! A tool is a type that implements [`Define`]: its words, its arguments, its result and its work,
//! together in one file. [`all`] is the only list of them; its order is fixed, because clients and
//! prompt caches keep what they were shown.

pub(crate) mod arguments;
pub(crate) mod control;
pub(crate) mod curate;
pub(crate) mod insights;
pub(crate) mod library;
mod listing;
pub(crate) mod lists;
mod looked;
pub(crate) mod playback;
pub(crate) mod server;
mod tool;
mod which;

pub(crate) use self::insights::explained as index_failure;
pub(crate) use self::tool::Define;
pub use self::tool::{Answer, Tool};
use crate::{choice::switched_off, options::Options};

/// Returns every tool, in the order in which clients are shown them.
pub(crate) fn all() -> Vec<Tool> {
    vec![
        Tool::of::<library::GetLibraries>(),
        Tool::of::<library::GetLibraryItems>(),
        Tool::of::<library::GetRecentlyAdded>(),
        Tool::of::<library::GetOnDeck>(),
        Tool::of::<library::Search>(),
        Tool::of::<library::RefreshLibrary>(),
        Tool::of::<library::GetItem>(),
        Tool::of::<library::GetChildren>(),
        Tool::of::<library::GetFilters>(),
        Tool::of::<library::GetImage>(),
        Tool::of::<playback::GetSessions>(),
        Tool::of::<playback::GetHistory>(),
        Tool::of::<playback::GetPlayers>(),
        Tool::of::<playback::DiagnosePlayback>(),
        Tool::of::<insights::Query>(),
        Tool::of::<insights::GetWatchStats>(),
        Tool::of::<insights::AuditLibrary>(),
        Tool::of::<insights::Recommend>(),
        Tool::of::<control::Play>(),
        Tool::of::<control::ControlPlayback>(),
        Tool::of::<control::StopSession>(),
        Tool::of::<control::MarkWatched>(),
        Tool::of::<control::Rate>(),
        Tool::of::<lists::GetPlaylists>(),
        Tool::of::<lists::GetCollections>(),
        Tool::of::<lists::EditPlaylist>(),
        Tool::of::<lists::EditCollection>(),
        Tool::of::<lists::DeletePlaylist>(),
        Tool::of::<lists::DeleteCollection>(),
        Tool::of::<curate::EditMetadata>(),
        Tool::of::<curate::FixMatch>(),
        Tool::of::<curate::SetArtwork>(),
        Tool::of::<curate::GetChanges>(),
        Tool::of::<curate::Undo>(),
        Tool::of::<server::GetServer>(),
        Tool::of::<server::GetActivities>(),
        Tool::of::<server::WaitFor>(),
        Tool::of::<server::GetUsers>(),
        Tool::of::<server::GetBandwidth>(),
        Tool::of::<server::GetSettings>(),
        Tool::of::<server::RunTask>(),
        Tool::of::<server::EditSetting>(),
        Tool::of::<server::DeleteItem>(),
    ]
}

/// Says why a tool that there is, is not among those that the options leave, and how to get it; `None` for
/// a name that no tool has.
pub(crate) fn why_off(name: &str, options: &Options) -> Option<String> {
    let tool = all().into_iter().find(|tool| tool.name() == name)?;
    tool.why_off(&options.choice).or_else(|| {
        let is_hidden = !options.libraries.is_empty() && !tool.keeps_to_libraries();
        let (reason, cure) = if is_hidden {
            (
                "what it tells cannot be limited to the libraries that may be shown",
                "without --libraries",
            )
        } else {
            (
                "it changes something, and over HTTP every program on the machine could call it",
                "with a secret for HTTP clients (--http-token-file)",
            )
        };
        Some(switched_off(name, reason, cure))
    })
}

/// Returns the tools that the options leave, in the same order.
pub(crate) fn chosen(options: &Options) -> Vec<Tool> {
    let mut tools = all();
    let is_limited = !options.libraries.is_empty();
    tools.retain(|tool| {
        tool.may_be_in(&options.choice) && (!is_limited || tool.keeps_to_libraries())
    });
    let is_on = |tool: &Tool| tool.is_in(&options.choice);
    let changes = tools.iter().any(|tool| is_on(tool) && tool.changes());
    tools.retain(|tool| is_on(tool) || (changes && tool.goes_with_changes()));
    tools
}
