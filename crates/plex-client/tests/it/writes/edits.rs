//! Metadata: fields, tags and locks.

use plex_client::{
    ArtworkField, ErrorKind, FieldContent, FieldValue, ItemEdit, ItemField, ItemType, LibraryKey,
    Lockable, MediaItem, PlexClient, PlexError, RatingKey, ReleaseDate, TagField, Timestamp,
    UserRating,
};
use plex_emulator::{Behaviour, Emulator, Library, UnnamedTags};

use super::{FILMS, SHOWS, client, first, friend, key, library, look, owner, sample, weather};

fn films() -> ItemEdit {
    ItemEdit::new(ItemType::Movie)
}

fn date(text: &str) -> ReleaseDate {
    text.parse().unwrap()
}

fn locks(item: &MediaItem) -> Vec<&str> {
    let mut locks: Vec<&str> = item.locks.iter().map(|lock| lock.name.as_str()).collect();
    locks.sort_unstable();
    locks
}

fn genres(item: &MediaItem) -> Vec<&str> {
    item.genres.iter().map(|tag| tag.tag.as_str()).collect()
}

async fn edit(client: &PlexClient, items: &[RatingKey], edit: &ItemEdit) {
    client
        .edit_items(&library(FILMS), items, edit)
        .await
        .unwrap();
}

#[tokio::test]
async fn every_field_of_a_film_is_given_a_value_and_taken_away_again() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = first(&owner, FILMS, 1).await;
    let rating = UserRating::new(7.5).unwrap();
    let mut all = films();
    for field in ItemField::of(&ItemType::Movie) {
        let value: FieldValue = match field.content() {
            FieldContent::Text => format!("{} & ¿?#/%2F=,", field.name()).into(),
            FieldContent::Rating => rating.into(),
            FieldContent::Date => date("1927-01-10").into(),
            _ => Timestamp::from_epoch_seconds(1_000_000).into(),
        };
        all = all.set(*field, value).unwrap();
    }
    edit(&owner, &film, &all).await;
    let read = look(&owner, &film[0]).await;
    let text = |name: &str| Some(format!("{name} & ¿?#/%2F=,"));
    assert_eq!(Some(read.title.clone()), text("title"));
    assert_eq!(read.title_sort, text("titleSort"));
    assert_eq!(read.original_title, text("originalTitle"));
    assert_eq!(read.summary, text("summary"));
    assert_eq!(read.tagline, text("tagline"));
    assert_eq!(read.studio, text("studio"));
    assert_eq!(read.content_rating, text("contentRating"));
    assert_eq!(read.edition_title, text("editionTitle"));
    assert_eq!(read.originally_available_at.as_deref(), Some("1927-01-10"));
    assert_eq!(read.year, Some(1927));
    assert_eq!(
        read.added_at,
        Some(Timestamp::from_epoch_seconds(1_000_000))
    );
    let ratings = [read.rating, read.audience_rating, read.user_rating];
    assert_eq!(ratings, [Some(7.5); 3]);
    let mut names: Vec<&str> = ItemField::of(&ItemType::Movie)
        .iter()
        .map(|f| f.name())
        .collect();
    names.sort_unstable();
    assert_eq!(locks(&read), names);
    let mut none = films();
    for field in ItemField::of(&ItemType::Movie) {
        none = none.unlock(*field).unwrap();
        if field.can_be_empty() {
            none = none.clear(*field).unwrap();
        }
    }
    edit(&owner, &film, &none).await;
    let read = look(&owner, &film[0]).await;
    assert_eq!(locks(&read), [""; 0]);
    assert_eq!(
        (&read.tagline, &read.studio, &read.edition_title),
        (&None, &None, &None)
    );
    assert_eq!(
        (read.rating, read.user_rating, read.year),
        (None, None, None)
    );
    assert_eq!(Some(read.title), text("title"));
}

