//! Ranks how well something fits what was looked for, and why it was found.

use super::compare::Fit;
use super::fit::NameQuery;
use super::{MatchReason, SearchHit, SearchSubject};
use crate::model::{ItemType, MediaItem, TagHit};

/// The judgement on a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rank {
    pub(super) matched: MatchReason,
    /// 0 to 1.
    pub(super) score: f64,
}

impl Rank {
    /// Says whether its title, or its name, is what was looked for.
    pub(super) fn is_by_title(self) -> bool {
        self.score >= BY_TITLE
    }
}

/// The least score of a title; what was found by anything else is below.
const BY_TITLE: f64 = 0.6;

/// Judges a candidate. `hint` is the reason the server gave, `server` its score from 0 to 1.
pub(super) fn rank(
    wanted: &NameQuery,
    subject: &SearchSubject,
    hint: Option<&str>,
    server: f64,
) -> Rank {
    let (matched, base) = match subject {
        SearchSubject::Item(item) => of_item(wanted, item, hint),
        SearchSubject::Tag(tag) => of_tag(wanted, tag, hint),
    };
    // What is between two steps goes by the kind of thing, and then by what the server thinks.
    let within = weight(subject) * 0.03 + server.clamp(0.0, 1.0) * 0.01;
    Rank {
        matched,
        score: base + within,
    }
}

impl SearchHit {
    /// Judges an item that was come by in another way as a search for `wanted` judges its hits.
    ///
    /// ```
    /// # fn example(item: plex_client::MediaItem) {
    /// let wanted = plex_client::NameQuery::new("metropolis");
    /// let hit = plex_client::SearchHit::of_item(item, &wanted);
    /// println!("{} for {:?}", hit.score, hit.matched);
    /// # }
    /// ```
    #[must_use]
    pub fn of_item(item: MediaItem, wanted: &NameQuery) -> Self {
        let subject = SearchSubject::Item(Box::new(item));
        let Rank { matched, score } = rank(wanted, &subject, None, 0.0);
        Self {
            subject,
            matched,
            score,
        }
    }
}

fn of_item(wanted: &NameQuery, item: &MediaItem, hint: Option<&str>) -> (MatchReason, f64) {
    let own = [Some(&item.title), item.original_title.as_ref()]
        .into_iter()
        .flatten()
        .map(|title| wanted.fit(title, item.year))
        .max()
        .unwrap_or(Fit::None);
    let by_title = step(own);
    if by_title > 0.0 {
        return (MatchReason::Title, by_title);
    }
    let parents = [&item.parent_title, &item.grandparent_title];
    let of_parent = parents
        .into_iter()
        .flatten()
        .map(|title| wanted.fit(title, item.year))
        .max()
        .unwrap_or(Fit::None);
    if of_parent > Fit::None {
        return (MatchReason::ParentTitle, 0.45);
    }
    let reason = hint
        .and_then(reason_of)
        .or_else(|| item.reason.as_deref().and_then(reason_of))
        .or_else(|| reason_in(wanted, item));
    match reason {
        Some(reason) => (reason, 0.35),
        None => (MatchReason::Other, 0.2),
    }
}

fn of_tag(wanted: &NameQuery, tag: &TagHit, hint: Option<&str>) -> (MatchReason, f64) {
    let matched = kind_of(tag, hint);
    match step(wanted.fit(&tag.tag, None)) {
        // Just below an item of the same name.
        fit if fit > 0.0 => (matched, fit - 0.02),
        _ => (matched, 0.3),
    }
}

fn step(fit: Fit) -> f64 {
    match fit {
        Fit::None => 0.0,
        Fit::Contains => 0.62,
        Fit::Beginnings => 0.69,
        Fit::Words => 0.77,
        Fit::Prefix => 0.85,
        Fit::Same => 0.91,
        Fit::Exact => 0.95,
    }
}

/// Returns how much a hit weighs: films and shows more than what is in them.
fn weight(subject: &SearchSubject) -> f64 {
    match subject {
        SearchSubject::Item(item) => match item.item_type {
            ItemType::Movie | ItemType::Show | ItemType::Artist => 1.0,
            ItemType::Collection | ItemType::Album => 0.8,
            ItemType::Season | ItemType::Episode | ItemType::Track => 0.6,
            _ => 0.4,
        },
        SearchSubject::Tag(_) => 0.5,
    }
}

/// Returns what kind of tag it is, by its number or by the hub it was in.
pub(super) fn kind_of(tag: &TagHit, hint: Option<&str>) -> MatchReason {
    match tag.tag_type {
        Some(1) => MatchReason::Genre,
        Some(2) => MatchReason::Collection,
        Some(4..=7) => MatchReason::Person,
        _ => {
            let field = tag.filter.as_deref().and_then(|f| f.split('=').next());
            hint.and_then(reason_of)
                .or_else(|| field.and_then(reason_of))
                .unwrap_or(MatchReason::Tag)
        }
    }
}

