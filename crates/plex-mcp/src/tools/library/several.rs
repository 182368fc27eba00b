//! One list out of several libraries, in the order that each of them has.

use std::{cmp::Ordering, collections::VecDeque};

use plex_client::{Direction, ItemsQuery, Library, MediaItem, Page, PageRequest, SortKey, fold};
use serde_json::Value;

use crate::{
    call::Call,
    clean,
    error::{ErrorKind, ToolError},
    plex::concurrent::each,
    view,
};

/// How many libraries one list may be of.
const LIBRARIES: usize = 10;

/// How far back such a list can be paged: each library is asked for all that comes before.
const DEEPEST: u64 = 2_000;

/// The field that sorts by chance.
const RANDOM: &str = "random";

/// Returns the libraries that a text names: one, or several with commas between them. A title may have a
/// comma itself.
///
/// # Errors
///
/// `invalid_argument` for what names no library; and what asking the server gives.
pub(super) async fn libraries(call: &Call, wanted: &str) -> Result<Vec<Library>, ToolError> {
    let whole = call.plex.find_library("library_id", wanted).await;
    let names: Vec<&str> = wanted.split(',').map(str::trim).collect();
    if whole.is_ok() || names.len() < 2 {
        return whole.map(|library| vec![library]);
    }
    if names.len() > LIBRARIES {
        return Err(ToolError::invalid(format!(
            "library_id: at most {LIBRARIES} libraries at once"
        )));
    }
    let mut found: Vec<Library> = Vec::new();
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        let library = call.plex.find_library("library_id", name).await?;
        if found.iter().all(|known| known.key != library.key) {
            found.push(library);
        }
    }
    if found.is_empty() {
        // Nothing but commas.
        return whole.map(|library| vec![library]);
    }
    Ok(found)
}