#[tokio::test]
async fn tags_become_those_that_are_wanted_whatever_becomes_of_those_not_named() {
    for tags in [UnnamedTags::Kept, UnnamedTags::Dropped] {
        let behaviour = Behaviour {
            tags,
            ..Behaviour::default()
        };
        let emulator = sample().behaviour(behaviour).start().await.unwrap();
        let owner = owner(&emulator);
        let film = first(&owner, FILMS, 1).await;
        let before = look(&owner, &film[0]).await;
        let kept = genres(&before)[0].to_owned();
        let wanted = [&*kept, "Science Fiction, silent", "100%25 & more"];
        let change = films()
            .tags(TagField::Genre, genres(&before), wanted)
            .unwrap();
        edit(&owner, &film, &change).await;
        let read = look(&owner, &film[0]).await;
        let mut held = genres(&read);
        held.sort_unstable();
        let mut expected = wanted;
        expected.sort_unstable();
        assert_eq!(held, expected, "{tags:?}");
        assert!(locks(&read).contains(&"genre"));
        // Back again, with the lock as it was.
        let back = films()
            .tags(TagField::Genre, wanted, genres(&before))
            .unwrap();
        edit(&owner, &film, &back.unlock(TagField::Genre).unwrap()).await;
        let read = look(&owner, &film[0]).await;
        let sorted = |item: &MediaItem| {
            let mut genres: Vec<String> = genres(item).into_iter().map(str::to_owned).collect();
            genres.sort_unstable();
            genres
        };
        assert_eq!(sorted(&read), sorted(&before), "{tags:?}");
        assert_eq!(locks(&read), locks(&before));
        let none = films()
            .tags(TagField::Genre, genres(&read), [""; 0])
            .unwrap();
        edit(&owner, &film, &none).await;
        assert!(look(&owner, &film[0]).await.genres.is_empty(), "{tags:?}");
    }
}

#[tokio::test]
async fn a_label_is_spelt_by_the_server_and_compared_without_case() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = first(&owner, FILMS, 1).await;
    let add = films()
        .tags(TagField::Label, [""; 0], ["for-the kids"])
        .unwrap();
    edit(&owner, &film, &add).await;
    let labels = look(&owner, &film[0]).await.labels;
    assert_eq!(labels[0].tag, "For-The Kids");
    let spelt = labels.iter().map(|label| label.tag.as_str());
    emulator.forget_requests();
    let same = films()
        .tags(TagField::Label, spelt, ["for-the kids"])
        .unwrap();
    edit(&owner, &film, &same).await;
    assert_eq!(emulator.requests().len(), 1);
    let gone = films()
        .tags(TagField::Label, ["For-The Kids"], [""; 0])
        .unwrap();
    edit(&owner, &film, &gone).await;
    assert!(look(&owner, &film[0]).await.labels.is_empty());
}

#[tokio::test]
async fn many_items_are_edited_a_hundred_at_a_time_and_never_without_ids() {
    let emulator = Emulator::builder().library(Library::generate(250));
    let emulator = emulator.start().await.unwrap();
    let owner = owner(&emulator);
    let all = first(&owner, FILMS, 250).await;
    emulator.forget_requests();
    let change = films()
        .set(ItemField::Studio, "Ufa")
        .unwrap()
        .tags(TagField::Label, ["A", "B"], ["Kids"])
        .unwrap();
    edit(&owner, &all[..205], &change).await;
    let requests = emulator.requests();
    assert_eq!(requests.len(), 3 * 3);
    for request in &requests {
        assert_eq!(request.method, "PUT");
        assert_eq!(request.parameter("type").as_deref(), Some("1"));
        let ids = request.parameter("id").unwrap();
        assert!((1..=100).contains(&ids.split(',').count()), "{ids}");
    }
    for (place, film) in all.iter().enumerate().step_by(51) {
        let is_edited = look(&owner, film).await.studio.as_deref() == Some("Ufa");
        assert_eq!(is_edited, place < 205, "{place}");
    }
    emulator.forget_requests();
    edit(&owner, &[], &change).await;
    edit(&owner, &all, &films()).await;
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn items_of_another_type_are_left_alone() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let (film, show) = (first(&owner, FILMS, 1).await, first(&owner, SHOWS, 1).await);
    let before = look(&owner, &show[0]).await;
    let change = films().set(ItemField::Title, "Other").unwrap();
    edit(
        &owner,
        &[show[0].clone(), key("999999"), film[0].clone()],
        &change,
    )
    .await;
    assert_eq!(look(&owner, &show[0]).await, before);
    assert_eq!(look(&owner, &film[0]).await.title, "Other");
}

