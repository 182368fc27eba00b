//! What is serialised is read again as what it was: a program may keep models in a file.

use std::fmt::Debug;

use plex_client::container::MediaContainer;
use plex_client::wire::{Answer, answer};
use plex_client::{
    Account, Activity, ArtworkChoice, BandwidthStatistics, Device, HistoryQuery, HistoryRecord,
    Hub, Library, LibraryMeta, ManagedHub, MatchCandidate, MediaItem, MediaProvider, Notification,
    PageRequest, PlayQueue, Player, PlexClient, ServerIdentity, Session, Setting, Timelines,
    TranscodeSession, UpdateStatus,
    cloud::{Friend, Home, Pin, Privacy, Resource, ServerRecord, User, Webhook},
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

/// Writes a model down and reads it again.
pub(crate) fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(model: &T, of: &str) {
    let text = serde_json::to_string(model).unwrap();
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{of}: {error}"));
    assert_eq!(&again, model, "{of}: by way of {text}");
}

/// Reads an answer, and holds it to the round trip.
fn of_answer<T>(body: &str) -> T
where
    T: Answer + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let read: T = answer(body.as_bytes()).unwrap();
    check(&read, body);
    read
}

#[test]
fn keys_dates_tags_and_media_come_back() {
    let items: MediaContainer<MediaItem> = of_answer(
        r#"<MediaContainer size="1" totalSize="9" offset="3" librarySectionID="2" librarySectionTitle="Films">
             <Video ratingKey="7" key="/library/metadata/7" type="movie" title="Metropolis" year="1927"
                    addedAt="-5" updatedAt="974700000000" duration="9180000" viewOffset="1" viewCount="2"
                    librarySectionKey="/library/sections/2">
               <Media id="1" duration="9180000" bitrate="900" width="1440" height="1080">
                 <Part id="2" key="/library/parts/2/0/file.mkv" size="12" file="/films/m.mkv">
                   <Stream id="3" streamType="1" codec="h264" selected="1"/>
                   <Stream id="4" streamType="3" codec="srt" language="Deutsch"/>
                 </Part>
               </Media>
               <Genre id="1" tag="Drama"/><Role id="2" tag="Brigitte Helm" role="Maria"/>
               <Guid id="imdb://tt0017136"/><Rating image="imdb://image.rating" value="8.3" type="audience"/>
               <Field locked="1" name="title"/>
             </Video></MediaContainer>"#,
    );
    assert_eq!(items.items.len(), 1);
    let session: MediaContainer<Session> = of_answer(
        r#"{"MediaContainer":{"size":1,"Metadata":[{"sessionKey":"1","title":"x","type":"movie",
            "User":{"id":"1","title":"ada"},"Player":{"machineIdentifier":"p","state":"paused","local":true},
            "Session":{"id":"s","bandwidth":9,"location":"lan"},
            "TranscodeSession":{"key":"/transcode/sessions/k","videoDecision":"copy","speed":1.5}}]}}"#,
    );
    assert!(session.items[0].player.is_some());
    let _: MediaContainer<Library> = of_answer(
        r#"{"MediaContainer":{"Directory":[{"key":"1","type":"show","title":"Shows","uuid":"u",
            "refreshing":true,"Location":[{"id":1,"path":"/shows"}]}]}}"#,
    );
    let hubs: MediaContainer<Hub> = of_answer(
        r#"{"MediaContainer":{"Hub":[{"type":"actor","size":2,"more":true,
            "Directory":[{"tag":"Buster Keaton","id":5,"tagType":6,"librarySectionID":"1","filter":"actor=5"}],
            "Metadata":[{"ratingKey":"7","type":"movie","title":"Faust"}]}]}}"#,
    );
    assert_eq!(hubs.items[0].entries.len(), 2);
    let _: MediaContainer<Account> =
        of_answer(r#"{"MediaContainer":{"Account":[{"id":1,"name":"ada"},{"id":0,"name":""}]}}"#);
    let _: MediaContainer<Setting> = of_answer(
        r#"{"MediaContainer":{"Setting":[{"id":"a","type":"bool","value":true,"default":false},
            {"id":"b","type":"text","value":"x","default":""},{"id":"c","type":"double","value":1.5}]}}"#,
    );
    let _: MediaContainer<Activity> = of_answer(
        r#"{"MediaContainer":{"Activity":[{"uuid":"u","type":"library.update.section","progress":-1,
            "Context":{"librarySectionID":"1"}}]}}"#,
    );
    let _: MediaContainer<TranscodeSession> = of_answer(
        r#"{"MediaContainer":{"TranscodeSession":[{"key":"k","progress":12.5,"size":-22}]}}"#,
    );
    let _: MediaContainer<Player> =
        of_answer(r#"{"MediaContainer":{"Player":[{"title":"TV","state":"playing"}]}}"#);
    let _: MediaContainer<MediaProvider> = of_answer(
        r#"{"MediaContainer":{"MediaProvider":[{"identifier":"i","Feature":[{"type":"content",
            "Directory":[{"id":"1","title":"Films"}]}]}]}}"#,
    );
    let _: ServerIdentity = of_answer(
        r#"{"MediaContainer":{"machineIdentifier":"m","claimed":false,"myPlex":true,"livetv":7}}"#,
    );
    let _: BandwidthStatistics = of_answer(
        r#"{"MediaContainer":{"StatisticsBandwidth":[{"accountID":1,"at":5,"lan":true,"bytes":9}]}}"#,
    );
    let meta: LibraryMeta = serde_json::from_str(
        r#"{"Type":[{"key":"/x","type":"movie","title":"Films",
            "Filter":[{"filter":"genre","filterType":"string","key":"/g","title":"Genre"}],
            "Sort":[{"key":"titleSort","title":"Title"}],"Field":[{"key":"genre","type":"tag"}]}],
            "FieldType":[{"type":"tag","Operator":[{"key":"=","title":"is"}]}]}"#,
    )
    .unwrap();
    check(&meta, "what a library offers");
}

