//! Pictures, really made and really resized.

use crate::ask;
use image::{GenericImageView as _, ImageFormat};
use plex_emulator::{Emulator, Library};
use reqwest::Method;

async fn picture(emulator: &Emulator, path: &str) -> (ImageFormat, (u32, u32)) {
    let response = ask::request(emulator, Method::GET, path)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let content_type = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let bytes = response.bytes().await.unwrap();
    let format = image::guess_format(&bytes).unwrap();
    assert_eq!(format.to_mime_type(), content_type);
    let picture = image::load_from_memory(&bytes).unwrap();
    (format, picture.dimensions())
}

#[tokio::test]
async fn every_thumb_that_is_named_is_there() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    for list in [
        "/library/sections/1/all?X-Plex-Container-Start=0&X-Plex-Container-Size=3",
        "/library/sections/3/all?type=10&X-Plex-Container-Start=0&X-Plex-Container-Size=2",
        "/library/sections/1/collections",
    ] {
        let list = ask::json(&emulator, list).await;
        for item in list["Metadata"].as_array().unwrap() {
            let thumb = item["thumb"].as_str().unwrap();
            assert_eq!(picture(&emulator, thumb).await.0, ImageFormat::Jpeg);
        }
    }
    let playlists = ask::json(&emulator, "/playlists").await;
    let composite = playlists["Metadata"][0]["composite"].as_str().unwrap();
    picture(&emulator, composite).await;
}

#[tokio::test]
async fn a_missing_poster_is_neither_named_nor_there() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let films = ask::json(&emulator, "/library/sections/1/all?title=Hitch-Hiker").await;
    let film = &films["Metadata"][0];
    assert!(film.get("thumb").is_none());
    let path = format!("{}/thumb/1", film["key"].as_str().unwrap());
    assert_eq!(ask::status(&emulator, Method::GET, &path).await, 404);
}

#[tokio::test]
async fn transcoding_fits_the_frame() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let sized = |more: &str| {
        format!("/photo/:/transcode?url=/library/metadata/18/thumb/1&width=200&height=200{more}")
    };
    let (format, inside) = picture(&emulator, &sized("")).await;
    assert_eq!((format, inside), (ImageFormat::Jpeg, (133, 200)));
    assert_eq!(picture(&emulator, &sized("&minSize=1")).await.1, (200, 300));
    let (format, _) = picture(&emulator, &sized("&format=png")).await;
    assert_eq!(format, ImageFormat::Png);

    let large = "/photo/:/transcode?url=/library/metadata/18/thumb/1&width=2000&height=2000";
    let (_, as_it_is) = picture(&emulator, large).await;
    assert!(as_it_is.1 < 1000);
    let (_, grown) = picture(&emulator, &format!("{large}&upscale=1")).await;
    assert_eq!(grown.1, 2000);
}

#[tokio::test]
async fn transcoding_refuses_what_pms_refuses() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let thumb = "url=/library/metadata/18/thumb/1";
    for (query, status) in [
        (format!("{thumb}&width=200"), 400),
        (format!("{thumb}&width=0&height=10"), 400),
        ("width=10&height=10".to_owned(), 400),
        (format!("{thumb}&width=20000&height=10"), 500),
        (
            format!("{thumb}&width=16000&height=1&minSize=1&upscale=1"),
            500,
        ),
        (
            "url=/library/metadata/999/thumb/1&width=10&height=10".to_owned(),
            404,
        ),
        (
            "url=http://example.com/x.jpg&width=10&height=10".to_owned(),
            404,
        ),
    ] {
        let path = format!("/photo/:/transcode?{query}");
        let answered = ask::status(&emulator, Method::GET, &path).await;
        assert_eq!(answered, status, "{query}");
    }
}
