//! The server, people, and what they do.

use serde_json::Value;

use super::values::{Table, key, put_attributes, value};
use crate::world::{Attributes, ItemId, Kind, View, World};

pub(super) fn server(world: &World) -> Value {
    let server = &world.server;
    let mut table = Table::new();
    put_attributes(world, &mut table, &server.more);
    for (name, text) in [
        ("machineIdentifier", &server.machine_identifier),
        ("friendlyName", &server.friendly_name),
        ("version", &server.version),
        ("apiVersion", &server.api_version),
    ] {
        table.insert(name.to_owned(), text.as_str().into());
    }
    if !server.is_claimed {
        table.insert("claimed".to_owned(), false.into());
    }
    if let Some(release) = &server.release {
        table.insert("Release".to_owned(), attributes(world, release));
    }
    let changed = world.preferences.0.iter().filter(|one| one.is_changed);
    let changed: Table = changed
        .map(|one| (one.id.clone(), value(&one.value)))
        .collect();
    table.insert("preferences".to_owned(), changed.into());
    Value::Object(table)
}

fn attributes(world: &World, attributes: &Attributes) -> Value {
    let mut table = Table::new();
    put_attributes(world, &mut table, attributes);
    Value::Object(table)
}

pub(super) fn accounts(world: &World) -> Value {
    let accounts = world.accounts.iter().map(|account| {
        let mut table = Table::new();
        table.insert("id".to_owned(), account.id.0.into());
        table.insert("name".to_owned(), account.name.as_str().into());
        table.insert("thumb".to_owned(), account.thumb.as_str().into());
        if let Some(token) = &account.token {
            table.insert("token".to_owned(), token.as_str().into());
        }
        if let Some(sections) = &account.sections {
            let keys = sections.iter().filter_map(|id| world.section(*id));
            let keys = keys.map(|section| Value::from(section.key.as_str()));
            table.insert("libraries".to_owned(), keys.collect());
        }
        let cloud = &account.cloud;
        for (name, text) in [
            ("email", &cloud.email),
            ("username", &cloud.username),
            ("password", &cloud.password),
            ("pin", &cloud.pin),
        ] {
            if let Some(text) = text {
                table.insert(name.to_owned(), text.as_str().into());
            }
        }
        for (name, text) in account.restrictions.named() {
            if !text.is_empty() {
                table.insert(name.to_owned(), text.into());
            }
        }
        table.insert("home".to_owned(), cloud.is_home.into());
        table.insert("restricted".to_owned(), cloud.is_restricted.into());
        Value::Object(table)
    });
    accounts.collect()
}

pub(super) fn devices(world: &World) -> Value {
    let devices = world.devices.iter().map(|device| {
        let mut table = Table::new();
        table.insert("id".to_owned(), device.id.into());
        for (name, text) in [
            ("name", &device.name),
            ("platform", &device.platform),
            ("clientIdentifier", &device.client_identifier),
        ] {
            table.insert(name.to_owned(), text.as_str().into());
        }
        table.insert("createdAt".to_owned(), device.created_at.into());
        table.insert("lan".to_owned(), device.is_lan.into());
        Value::Object(table)
    });
    devices.collect()
}

pub(super) fn clients(world: &World) -> Value {
    let clients = world.clients.iter();
    clients.map(|client| attributes(world, client)).collect()
}

pub(super) fn views(world: &World) -> Value {
    let mut views: Vec<_> = world.views.all().collect();
    views.sort_by_key(|((account, item), _)| {
        let item = world.items.get(*item);
        (*account, item.map(|item| &item.rating_key))
    });
    let known = views
        .into_iter()
        .filter(|((_, item), view)| *view != View::default() && world.items.get(*item).is_some());
    known
        .map(|((account, item), view)| {
            let mut table = Table::new();
            table.insert("account".to_owned(), account.0.into());
            table.insert("item".to_owned(), key(world, item));
            for (name, number) in [
                ("viewCount", view.count),
                ("viewOffset", view.offset),
                ("lastViewedAt", view.last_viewed_at),
                ("skipCount", view.skip_count),
                ("lastSkippedAt", view.last_skipped_at),
                ("lastRatedAt", view.rated_at),
            ] {
                if number != 0 {
                    table.insert(name.to_owned(), number.into());
                }
            }
            if let Some(rating) = view.rating {
                table.insert("userRating".to_owned(), rating.into());
            }
            if view.is_dismissed {
                table.insert("dismissed".to_owned(), true.into());
            }
            Value::Object(table)
        })
        .collect()
}

/// Returns what each account hears and reads.
pub(super) fn stream_choices(world: &World) -> Value {
    let all = world.stream_choices.all().into_iter();
    all.map(|(account, part, chosen)| {
        let mut table = Table::new();
        table.insert("account".to_owned(), account.0.into());
        table.insert("Part".to_owned(), part.into());
        for (name, id) in [
            ("audioStreamID", chosen.audio),
            ("subtitleStreamID", chosen.subtitle),
        ] {
            if let Some(id) = id {
                table.insert(name.to_owned(), id.into());
            }
        }
        Value::Object(table)
    })
    .collect()
}