#[test]
fn what_players_are_told_and_what_a_server_tells_comes_back() {
    let devices: MediaContainer<Device> = of_answer(
        r#"{"MediaContainer":{"Device":[{"id":3,"name":"TV","platform":"webOS","createdAt":1600000000}]}}"#,
    );
    assert!(devices.items[0].id.is_some());
    let plays: MediaContainer<HistoryRecord> = of_answer(
        r#"{"MediaContainer":{"Metadata":[{"historyKey":"/status/sessions/history/9","ratingKey":"7",
            "type":"episode","title":"One","grandparentTitle":"Harbour","viewedAt":1700000000,
            "accountID":1,"deviceID":3,"librarySectionID":"2"}]}}"#,
    );
    assert!(plays.items[0].viewed_at.is_some());
    let queue: PlayQueue = of_answer(
        r#"{"MediaContainer":{"playQueueID":5,"playQueueSelectedItemID":51,"playQueueSelectedItemOffset":0,
            "playQueueSelectedMetadataItemID":"7","playQueueShuffled":false,"playQueueTotalCount":2,
            "playQueueVersion":1,"Metadata":[{"ratingKey":"7","playQueueItemID":51,"type":"movie","title":"Faust"}]}}"#,
    );
    assert!(queue.items[0].play_queue_item_id.is_some());
    let told: Timelines = of_answer(
        r#"<MediaContainer commandID="7" location="fullScreenVideo"><Timeline type="music" state="stopped"/>
             <Timeline type="video" state="paused" time="90000" duration="5400000" ratingKey="18" volume="50"/>
           </MediaContainer>"#,
    );
    assert!(told.active().is_some());
    for message in [
        r#"{"NotificationContainer":{"type":"playing","size":1,"PlaySessionStateNotification":[
            {"sessionKey":"4","ratingKey":"7","viewOffset":90000,"state":"playing"}]}}"#,
        r#"{"NotificationContainer":{"type":"timeline","size":1,"TimelineEntry":[
            {"identifier":"com.plexapp.plugins.library","sectionID":"1","itemID":"7","state":5,"type":1}]}}"#,
        r#"{"NotificationContainer":{"type":"activity","size":1,"ActivityNotification":[
            {"event":"updated","uuid":"u","Activity":{"uuid":"u","type":"library.update.section","progress":50}}]}}"#,
        r#"{"NotificationContainer":{"type":"status","StatusNotification":[{"title":"Scan","description":"done"}]}}"#,
    ] {
        let _: Notification = of_answer(message);
    }
    let candidates: MediaContainer<MatchCandidate> = of_answer(
        r#"{"MediaContainer":{"SearchResult":[{"guid":"plex://movie/a","name":"Faust","year":1926,
            "score":98,"lifespanEnded":false}]}}"#,
    );
    assert_eq!(candidates.items.len(), 1);
    let choices: MediaContainer<ArtworkChoice> = of_answer(
        r#"{"MediaContainer":{"Metadata":[{"ratingKey":"upload://posters/a","key":"/a","selected":true}]}}"#,
    );
    assert!(choices.items[0].selected);
    let rows: MediaContainer<ManagedHub> = of_answer(
        r#"{"MediaContainer":{"Hub":[{"identifier":"movie.recentlyadded","title":"New","deletable":false,
            "promotedToOwnHome":true}]}}"#,
    );
    assert!(rows.items[0].own_home);
    let status: UpdateStatus = of_answer(
        r#"{"MediaContainer":{"canInstall":false,"checkedAt":1700000000,
            "Release":[{"version":"1.41","state":"available","added":"x","fixed":"y"}]}}"#,
    );
    assert_eq!(status.releases.len(), 1);
}

