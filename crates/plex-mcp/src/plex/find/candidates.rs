//! Candidates in one line, with what tells them apart.

use plex_client::MediaItem;

use crate::{clean, view::named::NamedView};

/// How many candidates an error or a note lists.
const LISTED: usize = 6;

/// Describes an item: `"Alien" (1979) [Director's Cut], movie in "Films", rating_key 12`.
pub(crate) fn described(item: &MediaItem) -> String {
    let view = NamedView::of(item);
    let title = clean::quoted(&view.title, 40);
    let of = match (&view.show, &view.episode, &view.artist) {
        (Some(show), Some(episode), _) => {
            format!(" ({} {episode})", clean::quoted(show, 30))
        }
        (Some(of), ..) | (_, _, Some(of)) => format!(" ({})", clean::quoted(of, 30)),
        _ => view
            .year
            .map(|year| format!(" ({year})"))
            .unwrap_or_default(),
    };
    let edition = view
        .edition
        .map(|edition| format!(" [{}]", clean::quoted(&edition, 20)));
    let library = item
        .library_section_title
        .as_deref()
        .and_then(clean::title)
        .map(|library| format!(" in {}", clean::quoted(&library, 30)));
    format!(
        "{title}{of}{}, {}{}, rating_key {}",
        edition.unwrap_or_default(),
        clean::line(&view.kind, 20),
        library.unwrap_or_default(),
        view.rating_key.unwrap_or_default()
    )
}

/// Describes several items, not too many of them.
pub(crate) fn listed(items: &[MediaItem]) -> String {
    let mut names: Vec<String> = items.iter().take(LISTED).map(described).collect();
    if items.len() > LISTED {
        names.push(format!("and {} more", items.len() - LISTED));
    }
    names.join("; ")
}
