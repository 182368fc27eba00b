//! What servers write that no schema says.

use plex_client::{ErrorKind, Library, MediaItem, PlexError, RatingKey, ServerIdentity};
use plex_client::{container::MediaContainer, wire::answer};

fn items(body: impl AsRef<[u8]>) -> Vec<MediaItem> {
    answer::<MediaContainer<MediaItem>>(body.as_ref())
        .unwrap()
        .items
}

fn titles(body: impl AsRef<[u8]>) -> Vec<String> {
    items(body).into_iter().map(|item| item.title).collect()
}

#[test]
fn items_of_all_names_keep_their_order() {
    let xml = r#"<MediaContainer>
        <Directory title="a"/><Video title="b"/><Track title="c"/><Directory title="d"/>
        <Photo title="e"/><Unknown title="x"/><Playlist title="f"/><Video title="g"/>
    </MediaContainer>"#;
    assert_eq!(titles(xml), ["a", "b", "c", "d", "e", "f", "g"]);
    let json = r#"{"MediaContainer":{"Video":[{"title":"b"}],"Directory":{"title":"a"},
        "Unknown":[{"title":"x"}],"Track":null,"Photo":[]}}"#;
    assert_eq!(titles(json), ["b", "a"]);
}

#[test]
fn json_of_the_oldest_servers_is_the_tree_of_their_xml() {
    let json = r#"{"_elementType":"MediaContainer","librarySectionID":"4","_children":[
        {"_elementType":"Directory","title":"a","ratingKey":"1","_children":[
            {"_elementType":"Genre","tag":"Drama"},{"_elementType":"Genre","tag":"War"}]},
        {"_elementType":"Video","title":"b","ratingKey":"2","_children":[
            {"_elementType":"Media","bitrate":"7","_children":[
                {"_elementType":"Part","_children":[{"_elementType":"Stream","streamType":"2"}]}]}]},
        {"_elementType":"Directory","title":"c"}]}"#;
    let items = items(json);
    assert_eq!(
        items.iter().map(|i| &*i.title).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(items[0].genres.len(), 2);
    assert_eq!(items[1].media[0].bitrate, Some(7));
    assert_eq!(items[1].media[0].parts[0].streams[0].stream_type, Some(2));
    assert_eq!(items[2].library_section_id.as_ref().unwrap().as_str(), "4");
}

#[test]
fn one_bad_item_does_not_take_the_others_with_it() {
    let json = r#"{"MediaContainer":{"Metadata":[
        {"title":"a"},7,null,"x",[1],{"title":{"b":1},"year":[],"Media":"no","ratingKey":{},"guid":false},
        {"title":"c","Genre":[{"tag":"A"},8,{"id":1},null],"duration":1e9,"year":1999.0,"index":-1}]}}"#;
    let items = items(json);
    let titles: Vec<&str> = items.iter().map(|i| i.title.as_str()).collect();
    assert_eq!(titles, ["a", "", "c"]);
    assert_eq!(items[1].rating_key, None);
    assert_eq!(items[2].genres.len(), 1);
    assert_eq!(
        items[2].duration,
        Some(plex_client::Millis::new(1_000_000_000))
    );
    assert_eq!((items[2].year, items[2].index), (Some(1999), Some(-1)));
}

#[test]
fn a_library_without_a_key_is_none() {
    let json =
        r#"{"MediaContainer":{"Directory":[{"title":"x"},{"key":"../1"},{"key":3,"title":"y"}]}}"#;
    let libraries = answer::<MediaContainer<Library>>(json.as_bytes())
        .unwrap()
        .items;
    assert_eq!(libraries.len(), 1);
    assert_eq!(libraries[0].key.as_str(), "3");
}

#[test]
fn numbers_out_of_range_make_no_sense() {
    let json = r#"{"MediaContainer":{"Metadata":[{"title":"a","year":99999999999,"duration":-5,
        "addedAt":18446744073709551615,"rating":"NaN","viewCount":"1e3","userRating":"8,5"}]}}"#;
    let item = items(json).remove(0);
    assert_eq!(item.year, None);
    assert_eq!(item.duration, None);
    assert_eq!(item.added_at, None);
    assert_eq!(item.rating, None);
    assert_eq!(item.view_count, Some(1000));
    assert_eq!(item.user_rating, None);
}

