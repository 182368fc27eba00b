//! Answers written for these tests, each in JSON and in XML, with what servers are known to do to
//! them. Both decode to the same, and to what they say.

use std::fmt::Debug;

use plex_client::container::MediaContainer;
use plex_client::wire::{Answer, answer};
use plex_client::{
    Account, AccountId, Activity, Device, DeviceId, HistoryRecord, Hub, HubEntry, ItemType,
    Library, LibraryType, MediaItem, Millis, PlayerState, SearchResult, ServerIdentity, Session,
    Timestamp,
};

macro_rules! fixture {
    ($path:literal) => {
        (
            include_bytes!(concat!("../fixtures/", $path, ".json")).as_slice(),
            include_bytes!(concat!("../fixtures/", $path, ".xml")).as_slice(),
        )
    };
}

/// Decodes both wires and finds them equal.
fn both<T: Answer + PartialEq + Debug>((json, xml): (&[u8], &[u8])) -> T {
    let by_json: T = answer(json).unwrap();
    let by_xml: T = answer(xml).unwrap();
    assert_eq!(by_json, by_xml);
    by_json
}

fn items<T>(fixture: (&[u8], &[u8])) -> Vec<T>
where
    MediaContainer<T>: Answer + PartialEq + Debug,
{
    both::<MediaContainer<T>>(fixture).items
}

#[test]
fn libraries() {
    let libraries: Vec<Library> = items(fixture!("library/sections"));
    let [films, fresh] = libraries.as_slice() else {
        panic!("{libraries:?}");
    };
    assert_eq!(films.key.as_str(), "1");
    assert_eq!(films.title, "Films & more");
    assert_eq!(films.library_type, LibraryType::Movie);
    assert_eq!(
        films.scanned_at,
        Some(Timestamp::from_epoch_seconds(1_700_000_100))
    );
    assert_eq!(films.content, Some(true));
    assert_eq!(films.content_changed_at, Some(1234));
    assert_eq!(films.hidden, Some(0));
    assert!(!films.refreshing);
    assert_eq!(films.locations.len(), 2);
    assert_eq!(films.locations[1].path, "/more films");
    assert_eq!(fresh.library_type, LibraryType::Other("hologram".into()));
    assert!(fresh.refreshing && fresh.uuid.is_none() && fresh.locations.is_empty());
}

#[test]
fn items_of_a_library() {
    let page: MediaContainer<MediaItem> = both(fixture!("library/sections/1/all"));
    assert_eq!(page.header.total_size, Some(12));
    assert_eq!(page.header.offset, Some(4));
    let [nosferatu, tokyo, newfangled] = page.items.as_slice() else {
        panic!("{page:?}");
    };

    // `guid` and `Guid`, `rating` and `Rating` are different things.
    assert_eq!(
        nosferatu.guid.as_deref(),
        Some("plex://movie/5d77682aeb5d26001f1df8b9")
    );
    assert_eq!(nosferatu.guids, ["imdb://tt0013442", "tmdb://653"]);
    assert_eq!(nosferatu.rating, Some(9.7));
    assert_eq!(nosferatu.ratings[0].value, Some(7.8));
    let summary = nosferatu.summary.as_deref();
    assert_eq!(summary, Some("A count buys a house.\r\nThe rats come too."));
    let genres: Vec<&str> = nosferatu.genres.iter().map(|g| g.tag.as_str()).collect();
    assert_eq!(genres, ["Horror", "Fantasy"]);
    assert_eq!(nosferatu.media[0].parts[0].size, Some(2_270_000_000));
    // What the container says once is said of each item.
    assert_eq!(nosferatu.library_section_id.as_ref().unwrap().as_str(), "1");
    assert_eq!(nosferatu.library_section_title.as_deref(), Some("Films"));
    assert_eq!(nosferatu.library_section_uuid.as_deref(), Some("u-1"));

    // Numbers as texts, lone objects, a duration that is none, impossible dates, nulls.
    assert_eq!(tokyo.rating_key.as_ref().unwrap().as_str(), "6");
    assert_eq!(tokyo.title, "東京");
    assert_eq!(tokyo.year, Some(1920));
    assert_eq!(tokyo.duration, None);
    assert_eq!(
        tokyo.added_at,
        Some(Timestamp::from_epoch_seconds(-62_135_596_800))
    );
    assert_eq!(
        tokyo.updated_at,
        Some(Timestamp::from_epoch_seconds(910_692_730_085))
    );
    assert_eq!(tokyo.originally_available_at.as_deref(), Some("0000-00-00"));
    let media = &tokyo.media[0];
    assert_eq!(media.aspect_ratio, Some(1.78));
    assert_eq!(media.optimized_for_streaming, Some(true));
    assert_eq!(media.parts[0].streams[0].stream_type, Some(1));
    assert_eq!(media.parts[0].streams[0].default, Some(true));
    assert!(tokyo.genres.is_empty() && tokyo.roles.is_empty());

    assert_eq!(newfangled.item_type, ItemType::Other("hologram".into()));
    assert_eq!(
        newfangled.library_section_id.as_ref().unwrap().as_str(),
        "9"
    );
    assert_eq!(
        newfangled.library_section_title.as_deref(),
        Some("Elsewhere")
    );
}