/// Returns a page of what several libraries have, and what is worth knowing about it. A library that a
/// filter cannot be asked of has nothing of it, which is said; of one that cannot be read it is said that what it
/// has is missing, and how many there are in all is not known then.
///
/// # Errors
///
/// `invalid_argument` where no library can be asked, and for a page too far back; and what asking the server
/// gives.
pub(super) async fn page(
    call: &Call,
    queries: Vec<(&Library, Result<ItemsQuery, ToolError>)>,
    keys: &[SortKey],
    asked: PageRequest,
) -> Result<(Page<MediaItem>, Option<String>), ToolError> {
    let depth = asked.offset.saturating_add(u64::from(asked.limit));
    if depth > DEEPEST {
        return Err(ToolError::invalid(format!(
            "offset: a list of several libraries goes back {DEEPEST} items at most; ask for one library"
        )));
    }
    let mut possible = Vec::new();
    let mut left_out = Vec::new();
    let mut silent = Vec::new();
    for (library, query) in queries {
        match query {
            Ok(query) => possible.push((library, query)),
            Err(error) if error.kind() == ErrorKind::InvalidArgument => {
                left_out.push((library, error));
            }
            Err(error) => silent.push((library, error)),
        }
    }
    let asked_for = possible
        .into_iter()
        .map(async |(library, query)| (library, first(call, library, query, depth).await));
    let mut lists: Vec<(Vec<MediaItem>, Option<u64>)> = Vec::new();
    for (library, list) in each(asked_for.collect()).await {
        match list {
            Ok(list) => lists.push(list),
            Err(error) => silent.push((library, error)),
        }
    }
    if lists.is_empty()
        && let Some((_, error)) = silent.pop().or_else(|| left_out.pop())
    {
        return Err(error);
    }
    let total = match silent.is_empty() {
        true => lists.iter().map(|(_, total)| *total).sum(),
        false => None,
    };
    let skipped = usize::try_from(asked.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let lists = lists.into_iter().map(|(items, _)| items).collect();
    let rows = merged(lists, keys).into_iter().skip(skipped).take(limit);
    let note = left_out.iter().map(|(library, error)| {
        let title = clean::quoted(&view::library::title(library), 60);
        format!("{title} is left out: {}.", error.message())
    });
    let missing = silent.iter().map(|(library, error)| {
        let title = clean::quoted(&view::library::title(library), 60);
        format!("What {title} has is missing: {}.", error.message())
    });
    let note = missing.chain(note).collect::<Vec<_>>().join(" ");
    let page = Page::of_items(rows.collect(), total, asked);
    Ok((page, (!note.is_empty()).then_some(note)))
}

/// Returns the first items of a library, and how many there are.
async fn first(
    call: &Call,
    library: &Library,
    query: ItemsQuery,
    depth: u64,
) -> Result<(Vec<MediaItem>, Option<u64>), ToolError> {
    let mut items = Vec::new();
    let mut next = Some(0);
    let mut total = None;
    while let Some(offset) = next.filter(|offset| *offset < depth) {
        let limit = u32::try_from(depth - offset).unwrap_or(u32::MAX);
        let query = query.clone().page(PageRequest::new(offset, limit));
        let page = call.plex.library_items(&library.key, &query).await?;
        next = page.next_offset().filter(|after| *after > offset);
        total = match (page.total, next) {
            (None, None) => Some(offset + page.items.len() as u64),
            (told, _) => told,
        };
        items.extend(page.items);
    }
    Ok((items, total))
}

/// Puts lists that are sorted together as one that is. By chance, each has its turn.
fn merged(lists: Vec<Vec<MediaItem>>, keys: &[SortKey]) -> Vec<MediaItem> {
    let is_random = keys.first().is_some_and(|key| key.field.name() == RANDOM);
    let mut lists: Vec<VecDeque<(Vec<Rank>, MediaItem)>> = lists
        .into_iter()
        .map(|items| {
            items
                .into_iter()
                .map(|item| (ranks(&item, keys), item))
                .collect()
        })
        .collect();
    let mut all = Vec::with_capacity(lists.iter().map(VecDeque::len).sum());
    let mut turn = 0;
    loop {
        let heads = lists.iter().enumerate().filter_map(|(at, list)| {
            let (ranks, _) = list.front()?;
            Some((at, ranks))
        });
        let next = if is_random {
            let heads: Vec<usize> = heads.map(|(at, _)| at).collect();
            heads
                .iter()
                .copied()
                .find(|at| *at >= turn)
                .or(heads.first().copied())
        } else {
            // The first of those that are equal: the libraries' order decides.
            heads
                .min_by(|(_, one), (_, other)| compared(one, other, keys))
                .map(|(at, _)| at)
        };
        let Some(at) = next else {
            return all;
        };
        turn = at + 1;
        let head = lists.get_mut(at).and_then(VecDeque::pop_front);
        all.extend(head.map(|(_, item)| item));
    }
}

/// Says what an item is sorted by, in one field.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
enum Rank {
    Nothing,
    Number(f64),
    Text(String),
}

/// Returns what an item is sorted by: its title, where nothing else is asked for.
fn ranks(item: &MediaItem, keys: &[SortKey]) -> Vec<Rank> {
    let title = || Rank::Text(fold(item.title_sort.as_deref().unwrap_or(&item.title)));
    if keys.is_empty() {
        return vec![title()];
    }
    let fields = serde_json::to_value(item).unwrap_or_default();
    let rank = |key: &SortKey| match (key.field.name(), fields.get(key.field.name())) {
        ("titleSort", _) => title(),
        (_, Some(Value::Number(number))) => number.as_f64().map_or(Rank::Nothing, Rank::Number),
        (_, Some(Value::String(text))) => Rank::Text(fold(text)),
        _ => Rank::Nothing,
    };
    keys.iter().map(rank).collect()
}

fn compared(one: &[Rank], other: &[Rank], keys: &[SortKey]) -> Ordering {
    for (at, (one, other)) in one.iter().zip(other).enumerate() {
        let order = one.partial_cmp(other).unwrap_or(Ordering::Equal);
        let key = keys.get(at);
        let is_absent = *one == Rank::Nothing || *other == Rank::Nothing;
        let order = match key {
            Some(key) if key.nulls_last && is_absent => order.reverse(),
            Some(key) if key.direction == Direction::Descending => order.reverse(),
            _ => order,
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
