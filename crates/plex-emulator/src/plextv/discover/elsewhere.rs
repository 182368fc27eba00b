//! Titles that the sample server does not have: facts of well-known films and shows.

use super::title::Title;
use crate::seed::Seed;

/// A title: whether it is a show, its name, year, date, minutes, IMDb, TMDB and TVDB ids, studio.
type Row = (
    bool,
    &'static str,
    i64,
    &'static str,
    i64,
    &'static [&'static str],
    &'static str,
);

const ROWS: &[Row] = &[
    (
        false,
        "Perfect Days",
        2023,
        "2023-12-21",
        124,
        &["imdb://tt27503384", "tmdb://976893"],
        "Master Mind",
    ),
    (
        false,
        "Anatomy of a Fall",
        2023,
        "2023-08-23",
        151,
        &["imdb://tt17009710", "tmdb://915935"],
        "Les Films Pelléas",
    ),
    (
        false,
        "The Zone of Interest",
        2023,
        "2023-12-15",
        105,
        &["imdb://tt7160372", "tmdb://467244"],
        "Film4",
    ),
    (
        false,
        "The Substance",
        2024,
        "2024-09-07",
        141,
        &["imdb://tt17526714", "tmdb://933260"],
        "Working Title",
    ),
    (
        false,
        "Past Lives",
        2023,
        "2023-06-02",
        106,
        &["imdb://tt13238346", "tmdb://666277"],
        "A24",
    ),
    (
        true,
        "Shōgun",
        2024,
        "2024-02-27",
        59,
        &["imdb://tt2788316", "tmdb://126308", "tvdb://392573"],
        "FX",
    ),
    (
        true,
        "Severance",
        2022,
        "2022-02-18",
        50,
        &["imdb://tt11280740", "tmdb://95396", "tvdb://371980"],
        "Apple TV+",
    ),
    (
        true,
        "Dark",
        2017,
        "2017-12-01",
        53,
        &["imdb://tt5753856", "tmdb://70523", "tvdb://334824"],
        "Netflix",
    ),
];

/// Returns all of them.
pub(super) fn titles() -> impl Iterator<Item = Title> {
    ROWS.iter().map(|row| {
        let (is_show, name, year, released, minutes, guids, studio) = *row;
        Title {
            key: Seed::of(&format!("{name} {year}")).hex(24),
            is_show,
            title: name.to_owned(),
            year: Some(year),
            summary: format!("{name}, first shown on {released}."),
            studio: Some(studio.to_owned()),
            content_rating: None,
            rating: Some(7.5),
            duration: Some(minutes * 60_000),
            released: Some(released.to_owned()),
            guids: guids.iter().map(|guid| (*guid).to_owned()).collect(),
            episodes: if is_show { 19 } else { 0 },
            seasons: if is_show { 2 } else { 0 },
            is_on_server: false,
        }
    })
}
