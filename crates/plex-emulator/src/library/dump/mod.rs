//! From a world to a description that begins it again as it is.

mod bare;
mod behaviour;
mod brought;
mod disk;
mod groups;
mod items;
mod later;
mod people;
mod values;
mod work;

pub(crate) use behaviour::all as all_behaviour;
use serde_json::{Map, Value};

use crate::world::World;

/// Describes a whole world, so that a server that begins with it is in the same state. `now` is in
/// milliseconds since the epoch. [`Emulator::dump`](crate::Emulator::dump) lists what is not in it.
pub(crate) fn describe(world: &World, now_millis: i64) -> Value {
    let mut whole = Map::new();
    whole.insert("exact".to_owned(), true.into());
    whole.insert("server".to_owned(), people::server(world));
    whole.insert("behaviour".to_owned(), behaviour::unusual(&world.behaviour));
    whole.insert("tag".to_owned(), items::tags(world));
    whole.insert("section".to_owned(), items::sections(world));
    whole.insert("account".to_owned(), people::accounts(world));
    whole.insert("device".to_owned(), people::devices(world));
    whole.insert("client".to_owned(), people::clients(world));
    whole.insert("playlist".to_owned(), groups::playlists(world));
    whole.insert("playQueue".to_owned(), groups::queues(world));
    whole.insert("deleted".to_owned(), people::deleted(world));
    whole.insert("view".to_owned(), people::views(world));
    whole.insert("streamChoice".to_owned(), people::stream_choices(world));
    whole.insert("play".to_owned(), people::plays(world));
    whole.insert("session".to_owned(), people::sessions(world, now_millis));
    whole.insert("origin".to_owned(), items::origins(world));
    whole.insert("artwork".to_owned(), groups::artworks(world));
    whole.insert("fetch".to_owned(), brought::fetches(world));
    whole.insert("subtitles".to_owned(), brought::subtitles(world));
    whole.insert("file".to_owned(), disk::files(world));
    whole.insert("gone".to_owned(), disk::gone(world));
    whole.insert("order".to_owned(), groups::orders(world));
    whole.insert("conversion".to_owned(), groups::conversions(world));
    whole.insert("scan".to_owned(), work::scans(world));
    whole.insert("job".to_owned(), work::jobs(world));
    whole.insert("termination".to_owned(), work::terminations(world));
    whole.insert("postponed".to_owned(), later::postponed(world));
    whole.insert("former".to_owned(), later::former(world));
    whole.insert("numbers".to_owned(), people::numbers(world));
    Value::Object(whole)
}
