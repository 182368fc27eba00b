//! Moving one of a list to another place in it.

/// Says why nothing was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotMoved {
    /// What was to be moved is not there.
    NoSuchMember,
    /// What it was to be moved behind is not.
    NoSuchPlace,
}

/// Moves one of a list behind another of them, or to the beginning.
pub(crate) fn move_behind<T>(
    list: &mut Vec<T>,
    is_it: impl Fn(&T) -> bool,
    after: Option<impl Fn(&T) -> bool>,
) -> Result<(), NotMoved> {
    let at = list.iter().position(is_it).ok_or(NotMoved::NoSuchMember)?;
    let behind = match after {
        None => None,
        Some(is_place) => {
            let place = list.iter().position(is_place);
            Some(place.ok_or(NotMoved::NoSuchPlace)?)
        }
    };
    let moved = list.remove(at);
    let to = match behind {
        None => 0,
        // What stood behind the moved one has come forward by one place.
        Some(place) if place > at => place,
        Some(place) if place == at => at,
        Some(place) => place + 1,
    };
    list.insert(to.min(list.len()), moved);
    Ok(())
}
