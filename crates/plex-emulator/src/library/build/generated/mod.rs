//! Generated libraries of any size, the same for the same seed. Films are here, what is in levels in `series`.

mod series;

use std::sync::Arc;

use super::super::error::parse_toml;
use super::super::generated::{Generated, Made};
use super::super::reader::{Read, Reader};
use super::Builder;
use super::media::Place;
use crate::seed::{Seed, uuid};
use crate::world::{
    Item, ItemId, Kind, Location, Media, Section, SectionId, SectionKind, TagId, TagKind, Tagging,
    Text, Value, World, name, next,
};

/// How often each make of file occurs, in a hundred.
const MAKES: &[(&str, usize)] = &[
    ("sd", 6),
    ("dvd", 12),
    ("hd", 20),
    ("fhd", 36),
    ("fhd-hevc", 14),
    ("uhd", 4),
    ("uhd-hdr10", 5),
    ("uhd-dv", 3),
];

/// The words that films are made of, shared by all that use them.
struct Words {
    adjectives: Vec<Text>,
    nouns: Vec<Text>,
    places: Vec<Text>,
    roles: Vec<Text>,
    studios: Vec<Text>,
    content_ratings: Vec<Text>,
    summaries: Vec<Text>,
    genres: Vec<TagId>,
    countries: Vec<TagId>,
    people: People,
}

/// The same people act, write and direct, some far more often than others.
struct People {
    actors: Vec<TagId>,
    directors: Vec<TagId>,
    writers: Vec<TagId>,
}

impl Builder {
    /// Adds one section of what is asked for.
    pub(in crate::library) fn generate(&mut self, what: &Generated) -> Read<()> {
        let (kind, title, path) = match what.kind {
            Made::Films => (SectionKind::Movie, "Films", "/media/films"),
            Made::Episodes => (SectionKind::Show, "Shows", "/media/shows"),
            Made::Tracks => (SectionKind::Artist, "Music", "/media/music"),
        };
        let mut section = Section::new("1".to_owned(), kind, title.to_owned());
        section.uuid = uuid(&format!("generated {}", title.to_lowercase()));
        section.created_at = self.now - 1000 * 86_400;
        section.updated_at = section.created_at;
        section.scanned_at = self.now - 3600;
        section.locations.push(Location {
            id: next(&mut self.world.ids.location),
            path: path.to_owned(),
        });
        self.world.sections.push(section);
        let words = parse_toml(include_str!("../../../../library/words.toml"))?;
        let mut seed = Seed::new(what.seed);
        let words = self.words(&Reader::new(&words), what.count, &mut seed)?;
        let places = what.arrival.places(what.count, what.seed);
        match what.kind {
            Made::Films => {
                for (nth, place) in (0..).zip(places) {
                    let place = (place, what.count);
                    self.generated_film(nth, place, &words, &mut seed)?;
                }
                Ok(())
            }
            Made::Episodes => self.generated_shows(&places, &words, &mut seed),
            Made::Tracks => self.generated_music(&places, &words, &mut seed),
        }
    }

    /// Returns when the title was added that came as the `place`th of `count`: they came over a thousand
    /// days, the last one an hour ago or more.
    fn added_at(&self, (place, count): (u32, u32), seed: &mut Seed) -> i64 {
        const SPAN: i64 = 1000 * 86_400 - 3600;
        let pause = SPAN / i64::from(count.max(1));
        let since_first = i64::from(place) * pause + seed.between(0, pause.max(1));
        self.now - 3600 - SPAN + since_first
    }

    fn words(&mut self, table: &Reader<'_>, films: u32, seed: &mut Seed) -> Read<Words> {
        let list = |key: &str| -> Read<Vec<Text>> {
            let words = table.list(key)?;
            words
                .iter()
                .map(|word| word.text().map(Text::from))
                .collect()
        };
        let given = list("given_names")?;
        let family = list("family_names")?;
        let mut names = Vec::new();
        for _ in 0..(films / 4).clamp(40, 20_000) {
            if let (Some(given), Some(family)) = (seed.pick(&given), seed.pick(&family)) {
                names.push(format!("{given} {family}"));
            }
        }
        let openings = list("openings")?;
        let middles = list("middles")?;
        let endings = list("endings")?;
        let mut summaries = Vec::new();
        for opening in &openings {
            for middle in &middles {
                let sentences = endings
                    .iter()
                    .map(|ending| format!("{opening} {middle} {ending}"));
                summaries.extend(sentences.map(Text::from));
            }
        }
        let tags = &mut self.world.tags;
        let mut tagged = |kind, names: &[String]| -> Vec<TagId> {
            names.iter().map(|name| tags.intern(kind, name)).collect()
        };
        let owned = |words: Vec<Text>| -> Vec<String> {
            words.iter().map(|word| word.to_string()).collect()
        };
        let few = names.get(..names.len() / 4).unwrap_or(&names);
        Ok(Words {
            adjectives: list("adjectives")?,
            nouns: list("nouns")?,
            places: list("places")?,
            roles: list("roles")?,
            studios: list("studios")?,
            content_ratings: list("content_ratings")?,
            summaries,
            genres: tagged(TagKind::Genre, &owned(list("genres")?)),
            countries: tagged(TagKind::Country, &owned(list("countries")?)),
            people: People {
                actors: tagged(TagKind::Role, &names),
                directors: tagged(TagKind::Director, few),
                writers: tagged(TagKind::Writer, few),
            },
        })
    }

