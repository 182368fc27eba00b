//! Which hubs of a library are shown where, as its owner has arranged them.

use super::order::NotMoved;

/// A hub that was arranged.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ManagedHub {
    /// `movie.recentlyadded`, `custom.collection.1.84`.
    pub(crate) identifier: String,
    /// Among the library's own recommendations.
    pub(crate) is_recommended: bool,
    /// On the owner's home screen.
    pub(crate) is_at_home: bool,
    /// On everybody else's.
    pub(crate) is_shared: bool,
    /// Where it stands among the others, on servers where places wear out; none before the first move.
    pub(crate) place: Option<f64>,
}

impl ManagedHub {
    /// Returns the rating key of the collection that the hub shows, if it does.
    pub(crate) fn collection(&self) -> Option<&str> {
        let rest = self.identifier.strip_prefix("custom.collection.")?;
        rest.split('.').nth(1)
    }

    /// Returns it at a place.
    pub(crate) fn at(self, place: Option<f64>) -> Self {
        Self { place, ..self }
    }
}

/// Moves a hub behind another, or to the beginning, as servers do whose places are numbers: a hub comes
/// half-way between its new neighbours, and when there is nothing between those any more, it stays where
/// it is without a word. The hubs are in order before and after.
pub(crate) fn move_worn(
    hubs: &mut Vec<ManagedHub>,
    identifier: &str,
    after: Option<&str>,
) -> Result<(), NotMoved> {
    let mut last = 0.0;
    for hub in hubs.iter_mut() {
        last = *hub.place.get_or_insert(last + GAP);
    }
    let of = |hubs: &[ManagedHub], name: &str| hubs.iter().position(|hub| hub.identifier == name);
    let from = of(hubs, identifier).ok_or(NotMoved::NoSuchMember)?;
    let moved = hubs.remove(from);
    let place_at = |hubs: &[ManagedHub], at: usize| hubs.get(at).and_then(|hub| hub.place);
    let (at, place) = match after {
        None => (0, place_at(hubs, 0).unwrap_or(GAP) - GAP),
        Some(after) => {
            let Some(before) = of(hubs, after) else {
                hubs.insert(from, moved);
                return Err(NotMoved::NoSuchPlace);
            };
            let low = place_at(hubs, before).unwrap_or(0.0);
            let place = match place_at(hubs, before + 1) {
                Some(high) => low + (high - low) / 2.0,
                None => low + GAP,
            };
            let is_free = place > low && place_at(hubs, before + 1).is_none_or(|high| place < high);
            if !is_free {
                hubs.insert(from, moved);
                return Ok(());
            }
            (before + 1, place)
        }
    };
    let place = Some(place);
    hubs.insert(at, ManagedHub { place, ..moved });
    Ok(())
}

/// How far hubs stand apart at first.
const GAP: f64 = 1_000.0;
