//! The orders in which a list can be asked for.

use plex_client::{Direction, Field, Sort};
use serde_json::Value;

use super::{field::our_name, squeezed};
use crate::{error::ToolError, nearest::nearest};

/// Orders that servers take and do not list.
pub(crate) const UNLISTED: [&str; 6] = [
    "titleSort",
    "addedAt",
    "updatedAt",
    "year",
    "random",
    "index",
];

/// Names for orders and Plex's own; a name is also taken as Plex writes it.
const ORDERS: [(&str, &str); 24] = [
    ("title", "titleSort"),
    ("added_at", "addedAt"),
    ("updated_at", "updatedAt"),
    ("released", "originallyAvailableAt"),
    ("year", "year"),
    ("rating", "rating"),
    ("audience_rating", "audienceRating"),
    ("user_rating", "userRating"),
    ("content_rating", "contentRating"),
    ("duration", "duration"),
    ("last_viewed_at", "lastViewedAt"),
    ("last_rated_at", "lastRatedAt"),
    ("view_count", "viewCount"),
    ("rating_count", "ratingCount"),
    ("resolution", "mediaHeight"),
    ("bitrate", "mediaBitrate"),
    ("unwatched_episodes", "unviewedLeafCount"),
    ("episode_added_at", "episode.addedAt"),
    ("progress", "viewOffset"),
    ("show", "show.titleSort"),
    ("artist", "artist.titleSort"),
    ("album", "album.titleSort"),
    ("original_title", "originalTitle"),
    ("random", "random"),
];

/// Other names for orders.
const SYNONYMS: [(&str, &str); 18] = [
    ("name", "titleSort"),
    ("alphabetical", "titleSort"),
    ("date_added", "addedAt"),
    ("added", "addedAt"),
    ("release_date", "originallyAvailableAt"),
    ("aired", "originallyAvailableAt"),
    ("date", "originallyAvailableAt"),
    ("critic_rating", "rating"),
    ("score", "rating"),
    ("length", "duration"),
    ("runtime", "duration"),
    ("last_watched", "lastViewedAt"),
    ("last_played", "lastViewedAt"),
    ("popularity", "ratingCount"),
    ("plays", "viewCount"),
    ("play_count", "viewCount"),
    ("quality", "mediaHeight"),
    ("shuffle", "random"),
];

/// Orders in one word, as people say them; these have their direction in them.
const WORDS: [(&str, &str); 23] = [
    ("newest", "originallyAvailableAt:desc"),
    ("oldest", "originallyAvailableAt"),
    ("newest_first", "originallyAvailableAt:desc"),
    ("oldest_first", "originallyAvailableAt"),
    ("a_z", "titleSort"),
    ("a_to_z", "titleSort"),
    ("z_a", "titleSort:desc"),
    ("z_to_a", "titleSort:desc"),
    ("latest", "addedAt:desc"),
    ("most_recent", "addedAt:desc"),
    ("newly_added", "addedAt:desc"),
    ("recent", "addedAt:desc"),
    ("recently_added", "addedAt:desc"),
    ("recently_watched", "lastViewedAt:desc"),
    ("most_watched", "viewCount:desc"),
    ("most_played", "viewCount:desc"),
    ("least_watched", "viewCount"),
    ("best", "rating:desc"),
    ("highest_rated", "rating:desc"),
    ("worst", "rating"),
    ("top_rated", "rating:desc"),
    ("longest", "duration:desc"),
    ("shortest", "duration"),
];

/// What a word means where a library has no such order: artists come out on no day.
const OTHERWISE: [(&str, &str); 6] = [
    ("originallyAvailableAt:desc", "addedAt:desc"),
    ("originallyAvailableAt", "addedAt"),
    ("rating:desc", "audienceRating:desc"),
    ("rating", "audienceRating"),
    ("audienceRating:desc", "userRating:desc"),
    ("audienceRating", "userRating"),
];

/// Reads what an order that begins with a word such as `newest` may mean, the likeliest first; of any
/// other order, the only thing that it means.
///
/// # Errors
///
/// As [`plex_sort`].
pub(crate) fn meanings(sort: &str) -> Result<Vec<Sort>, ToolError> {
    let mut meanings = vec![plex_sort(sort)?];
    let (first, rest) = match sort.split_once(',') {
        Some((first, rest)) => (first, Some(plex_sort(rest)?)),
        None => (sort, None),
    };
    let mut meant = word(first);
    while let Some((_, other)) = OTHERWISE.iter().find(|(known, _)| Some(*known) == meant) {
        let other_sort: Sort = other.parse()?;
        meanings.push(match &rest {
            Some(rest) => other_sort.then(rest.clone()),
            None => other_sort,
        });
        meant = Some(other);
    }
    Ok(meanings)
}

/// Returns the order that one word stands for.
fn word(text: &str) -> Option<&'static str> {
    let wanted = squeezed(text);
    let word = WORDS.iter().find(|(word, _)| squeezed(word) == wanted);
    word.map(|(_, order)| *order)
}