#[test]
fn bytes_that_are_no_utf8_are_replaced() {
    let latin1 = b"{\"MediaContainer\":{\"Metadata\":[{\"title\":\"Am\xe9lie\",\"year\":2001}]}}";
    let item = items(latin1).remove(0);
    assert_eq!(item.title, "Am\u{fffd}lie");
    assert_eq!(item.year, Some(2001));
    let xml = b"<MediaContainer><Video title=\"Am\xe9lie\"/></MediaContainer>";
    assert_eq!(titles(xml), ["Am\u{fffd}lie"]);
}

#[test]
fn marks_and_control_characters_are_no_obstacle() {
    assert_eq!(
        titles("\u{feff}{\"MediaContainer\":{\"Metadata\":[{\"title\":\"a\u{1}b\nc\"}]}}"),
        ["a b c"]
    );
    assert_eq!(
        titles(
            "\u{feff}<?xml version=\"1.0\"?><MediaContainer><Video title=\"a\u{1}b & c &#2;d < e\"/></MediaContainer>"
        ),
        ["ab & c d < e"]
    );
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = r#"<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
        <MediaContainer><Video title="&b;"/></MediaContainer>"#;
    let error = answer::<MediaContainer<MediaItem>>(bomb.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("broken XML"), "{error}");
    let outside = r#"<!DOCTYPE a SYSTEM "file:///etc/passwd"><MediaContainer/>"#;
    assert!(answer::<MediaContainer<MediaItem>>(outside.as_bytes()).is_err());
}

#[test]
fn depth_does_not_overflow() {
    let json = format!("{{\"MediaContainer\":{}", "{\"a\":".repeat(100_000));
    assert!(answer::<ServerIdentity>(json.as_bytes()).is_err());
    let json = format!("{{\"MediaContainer\":{{\"a\":{}", "[".repeat(100_000));
    assert!(answer::<ServerIdentity>(json.as_bytes()).is_err());
    let depth = 50_000;
    let xml = format!(
        "<MediaContainer version=\"1\">{}{}</MediaContainer>",
        "<Video><Media><Part>".repeat(depth),
        "</Part></Media></Video>".repeat(depth)
    );
    // Whether that is taken or refused, it is over.
    let _ = answer::<MediaContainer<MediaItem>>(xml.as_bytes());
}

#[test]
fn the_place_of_an_error_is_named() {
    let json = "{\"MediaContainer\":{\"Metadata\":[{\"title\":\"a\"},\n{\"Media\":[{\"Part\":[{\"id\":}]}]}]}}";
    let error = answer::<MediaContainer<MediaItem>>(json.as_bytes()).unwrap_err();
    assert_eq!(
        error.place(),
        "MediaContainer.Metadata[1].Media[0].Part[0].id (line 2 column 26)"
    );
    let xml = "<MediaContainer>\n<Video>\n</MediaContainer>";
    let error = answer::<MediaContainer<MediaItem>>(xml.as_bytes()).unwrap_err();
    assert!(error.place().starts_with("line 3 column"), "{error}");
    let error = answer::<ServerIdentity>(b"<Response code=\"200\"/>").unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no MediaContainer at the root element <Response>"
    );
}

#[test]
fn ids_name_nothing_but_themselves() {
    for good in [
        "1",
        "5d77682aeb5d26001f1df8b9",
        "a_b-c.d:e",
        "...",
        "-2",
        "alls",
        "all.1",
        &"1".repeat(128),
    ] {
        assert_eq!(RatingKey::new(good).unwrap().as_str(), good);
    }
    let long = "1".repeat(10_000);
    for bad in [
        "", ".", "..", "1/2", "../1", "1?x", "1#x", "%2e%2e", "1 ", "\n", "1\n", "a\u{0}", "é",
        "1,2", "1;2", "1\\2", "all", "All", "ALL", &long,
    ] {
        let error = RatingKey::new(bad).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{bad:?}");
        assert!(matches!(
            error,
            PlexError::InvalidArgument {
                argument: "rating_key",
                ..
            }
        ));
    }
}