    fn generated_film(
        &mut self,
        nth: u32,
        arrived: (u32, u32),
        words: &Words,
        seed: &mut Seed,
    ) -> Read<()> {
        let section = SectionId(0);
        let rating_key = self.world.next_rating_key();
        let mut item = Item::new(rating_key, Kind::Movie, Some(section));
        let title = generated_title(words, seed);
        let year = 2026 - i64::try_from(seed.below(90).min(seed.below(110))).unwrap_or(0);
        let duration = seed.between(62, 190) * 60_000 + seed.between(0, 60_000);
        let added_at = self.added_at(arrived, seed);
        let date = format!(
            "{year}-{:02}-{:02}",
            seed.between(1, 13),
            seed.between(1, 29)
        );
        let bare = title.strip_prefix("The ").map(Value::from);
        let stem = format!("/media/films/{title} ({year})/{title} ({year})");
        let facts = [
            (name::TITLE, Some(Value::from(title.as_str()))),
            (name::TITLE_SORT, bare),
            (name::YEAR, Some(Value::Int(year))),
            (name::SUMMARY, shared(seed.pick(&words.summaries))),
            (name::STUDIO, shared(seed.pick(&words.studios))),
            (
                name::CONTENT_RATING,
                shared(seed.pick(&words.content_ratings)),
            ),
            (name::RATING, Some(tenths(seed, 25, 95))),
            (name::AUDIENCE_RATING, Some(tenths(seed, 30, 93))),
            (name::DURATION, Some(Value::Int(duration))),
            (
                name::ORIGINALLY_AVAILABLE_AT,
                Some(Value::from(date.as_str())),
            ),
            (name::ADDED_AT, Some(Value::Int(added_at))),
            (
                name::UPDATED_AT,
                Some(Value::Int(added_at + seed.between(60, 3600))),
            ),
        ];
        let given = facts
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        item.attributes = given.collect();
        item.guids = Box::new([
            format!("imdb://tt{:07}", 9_000_000 + nth).into(),
            format!("tmdb://{}", 2_000_000 + nth).into(),
        ]);
        item.tags = generated_tags(words, seed);
        let place = Place {
            kind: Kind::Movie,
            stem: &stem,
            duration: Some(duration),
        };
        let mut media = vec![self.generated_version(&place, 0, seed)?];
        if seed.chance(2) {
            media.push(self.generated_version(&place, 1, seed)?);
        }
        item.media = media.into();
        let id = self.world.items.add(item);
        self.place_in_section(id, section);
        self.generated_view(id, duration, added_at, seed);
        Ok(())
    }

    fn generated_version(
        &mut self,
        place: &Place<'_>,
        version: usize,
        seed: &mut Seed,
    ) -> Read<Media> {
        let mut draw = seed.below(100);
        let make = MAKES.iter().find(|(_, share)| {
            let is_drawn = draw < *share;
            draw = draw.saturating_sub(*share);
            is_drawn
        });
        let nothing = serde_json::Value::Null;
        self.usual_version(
            &Reader::new(&nothing),
            make.map_or("fhd", |(make, _)| make),
            place,
            version,
        )
    }

    /// Lets a tenth be watched, and a few films be half watched.
    fn generated_view(&mut self, id: ItemId, duration: i64, added_at: i64, seed: &mut Seed) {
        let draw = seed.below(1000);
        if draw >= 102 {
            return;
        }
        // Nobody has seen what was not there yet.
        let viewed_at = (self.now - seed.between(3600, 700 * 86_400)).max(added_at);
        let offset = duration * seed.between(10, 80) / 100;
        self.world.views.change(World::OWNER, id, |view| {
            view.last_viewed_at = viewed_at;
            if draw < 2 {
                view.offset = offset;
            } else {
                view.count = 1;
            }
        });
    }
}

fn generated_title(words: &Words, seed: &mut Seed) -> String {
    let form = seed.below(5);
    let mut word = |list: &[Text]| seed.pick(list).map_or("", |word| &**word).to_owned();
    let (adjective, noun) = (word(&words.adjectives), word(&words.nouns));
    match form {
        0 => format!("The {adjective} {noun}"),
        1 => format!("{adjective} {noun}"),
        2 => format!("The {noun} of {}", word(&words.places)),
        3 => format!("{adjective} {noun} in {}", word(&words.places)),
        _ => format!("The {noun} and the {}", word(&words.nouns)),
    }
}

/// Returns a word as a value, without a copy of its own.
fn shared(word: Option<&Text>) -> Option<Value> {
    word.map(|word| Value::Text(Arc::clone(word)))
}

fn tenths(seed: &mut Seed, low: i64, high: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "two digits")]
    Value::Float(seed.between(low, high) as f64 / 10.0)
}

fn generated_tags(words: &Words, seed: &mut Seed) -> Box<[Tagging]> {
    let mut tags: Vec<Tagging> = Vec::with_capacity(12);
    let mut add = |tag: Option<TagId>, role: Option<&Text>| {
        if let Some(tag) = tag
            && !tags.iter().any(|held| held.tag == tag)
        {
            let role = role.cloned();
            tags.push(Tagging { tag, role });
        }
    };
    for _ in 0..seed.between(1, 5) {
        add(seed.pick(&words.genres).copied(), None);
    }
    add(seed.pick(&words.countries).copied(), None);
    add(often(seed, &words.people.directors), None);
    for _ in 0..seed.between(1, 3) {
        add(often(seed, &words.people.writers), None);
    }
    for _ in 0..seed.between(3, 9) {
        let actor = often(seed, &words.people.actors);
        add(actor, seed.pick(&words.roles));
    }
    tags.into()
}

/// Returns one of a list, the first ones more often.
fn often(seed: &mut Seed, tags: &[TagId]) -> Option<TagId> {
    let reach = seed.below(tags.len()) + 1;
    tags.get(seed.below(reach)).copied()
}