/// Returns the items that are gone and that the history still tells of, with what they were in, which
/// comes before them.
fn gone(world: &World) -> Vec<ItemId> {
    let mut gone = Vec::new();
    for play in world.history.plays() {
        let mut chain = Vec::new();
        let mut next = Some(play.item);
        while let Some(id) = next.filter(|id| world.items.get(*id).is_none()) {
            chain.push(id);
            next = world.items.past(id).and_then(|item| item.parent);
        }
        while let Some(id) = chain.pop() {
            if !gone.contains(&id) {
                gone.push(id);
            }
        }
    }
    gone
}

/// Returns what an item is called by that may be gone.
fn named(world: &World, gone: &[ItemId], id: ItemId) -> Value {
    match gone.iter().position(|held| *held == id) {
        Some(nth) => format!("deleted {}", nth + 1).into(),
        None => key(world, id),
    }
}

pub(super) fn deleted(world: &World) -> Value {
    let gone = gone(world);
    let lost = gone.iter().filter_map(|id| {
        let item = world.items.past(*id)?;
        let mut table = Table::new();
        put_attributes(world, &mut table, &item.attributes);
        table.insert("ref".to_owned(), named(world, &gone, *id));
        let kind = match item.kind {
            Kind::PhotoAlbum => "photoalbum",
            kind => kind.type_name(),
        };
        table.insert("type".to_owned(), kind.into());
        if let Some(parent) = item.parent {
            table.insert("parent".to_owned(), named(world, &gone, parent));
        }
        let section = item.section.and_then(|section| world.section(section));
        if let Some(section) = section {
            table.insert("section".to_owned(), section.key.as_str().into());
        }
        Some(Value::Object(table))
    });
    lost.collect()
}

pub(super) fn plays(world: &World) -> Value {
    let gone = gone(world);
    let plays = world.history.plays().iter().map(|play| {
        let mut table = Table::new();
        table.insert("id".to_owned(), play.id.into());
        table.insert("account".to_owned(), play.account.0.into());
        table.insert("device".to_owned(), play.device.into());
        table.insert("item".to_owned(), named(world, &gone, play.item));
        table.insert("viewedAt".to_owned(), play.viewed_at.into());
        table.insert("deleted".to_owned(), play.is_deleted.into());
        Value::Object(table)
    });
    plays.collect()
}

/// Returns what is playing, as far as it has come.
pub(super) fn sessions(world: &World, now_millis: i64) -> Value {
    let sessions = world.sessions.iter().map(|session| {
        let duration = world
            .items
            .get(session.item)
            .and_then(|item| item.duration());
        let mut table = Table::new();
        table.insert("sessionKey".to_owned(), session.key.as_str().into());
        table.insert("account".to_owned(), session.account.0.into());
        table.insert("item".to_owned(), key(world, session.item));
        table.insert("state".to_owned(), session.state.name().into());
        // When a silent player is given up counts from its last report, and a player that has vanished
        // stays where it is until later.
        if session.is_reported || session.heard_at > now_millis {
            table.insert("viewOffset".to_owned(), session.offset.into());
            table.insert("heardAt".to_owned(), session.heard_at.into());
        } else {
            let offset = session.position(now_millis, duration);
            table.insert("viewOffset".to_owned(), offset.into());
        }
        if session.is_reported {
            table.insert("reported".to_owned(), true.into());
        }
        if let Some(entry) = session.entry {
            table.insert("playQueueItemID".to_owned(), entry.into());
        }
        let parts = [
            ("Player", Some(&session.player)),
            ("Session", session.session.as_ref()),
            ("TranscodeSession", session.transcode.as_ref()),
            ("Media", session.made.as_ref()),
        ];
        for (name, part) in parts {
            if let Some(part) = part {
                table.insert(name.to_owned(), attributes(world, part));
            }
        }
        Value::Object(table)
    });
    sessions.collect()
}

/// Returns the last numbers that were given out, so that none is given twice.
pub(super) fn numbers(world: &World) -> Value {
    let ids = world.ids;
    let numbers: Table = [
        ("ratingKey", ids.rating_key),
        ("extra", ids.extra),
        ("Media", ids.media),
        ("Part", ids.part),
        ("Stream", ids.stream),
        ("Location", ids.location),
        ("playlistItemID", ids.member),
        ("order", ids.order),
        ("job", world.last_job),
        ("playQueueID", world.queues.last_queue),
        ("playQueueItemID", world.queues.last_entry),
        ("play", world.history.last_id()),
        (
            "session",
            u32::try_from(world.last_session).unwrap_or(u32::MAX),
        ),
    ]
    .into_iter()
    .map(|(name, number)| (name.to_owned(), number.into()))
    .collect();
    Value::Object(numbers)
}