#[test]
fn seasons_and_what_stands_before_them() {
    let seasons: Vec<MediaItem> = items(fixture!("library/metadata/7/children"));
    let titles: Vec<&str> = seasons.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles, ["All episodes", "Season 1"]);
    assert_eq!(seasons[0].rating_key, None);
    assert_eq!(seasons[1].viewed_leaf_count, Some(3));
}

#[test]
fn sessions() {
    let sessions: Vec<Session> = items(fixture!("status/sessions"));
    let [film, news] = sessions.as_slice() else {
        panic!("{sessions:?}");
    };
    assert_eq!(film.session_key.as_ref().unwrap().as_str(), "12");
    assert_eq!(film.view_offset(), Some(Millis::new(730_000)));
    assert_eq!(film.user.as_ref().unwrap().title.as_deref(), Some("Ada"));
    let player = film.player.as_ref().unwrap();
    assert_eq!(player.state, PlayerState::Playing);
    assert_eq!(player.local, Some(true));
    assert_eq!(player.user_id, Some(AccountId::OWNER));
    assert_eq!(film.session.as_ref().unwrap().bandwidth, Some(9200));
    let transcode = film.transcode.as_ref().unwrap();
    assert_eq!(transcode.progress, Some(56.9));
    assert_eq!(transcode.size, Some(-22));
    assert_eq!(transcode.speed, None);
    let stream = &film.item.media[0].parts[0].streams[0];
    assert_eq!(stream.dovi_profile, Some(5));
    assert_eq!(stream.frame_rate, Some(23.976));

    assert_eq!(news.session_key.as_ref().unwrap().as_str(), "13");
    assert_eq!(news.item.live, Some(true));
    assert_eq!(news.view_offset(), Some(Millis::new(0)));
    let state = &news.player.as_ref().unwrap().state;
    assert_eq!(state, &PlayerState::Other("frozen".into()));
    assert!(news.user.is_none() && news.session.is_none() && news.transcode.is_none());
}

#[test]
fn history() {
    let records: Vec<HistoryRecord> = items(fixture!("status/sessions/history/all"));
    assert_eq!(records[0].account_id, Some(AccountId::OWNER));
    assert_eq!(records[0].device_id, Some(DeviceId::new(4)));
    assert_eq!(records[0].item.parent_index, Some(2));
    // What was deleted since has no keys.
    assert_eq!(
        records[1].viewed_at,
        Some(Timestamp::from_epoch_seconds(1_694_000_000))
    );
    assert_eq!(records[1].item.title, "Gone");
    assert!(records[1].item.rating_key.is_none() && records[1].device_id.is_none());
}

#[test]
fn hubs_hold_items_and_tags() {
    let hubs: Vec<Hub> = items(fixture!("hubs/search"));
    assert_eq!(hubs.len(), 3);
    assert!(hubs[0].more && !hubs[1].more && hubs[2].entries.is_empty());
    let HubEntry::Item(film) = &hubs[0].entries[0] else {
        panic!("{hubs:?}");
    };
    assert_eq!(film.reason_title.as_deref(), Some("F. W. Murnau"));
    let HubEntry::Tag(person) = &hubs[1].entries[0] else {
        panic!("{hubs:?}");
    };
    assert_eq!(person.tag, "F. W. Murnau");
    assert_eq!(person.tag_type, Some(4));
    assert_eq!(person.count, Some(3));
    assert_eq!(person.library_section_title.as_deref(), Some("Films"));
}

#[test]
fn scored_results() {
    let results: Vec<SearchResult> = items(fixture!("library/search"));
    assert_eq!(results[0].score, Some(0.87));
    assert!(matches!(results[0].entry, Some(HubEntry::Item(_))));
    assert_eq!(results[1].score, Some(0.5));
    assert!(matches!(results[1].entry, Some(HubEntry::Tag(_))));
    assert!(results[2].entry.is_none());
}

#[test]
fn accounts_devices_and_activities() {
    let accounts: Vec<Account> = items(fixture!("accounts"));
    assert_eq!(accounts[0].name, "");
    assert_eq!(accounts[1].id, Some(AccountId::OWNER));
    let devices: Vec<Device> = items(fixture!("devices"));
    assert_eq!(devices[0].platform.as_deref(), Some("tvOS"));
    let activities: Vec<Activity> = items(fixture!("activities"));
    let context = activities[0].context.as_ref().unwrap();
    assert_eq!(context.library_section_id.as_ref().unwrap().as_str(), "1");
    assert_eq!(activities[0].progress, Some(40));
}

#[test]
fn the_server_itself() {
    let identity: ServerIdentity = both(fixture!("index"));
    assert_eq!(identity.friendly_name.as_deref(), Some("Büro"));
    assert_eq!(identity.claimed, Some(true));
    assert_eq!(identity.my_plex_subscription, Some(false));
    assert_eq!(identity.livetv, Some(7));
    // It is absent when it is not allowed.
    assert_eq!(identity.allow_media_deletion, None);
}

#[test]
fn items_of_several_libraries_are_where_they_say() {
    let answer = br#"<MediaContainer librarySectionID="4" librarySectionUUID="u-4">
        <Video ratingKey="30" title="Secret"/>
        <Video ratingKey="2" title="Faust" librarySectionID="1"/></MediaContainer>"#;
    let found: MediaContainer<MediaItem> = plex_client::wire::answer(answer).unwrap();
    let uuids = found
        .items
        .iter()
        .map(|item| item.library_section_uuid.as_deref());
    assert_eq!(uuids.collect::<Vec<_>>(), [Some("u-4"), None]);
}
