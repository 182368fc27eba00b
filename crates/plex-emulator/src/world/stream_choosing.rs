//! Choosing what to hear and to read.

use super::World;
use super::account::AccountId;
use super::attribute::{Attributes, name};
use super::ids::ItemId;
use super::item::Item;
use super::media::Part;
use super::streams::{AUDIO, Chosen, SUBTITLE, number_of};

/// The stream is none of the file's, or of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ForeignStream;

impl World {
    /// Returns the item that a file is of.
    pub(crate) fn item_of_part(&self, part: u32) -> Option<ItemId> {
        self.part_places.find(&self.items, part)
    }

    /// Lets an account hear and read other streams of a file; with `everywhere`, also those that stand in
    /// the same places in the other files of the version. What is not said stays.
    pub(crate) fn choose_streams(
        &mut self,
        account: AccountId,
        item: ItemId,
        part: u32,
        wanted: Chosen,
        everywhere: bool,
    ) -> Result<(), ForeignStream> {
        let item = self.items.get(item).ok_or(ForeignStream)?;
        let (version, file) = item.part(part).ok_or(ForeignStream)?;
        let audio = wanted.audio.map(|id| nth(file, AUDIO, id));
        let audio = audio.map(|place| place.ok_or(ForeignStream)).transpose()?;
        let subtitle = match wanted.subtitle {
            // None at all.
            Some(0) => Some(None),
            Some(id) => Some(Some(nth(file, SUBTITLE, id).ok_or(ForeignStream)?)),
            None => None,
        };
        let files = version.parts.iter();
        let files = files.filter(|held| everywhere || held.id == part);
        let choices: Vec<(u32, Chosen)> = files
            .map(|held| {
                let mut chosen = self.stream_choices.of(account, held.id);
                if let Some(id) = audio.and_then(|nth| stream_at(held, AUDIO, nth)) {
                    chosen.audio = Some(id);
                }
                match subtitle {
                    Some(None) => chosen.subtitle = Some(0),
                    Some(Some(nth)) => {
                        chosen.subtitle = stream_at(held, SUBTITLE, nth).or(chosen.subtitle);
                    }
                    None => {}
                }
                (held.id, chosen)
            })
            .collect();
        for (part, chosen) in choices {
            self.stream_choices.set(account, part, chosen);
        }
        Ok(())
    }

    /// Returns the streams that an account hears and reads of an item's first file; no subtitles is 0, and
    /// nothing is said of what the file has none of.
    pub(crate) fn heard(&self, account: AccountId, item: ItemId) -> Chosen {
        let item = self.items.get(item);
        let media = item.and_then(|item| item.media.first());
        let Some(part) = media.and_then(|media| media.parts.first()) else {
            return Chosen::default();
        };
        let selected = |kind: i64| {
            let mut streams = of_kind(part, kind).peekable();
            streams.peek()?;
            let mut streams = streams;
            let found = streams.find(|(number, stream)| {
                self.stream_choices
                    .is_selected(account, part, *number, stream)
            });
            Some(found.map(|(number, stream)| number_of(number, stream)))
        };
        Chosen {
            audio: selected(AUDIO).flatten(),
            subtitle: selected(SUBTITLE).map(|id| id.unwrap_or(0)),
        }
    }

    /// Returns the subtitles that an account reads in an item's first version, file by file.
    pub(crate) fn read_subtitles(&self, account: AccountId, item: &Item) -> Vec<Attributes> {
        let parts = item.media.first().into_iter();
        let parts = parts.flat_map(|media| media.parts.iter());
        let read = parts.flat_map(|part| {
            of_kind(part, SUBTITLE).filter(|(number, stream)| {
                self.stream_choices
                    .is_selected(account, part, *number, stream)
            })
        });
        read.map(|(_, stream)| stream.clone()).collect()
    }
}

fn of_kind(part: &Part, kind: i64) -> impl Iterator<Item = (u32, &Attributes)> {
    let all = part.numbered_streams();
    all.filter(move |(_, stream)| stream.int(name::STREAM_TYPE) == Some(kind))
}

/// Returns which of its kind a stream is.
fn nth(part: &Part, kind: i64, id: u32) -> Option<usize> {
    of_kind(part, kind).position(|(number, stream)| number_of(number, stream) == id)
}

fn stream_at(part: &Part, kind: i64, nth: usize) -> Option<u32> {
    let found = of_kind(part, kind).nth(nth);
    found.map(|(number, stream)| number_of(number, stream))
}
