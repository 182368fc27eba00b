//! Generated shows and music: what is in levels.

use super::super::Builder;
use super::super::media::Place;
use super::{Words, generated_tags, generated_title, shared, tenths};
use crate::library::reader::{Read, Reader};
use crate::seed::Seed;
use crate::world::{Item, ItemId, Kind, Name, SectionId, Tagging, Value, name};

/// Leaves in one season or album.
const LEAVES: usize = 10;

/// Seasons of one show, or albums of one artist.
const MIDDLES: usize = 5;

/// What kinds of items are in which.
struct Levels {
    top: Kind,
    middle: Kind,
    leaf: Kind,
    /// What its files are usually made as.
    make: &'static str,
    /// Minutes that a leaf takes, from and to.
    minutes: (i64, i64),
}

const SHOWS: Levels = Levels {
    top: Kind::Show,
    middle: Kind::Season,
    leaf: Kind::Episode,
    make: "hd",
    minutes: (20, 65),
};

const MUSIC: Levels = Levels {
    top: Kind::Artist,
    middle: Kind::Album,
    leaf: Kind::Track,
    make: "flac",
    minutes: (2, 9),
};

/// An item before it has its place.
struct Draft {
    kind: Kind,
    parent: Option<ItemId>,
    /// Its number in what it is in.
    index: Option<usize>,
    title: String,
    year: i64,
    added_at: i64,
}

impl Builder {
    /// Adds shows, of which the nth episode came as the `places[n]`th.
    pub(super) fn generated_shows(
        &mut self,
        places: &[u32],
        words: &Words,
        seed: &mut Seed,
    ) -> Read<()> {
        self.generated_series(&SHOWS, places, words, seed)
    }

    /// Adds artists, of which the nth track came as the `places[n]`th.
    pub(super) fn generated_music(
        &mut self,
        places: &[u32],
        words: &Words,
        seed: &mut Seed,
    ) -> Read<()> {
        self.generated_series(&MUSIC, places, words, seed)
    }

    fn generated_series(
        &mut self,
        levels: &Levels,
        places: &[u32],
        words: &Words,
        seed: &mut Seed,
    ) -> Read<()> {
        let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
        let mut dates = Vec::with_capacity(LEAVES * MIDDLES);
        for places in places.chunks(LEAVES * MIDDLES) {
            dates.clear();
            let arrived = places.iter().map(|place| (*place, count));
            dates.extend(arrived.map(|arrived| self.added_at(arrived, seed)));
            self.generated_one(levels, &dates, words, seed)?;
        }
        Ok(())
    }

    /// Adds a show or an artist, with a leaf for each of these dates. What is above a leaf came with the
    /// first one in it.
    fn generated_one(
        &mut self,
        levels: &Levels,
        dates: &[i64],
        words: &Words,
        seed: &mut Seed,
    ) -> Read<()> {
        let first = |dates: &[i64]| dates.first().copied().unwrap_or(0);
        let year = 2026 - i64::try_from(seed.below(60)).unwrap_or(0);
        let top = Draft {
            kind: levels.top,
            parent: None,
            index: None,
            title: generated_title(words, seed),
            year,
            added_at: first(dates),
        };
        let top = self.generated_item(top, Vec::new(), words, seed);
        for (nth, dates) in (1..).zip(dates.chunks(LEAVES)) {
            let title = match levels.middle {
                Kind::Season => format!("Season {nth}"),
                _ => generated_title(words, seed),
            };
            let year = year + i64::try_from(nth).unwrap_or(0) - 1;
            let middle = Draft {
                kind: levels.middle,
                parent: Some(top),
                index: Some(nth),
                title,
                year,
                added_at: first(dates),
            };
            let middle = self.generated_item(middle, Vec::new(), words, seed);
            for (nth, added_at) in (1..).zip(dates) {
                let leaf = Draft {
                    kind: levels.leaf,
                    parent: Some(middle),
                    index: Some(nth),
                    title: generated_title(words, seed),
                    year,
                    added_at: *added_at,
                };
                let (low, high) = levels.minutes;
                let duration = seed.between(low, high) * 60_000 + seed.between(0, 60_000);
                let facts = vec![(name::DURATION, Value::Int(duration))];
                let leaf = self.generated_item(leaf, facts, words, seed);
                self.generated_file(leaf, levels.make, duration)?;
                self.generated_view(leaf, duration, *added_at, seed);
            }
        }
        Ok(())
    }

