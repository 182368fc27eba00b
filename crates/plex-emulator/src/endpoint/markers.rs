//! Markers of an item: where titles, credits and advertisements are.

use super::item::wanted;
use crate::answer::{Answer, Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Name, Node, Value, World};

const MARKER: &str = "Marker";
/// The types of markers that can be made.
const TYPES: [&str; 5] = ["intro", "credits", "commercial", "bookmark", "resume"];

/// The names of a marker's attributes.
struct Names {
    id: Name,
    kind: Name,
    from: Name,
    to: Name,
}

fn names(world: &mut World) -> Names {
    let names = &mut world.names;
    Names {
        id: names.intern("id"),
        kind: names.intern("type"),
        from: names.intern("startTimeOffset"),
        to: names.intern("endTimeOffset"),
    }
}

/// Returns the times of a marker, in milliseconds, when they make sense.
fn times(call: &Call<'_>) -> Result<(i64, i64), Refusal> {
    let from: i64 = call.number("startTimeOffset").ok_or(Refusal::BadRequest)?;
    let to: i64 = call.number("endTimeOffset").ok_or(Refusal::BadRequest)?;
    if from < 0 || to < from {
        return Err(Refusal::BadRequest);
    }
    Ok((from, to))
}

/// Answers `POST /library/metadata/{id}/marker?type=&startTimeOffset=&endTimeOffset=`
pub(crate) fn make(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    let kind = call.required("type")?;
    if !TYPES.contains(&kind) {
        return Err(Refusal::BadRequest);
    }
    let (from, to) = times(call)?;
    let called = names(world);
    let all = world.items.iter().flat_map(|(_, item)| item.more.iter());
    let numbers = all.filter_map(|node| number(node, &called));
    let new = numbers.max().unwrap_or(0) + 1;
    let attributes = [
        (called.id, Value::Int(new)),
        (called.kind, Value::from(kind)),
        (called.from, Value::Int(from)),
        (called.to, Value::Int(to)),
    ];
    let marker = Node {
        name: MARKER.into(),
        is_lone: false,
        attributes: attributes.into_iter().collect(),
        children: Vec::new(),
    };
    change(call, world, id, |nodes| {
        nodes.push(marker);
        true
    })?;
    let element = Element::new(MARKER)
        .with("id", new)
        .with("type", kind.to_owned())
        .with("startTimeOffset", from)
        .with("endTimeOffset", to);
    Ok(Element::container()
        .with("size", 1_i64)
        .child(element)
        .into())
}

/// Answers `PUT /library/metadata/{id}/marker/{marker}?startTimeOffset=&endTimeOffset=`
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    let (from, to) = times(call)?;
    let called = names(world);
    let marker = named(call)?;
    change(call, world, id, |nodes| {
        let mut held = nodes.iter_mut();
        let Some(held) = held.find(|node| number(node, &called) == Some(marker)) else {
            return false;
        };
        held.attributes.set(called.from, from);
        held.attributes.set(called.to, to);
        true
    })?;
    Ok(Answer::Done)
}

/// Answers `DELETE /library/metadata/{id}/marker/{marker}`
pub(crate) fn remove(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    let called = names(world);
    let marker = named(call)?;
    change(call, world, id, |nodes| {
        let before = nodes.len();
        nodes.retain(|node| number(node, &called) != Some(marker));
        nodes.len() < before
    })?;
    Ok(Answer::Done)
}

/// Returns the number that the second capture is.
fn named(call: &Call<'_>) -> Result<i64, Refusal> {
    call.capture(1).parse().map_err(|_| Refusal::NotFound)
}

/// Returns a marker's number; none of anything else.
fn number(node: &Node, called: &Names) -> Option<i64> {
    let is_marker = &*node.name == MARKER;
    node.attributes.int(called.id).filter(|_| is_marker)
}

/// Changes the elements of an item; 404 when there was nothing to change.
fn change(
    call: &Call<'_>,
    world: &mut World,
    id: ItemId,
    with: impl FnOnce(&mut Vec<Node>) -> bool,
) -> Result<(), Refusal> {
    let item = world.items.get(id).ok_or(Refusal::NotFound)?;
    let mut nodes = item.more.to_vec();
    if !with(&mut nodes) {
        return Err(Refusal::NotFound);
    }
    world.edit_item(id, call.now_millis, |item| item.more = nodes.into());
    Ok(())
}
