//! Matches, versions, refreshes, pictures.

use plex_client::{
    ArtworkChoice, ArtworkField, ErrorKind, ItemEdit, ItemField, ItemType, MatchCandidate,
    MatchQuery, MediaItem, PictureKind, PicturePath, PlexClient, PlexError, RatingKey,
};
use plex_emulator::Fault;

use super::{
    FILMS, SHOWS, client, first, friend, key, library, look, named, owner, sample, weather,
};
use crate::script::{Reply, Script};

const POSTER: ArtworkField = ArtworkField::Poster;

async fn film(client: &PlexClient) -> RatingKey {
    named(client, FILMS, ItemType::Movie, "Metropolis").await
}

fn lock_of(item: &MediaItem, name: &str) -> bool {
    item.locks.iter().any(|lock| lock.name == name)
}

#[tokio::test]
async fn an_item_is_taken_for_one_of_its_candidates_and_for_nothing() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = film(&owner).await;
    let other = named(&owner, FILMS, ItemType::Movie, "Nosferatu").await;
    let guid = look(&owner, &other).await.guid;
    let query = MatchQuery::new().title("Nosferatu").year(1922);
    let candidates = owner.match_candidates(&film, &query).await.unwrap();
    let candidate = candidates.iter().find(|candidate| candidate.guid == guid);
    let candidate = candidate.unwrap();
    assert_eq!(
        (candidate.name.as_deref(), candidate.year),
        (Some("Nosferatu"), Some(1922))
    );
    assert!(candidate.score > Some(0));
    owner.match_item(&film, candidate).await.unwrap();
    let read = look(&owner, &film).await;
    assert_eq!((read.guid, &*read.title), (guid, "Nosferatu"));
    owner.unmatch_item(&film).await.unwrap();
    let read = look(&owner, &film).await;
    assert!(!read.guid.unwrap().starts_with("plex://"));
    let known = MatchCandidate::named("plex://movie/5d776825880197001ec9038a", "M & M");
    owner.match_item(&film, &known).await.unwrap();
    assert_eq!(look(&owner, &film).await.guid, known.guid);
    emulator.forget_requests();
    for wrong in [
        MatchCandidate::default(),
        MatchCandidate::named("imdb", "x"),
    ] {
        let error = owner.match_item(&film, &wrong).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn versions_are_split_and_items_merged() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let mut films = first(&owner, FILMS, 2).await;
    let (other, film) = (films.remove(1), films.remove(0));
    let before = look(&owner, &film).await.media.len();
    let more = look(&owner, &other).await.media.len();
    owner
        .merge_items(&film, std::slice::from_ref(&other))
        .await
        .unwrap();
    assert_eq!(look(&owner, &film).await.media.len(), before + more);
    let gone = owner
        .details(&other, &plex_client::DetailsQuery::new())
        .await;
    assert_eq!(gone.unwrap_err().kind(), ErrorKind::NotFound);
    owner.split_item(&film).await.unwrap();
    assert_eq!(look(&owner, &film).await.media.len(), 1);
    let show = first(&owner, SHOWS, 1).await;
    let error = owner.merge_items(&film, &show).await.unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    emulator.forget_requests();
    let many = vec![key("7"); 101];
    for others in [&[][..], std::slice::from_ref(&film), &many] {
        let error = owner.merge_items(&film, others).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_refresh_brings_back_what_is_not_locked() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = film(&owner).await;
    let before = look(&owner, &film).await;
    let edit = ItemEdit::new(ItemType::Movie)
        .set(ItemField::Title, "Locked")
        .and_then(|edit| edit.set(ItemField::Summary, "Unlocked"))
        .and_then(|edit| edit.unlock(ItemField::Summary))
        .unwrap();
    let items = std::slice::from_ref(&film);
    owner
        .edit_items(&library(FILMS), items, &edit)
        .await
        .unwrap();
    owner.refresh_item(&film, true).await.unwrap();
    owner.analyze_item(&film).await.unwrap();
    let read = look(&owner, &film).await;
    assert_eq!((&*read.title, read.summary), ("Locked", before.summary));
}

#[tokio::test]
async fn a_poster_is_chosen_brought_and_chosen_back() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = film(&owner).await;
    let choices = async || owner.artwork_choices(&film, POSTER).await.unwrap();
    let selected = async || -> ArtworkChoice {
        let all = choices().await;
        let mut selected = all.into_iter().filter(|choice| choice.selected);
        let one = selected.next().unwrap();
        assert_eq!(selected.next(), None);
        one
    };
    let before = selected().await;
    let stamp = look(&owner, &film).await.thumb;
    let other = choices()
        .await
        .into_iter()
        .find(|choice| !choice.selected)
        .unwrap();
    owner.choose_artwork(&film, POSTER, &other).await.unwrap();
    assert_eq!(selected().await.id, other.id);
    let read = look(&owner, &film).await;
    assert!(lock_of(&read, "thumb"));
    let path = PicturePath::of(&read, PictureKind::Poster).unwrap();
    let picture = owner.picture(&path, 20, 30).await.unwrap();
    owner
        .upload_artwork(&film, POSTER, picture.bytes)
        .await
        .unwrap();
    let brought = selected().await;
    assert!(
        brought.is_upload() && brought.provider.is_none(),
        "{brought:?}"
    );
    assert!(!before.is_upload());
    owner.choose_artwork(&film, POSTER, &before).await.unwrap();
    assert_eq!(selected().await.id, before.id);
    let unlock = ItemEdit::new(ItemType::Movie).unlock(POSTER).unwrap();
    let items = std::slice::from_ref(&film);
    owner
        .edit_items(&library(FILMS), items, &unlock)
        .await
        .unwrap();
    let read = look(&owner, &film).await;
    assert!(!lock_of(&read, "thumb"));
    assert!(read.thumb.is_some() && stamp.is_some());
    owner.remove_artwork(&film, POSTER).await.unwrap();
    assert_eq!(look(&owner, &film).await.thumb, None);
}

