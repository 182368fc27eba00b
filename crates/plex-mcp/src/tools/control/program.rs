//! What is to play: a film, or of what has parts the one that comes next.

use plex_client::{DetailsQuery, ItemType, MediaItem, PageRequest, RatingKey};

use crate::{
    call::Call,
    clean,
    error::{ErrorKind, ToolError},
    plex::players::Source,
    view::named::NamedView,
};

/// How many parts of something are looked through at once, and how often.
const PARTS: u32 = 1_000;
const PAGES: usize = 20;

/// Holds what is to play.
pub(super) struct Choice {
    /// What it begins with, with all that is known of it.
    pub(super) item: MediaItem,
    pub(super) source: Source,
    /// What it is called: the playlist, or the item itself.
    pub(super) title: String,
    /// What is worth knowing.
    pub(super) note: Option<String>,
}

/// Returns what plays when an item is to: of a show its next episode, of a season and of music the first
/// that is not played yet.
///
/// # Errors
///
/// `not_found` for what has nothing in it; `invalid_argument` for what cannot be played; and what asking
/// the server gives.
pub(super) async fn of_item(call: &Call, key: &RatingKey) -> Result<Choice, ToolError> {
    let whole = call.plex.details(key, &DetailsQuery::new()).await?;
    let alone = |goes_on| Source::Item { goes_on };
    let within = Source::Within(key.clone());
    let (first, source) = match &whole.item_type {
        ItemType::Show => (next_episode(call, key).await?, within),
        ItemType::Season | ItemType::Album | ItemType::Artist => {
            (next_part(call, key, &whole.item_type).await?, within)
        }
        ItemType::Collection => {
            let page = call
                .plex
                .collection_items(key, PageRequest::first(1))
                .await?;
            let first = page.items.into_iter().next().map(|item| (item, None));
            (first, Source::Collection(key.clone()))
        }
        ItemType::Episode => return Ok(Choice::of(whole, alone(true), None)),
        ItemType::Movie | ItemType::Clip | ItemType::Track | ItemType::Photo => {
            return Ok(Choice::of(whole, alone(false), None));
        }
        ItemType::Playlist => return of_list(call, whole).await,
        other => {
            let kind = clean::line(other.as_str(), 20);
            return Err(ToolError::invalid(format!(
                "rating_key: a {kind} cannot be played; give a film, show, season, episode, album or track"
            )));
        }
    };
    let Some((first, note)) = first else {
        return Err(empty(&NamedView::of(&whole).title));
    };
    let mut choice = Choice::of(detailed(call, first).await?, source, note);
    choice.title = NamedView::of(&whole).title;
    Ok(choice)
}

/// Returns what plays when a playlist is to.
///
/// # Errors
///
/// As [`of_item`].
pub(super) async fn of_playlist(call: &Call, wanted: &str) -> Result<Choice, ToolError> {
    let playlist = call.plex.find_playlist("playlist_id", wanted).await?;
    of_list(call, playlist).await
}

/// Returns what plays when this playlist is to.
async fn of_list(call: &Call, playlist: MediaItem) -> Result<Choice, ToolError> {
    let title = NamedView::of(&playlist).title;
    let Some(key) = playlist.rating_key else {
        return Err(ToolError::internal("Plex gave a playlist without its id"));
    };
    let page = call
        .plex
        .playlist_items(&key, PageRequest::first(1))
        .await?;
    let Some(first) = page.items.into_iter().next() else {
        return Err(empty(&title));
    };
    let first = detailed(call, first).await?;
    Ok(Choice {
        title,
        ..Choice::of(first, Source::Playlist(key), None)
    })
}

impl Choice {
    fn of(item: MediaItem, source: Source, note: Option<String>) -> Self {
        Self {
            title: NamedView::of(&item).title,
            item,
            source,
            note,
        }
    }
}

fn empty(title: &str) -> ToolError {
    ToolError::new(
        ErrorKind::NotFound,
        format!("there is nothing to play in {}", clean::quoted(title, 60)),
    )
}

/// Returns a row of a list with all that is known of it.
async fn detailed(call: &Call, row: MediaItem) -> Result<MediaItem, ToolError> {
    match &row.rating_key {
        Some(key) => Ok(call.plex.details(key, &DetailsQuery::new()).await?),
        None => Err(ToolError::internal("Plex gave an item without its id")),
    }
}

type Part = Option<(MediaItem, Option<String>)>;

/// Returns the episode that comes next: the one that Plex would go on with, or else as
/// [`next_part`].
async fn next_episode(call: &Call, show: &RatingKey) -> Result<Part, ToolError> {
    let next = call.plex.next_on_deck(show).await?;
    match next {
        Some(episode) => Ok(Some((episode, None))),
        None => next_part(call, show, &ItemType::Show).await,
    }
}

/// Returns the first part that is not played yet, specials last; where all are, the first.
async fn next_part(
    call: &Call,
    whole: &RatingKey,
    item_type: &ItemType,
) -> Result<Part, ToolError> {
    let is_special =
        |part: &MediaItem| part.item_type == ItemType::Episode && part.parent_index == Some(0);
    let (mut first, mut special) = (None, None);
    let mut offset = 0;
    for _ in 0..PAGES {
        let page = PageRequest::new(offset, PARTS);
        let page = call.plex.leaves(whole, item_type, page).await?;
        let next = page.next_offset();
        for part in page.items {
            let is_new = part.view_count.unwrap_or(0) == 0;
            if is_new && !is_special(&part) {
                return Ok(Some((part, None)));
            }
            let place = match is_special(&part) {
                true => &mut special,
                false => &mut first,
            };
            // Of the specials one that is new, of the others the first of all.
            if place.is_none() && (is_new || !is_special(&part)) {
                *place = Some(part);
            }
        }
        match next {
            Some(next) if next > offset => offset = next,
            _ => break,
        }
    }
    let again = || Some("All of it was played already: it begins again.".to_owned());
    Ok(match (special, first) {
        (Some(special), _) => Some((special, None)),
        (None, first) => first.map(|first| (first, again())),
    })
}
