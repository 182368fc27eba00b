//! `plex_search`.

use plex_client::{Library, MediaItem, SearchQuery};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    plex::find::{EpisodeName, FoundEpisodes, Guid, How, Take, silence_told},
    tools::{arguments::Found, tool::Define},
    view::{Top, search::HitView},
};

/// The best matches over all kinds.
pub(crate) struct Search;

/// What to look for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// A title or part of one, a person, a genre, a collection, "Show S02E05", or an external id
    /// (imdb://tt0017136).
    #[schemars(length(min = 1, max = 200))]
    query: String,
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
    /// Id or title of one library to search.
    #[schemars(length(min = 1, max = 200))]
    section_id: Option<String>,
    /// Only these kinds.
    #[schemars(length(min = 1, max = 12))]
    types: Option<Vec<Found>>,
}

/// Returns more than a reader wants, few enough to be quick.
fn twenty() -> u32 {
    20
}

impl Define for Search {
    const NAME: &'static str = "plex_search";
    const TITLE: &'static str = "Search";
    const DESCRIPTION: &'static str = "Finds films, shows, episodes, music, photos, collections and \
        people by name, best match first, each with why it matched. Use it whenever something is \
        named; its rating_key is what other tools take. Case, accents and small typing errors do \
        not matter.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Top<HitView>;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let wanted = clean::line(&args.query, 200);
        if wanted.is_empty() {
            return Err(ToolError::invalid(
                "query: nothing is left of it but invisible characters; give a text",
            ));
        }
        let library = match &args.section_id {
            Some(section) => Some(call.plex.find_library("section_id", section).await?),
            None => None,
        };
        if let Some(guid) = Guid::read(&wanted) {
            return by_guid(call, &guid, library).await;
        }
        let mut query = SearchQuery::new(&*wanted).limit(args.limit);
        if let Some(library) = &library {
            query = query.section(library.key.clone());
        }
        let takes_episodes = args
            .types
            .as_ref()
            .is_none_or(|types| types.contains(&Found::Episode));
        let takes_seasons = args
            .types
            .as_ref()
            .is_none_or(|types| types.contains(&Found::Season));
        if let Some(name) = EpisodeName::read(&wanted).filter(|_| takes_episodes)
            && let Some(found) = by_number(call, &name, library.as_ref()).await?
        {
            return Ok(found);
        }
        if let Some(types) = args.types {
            query = query.types(types.into_iter().map(Found::item_type));
        }
        let (found, is_near) = by_name(call, &query).await?;
        // Films are called "Season 2" as well, so a season is what is left.
        if is_near
            && let Some(name) =
                EpisodeName::read_loosely(&wanted).filter(|_| takes_seasons || takes_episodes)
            && let Some(seasons) = by_number(call, &name, library.as_ref()).await?
        {
            return Ok(seasons);
        }
        Ok(found)
    }
}

/// Returns what has a name, or else what is nearest to it, and whether it is only that.
async fn by_name(call: &Call, query: &SearchQuery) -> Result<(Top<HitView>, bool), ToolError> {
    let sought = call.plex.seek(query).await?;
    let rows: Vec<_> = sought
        .hits
        .iter()
        .filter_map(|hit| {
            let view = HitView::of(hit)?;
            Some(match sought.how.reason(hit, &query.query) {
                Some(reason) => view.matched(reason),
                None => view,
            })
        })
        .collect();
    let is_only_near = sought.is_only_near(&query.query);
    let silence = silence_told(&sought.silent).map(|told| match rows.is_empty() {
        true => format!("Nothing was found, but it may be there: {told}."),
        false => format!("There may be more: {told}."),
    });
    let note = match &sought.how {
        _ if silence.is_some() => silence,
        How::Alike => Some("Nothing is spelled like that; these are similar.".to_owned()),
        How::AsWritten if is_only_near => {
            let wanted = clean::quoted(&query.query, 60);
            Some(format!("Nothing is called {wanted}; these come near it."))
        }
        How::AsWritten if rows.is_empty() => {
            Some("Nothing matches, nor anything spelled like it.".to_owned())
        }
        _ => None,
    };
    let is_near = rows.is_empty() || is_only_near || sought.how == How::Alike;
    Ok((Top::best(rows, sought.has_more).note(note), is_near))
}

/// Returns what has an id of Plex's or of another catalogue.
async fn by_guid(
    call: &Call,
    guid: &Guid,
    library: Option<Library>,
) -> Result<Top<HitView>, ToolError> {
    let libraries = match library {
        Some(library) => vec![library],
        None => call.plex.libraries().await?,
    };
    let found = guid.find(&call.plex, &libraries).await?;
    let rows: Vec<_> = found
        .items
        .iter()
        .map(|item| HitView::item(item, "external id"))
        .collect();
    let note = match (rows.is_empty(), found.is_complete) {
        (false, _) => None,
        (true, true) => Some("No film, show or episode here has that id."),
        (true, false) => {
            Some("Not found, but a library is too large to be looked through: it may be there.")
        }
    };
    Ok(Top::best(rows, false).note(note.map(str::to_owned)))
}

/// Returns an episode by its show and number, or its show, or nothing.
async fn by_number(
    call: &Call,
    name: &EpisodeName,
    library: Option<&Library>,
) -> Result<Option<Top<HitView>>, ToolError> {
    let section = library.map(|library| &library.key);
    let rows = |items: &[MediaItem], matched: &str| {
        let rows = items.iter().map(|item| HitView::item(item, matched));
        Top::best(rows.collect(), false)
    };
    Ok(match name.find(&call.plex, section, Take::Near).await? {
        FoundEpisodes::Episodes(episodes, note) => Some(rows(&episodes, name.reason()).note(note)),
        FoundEpisodes::Shows(shows, note) | FoundEpisodes::Near(shows, note) => {
            Some(rows(&shows, "title").note(Some(note)))
        }
        FoundEpisodes::Nothing => None,
    })
}
