//! The libraries, what is in them, and whether it is found.

use plex_client::{
    ItemsQuery, Library, LibraryCounts, MediaItem, OnDeckQuery, PageRequest, PlexClient, RatingKey,
    RecentlyAddedQuery, SearchQuery, SearchSubject,
};

use super::exam::{Exam, Finding, Seen, Trouble};
use crate::{access, plex};

/// How many libraries are looked into.
const LOOKED_INTO: usize = 10;
/// What `hidden` says of a library that is left out of search.
const OUT_OF_SEARCH: u8 = 2;
/// The kinds of items that have others in them.
const HAVE_CHILDREN: [&str; 2] = ["show", "artist"];
/// How far down a search may find what it was asked for.
const SEARCHED: u32 = 20;

/// Something that is there, for steps that need something to ask about.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) library: Option<String>,
    pub(super) item: Option<RatingKey>,
    /// Something that has other things in it: a show rather than a film.
    pub(super) parent: Option<RatingKey>,
    pub(super) title: Option<String>,
}

pub(super) async fn examine(exam: &mut Exam<'_>, client: &PlexClient, named: &[String]) -> Sample {
    let libraries = exam
        .step("libraries", &["token"], counted(client, named))
        .await;
    let libraries = libraries.unwrap_or_default();
    let (item, parent) = exam
        .step("items", &["libraries"], looked_into(client, &libraries))
        .await
        .unwrap_or_default();
    let recent = async {
        let page = client.recently_added(&RecentlyAddedQuery::new(5)).await?;
        Ok((several(page.items.len(), "item", "items").into(), ()))
    };
    exam.step("recently added", &["token"], recent).await;
    let on_deck = async {
        let page = client.on_deck(&OnDeckQuery::new(5)).await?;
        Ok((several(page.items.len(), "item", "items").into(), ()))
    };
    exam.step("on deck", &["token"], on_deck).await;
    match &item {
        Some(item) => {
            exam.step("search", &["token"], found(client, item)).await;
        }
        None => exam.skip("search", &["token"], "there is nothing to search for"),
    }
    Sample {
        library: libraries.first().map(|library| library.key.to_string()),
        title: item.as_ref().map(|item| item.title.clone()),
        parent: parent.or_else(|| item.as_ref()?.rating_key.clone()),
        item: item.and_then(|item| item.rating_key),
    }
}

/// Tells of all libraries what they hold, and returns those that may be shown.
async fn counted(client: &PlexClient, named: &[String]) -> Finding<Vec<Library>> {
    let unknown = match access::unknown_libraries(client, named).await? {
        Some(unknown) if unknown.is_all => {
            return Err(Trouble::new(unknown.words, unknown.advice));
        }
        unknown => unknown.map(|unknown| Trouble::limit(unknown.words, unknown.advice)),
    };
    let found = client.libraries_with_counts().await?;
    if found.is_empty() {
        return Err(Trouble::limit(
            "there are none that this token may see",
            "Add a library in Plex, or have its owner share one with this account.",
        ));
    }
    let lines: Vec<String> = found
        .iter()
        .map(|(library, counts)| format!("{} ({})", library.title, holds(counts)))
        .collect();
    let libraries = found.into_iter().map(|(library, _)| library).collect();
    let libraries = plex::shown_libraries(libraries, named)?;
    Ok((Seen::from(lines).but(unknown), libraries))
}

fn holds(counts: &LibraryCounts) -> String {
    let counted = [
        (counts.items, "item", "items"),
        (counts.seasons, "season", "seasons"),
        (counts.episodes, "episode", "episodes"),
        (counts.albums, "album", "albums"),
        (counts.tracks, "track", "tracks"),
        (counts.photos, "photo", "photos"),
        (counts.videos, "video", "videos"),
    ];
    let told: Vec<String> = counted
        .into_iter()
        .filter_map(|(count, one, many)| Some(several(usize::try_from(count?).ok()?, one, many)))
        .collect();
    told.join(", ")
}

/// Asks for a page of each library, and returns the first item of all and the first that has others in it.
async fn looked_into(
    client: &PlexClient,
    libraries: &[Library],
) -> Finding<(Option<MediaItem>, Option<RatingKey>)> {
    // What is left out of search is the last thing to search for.
    let mut looked: Vec<&Library> = libraries.iter().collect();
    looked.sort_by_key(|library| library.hidden == Some(OUT_OF_SEARCH));
    looked.truncate(LOOKED_INTO);
    let (mut first, mut parent): (Option<MediaItem>, Option<RatingKey>) = (None, None);
    for library in &looked {
        let query = ItemsQuery::new().page(PageRequest::new(0, 1));
        let page = client.library_items(&library.key, &query).await?;
        let found = page.items.into_iter().find(|item| !item.title.is_empty());
        if let Some(item) = &found
            && parent.is_none()
            && HAVE_CHILDREN.contains(&item.item_type.as_str())
        {
            parent.clone_from(&item.rating_key);
        }
        first = first.or(found);
    }
    let seen = match &first {
        Some(item) => format!(
            "a page from each of {}, such as {}",
            several(looked.len(), "library", "libraries"),
            item.title
        ),
        None => "nothing is in them yet".to_owned(),
    };
    Ok((seen.into(), (first, parent)))
}

/// Tells whether a search finds an item that is known to be there.
async fn found(client: &PlexClient, item: &MediaItem) -> Finding<()> {
    let results = client
        .search(&SearchQuery::new(&*item.title).limit(SEARCHED))
        .await?;
    if let Some(failure) = results.failures.first() {
        return Err(Trouble::limit(
            format!("one of Plex's searches fails: {}", failure.error),
            "Results may be incomplete; restart the server, and update it if that does not help.",
        ));
    }
    // Another item of that title proves as much.
    let is_found = results.hits.iter().any(|hit| match &hit.subject {
        SearchSubject::Item(found) => found.title == item.title,
        _ => false,
    });
    if is_found {
        return Ok((format!("finds {}", item.title).into(), ()));
    }
    Err(Trouble::limit(
        format!("does not find {}, which is there", item.title),
        "If its library is left out of search, that is why; otherwise let the server rebuild its \
         index: Settings, Troubleshooting, Optimize Database.",
    ))
}

/// Writes "1 item", "5 items".
pub(super) fn several(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
