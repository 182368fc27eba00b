//! Every recording of a real server decodes, and nothing that matters is lost.
//!
//! The recordings are not part of this repository: `PLEX_RECORDINGS_DIR` says where they are, and without it the test
//! is ignored. What is
//! expected is read from them by a reader that shares nothing with the client.

mod plex_tv;

use std::path::{Path, PathBuf};

use plex_client::cloud::Resource;
use plex_client::container::MediaContainer;
use plex_client::wire::{Answer, answer};
use plex_client::{
    Endpoint, HistoryRecord, Hub, HubEntry, Library, MediaItem, MediaProvider, Notification,
    Player, ServerIdentity, Session, Setting, TranscodeSession,
};

use crate::raw::Raw;

const ITEMS: &[&str] = &[
    "Metadata",
    "Video",
    "Directory",
    "Track",
    "Photo",
    "Playlist",
];

#[test]
#[ignore = "needs recordings of real servers: PLEX_RECORDINGS_DIR says where they are"]
fn every_recording_decodes() {
    let dir = std::env::var_os("PLEX_RECORDINGS_DIR").expect("PLEX_RECORDINGS_DIR names a folder");
    let dir = PathBuf::from(dir);
    let manifest = std::fs::read_to_string(dir.join("MANIFEST.tsv")).expect("a manifest");
    let mut decoded = 0;
    for line in manifest.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(file), Some(endpoint)) = (columns.next(), columns.next()) else {
            panic!("a line without file and endpoint: {line}");
        };
        let body = std::fs::read(dir.join(file)).expect("a recording");
        check(file, endpoint, &body);
        decoded += 1;
    }
    assert!(decoded > 100, "only {decoded} recordings");
    println!("{decoded} recordings decoded");
}

/// Decodes a recording as what its endpoint answers.
fn check(file: &str, endpoint: &str, body: &[u8]) {
    let raw = Raw::document(body);
    let name = Path::new(file)
        .file_stem()
        .and_then(|s| s.to_str())
        .expect("a name");
    let decoded = Decoded {
        file,
        body,
        raw: &raw,
    };
    let announces = raw.value("size").is_some_and(|size| size != "0");
    // What announces things of another kind is refused where items are asked for.
    if raw.name == "MediaContainer" && (raw.named(ITEMS).count() > 0 || !announces) {
        decoded.items_of_any_answer();
    }
    let on_plex_tv = endpoint.starts_with("plex.tv");
    match endpoint {
        _ if endpoint.starts_with("websocket") => decoded.notifications(),
        _ if raw.name == "MediaProvider" => decoded.provider(),
        _ if on_plex_tv
            && raw.name == "MediaContainer"
            && raw.named(&["Announcement"]).count() > 0 =>
        {
            // Nothing asks plex.tv for its news.
        }
        _ if on_plex_tv && raw.name == "MediaContainer" => {
            let devices = decoded.list::<MediaContainer<Resource>>().items;
            decoded.resources(&devices);
        }
        _ if on_plex_tv => decoded.account(name, endpoint),
        "GET /" | "GET /identity" | "GET / (PMS 0.9.11)" | "GET / (malformed XML on purpose)" => {
            decoded.identity();
        }
        "GET /library/sections" | "GET /library/sections (one)" => decoded.libraries(),
        "GET /status/sessions" => decoded.sessions(),
        "GET /status/sessions/history/all" => decoded.history(),
        "GET /transcode/sessions" => decoded.transcodes(),
        "GET /media/providers" => decoded.providers(),
        "GET /:/prefs" => decoded.settings(),
        _ if endpoint.contains("GET /clients") || endpoint.contains("GET /servers") => {
            decoded.endpoints();
        }
        _ if endpoint.ends_with("GET /resources") => decoded.players(),
        _ if endpoint.ends_with("/related") => decoded.hubs(),
        _ => assert_eq!(
            raw.name, "MediaContainer",
            "{file} ({endpoint}) was not checked"
        ),
    }
}

/// A recording and what a reader without models makes of it.
struct Decoded<'a> {
    file: &'a str,
    body: &'a [u8],
    raw: &'a Raw,
}

