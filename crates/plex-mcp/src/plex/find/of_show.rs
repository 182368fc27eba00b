//! What of a show a number or a day names.

use jiff::civil::Date;
use plex_client::{ItemType, MediaItem, PageRequest, RatingKey};

use super::episode_name::Which;
use crate::{
    clean,
    error::ToolError,
    plex::Plex,
    view::format::{self, episode_code},
};

/// How many episodes of one show, or of one season, are looked through.
const MOST: u64 = 10_000;

/// How many are asked for at once.
const ROWS: u32 = 1_000;

/// What of a show was found.
#[derive(Default)]
pub(super) struct OfShow {
    /// The episodes, or the season.
    pub(super) found: Vec<MediaItem>,
    /// Says what the one that was found is, where another may be meant as well.
    pub(super) doubt: Option<Doubt>,
    /// How many of how many episodes were looked through, where that was not all.
    pub(super) looked_through: Option<(usize, Option<u64>)>,
    /// The numbers of which there is an episode, where several are meant and not all are there.
    pub(super) only: Option<Vec<i32>>,
}

/// The only one that may be meant, though that is not sure.
pub(super) struct Doubt {
    /// The episode, in words.
    is: String,
    /// How it was counted, where no episode has the number.
    counted: Option<i32>,
}

impl Doubt {
    /// Returns the episode in words, `S03E12` or its title.
    pub(super) fn is(&self) -> &str {
        &self.is
    }

    /// Says what was taken, for who was told a number alone.
    pub(super) fn taken(&self) -> String {
        match self.counted {
            Some(number) => format!(
                "No season has an episode {number}; {} is number {number} of those that are here.",
                self.is
            ),
            None => format!("The number alone was taken for {}.", self.is),
        }
    }
}

/// A list of episodes or of seasons.
enum List<'a> {
    /// All episodes of a show.
    Leaves(&'a RatingKey),
    /// What is directly in a show or season.
    Children(&'a RatingKey),
}

/// As much of a list as is looked through.
struct Read {
    items: Vec<MediaItem>,
    /// How many of how many there are, where that is not all.
    part: Option<(usize, Option<u64>)>,
}

impl List<'_> {
    /// Reads it to its end, or as far as is looked.
    async fn read(&self, plex: &Plex) -> Result<Read, ToolError> {
        let mut items: Vec<MediaItem> = Vec::new();
        let mut offset = 0;
        loop {
            let page = PageRequest::new(offset, ROWS);
            let page = match self {
                Self::Leaves(show) => plex.leaves(show, &ItemType::Show, page).await?,
                Self::Children(key) => plex.children(key, page).await?,
            };
            let (next, total) = (page.next_offset(), page.total);
            items.extend(page.items);
            match next {
                Some(next) if next > offset && next < MOST => offset = next,
                next => {
                    let part = next.map(|_| (items.len(), total));
                    return Ok(Read { items, part });
                }
            }
        }
    }
}

/// Returns what of a show a name means.
///
/// # Errors
///
/// What asking the server gives.
pub(super) async fn of_show(
    plex: &Plex,
    show: &MediaItem,
    which: Which,
) -> Result<OfShow, ToolError> {
    let Some(key) = &show.rating_key else {
        return Ok(OfShow::default());
    };
    let (season, episodes) = match which {
        Which::Episodes(season, first, last) => (season, Some(first..=last)),
        Which::Season(season) => (season, None),
        Which::Number(number) => return Ok(of_number(List::Leaves(key).read(plex).await?, number)),
        Which::Day(day) => return Ok(of_day(List::Leaves(key).read(plex).await?, day)),
    };
    let Read { mut items, part } = List::Children(key).read(plex).await?;
    items.retain(|item| item.index == Some(season));
    let Some(episodes) = episodes else {
        return Ok(OfShow {
            found: items,
            looked_through: part,
            ..OfShow::default()
        });
    };
    let mut of_show = OfShow::default();
    // A number may stand twice in one library: that is for whoever asked to judge.
    for season in items.iter().filter_map(|item| item.rating_key.as_ref()) {
        let Read { items, part } = List::Children(season).read(plex).await?;
        let is_meant = |item: &MediaItem| item.index.is_some_and(|at| episodes.contains(&at));
        of_show.found.extend(items.into_iter().filter(is_meant));
        of_show.looked_through = of_show.looked_through.or(part);
    }
    let mut numbers: Vec<i32> = of_show.found.iter().filter_map(|one| one.index).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let is_part = !numbers.is_empty() && episodes.clone().any(|at| !numbers.contains(&at));
    of_show.only = is_part.then_some(numbers);
    Ok(of_show)
}

/// Returns the episodes of a number in their seasons; where no season has so many, the one that is that far
/// from the first. Specials do not count. Only in a show of one season does a number alone say which is meant.
fn of_number(read: Read, number: i32) -> OfShow {
    let Read {
        items: mut episodes,
        part,
    } = read;
    episodes.retain(|item| item.parent_index != Some(0));
    let first = episodes.first().map(|item| item.parent_index);
    let is_one_season = episodes.iter().all(|item| Some(item.parent_index) == first);
    let is_of = |item: &&MediaItem| item.index == Some(number);
    let numbered: Vec<MediaItem> = episodes.iter().filter(is_of).cloned().collect();
    let (found, counted) = match numbered.is_empty() {
        false => (numbered, None),
        true if part.is_some() => (Vec::new(), None),
        true => {
            let at = usize::try_from(number).ok();
            let at = at.and_then(|number| number.checked_sub(1));
            let found = at.and_then(|at| episodes.into_iter().nth(at));
            (found.into_iter().collect(), Some(number))
        }
    };
    let is_sure = is_one_season && counted.is_none() && part.is_none();
    let doubt = match found.as_slice() {
        [only] if !is_sure => Some(Doubt {
            is: named(only),
            counted,
        }),
        _ => None,
    };
    OfShow {
        found,
        doubt,
        looked_through: part,
        only: None,
    }
}

/// Returns the episodes that were first shown on a day.
fn of_day(read: Read, day: Date) -> OfShow {
    let day = day.to_string();
    let is_of = |item: &MediaItem| {
        let shown = format::day(item.originally_available_at.as_deref());
        shown.as_ref() == Some(&day)
    };
    OfShow {
        found: read.items.into_iter().filter(is_of).collect(),
        looked_through: read.part,
        ..OfShow::default()
    }
}

/// Writes `S03E12`, or else the title.
fn named(episode: &MediaItem) -> String {
    episode_code(episode.parent_index, episode.index)
        .unwrap_or_else(|| clean::quoted(&episode.title, 60))
}