/// Reads an order such as `added_at:desc` or `year:desc,title`.
///
/// # Errors
///
/// `invalid_argument` that lists the orders there are and offers the nearest.
pub(crate) fn plex_sort(sort: &str) -> Result<Sort, ToolError> {
    let (first, rest) = match sort.split_once(',') {
        Some((first, rest)) => (first, Some(rest)),
        None => (sort, None),
    };
    let first = part(first)?;
    match rest {
        Some(rest) => Ok(first.then(plex_sort(rest)?)),
        None => Ok(first),
    }
}

/// Returns one order with its direction.
fn part(part: &str) -> Result<Sort, ToolError> {
    let (name, direction) = directed(part);
    let wanted = squeezed(name);
    if let (Some(order), None) = (word(name), direction) {
        return Ok(order.parse()?);
    }
    let order = ORDERS
        .iter()
        .find(|(friendly, plex)| squeezed(friendly) == wanted || squeezed(plex) == wanted)
        .or_else(|| SYNONYMS.iter().find(|(word, _)| squeezed(word) == wanted));
    let Some((_, plex)) = order else {
        let names: Vec<&str> = ORDERS.iter().map(|(friendly, _)| *friendly).collect();
        let allowed = format!("one of {}, each with :asc or :desc", names.join(", "));
        return Err(
            ToolError::refused("sort", &Value::from(name), &allowed).meant(nearest(name, names))
        );
    };
    match direction.map(str::to_ascii_lowercase).as_deref() {
        None | Some("asc" | "ascending") => Ok(Sort::by(Field::new(plex)?, Direction::Ascending)),
        Some("desc" | "descending") => Ok(Sort::by(Field::new(plex)?, Direction::Descending)),
        Some(_) => {
            let direction = Value::from(direction);
            Err(ToolError::refused(
                "sort",
                &direction,
                "asc or desc after the colon",
            ))
        }
    }
}

/// Returns the name of an order and its direction: `year:desc`, `year desc`, `-year`.
fn directed(part: &str) -> (&str, Option<&str>) {
    if let Some((name, direction)) = part.split_once(':') {
        return (name.trim(), Some(direction.trim()));
    }
    let part = part.trim();
    if let Some(name) = part.strip_prefix('-') {
        return (name.trim(), Some("desc"));
    }
    let is_direction =
        |word: &str| ["asc", "ascending", "desc", "descending"].contains(&&*word.to_lowercase());
    match part.rsplit_once(char::is_whitespace) {
        Some((name, direction)) if is_direction(direction) => (name.trim(), Some(direction)),
        _ => (part, None),
    }
}

/// Tells whether one of Plex's orders can be asked for by its name.
pub(crate) fn is_known(plex: &str) -> bool {
    ORDERS.iter().any(|(_, known)| *known == plex)
}

/// Returns our name for one of Plex's orders.
pub(crate) fn name_of(plex: &str) -> String {
    let known = ORDERS.iter().find(|(_, other)| *other == plex);
    known.map_or_else(|| our_name(plex), |(ours, _)| (*ours).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friendly_names_and_plex_names_mean_the_same() {
        let read = |sort: &str| plex_sort(sort).unwrap().to_string();
        for sort in ["added_at:desc", "addedAt:desc", " Added At : DESC "] {
            assert_eq!(read(sort), "addedAt:desc", "{sort}");
        }
        assert_eq!(read("year:desc, title"), "year:desc,titleSort");
        assert_eq!(read("Newest"), "originallyAvailableAt:desc");
        assert_eq!(read("top rated,title"), "rating:desc,titleSort");
        for sort in ["-year", "year desc", "Year DESCENDING", "year:descending"] {
            assert_eq!(read(sort), "year:desc", "{sort}");
        }
        assert_eq!(read("oldest"), "originallyAvailableAt");
        assert_eq!(read("A-Z"), "titleSort");
        assert_eq!(read("date added"), "addedAt");
        assert!(plex_sort("newest:asc").is_err());
    }

    #[test]
    fn a_word_may_mean_several_orders_and_a_name_one() {
        let read = |sort: &str| -> Vec<String> {
            let meanings = meanings(sort).unwrap();
            meanings.iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            read("newest"),
            ["originallyAvailableAt:desc", "addedAt:desc"]
        );
        assert_eq!(
            read("Oldest,title"),
            ["originallyAvailableAt,titleSort", "addedAt,titleSort"]
        );
        assert_eq!(
            read("best"),
            ["rating:desc", "audienceRating:desc", "userRating:desc"]
        );
        assert_eq!(read("released:desc"), ["originallyAvailableAt:desc"]);
        assert!(meanings("newest:asc").is_err());
    }

    #[test]
    fn an_unknown_order_offers_the_nearest() {
        let error = plex_sort("adedat:desc").unwrap_err();
        assert_eq!(error.advice(), Some("Did you mean \"added_at\"?"));
        assert!(
            error
                .message()
                .starts_with("sort: \"adedat\" is not allowed; give one of title, added_at")
        );
        assert!(plex_sort("").is_err());
        assert!(
            plex_sort("title:down")
                .unwrap_err()
                .message()
                .contains("asc or desc")
        );
    }
}