impl Decoded<'_> {
    fn list<T: Answer>(&self) -> T {
        answer(self.body).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    /// Any `MediaContainer` of items or of nothing can be read as one of items, and its items keep what identifies them.
    fn items_of_any_answer(&self) {
        let file = self.file;
        let container: MediaContainer<MediaItem> = self.list();
        crate::roundtrip::check(&container, file);
        let raw: Vec<&Raw> = self.raw.named(ITEMS).collect();
        assert_eq!(container.items.len(), raw.len(), "{file}: items");
        let number = |name: &str| self.raw.value(name).and_then(|n| n.parse().ok());
        assert_eq!(container.header.size, number("size"), "{file}: size");
        assert_eq!(
            container.header.total_size,
            number("totalSize"),
            "{file}: totalSize"
        );
        assert_eq!(
            container.header.library_section_title.as_deref(),
            self.raw.value("librarySectionTitle"),
            "{file}: librarySectionTitle"
        );
        let mut decoded: Vec<String> = container.items.iter().map(decoded_line).collect();
        let mut expected: Vec<String> = raw.iter().map(|raw| raw_line(raw)).collect();
        let names: std::collections::BTreeSet<&str> = raw.iter().map(|r| r.name.as_str()).collect();
        if names.len() > 1 && self.body.first() != Some(&b'<') {
            // The reader without models does not know in which order two lists of JSON stood.
            decoded.sort();
            expected.sort();
        }
        assert_eq!(decoded, expected, "{file}");
        for (item, raw) in container.items.iter().zip(&raw) {
            if names.len() == 1 {
                parts_are_kept(file, item, raw);
            }
        }
    }

    fn identity(&self) {
        let identity: ServerIdentity = self.list();
        assert_eq!(
            identity.version.as_deref(),
            self.raw.value("version"),
            "{}",
            self.file
        );
        assert!(identity.version.is_some(), "{}", self.file);
        assert_eq!(
            identity.machine_identifier.as_deref(),
            self.raw.value("machineIdentifier"),
            "{}",
            self.file
        );
        let friendly = self.raw.value("friendlyName").map(str::trim);
        assert_eq!(
            identity.friendly_name.as_deref().map(str::trim),
            friendly,
            "{}",
            self.file
        );
    }

    fn libraries(&self) {
        let libraries = self.list::<MediaContainer<Library>>().items;
        let raw: Vec<&Raw> = self.raw.named(&["Directory"]).collect();
        assert_eq!(libraries.len(), raw.len(), "{}", self.file);
        for (library, raw) in libraries.iter().zip(raw) {
            assert_eq!(
                Some(library.key.as_str()),
                raw.value("key"),
                "{}",
                self.file
            );
            assert_eq!(
                Some(library.title.as_str()),
                raw.value("title"),
                "{}",
                self.file
            );
            assert_eq!(
                Some(library.library_type.as_str()),
                raw.value("type"),
                "{}",
                self.file
            );
            assert_eq!(library.uuid.as_deref(), raw.value("uuid"), "{}", self.file);
            assert_eq!(
                library.refreshing,
                raw.value("refreshing") == Some("1"),
                "{}",
                self.file
            );
            let paths: Vec<&str> = raw
                .named(&["Location"])
                .filter_map(|location| location.value("path"))
                .collect();
            let decoded: Vec<&str> = library.locations.iter().map(|l| l.path.as_str()).collect();
            assert_eq!(decoded, paths, "{}", self.file);
        }
    }

    fn sessions(&self) {
        let file = self.file;
        let sessions = self.list::<MediaContainer<Session>>().items;
        let raw: Vec<&Raw> = self.raw.named(ITEMS).collect();
        assert_eq!(sessions.len(), raw.len(), "{file}");
        for (session, raw) in sessions.iter().zip(raw) {
            assert_eq!(
                session
                    .session_key
                    .as_ref()
                    .map(plex_client::SessionKey::as_str),
                raw.value("sessionKey"),
                "{file}"
            );
            assert_eq!(
                session.view_offset().map(plex_client::Millis::get),
                raw.value("viewOffset").and_then(|v| v.parse().ok()),
                "{file}"
            );
            let child = |name| raw.elements.iter().find(move |e: &&Raw| e.name == name);
            let user = session.user.as_ref().and_then(|u| u.title.as_deref());
            assert_eq!(user, child("User").and_then(|u| u.value("title")), "{file}");
            let state = session.player.as_ref().map(|p| p.state.as_str());
            let expected = child("Player").map(|p| p.value("state").unwrap_or_default());
            assert_eq!(state, expected, "{file}");
            let bandwidth = session.session.as_ref().and_then(|s| s.bandwidth);
            let expected = child("Session").and_then(|s| s.value("bandwidth")?.parse().ok());
            assert_eq!(bandwidth, expected, "{file}");
            let transcode = session.transcode.as_ref().and_then(|t| t.key.as_deref());
            let expected = child("TranscodeSession").and_then(|t| t.value("key"));
            assert_eq!(transcode, expected, "{file}");
        }
    }

    fn history(&self) {
        let records = self.list::<MediaContainer<HistoryRecord>>().items;
        let raw: Vec<&Raw> = self.raw.named(ITEMS).collect();
        assert_eq!(records.len(), raw.len(), "{}", self.file);
        for (record, raw) in records.iter().zip(raw) {
            assert_eq!(
                record.history_key.as_deref(),
                raw.value("historyKey"),
                "{}",
                self.file
            );
            let number = |name| raw.value(name).and_then(|n: &str| n.parse::<i64>().ok());
            assert_eq!(
                record.viewed_at.map(|at| at.epoch_seconds()),
                number("viewedAt"),
                "{}",
                self.file
            );
            assert_eq!(
                record.account_id.map(|id| id.get()),
                number("accountID"),
                "{}",
                self.file
            );
            assert_eq!(
                record.device_id.map(|id| id.get()),
                number("deviceID"),
                "{}",
                self.file
            );
            assert!(!record.item.title.is_empty(), "{}", self.file);
        }
    }

    fn transcodes(&self) {
        let sessions = self.list::<MediaContainer<TranscodeSession>>().items;
        let keys: Vec<Option<&str>> = sessions.iter().map(|s| s.key.as_deref()).collect();
        self.same("TranscodeSession", "key", &keys);
    }

    fn providers(&self) {
        let providers = self.list::<MediaContainer<MediaProvider>>().items;
        assert!(!providers.is_empty(), "{}", self.file);
        let ids: Vec<Option<&str>> = providers.iter().map(|p| p.identifier.as_deref()).collect();
        self.same("MediaProvider", "identifier", &ids);
        let identity: ServerIdentity = self.list();
        assert!(identity.version.is_some(), "{}", self.file);
    }

    fn provider(&self) {
        let provider: MediaProvider = self.list();
        assert_eq!(
            provider.identifier.as_deref(),
            self.raw.value("identifier"),
            "{}",
            self.file
        );
        let features = self.raw.named(&["Feature"]).count();
        assert_eq!(provider.features.len(), features, "{}", self.file);
        assert!(!provider.protocols.is_empty(), "{}", self.file);
    }

    fn settings(&self) {
        let settings = self.list::<MediaContainer<Setting>>().items;
        let ids: Vec<Option<&str>> = settings.iter().map(|s| Some(s.id.as_str())).collect();
        self.same("Setting", "id", &ids);
        let values: Vec<Option<&str>> = settings.iter().map(|s| s.value.as_deref()).collect();
        self.same("Setting", "value", &values);
    }

    fn endpoints(&self) {
        let endpoints = self.list::<MediaContainer<Endpoint>>().items;
        let names: Vec<Option<&str>> = endpoints.iter().map(|s| s.name.as_deref()).collect();
        self.same("Server", "name", &names);
    }

    fn players(&self) {
        let players = self.list::<MediaContainer<Player>>().items;
        let names: Vec<Option<&str>> = players.iter().map(|p| p.title.as_deref()).collect();
        self.same("Player", "title", &names);
    }

    fn hubs(&self) {
        let hubs = self.list::<MediaContainer<Hub>>().items;
        let ids: Vec<Option<&str>> = hubs.iter().map(|h| h.hub_identifier.as_deref()).collect();
        self.same("Hub", "hubIdentifier", &ids);
        for (hub, raw) in hubs.iter().zip(self.raw.named(&["Hub"])) {
            assert_eq!(hub.entries.len(), raw.named(ITEMS).count(), "{}", self.file);
            assert!(
                hub.entries.iter().all(|e| matches!(e, HubEntry::Item(_))),
                "{}",
                self.file
            );
        }
    }

    fn notifications(&self) {
        let file = self.file;
        let (messages, raw): (Vec<Notification>, Vec<&Raw>) =
            if self.raw.name.is_empty() && self.raw.values.is_empty() {
                (self.list(), self.raw.elements.iter().collect())
            } else {
                (vec![self.list()], vec![self.raw])
            };
        assert_eq!(messages.len(), raw.len(), "{file}");
        for (message, raw) in messages.iter().zip(raw) {
            assert_eq!(
                Some(message.notification_type.as_str()),
                raw.value("type"),
                "{file}"
            );
            let told = message.activities.len() + message.playing.len() + message.timeline.len();
            assert_eq!(Some(told as u64), message.size, "{file}");
            for activity in &message.activities {
                let activity = activity.activity.as_ref().expect("an activity");
                assert!(
                    activity.uuid.is_some() && activity.progress.is_some(),
                    "{file}"
                );
            }
        }
    }

    /// One value of each element of a name is what it is in the document.
    fn same(&self, element: &str, value: &str, decoded: &[Option<&str>]) {
        let names = [element];
        let expected: Vec<Option<&str>> = self.raw.named(&names).map(|e| e.value(value)).collect();
        assert_eq!(decoded, expected, "{}: {element}.{value}", self.file);
    }
}

