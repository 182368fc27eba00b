//! Pictures from servers that send too much, or no picture; old servers' filters; long sweeps.

use plex_client::{
    ErrorKind, ExternalId, FieldKind, ItemType, LibraryKey, MAX_PICTURE_BYTES, MediaItem,
    PictureFormat, PictureKind, PicturePath,
};

use crate::script::{Reply, Script};

fn poster() -> PicturePath {
    let found: plex_client::container::MediaContainer<MediaItem> = plex_client::wire::answer(
        br#"<MediaContainer><Video ratingKey="7" thumb="/library/metadata/7/thumb/1"/></MediaContainer>"#,
    )
    .unwrap();
    PicturePath::of(&found.items[0], PictureKind::Poster).unwrap()
}

/// So many bytes that begin as a picture of 30 by 40 pixels.
fn jpeg(bytes: usize) -> Vec<u8> {
    jpeg_of(30, 40, bytes)
}

fn jpeg_of(width: u16, height: u16, bytes: usize) -> Vec<u8> {
    let mut jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    jpeg.extend(b"\xff\xc0\0\x11\x08");
    jpeg.extend(height.to_be_bytes());
    jpeg.extend(width.to_be_bytes());
    jpeg.extend(b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01");
    jpeg.resize(bytes.max(jpeg.len()), 0);
    jpeg
}

#[tokio::test]
async fn a_picture_comes_no_larger_than_asked() {
    // Of another shape than the box: filled, it stands out of it.
    let tall = Script::start(|seen, _| {
        let (_, rest) = seen.line.split_once("width=").unwrap();
        let width: u16 = rest.split('&').next().unwrap().parse().unwrap();
        Reply::status("200 OK", "image/jpeg", jpeg_of(width, width * 3, 500))
    })
    .await;
    let client = tall.client().build().unwrap();
    let picture = client.picture(&poster(), 200, 300).await.unwrap();
    assert!(picture.height <= 300 && picture.height > 280, "{picture:?}");
    assert_eq!(tall.seen().len(), 2);

    // A server that does not resize, however small it is asked for.
    let whole =
        Script::start(|_, _| Reply::status("200 OK", "image/jpeg", jpeg_of(4000, 6000, 500))).await;
    let client = whole.client().build().unwrap();
    let error = client.picture(&poster(), 200, 300).await.unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
    assert!(whole.seen().len() <= 4);
}

#[tokio::test]
async fn what_only_begins_like_a_picture_is_none() {
    for bytes in [
        &b"\xff\xd8\xff\xe0<script>"[..],
        b"\x89PNG\r\n\x1a\n<html>",
        b"GIF89a\0\0\0\0",
        b"RIFF\0\0\0\0WEBP<svg>",
    ] {
        let page = Script::start(move |_, _| Reply::status("200 OK", "image/jpeg", bytes)).await;
        let client = page.client().build().unwrap();
        let error = client.picture(&poster(), 300, 300).await.unwrap_err();
        assert!(error.to_string().contains("no picture"), "{error}");
    }
}

#[tokio::test]
async fn a_picture_that_is_too_large_is_asked_for_in_a_smaller_size() {
    let script = Script::start(|_, before| {
        let size = if before < 2 {
            MAX_PICTURE_BYTES as usize + 1
        } else {
            1_000
        };
        Reply::status("200 OK", "image/jpeg", jpeg(size))
    })
    .await;
    let client = script.client().build().unwrap();
    let picture = client.picture(&poster(), 300, 600).await.unwrap();
    assert_eq!(picture.format, PictureFormat::Jpeg);
    assert_eq!(picture.bytes.len(), 1_000);
    let asked: Vec<String> = script.seen().iter().map(|seen| seen.line.clone()).collect();
    assert_eq!(
        asked[0],
        "GET /photo/:/transcode?url=%2Flibrary%2Fmetadata%2F7%2Fthumb%2F1&width=300&height=600&minSize=1&upscale=0&format=jpeg"
    );
    assert!(asked[1].contains("width=210&height=420"), "{asked:?}");
    assert!(asked[2].contains("width=150&height=300"), "{asked:?}");
}

#[tokio::test]
async fn what_never_fits_or_is_no_picture_is_an_error() {
    let flood = Script::start(|_, _| {
        Reply::status("200 OK", "image/jpeg", jpeg(MAX_PICTURE_BYTES as usize + 1))
    })
    .await;
    let client = flood.client().build().unwrap();
    let error = client.picture(&poster(), 300, 300).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream);
    assert_eq!(flood.seen().len(), 4, "it is not asked for ever");

    let page = Script::start(|_, _| Reply::status("200 OK", "image/jpeg", "<svg onload=x>")).await;
    let client = page.client().build().unwrap();
    let error = client.picture(&poster(), 300, 300).await.unwrap_err();
    assert!(error.to_string().contains("no picture"), "{error}");

    for side in [0, 4_097, u32::MAX] {
        let error = client.picture(&poster(), side, 10).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
}

#[tokio::test]
async fn servers_that_do_not_tell_all_are_asked_for_lists_and_orders() {
    let script = Script::start(|seen, _| {
        Reply::json(if seen.line.contains("/filters") {
            r#"{"MediaContainer":{"Directory":[
                {"filter":"genre","filterType":"string","key":"/x","title":"Genre"},
                {"filter":"unwatched","filterType":"boolean","key":"/y","title":"Unwatched"}]}}"#
        } else if seen.line.contains("/sorts") {
            r#"{"MediaContainer":{"Directory":[{"key":"addedAt","descKey":"addedAt:desc"}]}}"#
        } else {
            r#"{"MediaContainer":{"size":0,"totalSize":3}}"#
        })
    })
    .await;
    let client = script.client().build().unwrap();
    let meta = client
        .library_meta(&LibraryKey::new("1").unwrap())
        .await
        .unwrap();
    let own = &meta.types[0];
    let fields: Vec<_> = own
        .fields
        .iter()
        .map(|field| (&*field.key, &field.kind))
        .collect();
    assert_eq!(
        fields,
        [
            ("genre", &FieldKind::Tag),
            ("unwatched", &FieldKind::Boolean)
        ]
    );
    assert_eq!(own.sorts[0].key, "addedAt");
}