#[test]
fn what_makes_no_sense_is_an_error_before_anything_is_sent() {
    let season = || ItemEdit::new(ItemType::Season);
    let track = || ItemEdit::new(ItemType::Track);
    let rating = UserRating::new(1.0).unwrap();
    let wrong = [
        season().set(ItemField::Tagline, "x"),
        season().clear(ItemField::Studio),
        season().lock(ItemField::Studio),
        season().unlock(TagField::Genre),
        season().tags(TagField::Genre, [""; 0], ["x"]),
        films().set(ItemField::Index, 1),
        films().set(ItemField::Title, 7),
        films().set(ItemField::Title, " "),
        films().clear(ItemField::Title),
        films().clear(ItemField::AddedAt),
        films().set(ItemField::AddedAt, "yesterday"),
        films().set(ItemField::ReleaseDate, "1927-01-10"),
        films().set(ItemField::CriticRating, 7),
        films().tags(TagField::Mood, [""; 0], ["x"]),
        films().tags(TagField::Genre, [""; 0], ["x", ""]),
        track().set(ItemField::Summary, "x"),
        track().set(ItemField::Index, rating),
        ItemEdit::new(ItemType::Playlist).set(ItemField::Title, "x"),
        ItemEdit::new(ItemType::Person).lock(ArtworkField::Poster),
        ItemEdit::new(ItemType::Other("hologram".into())).set(ItemField::Title, "x"),
    ];
    for (number, edit) in wrong.into_iter().enumerate() {
        let error = edit.expect_err(&number.to_string());
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidArgument,
            "{number}: {error}"
        );
    }
    assert!(track().set(ItemField::DiscNumber, 2).is_ok());
    assert!(films().set(ItemField::Summary, "").is_ok());
}

#[test]
fn names_are_found_again() {
    for field in ItemField::ALL {
        assert_eq!(
            Lockable::from_name(field.name()),
            Some(Lockable::Field(*field))
        );
    }
    for tags in TagField::ALL {
        assert_eq!(
            Lockable::from_name(tags.name()),
            Some(Lockable::Tags(*tags))
        );
    }
    for artwork in ArtworkField::ALL {
        assert_eq!(
            Lockable::from_name(artwork.name()),
            Some(Lockable::Artwork(*artwork))
        );
    }
    assert_eq!(Lockable::from_name("hologram"), None);
}

#[tokio::test]
async fn pictures_are_locked_and_unlocked() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = first(&owner, FILMS, 1).await;
    edit(&owner, &film, &films().lock(ArtworkField::Poster).unwrap()).await;
    assert_eq!(locks(&look(&owner, &film[0]).await), ["thumb"]);
    edit(
        &owner,
        &film,
        &films().unlock(ArtworkField::Poster).unwrap(),
    )
    .await;
    assert!(locks(&look(&owner, &film[0]).await).is_empty());
}

#[tokio::test]
async fn a_collection_takes_no_title_that_another_has() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = &library(FILMS);
    let mut made = Vec::new();
    for title in ["One", "Two"] {
        let collection = owner
            .create_collection(films, title, ItemType::Movie, &[])
            .await;
        made.push(collection.unwrap().rating_key.unwrap());
    }
    let called = |title: &str| {
        ItemEdit::new(ItemType::Collection)
            .set(ItemField::Title, title)
            .unwrap()
    };
    let error = owner
        .edit_items(films, &made[..1], &called("Two"))
        .await
        .unwrap_err();
    assert!(matches!(error, PlexError::Conflict { .. }), "{error}");
    owner
        .edit_items(films, &made[..1], &called("Three"))
        .await
        .unwrap();
    assert_eq!(owner.collection(&made[0]).await.unwrap().title, "Three");
}

#[tokio::test]
async fn only_the_owner_edits() {
    let emulator = sample().start().await.unwrap();
    let film = first(&owner(&emulator), FILMS, 1).await;
    let change = films().set(ItemField::Title, "Mine").unwrap();
    for (client, library, kind) in [
        (friend(&emulator, "grace"), FILMS, ErrorKind::Forbidden),
        (client(&emulator, "wrong"), FILMS, ErrorKind::Unauthorized),
        (owner(&emulator), "99", ErrorKind::NotFound),
    ] {
        let library = LibraryKey::new(library).unwrap();
        let error = client
            .edit_items(&library, &film, &change)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind);
    }
}

#[tokio::test]
async fn edits_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = sample().start().await.unwrap();
    let film = &first(&owner(&emulator), FILMS, 1).await;
    let change = &films().tags(TagField::Label, ["A"], ["B"]).unwrap();
    weather(&emulator, "/library/sections/1/all", |c| async move {
        c.edit_items(&library(FILMS), film, change).await
    })
    .await;
}