/// What identifies an item, in one line.
fn decoded_line(item: &MediaItem) -> String {
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        item.rating_key.as_ref().map_or("", |key| key.as_str()),
        item.key.as_deref().unwrap_or_default(),
        item.guid.as_deref().unwrap_or_default(),
        item.title,
        item.item_type.as_str().to_lowercase(),
        item.year,
        item.duration.map(plex_client::Millis::get),
        item.index,
        item.added_at.map(|at| at.epoch_seconds()),
    )
}

/// The same as a reader without models has it.
fn raw_line(raw: &Raw) -> String {
    let number = |name| raw.value(name).and_then(|n: &str| n.parse::<i64>().ok());
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        raw.value("ratingKey").unwrap_or_default(),
        raw.value("key").unwrap_or_default(),
        raw.value("guid").unwrap_or_default(),
        raw.value("title").unwrap_or_default(),
        raw.value("type").unwrap_or_default().to_lowercase(),
        number("year"),
        number("duration"),
        number("index"),
        number("addedAt"),
    )
}

/// What an item consists of is all there.
fn parts_are_kept(file: &str, item: &MediaItem, raw: &Raw) {
    let title = &item.title;
    let parts: usize = item.media.iter().map(|m| m.parts.len()).sum();
    let streams: usize = item
        .media
        .iter()
        .flat_map(|m| &m.parts)
        .map(|p| p.streams.len())
        .sum();
    let media = raw.named(&["Media"]);
    let (mut raw_media, mut raw_parts, mut raw_streams) = (0, 0, 0);
    for medium in media {
        raw_media += 1;
        raw_parts += medium.count_deep("Part");
        raw_streams += medium.count_deep("Stream");
    }
    assert_eq!(item.media.len(), raw_media, "{file} {title}: Media");
    assert_eq!(parts, raw_parts, "{file} {title}: Part");
    assert_eq!(streams, raw_streams, "{file} {title}: Stream");
    for (name, decoded) in [
        ("Genre", item.genres.len()),
        ("Director", item.directors.len()),
        ("Writer", item.writers.len()),
        ("Producer", item.producers.len()),
        ("Country", item.countries.len()),
        ("Collection", item.collections.len()),
        ("Label", item.labels.len()),
        ("Role", item.roles.len()),
        ("Guid", item.guids.len()),
        ("Rating", item.ratings.len()),
    ] {
        assert_eq!(
            decoded,
            raw.named(&[name]).count(),
            "{file} {title}: {name}"
        );
    }
}