/// Returns the reason a word of the server stands for.
fn reason_of(word: &str) -> Option<MatchReason> {
    Some(match word {
        "actor" | "director" | "writer" | "producer" | "role" | "person" | "people" => {
            MatchReason::Person
        }
        "genre" => MatchReason::Genre,
        "collection" => MatchReason::Collection,
        "label" | "mood" | "style" | "country" | "studio" | "tag" | "autotag" | "place" => {
            MatchReason::Tag
        }
        _ => return None,
    })
}

/// Returns the reason that can be seen in the item itself.
fn reason_in(wanted: &NameQuery, item: &MediaItem) -> Option<MatchReason> {
    let fits = |name: &str| wanted.fit(name, None) > Fit::None;
    let people = [&item.directors, &item.writers, &item.producers];
    if item.roles.iter().any(|role| fits(&role.tag))
        || people.into_iter().flatten().any(|tag| fits(&tag.tag))
    {
        Some(MatchReason::Person)
    } else if item.genres.iter().any(|tag| fits(&tag.tag)) {
        Some(MatchReason::Genre)
    } else if item.collections.iter().any(|tag| fits(&tag.tag)) {
        Some(MatchReason::Collection)
    } else if [&item.labels, &item.countries, &item.moods, &item.styles]
        .into_iter()
        .flatten()
        .any(|tag| fits(&tag.tag))
    {
        Some(MatchReason::Tag)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn film(title: &str, year: i32) -> SearchSubject {
        SearchSubject::Item(Box::new(MediaItem {
            title: title.to_owned(),
            year: Some(year),
            item_type: ItemType::Movie,
            ..MediaItem::default()
        }))
    }

    fn order(query: &str, titles: &[(&str, i32)]) -> Vec<String> {
        let wanted = NameQuery::new(query);
        let mut ranked: Vec<_> = titles
            .iter()
            .map(|(title, year)| (rank(&wanted, &film(title, *year), None, 0.0), *title))
            .collect();
        ranked.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
        ranked
            .into_iter()
            .map(|(_, title)| title.to_owned())
            .collect()
    }

    #[test]
    fn better_fits_come_first() {
        let titles = [
            ("Something Else", 2000),
            ("Unkindly Kind", 2000),
            ("Mankind", 2000),
            ("The Kindness of Men", 2000),
            ("Kind of Blue", 2000),
            ("The Kind", 2000),
        ];
        assert_eq!(
            order("kind", &titles),
            [
                "The Kind",
                "Kind of Blue",
                "Unkindly Kind",
                // No word of it is that.
                "The Kindness of Men",
                "Mankind",
                "Something Else",
            ]
        );
    }

    #[test]
    fn a_year_tells_films_of_one_name_apart() {
        let titles = [("Nosferatu", 1979), ("Nosferatu", 1922), ("1922", 2017)];
        let wanted = NameQuery::new("Nosferatu 1922");
        let scores: Vec<f64> = titles
            .iter()
            .map(|(title, year)| rank(&wanted, &film(title, *year), None, 0.0).score)
            .collect();
        assert!(scores[1] > scores[0] && scores[0] > scores[2], "{scores:?}");
    }

    #[test]
    fn the_reason_is_the_nearest_one() {
        let wanted = NameQuery::new("Lang");
        let mut item = MediaItem {
            title: "M".to_owned(),
            ..MediaItem::default()
        };
        let matched = |item: &MediaItem, hint| {
            rank(
                &wanted,
                &SearchSubject::Item(Box::new(item.clone())),
                hint,
                0.0,
            )
            .matched
        };
        assert_eq!(matched(&item, None), MatchReason::Other);
        assert_eq!(matched(&item, Some("director")), MatchReason::Person);
        item.reason = Some("genre".to_owned());
        assert_eq!(matched(&item, Some("movie")), MatchReason::Genre);
        item.reason = None;
        item.directors.push(crate::model::Tag {
            tag: "Fritz Lang".to_owned(),
            ..Default::default()
        });
        assert_eq!(matched(&item, None), MatchReason::Person);
        item.grandparent_title = Some("Lang & Co".to_owned());
        assert_eq!(matched(&item, Some("director")), MatchReason::ParentTitle);
        item.title = "Lang".to_owned();
        assert_eq!(matched(&item, Some("director")), MatchReason::Title);
    }

    #[test]
    fn an_item_comes_before_a_tag_of_its_name() {
        let wanted = NameQuery::new("chaplin");
        let tag = SearchSubject::Tag(Box::new(TagHit {
            tag: "Chaplin".to_owned(),
            tag_type: Some(6),
            ..TagHit::default()
        }));
        let person = rank(&wanted, &tag, None, 1.0);
        assert_eq!(person.matched, MatchReason::Person);
        assert!(person.score < rank(&wanted, &film("Chaplin", 1992), None, 0.0).score);
        assert!(person.score > rank(&wanted, &film("Chaplin's Life", 1992), None, 1.0).score);
    }
}