/// Tokens do not come back: what is written down holds none.
#[test]
fn what_plex_tv_tells_comes_back() {
    let user: User = of_answer(
        r#"{"id":7,"uuid":"u","username":"ada","confirmed":true,"joinedAt":1500000000,
            "subscription":{"active":true,"plan":"lifetime","features":["webhooks"]},
            "profile":{"defaultAudioLanguage":"de"},"entitlements":["roku"]}"#,
    );
    assert_eq!(user.entitlements, ["roku"]);
    let home: Home = of_answer(
        r#"{"id":1,"name":"Home","guestEnabled":true,"users":[{"id":7,"title":"ada","admin":true}]}"#,
    );
    assert_eq!(home.users.len(), 1);
    let friends: Vec<Friend> = of_answer(
        r#"[{"id":8,"title":"grace","status":"accepted","sharingSettings":{"allowTuners":1},
             "sharedServers":[{"id":3,"name":"Lantern","owned":true,"libraries":[{"id":4,"key":"1","title":"Films","type":"movie"}]}]}]"#,
    );
    assert_eq!(friends[0].shared_servers[0].libraries.len(), 1);
    let resources: Vec<Resource> = of_answer(
        r#"[{"name":"Lantern","provides":"server","clientIdentifier":"c","owned":true,
             "connections":[{"protocol":"https","address":"10.0.0.2","port":32400,"uri":"https://x","local":true,"IPv6":false}]}]"#,
    );
    assert_eq!(resources[0].connections.len(), 1);
    let _: Vec<Webhook> = of_answer(r#"[{"url":"https://example.org/hook"}]"#);
    let privacy: Privacy = of_answer(
        r#"{"optOutPlayback":true,"metrics":[{"event":"playback","status":"disabled"}]}"#,
    );
    assert_eq!(privacy.metrics.len(), 1);
    let _: Pin = of_answer(
        r#"{"id":9,"code":"ABCD","product":"x","trusted":false,"expiresIn":1800,"createdAt":"2026-01-01T00:00:00Z"}"#,
    );
    let _: ServerRecord = of_answer(
        r#"{"name":"Lantern","port":32400,"machineIdentifier":"m","createdAt":1500000000,
            "librarySections":[{"id":4,"key":"1","title":"Films","type":"movie"}]}"#,
    );
}

/// A page that was kept still knows what comes after it, and what is counted is read as it was written.
#[tokio::test]
async fn pages_and_counts_come_back() {
    let server = plex_emulator::Emulator::builder().start().await.unwrap();
    let client = PlexClient::new(server.url(), server.token()).unwrap();
    let query = HistoryQuery::new().page(PageRequest::first(3));
    let page = client.history(&query).await.unwrap();
    check(&page, "a page");
    let kept = serde_json::to_string(&page).unwrap();
    let kept: plex_client::Page<HistoryRecord> = serde_json::from_str(&kept).unwrap();
    assert_eq!(kept.next_offset(), Some(3));
    for library in client.libraries().await.unwrap() {
        let counts = client.library_counts(&library).await.unwrap();
        check(&counts, &library.title);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text, number or instant that can stand in an answer comes back.
    #[test]
    fn whatever_stands_in_an_item_comes_back(
        title in any::<String>(),
        at in any::<i64>(),
        length in any::<u64>(),
        number in any::<i32>(),
        tenths in 0_u32..=100,
        genres in prop::collection::vec(any::<String>(), 0..4),
    ) {
        let genres: Vec<_> = genres.iter().map(|tag| serde_json::json!({"tag": tag})).collect();
        let body = serde_json::json!({"MediaContainer": {"Metadata": [{
            "ratingKey": "7", "type": "movie", "title": title, "addedAt": at, "lastViewedAt": at,
            "duration": length, "viewOffset": length, "index": number, "year": number,
            "rating": f64::from(tenths) / 10.0, "Genre": genres,
            "Media": [{"Part": [{"file": title, "Stream": [{"streamType": 2, "codec": title}]}]}],
        }]}});
        let read: MediaContainer<MediaItem> = answer(body.to_string().as_bytes()).unwrap();
        check(&read, "generated");
    }
}