    fn generated_item(
        &mut self,
        draft: Draft,
        mut facts: Vec<(Name, Value)>,
        words: &Words,
        seed: &mut Seed,
    ) -> ItemId {
        let section = SectionId(0);
        let rating_key = self.world.next_rating_key();
        let guid = format!("tvdb://{rating_key}");
        let mut item = Item::new(rating_key, draft.kind, Some(section));
        item.parent = draft.parent;
        let added_at = draft.added_at;
        facts.extend([
            (name::TITLE, Value::from(draft.title.as_str())),
            (name::ADDED_AT, Value::Int(added_at)),
            (
                name::UPDATED_AT,
                Value::Int(added_at + seed.between(60, 3600)),
            ),
        ]);
        if let Some(index) = draft.index {
            facts.push((name::INDEX, Value::Int(i64::try_from(index).unwrap_or(0))));
        }
        if draft.kind != Kind::Artist {
            facts.push((name::YEAR, Value::Int(draft.year)));
        }
        if !matches!(draft.kind, Kind::Season | Kind::Track) {
            let summary = shared(seed.pick(&words.summaries));
            facts.extend(summary.map(|summary| (name::SUMMARY, summary)));
            facts.push((name::RATING, tenths(seed, 25, 95)));
        }
        if matches!(draft.kind, Kind::Show | Kind::Album) {
            let studio = shared(seed.pick(&words.studios));
            facts.extend(studio.map(|studio| (name::STUDIO, studio)));
        }
        if matches!(draft.kind, Kind::Show | Kind::Episode) {
            let rating = shared(seed.pick(&words.content_ratings));
            facts.extend(rating.map(|rating| (name::CONTENT_RATING, rating)));
            item.guids = Box::new([guid.into()]);
        }
        item.attributes = facts.into_iter().collect();
        item.tags = tags(draft.kind, words, seed);
        let id = self.world.items.add(item);
        self.place_in_section(id, section);
        id
    }

    fn generated_file(&mut self, id: ItemId, make: &str, duration: i64) -> Read<()> {
        let Some(item) = self.world.items.get(id) else {
            return Ok(());
        };
        let (kind, stem) = (item.kind, self.usual_stem(item));
        let place = Place {
            kind,
            stem: &stem,
            duration: Some(duration),
        };
        let nothing = serde_json::Value::Null;
        let media = self.usual_version(&Reader::new(&nothing), make, &place, 0)?;
        if let Some(item) = self.world.items.get_mut(id) {
            item.media = Box::new([media]);
        }
        Ok(())
    }
}

/// Returns the tags of an item: all that films have on shows, people on episodes, genres on artists and
/// albums.
fn tags(kind: Kind, words: &Words, seed: &mut Seed) -> Box<[Tagging]> {
    match kind {
        Kind::Show => generated_tags(words, seed),
        Kind::Episode => {
            let people = [&words.people.directors, &words.people.writers];
            let people = people.map(|people| seed.pick(people).copied());
            let tagging = |tag| Tagging { tag, role: None };
            people.into_iter().flatten().map(tagging).collect()
        }
        Kind::Artist | Kind::Album => {
            let genre = seed.pick(&words.genres).copied();
            genre
                .map(|tag| Tagging { tag, role: None })
                .into_iter()
                .collect()
        }
        _ => Box::default(),
    }
}
