//! A title together with whose or which it is: "Red Red Wine UB40", "Live - Queen", "Heat with Al
//! Pacino", "Alien Director's Cut".

use plex_client::{Fit, ItemType, MediaItem, NameQuery, fold};

/// How many ways of taking a text apart are tried.
const SPLITS: usize = 8;

/// What stands between a title and whose it is.
const OF: [&str; 6] = [" by ", " with ", " starring ", " from ", " feat. ", " in "];

/// A text taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    /// The title.
    pub(super) title: String,
    /// The artist, the show or the person; or the edition or the library. Each of several is meant.
    pub(super) of: Vec<String>,
    /// Whether a sign or a word between the two says so.
    pub(super) is_said: bool,
}

/// Returns the ways in which a text may be a title and whose it is, the likeliest first.
pub(super) fn parts(text: &str) -> Vec<Parts> {
    let text = text.trim();
    let mut found: Vec<Parts> = Vec::new();
    let mut add_of = |title: &str, of: &[&str], is_said: bool| {
        let parts = Parts {
            title: title.trim().to_owned(),
            of: of.iter().map(|of| of.trim().to_owned()).collect(),
            is_said,
        };
        let is_whole = !parts.title.is_empty() && parts.of.iter().all(|of| !of.is_empty());
        if is_whole && found.len() < SPLITS && !found.contains(&parts) {
            found.push(parts);
        }
    };
    // As files are named: "Blade Runner {edition-Final Cut}".
    if let Some((title, tag)) = text.split_once('{')
        && let Some((edition, _)) = tag.split_once('}')
        && let Some(edition) = edition.trim().strip_prefix("edition-")
    {
        add_of(title, &[edition], true);
    }
    for dash in [" - ", " – ", " — "] {
        // "Artist - Album - Track", or the other way round.
        let all: Vec<&str> = text.split(dash).collect();
        if let [first, middle, last] = all.as_slice() {
            add_of(last, &[first, middle], true);
            add_of(first, &[last, middle], true);
        }
    }
    let mut add = |title: &str, of: &str| add_of(title, &[of], true);
    for dash in [" - ", " – ", " — "] {
        if let Some((one, other)) = text.split_once(dash) {
            add(one, other);
            add(other, one);
        }
    }
    // Lower case keeps where bytes are only in ASCII.
    let lower = text.to_ascii_lowercase();
    for of in OF {
        if let Some(at) = lower.rfind(of) {
            let (title, rest) = text.split_at(at);
            add(title, rest.get(of.len()..).unwrap_or_default());
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    for count in 1..words.len() {
        let (title, of) = words.split_at(words.len() - count);
        add_of(&title.join(" "), &[&of.join(" ")], false);
        let (of, title) = words.split_at(count);
        add_of(&title.join(" "), &[&of.join(" ")], false);
    }
    found
}

/// Returns the ways to take a text apart that leave a sign which stands alone at an end by itself: "Ed
/// Sheeran ÷", "!!! Louden Up Now". What stands between two words only parts them.
pub(super) fn of_signs(text: &str) -> Vec<Parts> {
    let is_signs = |part: &str| !part.contains(char::is_alphanumeric);
    let mut parts = parts(text);
    parts.retain(|parts| is_signs(&parts.title) != parts.of.iter().any(|of| is_signs(of)));
    parts
}

/// Tells whether an item has the title.
pub(super) fn is_titled(item: &MediaItem, title: &NameQuery) -> bool {
    let original = match item.item_type {
        // Of a track, that is its artist.
        ItemType::Track => None,
        _ => item.original_title.as_deref(),
    };
    [Some(item.title.as_str()), original]
        .into_iter()
        .flatten()
        .any(|name| title.fit(name, item.year) >= Fit::Same)
}

/// Tells whether an item is somebody's: its artist's, its show's, or that of a person in it; or is of an
/// edition or a library. It must be of each.
pub(super) fn is_of(item: &MediaItem, of: &[NameQuery]) -> bool {
    let mut of = of.iter();
    of.all(|of| {
        is_somebodys(item, of, Fit::Words)
            || is_of_edition(item, of, Fit::Words)
            || is_in_library(item, of, Fit::Words)
    })
}

/// Tells whether a text can hardly mean anything but the item: whoever or whatever it is of is named in whole, and
/// the library only where a sign or a word says so. "Jackie Brown" is no "Jackie" with somebody called Brown in it,
/// and "Scary Movies" no "Scary" of a library "Movies".
pub(super) fn is_sure(item: &MediaItem, text: &str) -> bool {
    let of_title = parts(text).into_iter();
    let mut of_title = of_title.filter(|parts| is_titled(item, &NameQuery::new(&parts.title)));
    of_title.any(|parts| {
        parts.of.iter().map(|of| NameQuery::new(of)).all(|of| {
            is_somebodys(item, &of, Fit::Same)
                || is_of_edition(item, &of, Fit::Same)
                || (parts.is_said && is_in_library(item, &of, Fit::Same))
        })
    })
}

/// Tells whether a name fits the one that was looked for. A number is the whole of a name or none of it: "Rocky 2"
/// is no "Rocky" of "Films 2".
fn is_called(name: &str, of: &NameQuery, least: Fit) -> bool {
    let least = if of.is_number() { Fit::Same } else { least };
    of.fit(name, None) >= least
}

fn is_somebodys(item: &MediaItem, of: &NameQuery, least: Fit) -> bool {
    let above = [
        &item.original_title,
        &item.parent_title,
        &item.grandparent_title,
    ];
    let above = above.into_iter().flatten().map(String::as_str);
    let people = [&item.directors, &item.writers, &item.producers];
    let people = people.into_iter().flatten().map(|tag| tag.tag.as_str());
    let cast = item.roles.iter().map(|role| role.tag.as_str());
    above
        .chain(people)
        .chain(cast)
        .any(|name| is_called(name, of, least))
}

/// What an edition is called beside its own name, which some say and some leave out.
const EDITIONS: [&str; 3] = [" edition", " cut", " version"];

/// Tells whether the name is that of the item's edition.
fn is_of_edition(item: &MediaItem, of: &NameQuery, least: Fit) -> bool {
    let is_edition = |edition: &String| {
        let folded = fold(edition);
        let own = EDITIONS.iter().find_map(|end| folded.strip_suffix(end));
        let own = own.unwrap_or(&folded);
        let mut written = EDITIONS.iter().map(|end| format!("{own}{end}"));
        is_called(edition, of, least) || written.any(|name| is_called(&name, of, least))
    };
    item.edition_title.as_ref().is_some_and(is_edition)
}

/// Tells whether the name is that of the item's library.
fn is_in_library(item: &MediaItem, of: &NameQuery, least: Fit) -> bool {
    let library = item.library_section_title.as_deref();
    library.is_some_and(|library| is_called(library, of, least))
}

/// Returns what an item was found by, beside its title.
pub(super) fn reason(item: &MediaItem, query: &str) -> &'static str {
    let by = |is: &dyn Fn(&MediaItem, &NameQuery) -> bool| {
        let parts = parts(query).into_iter();
        parts
            .filter(|parts| is_titled(item, &NameQuery::new(&parts.title)))
            .any(|parts| parts.of.iter().all(|of| is(item, &NameQuery::new(of))))
    };
    if !by(&|item, of| is_somebodys(item, of, Fit::Words)) {
        if by(&|item, of| is_of_edition(item, of, Fit::Words)) {
            return "title and edition";
        }
        if by(&|item, of| is_in_library(item, of, Fit::Words)) {
            return "title and library";
        }
    }
    match item.item_type {
        ItemType::Album | ItemType::Track => "title and artist",
        ItemType::Season | ItemType::Episode => "title and show",
        _ => "title and person",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(String, String)> {
        let parts = parts(text).into_iter();
        parts
            .map(|parts| (parts.title, parts.of.join(" of ")))
            .collect()
    }

    fn pair(title: &str, of: &str) -> (String, String) {
        (title.to_owned(), of.to_owned())
    }

    #[test]
    fn signs_and_words_between_come_first() {
        assert_eq!(
            of("Live - Queen")[..2],
            [pair("Live", "Queen"), pair("Queen", "Live")]
        );
        assert_eq!(
            of("Beatles - Abbey Road - Come Together")[..2],
            [
                pair("Come Together", "Beatles of Abbey Road"),
                pair("Beatles", "Come Together of Abbey Road")
            ]
        );
        assert_eq!(
            of("Blade Runner {edition-Final Cut}")[0],
            pair("Blade Runner", "Final Cut")
        );
        assert_eq!(of("Red Red Wine by UB40")[0], pair("Red Red Wine", "UB40"));
        assert_eq!(of("Heat WITH Al Pacino")[0], pair("Heat", "Al Pacino"));
    }

    #[test]
    fn signs_that_stand_alone_are_names() {
        let titles = |text: &str| {
            let parts = of_signs(text).into_iter();
            parts.map(|parts| parts.title).collect::<Vec<_>>()
        };
        assert_eq!(titles("Ed Sheeran ÷"), ["Ed Sheeran", "÷"]);
        assert!(titles("Ed Sheeran - =").contains(&"=".to_owned()));
        assert!(titles("Mission: Impossible - Fallout").is_empty());
        assert!(titles("!!!").is_empty());
    }

    #[test]
    fn every_word_may_be_where_the_title_ends_or_begins() {
        let parts = of("Queen Live");
        assert_eq!(parts, [pair("Queen", "Live"), pair("Live", "Queen")]);
        assert!(of("one two three four five six seven eight nine ten").len() <= SPLITS);
        assert!(of("Metropolis").is_empty() && of(" - ").is_empty());
    }
}
