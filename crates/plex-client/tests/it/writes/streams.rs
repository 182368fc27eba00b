//! The sound and the subtitles that an account chooses for a file.

use plex_client::{ErrorKind, PlexClient, PlexError, StreamChoice, StreamId, SubtitleChoice};

use super::{FILMS, first, friend, look, owner, sample, weather};
use crate::script::{Reply, Script};

#[tokio::test]
async fn sound_and_subtitles_are_chosen_for_the_next_time() {
    let script = Script::start(|_, _| Reply::page("200 OK")).await;
    let client = script.client().build().unwrap();
    let part = plex_client::PartId::new("12").unwrap();
    let stream = |id| StreamId::new(id).unwrap();
    client
        .select_streams(&part, &StreamChoice::new(), true)
        .await
        .unwrap();
    for choice in [
        StreamChoice::new().audio(stream("5")),
        StreamChoice::new().subtitles(SubtitleChoice::Stream(stream("6"))),
        StreamChoice::new().subtitles(SubtitleChoice::Off),
    ] {
        client.select_streams(&part, &choice, true).await.unwrap();
    }
    let seen = script.seen();
    let asked: Vec<&str> = seen.iter().map(|seen| seen.line.as_str()).collect();
    let of_part = |query: &str| format!("PUT /library/parts/12?{query}&allParts=1");
    let expected = [
        "audioStreamID=5",
        "subtitleStreamID=6",
        "subtitleStreamID=0",
    ];
    assert_eq!(asked, expected.map(of_part));
}

#[tokio::test]
async fn a_file_is_heard_and_read_as_each_account_chooses() {
    let emulator = sample().start().await.unwrap();
    let (owner, grace) = (owner(&emulator), friend(&emulator, "grace"));
    let mut several = None;
    for film in first(&owner, FILMS, 1000).await {
        let media = look(&owner, &film).await.media;
        let part = media[0].parts[0].clone();
        let of = |kind| move |stream: &&plex_client::Stream| stream.stream_type == Some(kind);
        let sounds: Vec<_> = part.streams.iter().filter(of(2)).cloned().collect();
        if sounds.len() > 1 && part.streams.iter().any(|stream| of(3)(&stream)) {
            several = Some((film, part.id.unwrap(), part.streams));
            break;
        }
    }
    let (film, part, streams) = several.expect("no film with two sounds and subtitles");
    let selected = async |client: &PlexClient, kind: u32| {
        let media = look(client, &film).await.media;
        let streams = media[0].parts[0].streams.iter();
        let mut chosen =
            streams.filter(|one| one.stream_type == Some(kind) && one.selected == Some(true));
        chosen.next().and_then(|stream| stream.id.clone())
    };
    let of_grace = (selected(&grace, 2).await, selected(&grace, 3).await);
    for stream in streams
        .iter()
        .filter(|stream| stream.stream_type == Some(2))
    {
        let choice = StreamChoice::new().audio(stream.id.clone().unwrap());
        owner.select_streams(&part, &choice, false).await.unwrap();
        assert_eq!(selected(&owner, 2).await, stream.id);
    }
    let subtitles = streams.iter().find(|stream| stream.stream_type == Some(3));
    let subtitles = subtitles.unwrap().id.clone().unwrap();
    let on = StreamChoice::new().subtitles(SubtitleChoice::Stream(subtitles.clone()));
    owner.select_streams(&part, &on, false).await.unwrap();
    assert_eq!(selected(&owner, 3).await, Some(subtitles));
    let off = StreamChoice::new().subtitles(SubtitleChoice::Off);
    owner.select_streams(&part, &off, true).await.unwrap();
    assert_eq!(selected(&owner, 3).await, None);
    assert_eq!(
        (selected(&grace, 2).await, selected(&grace, 3).await),
        of_grace
    );
    let foreign = StreamChoice::new().audio(StreamId::new("999999").unwrap());
    let error = owner
        .select_streams(&part, &foreign, false)
        .await
        .unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    let gone = plex_client::PartId::new("999999").unwrap();
    let error = owner.select_streams(&gone, &off, false).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    weather(&emulator, &format!("/library/parts/{part}"), |c| {
        let (part, off) = (part.clone(), off.clone());
        async move { c.select_streams(&part, &off, false).await }
    })
    .await;
}
