//! "Show S02E05": an episode by its show and its number.

use plex_client::{ItemType, LibraryKey, MediaItem, PageRequest, SearchQuery, SearchSubject, fold};

use crate::{call::Call, error::ToolError, view::format};

/// An episode as people write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tools::library) struct EpisodeName {
    pub(in crate::tools::library) show: String,
    pub(in crate::tools::library) season: i32,
    pub(in crate::tools::library) episode: i32,
}

/// What was found by such a name.
pub(in crate::tools::library) enum Found {
    /// The episode.
    Episode(Box<MediaItem>),
    /// The show, which has no such episode.
    Show(Box<MediaItem>),
    /// Neither.
    Nothing,
}

impl EpisodeName {
    /// Reads `Show S02E05`, `Show 2x05`, `Show s02 e05` or `Show season 2 episode 5`; `None` for
    /// anything else.
    pub(in crate::tools::library) fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let (show_words, season, episode) = match words.as_slice() {
            [show @ .., s, season, e, episode] if s == "season" && e == "episode" => {
                (show.len(), number(season)?, number(episode)?)
            }
            [show @ .., season, episode]
                if season.starts_with('s')
                    && episode.starts_with('e')
                    && code(episode).is_none() =>
            {
                let season = number(season.get(1..)?)?;
                (show.len(), season, number(episode.get(1..)?)?)
            }
            [show @ .., last] => {
                let (season, episode) = code(last)?;
                (show.len(), season, episode)
            }
            [] => return None,
        };
        let original = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|word| !word.is_empty())
            .take(show_words);
        let show = original.collect::<Vec<_>>().join(" ");
        let show = show.trim_end_matches([' ', '-', ':', '–']).to_owned();
        (!show.is_empty()).then_some(Self {
            show,
            season,
            episode,
        })
    }

    /// Looks for it: the show by name, then its season, then the episode.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(in crate::tools::library) async fn find(
        &self,
        call: &Call,
        section: Option<&LibraryKey>,
    ) -> Result<Found, ToolError> {
        let mut query = SearchQuery::new(&*self.show)
            .types([ItemType::Show])
            .limit(10);
        if let Some(section) = section {
            query = query.section(section.clone());
        }
        let hits = call.plex.search(&query).await?.hits;
        let mut shows: Vec<MediaItem> = hits
            .into_iter()
            .filter_map(|hit| match hit.subject {
                SearchSubject::Item(item) if item.item_type == ItemType::Show => Some(*item),
                _ => None,
            })
            .collect();
        let named = fold(&self.show);
        // The show of that very name; otherwise the best.
        let at = shows.iter().position(|show| fold(&show.title) == named);
        let show = match at {
            Some(at) => shows.swap_remove(at),
            None if shows.is_empty() => return Ok(Found::Nothing),
            None => shows.swap_remove(0),
        };
        Ok(match self.within(call, &show).await? {
            Some(episode) => Found::Episode(Box::new(episode)),
            None => Found::Show(Box::new(show)),
        })
    }

    /// The episode of a show.
    async fn within(&self, call: &Call, show: &MediaItem) -> Result<Option<MediaItem>, ToolError> {
        let of_number = |items: Vec<MediaItem>, number: i32| {
            items.into_iter().find(|item| item.index == Some(number))
        };
        let Some(key) = &show.rating_key else {
            return Ok(None);
        };
        let seasons = call.plex.children(key, PageRequest::first(1_000)).await?;
        let season = of_number(seasons.items, self.season).and_then(|season| season.rating_key);
        let Some(season) = season else {
            return Ok(None);
        };
        let episodes = call.plex.children(&season, PageRequest::first(1_000));
        Ok(of_number(episodes.await?.items, self.episode))
    }

    /// `S02E05`.
    pub(in crate::tools::library) fn code(&self) -> String {
        format::episode_code(Some(self.season), Some(self.episode)).unwrap_or_default()
    }
}

/// `s02e05` or `2x05`.
fn code(word: &str) -> Option<(i32, i32)> {
    let (season, episode) = match word.strip_prefix('s') {
        Some(rest) => rest.split_once('e')?,
        None => word.split_once('x')?,
    };
    Some((number(season)?, number(episode)?))
}

/// A number of at most four digits.
fn number(text: &str) -> Option<i32> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, i32, i32)> {
        let name = EpisodeName::read(text)?;
        Some((name.show, name.season, name.episode))
    }

    #[test]
    fn episodes_are_read_as_people_write_them() {
        for text in [
            "The Harbour S02E05",
            "The Harbour s2e5",
            "The Harbour 2x05",
            "The Harbour - S02E05",
            "The  Harbour S02 E05",
            "The Harbour, season 2, episode 5",
        ] {
            assert_eq!(read(text), Some(("The Harbour".to_owned(), 2, 5)), "{text}");
        }
        assert_eq!(read("M*A*S*H 11x16").unwrap().0, "M*A*S*H");
    }

    #[test]
    fn titles_stay_titles() {
        for text in [
            "",
            "S02E05",
            "Blade Runner 2049",
            "1917",
            "Malcolm X",
            "x",
            "24",
            "See S E",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