#[tokio::test]
async fn every_kind_of_artwork_has_its_place() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = film(&owner).await;
    let read = look(&owner, &film).await;
    let path = PicturePath::of(&read, PictureKind::Poster).unwrap();
    let picture = owner.picture(&path, 20, 30).await.unwrap().bytes;
    for kind in ArtworkField::ALL {
        let bytes = match kind {
            ArtworkField::Theme => b"ID3\x04music".to_vec(),
            _ => picture.to_vec(),
        };
        owner.upload_artwork(&film, *kind, bytes).await.unwrap();
        let choices = owner.artwork_choices(&film, *kind).await.unwrap();
        let brought = choices.iter().find(|choice| choice.is_upload()).unwrap();
        assert!(brought.selected, "{kind:?}");
        assert!(lock_of(&look(&owner, &film).await, kind.name()), "{kind:?}");
        owner.remove_artwork(&film, *kind).await.unwrap();
        owner.choose_artwork(&film, *kind, brought).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_no_artwork_is_not_sent() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = film(&owner).await;
    emulator.forget_requests();
    let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], &[0; 64]].concat();
    let large = [&jpeg[..], &vec![0; 10 << 20]].concat();
    for (kind, bytes) in [
        (POSTER, Vec::new()),
        (POSTER, b"<html>".to_vec()),
        (POSTER, large),
        (ArtworkField::Theme, jpeg),
        (ArtworkField::Theme, b"<html>".to_vec()),
        (ArtworkField::Theme, b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
        (ArtworkField::Theme, b"#!/bin/sh\n".to_vec()),
        (POSTER, b"ID3\x04music".to_vec()),
    ] {
        let error = owner.upload_artwork(&film, kind, bytes).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    let own = format!("http://example.com/{}/x", emulator.token());
    for url in [
        "file:///etc/passwd",
        "ftp://example.com/x",
        "http://ada:pw@example.com/x",
        "http://example.com/x?X-Plex-Token=abc",
        "http://example.com/x?y=1&x-plex-token=abc",
        "http://example.com/x?X%2DPlex%2DToken=abc",
        &own,
    ] {
        let url = url.parse().unwrap();
        let error = owner
            .upload_artwork_from(&film, POSTER, &url)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    let error = owner
        .choose_artwork(&film, POSTER, &ArtworkChoice::default())
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert!(emulator.requests().is_empty());
    let url = format!("{}/x?y=1&z=2", emulator.url()).parse().unwrap();
    owner
        .upload_artwork_from(&film, POSTER, &url)
        .await
        .unwrap();
    let requests = emulator.requests();
    assert_eq!(requests[0].parameter("url"), Some(url.to_string()));
}

#[tokio::test]
async fn themes_are_brought_as_the_music_that_they_are() {
    let script = Script::start(|_, _| Reply::page("200 OK")).await;
    let client = script.client().build().unwrap();
    for (bytes, media_type) in [
        (&b"ID3\x04"[..], "audio/mpeg"),
        (b"\xff\xfb\x90\x44", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"fLaC", "audio/flac"),
        (b"OggS", "audio/ogg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
    ] {
        client
            .upload_artwork(&key("7"), ArtworkField::Theme, bytes.to_vec())
            .await
            .unwrap();
        let seen = script.seen().pop().unwrap();
        assert_eq!(seen.header("content-type"), Some(media_type));
    }
}

#[tokio::test]
async fn only_the_owner_says_what_things_are_and_how_they_look() {
    let emulator = sample().start().await.unwrap();
    let film = &film(&owner(&emulator)).await;
    let known = &MatchCandidate::named("plex://movie/5d776825880197001ec9038a", "M");
    let choice = &owner(&emulator)
        .artwork_choices(film, POSTER)
        .await
        .unwrap()[0];
    let (no_one, gone) = (client(&emulator, "wrong"), key("999999"));
    for (client, film, kind) in [
        (&friend(&emulator, "grace"), film, ErrorKind::Forbidden),
        (&no_one, film, ErrorKind::Unauthorized),
        (&owner(&emulator), &gone, ErrorKind::NotFound),
    ] {
        for refused in [
            client.match_item(film, known).await,
            client.unmatch_item(film).await,
            client.split_item(film).await,
            client.merge_items(film, &[key("1")]).await,
            client.refresh_item(film, false).await,
            client.analyze_item(film).await,
            client.choose_artwork(film, POSTER, choice).await,
            client.remove_artwork(film, POSTER).await,
        ] {
            assert_eq!(refused.unwrap_err().kind(), kind);
        }
    }
}

#[tokio::test]
async fn matches_and_pictures_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = sample().start().await.unwrap();
    let server = &emulator;
    let film = &film(&owner(&emulator)).await;
    let known = &MatchCandidate::named("plex://movie/5d776825880197001ec9038a", "M");
    let choice = &owner(&emulator)
        .artwork_choices(film, POSTER)
        .await
        .unwrap()[0];
    let path = |what: &str| format!("/library/metadata/{film}/{what}");
    weather(server, &path("match"), |c| async move {
        c.match_item(film, known).await
    })
    .await;
    weather(server, &path("unmatch"), |c| async move {
        c.unmatch_item(film).await
    })
    .await;
    weather(server, &path("split"), |c| async move {
        c.split_item(film).await
    })
    .await;
    let others = &[key("1")];
    weather(server, &path("merge"), |c| async move {
        c.merge_items(film, others).await
    })
    .await;
    weather(server, &path("refresh"), |c| async move {
        c.refresh_item(film, true).await
    })
    .await;
    weather(server, &path("analyze"), |c| async move {
        c.analyze_item(film).await
    })
    .await;
    weather(server, &path("poster"), |c| async move {
        c.choose_artwork(film, POSTER, choice).await
    })
    .await;
    weather(server, &path("thumb"), |c| async move {
        c.remove_artwork(film, POSTER).await
    })
    .await;
    let url = &"http://127.0.0.1:9/x".parse().unwrap();
    weather(server, &path("posters"), |c| async move {
        c.upload_artwork_from(film, POSTER, url).await
    })
    .await;
    // It says that it is done, and it is not: a look tells.
    emulator.inject(Fault::NotApplied.on(path("match")));
    let owner = owner(&emulator);
    let before = look(&owner, film).await;
    owner.match_item(film, known).await.unwrap();
    assert_eq!(look(&owner, film).await, before);
}
