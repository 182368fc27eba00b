//! Four of everything, each kind in a library of its own, with a value in every field: the second has
//! the value that tests ask for, the first less, the third more, and the fourth is what the others
//! are not.

use crate::ask::NOW;
use plex_emulator::{Clock, Emulator, Library};
use serde_json::{Value, json};

pub(crate) const DAY: i64 = 86_400;

fn text(n: i64) -> String {
    format!("a{n} m{n} z{n}")
}

fn media(n: i64) -> Value {
    let stream = |kind: i64, language: &str| json!({"streamType": kind, "codec": "x", "language": language, "languageCode": language});
    let place = usize::try_from(n).unwrap() - 1;
    let language = ["eng", "ger", "fre", "jpn"][place];
    let resolution = ["480", "720", "1080", "4k"][place];
    let mut video = json!({"streamType": 1, "codec": "hevc"});
    if n == 4 {
        video["colorTrc"] = json!("smpte2084");
        video["DOVIPresent"] = json!(true);
    }
    let folder = if n == 4 { "/second" } else { "/first" };
    json!({
        "videoResolution": resolution,
        "bitrate": 1000 * n, "height": 300 * n, "width": 400 * n, "container": text(n),
        "make": text(n), "model": text(n), "lens": text(n), "iso": 100 * n, "aperture": text(n),
        "exposure": text(n),
        "Part": [{
            "file": format!("{folder}/{n}.mkv"), "size": 1_000_000 * n,
            "Stream": [video, stream(2, language), stream(3, language)],
        }],
    })
}

/// A thing with a value in every field there is; `inside` is what it holds.
fn thing(n: i64, kind: &str, inside: Option<Value>) -> Value {
    let mut item = json!({
        "title": text(n), "studio": text(n), "network": text(n), "contentRating": text(n),
        "year": 1900 + 10 * n, "rating": n, "audienceRating": n, "ratingCount": n,
        "duration": 100_000 * n, "addedAt": NOW - DAY * (100 - 10 * n),
        "updatedAt": NOW - DAY * (100 - 10 * n),
        "originallyAvailableAt": format!("{}-01-01", 1900 + 10 * n), "originalTitle": text(n),
        "editionTitle": text(n), "source": text(n),
        "userRating": n, "lastRatedAt": NOW - DAY * (100 - 10 * n),
        "ref": format!("{kind} {n}"),
    });
    for tag in [
        "Genre",
        "Country",
        "Director",
        "Writer",
        "Role",
        "Producer",
        "Collection",
        "Label",
        "Mood",
        "Style",
        "Format",
        "Subformat",
        "Similar",
    ] {
        item[tag] = json!([text(n)]);
    }
    if n == 4 {
        item["guid"] = json!(format!("tv.plex.agents.none://{kind}"));
        item["deletedAt"] = json!(NOW - DAY);
    }
    match inside {
        Some(inside) => item["item"] = inside,
        None => {
            let versions = if n == 4 {
                vec![media(4), media(4)]
            } else {
                vec![media(n)]
            };
            item["Media"] = json!(versions);
            if n != 4 {
                item["viewCount"] = json!(n);
                item["skipCount"] = json!(n);
                item["lastViewedAt"] = json!(NOW - DAY * (100 - 10 * n));
                item["lastSkippedAt"] = json!(NOW - DAY * (100 - 10 * n));
            }
            item["viewOffset"] = json!(if n == 1 { 0 } else { 1000 * n });
        }
    }
    item
}

/// A server with four of everything.
pub(crate) async fn start() -> Emulator {
    let four = |of: &dyn Fn(i64) -> Value| -> Vec<Value> { (1..=4).map(of).collect() };
    let films = four(&|n| thing(n, "movie", None));
    let shows = four(&|n| {
        let episode = thing(n, "episode", None);
        let season = thing(n, "season", Some(json!([episode])));
        thing(n, "show", Some(json!([season])))
    });
    let artists = four(&|n| {
        let track = thing(n, "track", None);
        let album = thing(n, "album", Some(json!([track])));
        thing(n, "artist", Some(json!([album])))
    });
    let photos = four(&|n| thing(n, "photoalbum", Some(json!([thing(n, "photo", None)]))));
    let section = |kind: &str, items: Vec<Value>| {
        let collections = four(&|n| {
            json!({
                "title": text(n), "items": [format!("{kind} {n}")], "contentRating": text(n),
                "userRating": n, "addedAt": NOW - DAY * (100 - 10 * n),
            })
        });
        let mut section = json!({"type": kind, "title": kind, "item": items,
            "Location": ["/first", "/second"]});
        if kind != "photo" {
            section["collection"] = json!(collections);
        }
        section
    };
    let description = json!({"section": [
        section("movie", films),
        section("show", shows),
        section("artist", artists),
        section("photo", photos),
    ]});
    Emulator::builder()
        .library(Library::from_json(&description.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}
