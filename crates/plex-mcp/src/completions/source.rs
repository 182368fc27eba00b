//! Where values come from, and when it is worth asking for them.

use std::collections::HashSet;

use crate::error::ErrorKind;
use plex_client::{
    ItemType, Library, LibraryType, MediaItem, OnDeckQuery, SearchQuery, SearchSubject,
};

use super::completes::Completes;
use crate::{
    call::Call, clean, error::ToolError, filters::known_values, name::is_number,
    plex::concurrent::together, view,
};

/// How many letters must be there before long lists and searches are asked for.
const LETTERS: usize = 2;

/// How many libraries are asked for their values.
const LIBRARIES: usize = 4;

/// How many hits of a search are offered.
const HITS: u32 = 20;

/// The values that were found.
pub(super) enum Found {
    /// All there are: what was typed is still to be looked for among them.
    All(Vec<String>),
    /// The best matches for what was typed.
    Best(Vec<String>),
}

/// Returns the values there are. Nothing is offered where the server does not tell, or not this token.
///
/// # Errors
///
/// What asking the server gives.
pub(super) async fn values(
    call: &Call,
    completes: Completes,
    typed: &str,
    folded: &str,
    library: Option<&str>,
) -> Result<Found, ToolError> {
    let is_short = folded.chars().count() < LETTERS;
    let of_field = |field| of_field(call, field, library);
    let found = match completes {
        Completes::Library => libraries(call).await.map(Found::All),
        Completes::Genre => of_field("genre").await.map(Found::All),
        Completes::Collection => of_field("collection").await.map(Found::All),
        Completes::Actor | Completes::Director | Completes::Item if is_short => {
            Ok(Found::Best(Vec::new()))
        }
        Completes::Actor => of_field("actor").await.map(Found::All),
        Completes::Director => of_field("director").await.map(Found::All),
        Completes::Playlist => playlists(call).await.map(Found::All),
        Completes::User => users(call).await.map(Found::All),
        Completes::Player => players(call).await.map(Found::All),
        Completes::Show if is_short => shows_on_deck(call).await.map(Found::All),
        Completes::Show => shows(call, typed).await.map(Found::Best),
        Completes::Item => keys(call, typed).await.map(Found::Best),
    };
    match found {
        Err(error) if is_untold(&error) => Ok(Found::Best(Vec::new())),
        found => found,
    }
}

/// Tells whether there is simply nothing to be told.
fn is_untold(error: &ToolError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::Unsupported
            | ErrorKind::InvalidArgument
    )
}

/// Returns titles of libraries; the ids of those that share theirs.
async fn libraries(call: &Call) -> Result<Vec<String>, ToolError> {
    let libraries = call.plex.libraries().await?;
    let titles: Vec<String> = libraries.iter().map(view::library::title).collect();
    let is_alone = |title: &String| titles.iter().filter(|other| *other == title).count() == 1;
    let named = libraries.iter().zip(&titles);
    Ok(named
        .map(|(library, title)| match is_alone(title) {
            true => title.clone(),
            false => library.key.to_string(),
        })
        .collect())
}

/// Returns what items have in a field, in one library or in those of films and shows.
async fn of_field(
    call: &Call,
    field: &str,
    library: Option<&str>,
) -> Result<Vec<String>, ToolError> {
    let libraries = match library {
        Some(wanted) => vec![call.plex.find_library("library", wanted).await?],
        None => call.plex.libraries().await?,
    };
    let is_watched =
        |library: &Library| matches!(library.library_type, LibraryType::Movie | LibraryType::Show);
    let asked = libraries
        .iter()
        .filter(|one| library.is_some() || is_watched(one))
        .take(LIBRARIES)
        .map(
            async |library| match known_values(&call.plex, library, field).await {
                // A library without the field has no values in it.
                Err(error) if is_untold(&error) => Ok(Vec::new()),
                values => values,
            },
        );
    let values = together(asked.collect()).await?;
    Ok(distinct(values.into_iter().flatten()))
}

async fn playlists(call: &Call) -> Result<Vec<String>, ToolError> {
    let playlists = call.plex.playlists().await?;
    let titles = playlists.iter().filter_map(|one| clean::title(&one.title));
    Ok(distinct(titles))
}

async fn users(call: &Call) -> Result<Vec<String>, ToolError> {
    let accounts = call.plex.accounts().await?;
    let names = accounts.iter().filter_map(|one| clean::title(&one.name));
    Ok(distinct(names))
}

async fn players(call: &Call) -> Result<Vec<String>, ToolError> {
    let sessions = call.plex.sessions().await?;
    let players = sessions.iter().filter_map(|session| {
        let player = session.player.as_ref()?;
        clean::title(player.title.as_deref()?)
    });
    Ok(distinct(players))
}

/// Returns the shows that are being watched.
async fn shows_on_deck(call: &Call) -> Result<Vec<String>, ToolError> {
    let page = call.plex.on_deck(&OnDeckQuery::new(HITS)).await?;
    let shows = page
        .items
        .iter()
        .filter_map(|episode| clean::title(episode.grandparent_title.as_deref()?));
    Ok(distinct(shows))
}

async fn shows(call: &Call, typed: &str) -> Result<Vec<String>, ToolError> {
    let query = SearchQuery::new(typed).types([ItemType::Show]);
    let found = items(call, query).await?;
    Ok(distinct(
        found.iter().filter_map(|show| clean::title(&show.title)),
    ))
}

async fn keys(call: &Call, typed: &str) -> Result<Vec<String>, ToolError> {
    // An id is already there.
    if typed.is_empty() || is_number(typed) {
        return Ok(Vec::new());
    }
    let found = items(call, SearchQuery::new(typed)).await?.into_iter();
    Ok(found
        .filter_map(|item| Some(item.rating_key?.to_string()))
        .collect())
}

/// Returns the items that a search finds.
async fn items(call: &Call, query: SearchQuery) -> Result<Vec<MediaItem>, ToolError> {
    let found = call.plex.search(&query.limit(HITS)).await?;
    let items = found.hits.into_iter().filter_map(|hit| match hit.subject {
        SearchSubject::Item(item) => Some(*item),
        _ => None,
    });
    Ok(items.collect())
}

/// Returns each name once, in the order in which they first come.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}