#[tokio::test]
async fn a_sweep_goes_through_every_page_and_knows_when_it_could_not() {
    let script = Script::start(|seen, _| {
        let start: u64 = seen
            .line
            .split("Container-Start=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        if start >= 2_000 {
            return Reply::Stall(Vec::new());
        }
        let items: Vec<String> = (start..start + 1_000)
            .map(|n| format!(r#"{{"ratingKey":"{n}","Guid":[{{"id":"tmdb://{n}"}}]}}"#))
            .collect();
        Reply::json(format!(
            r#"{{"MediaContainer":{{"totalSize":2500,"offset":{start},"Metadata":[{}]}}}}"#,
            items.join(",")
        ))
    })
    .await;
    let client = script
        .client()
        .timeout(std::time::Duration::from_secs(2))
        .build()
        .unwrap();
    let ids = client
        .external_ids(&LibraryKey::new("1").unwrap(), &ItemType::Movie)
        .await
        .unwrap();
    assert_eq!(
        ids.items(&ExternalId::new("tmdb://1999").unwrap())[0].as_str(),
        "1999"
    );
    assert!(!ids.is_complete, "the last page never came");
}

/// A page may be shorter than the first: what it left out is asked for, and what never comes is said.
#[tokio::test]
async fn a_sweep_leaves_no_hole_where_a_page_is_short() {
    for is_there in [true, false] {
        let script = Script::start(move |seen, _| {
            let number = |name| {
                let after = seen.line.split(name).nth(1).unwrap();
                let end = after.find(|c: char| !c.is_ascii_digit());
                after
                    .get(..end.unwrap_or(after.len()))
                    .unwrap()
                    .parse::<u64>()
                    .unwrap()
            };
            let start = number("Container-Start=");
            let end = 2_500.min(start + number("Container-Size="));
            let end = match start {
                // Some are left out, and come when they are asked for, or do not.
                1_000 => 1_400,
                1_001..2_000 if !is_there => start,
                _ => end,
            };
            let items: Vec<String> = (start..end)
                .map(|n| format!(r#"{{"ratingKey":"{n}","Guid":[{{"id":"tmdb://{n}"}}]}}"#))
                .collect();
            Reply::json(format!(
                r#"{{"MediaContainer":{{"totalSize":2500,"offset":{start},"Metadata":[{}]}}}}"#,
                items.join(",")
            ))
        })
        .await;
        let client = script.client().build().unwrap();
        let ids = client
            .external_ids(&LibraryKey::new("1").unwrap(), &ItemType::Movie)
            .await
            .unwrap();
        assert_eq!(ids.is_complete, is_there);
        for (key, is_found) in [
            ("999", true),
            ("1399", true),
            ("1700", is_there),
            ("2499", true),
        ] {
            let id = ExternalId::new(format!("tmdb://{key}")).unwrap();
            assert_eq!(!ids.items(&id).is_empty(), is_found, "{key}");
        }
    }
}
