//! What is serialised is read again as what it was: a program may keep models in a file.

use std::fmt::Debug;

use plex_client::wire::{Answer, MediaContainer, answer};
use plex_client::{
    Account, Activity, BandwidthStatistics, Hub, Library, LibraryMeta, MediaItem, MediaProvider,
    Player, ServerIdentity, Session, Setting, TranscodeSession,
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
