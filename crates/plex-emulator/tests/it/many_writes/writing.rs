//! Writes, as chance has them.

use reqwest::Method;

use super::dice::Dice;
use super::known::Known;

/// One write, sensible or not.
pub(super) fn write(dice: &mut Dice, known: &Known) -> (Method, String) {
    let any: Vec<String> = known.items.keys().cloned().collect();
    let pick = |dice: &mut Dice, from: &[String]| match dice.throw(12) {
        0 => "987654".to_owned(),
        _ => dice.pick(from).unwrap_or_default(),
    };
    let films = known.of_type(&["movie"]);
    let item = pick(dice, &any);
    let playable = known.of_type(&["movie", "episode"]);
    let several: Vec<String> = (0..=dice.throw(4)).map(|_| pick(dice, &playable)).collect();
    let machine = "here";
    let address = format!(
        "server://{machine}/com.plexapp.plugins.library/library/metadata/{}",
        several.join(",")
    );
    let uri = percent_encoding::utf8_percent_encode(&address, percent_encoding::NON_ALPHANUMERIC);
    let name = ["One", "Two", "Three", "a%20b"][dice.throw(4)];
    let (list, members) = dice.pick(&known.playlists).unwrap_or_default();
    let member = dice.pick(&members).unwrap_or(99_999);
    let after = dice.pick(&members).unwrap_or(99_999);
    let (collection, inside) = dice.pick(&known.collections).unwrap_or_default();
    let held = pick(dice, &inside);
    let (queue, entries) = dice.pick(&known.queues).unwrap_or_default();
    let entry = dice.pick(&entries).unwrap_or(99_999);
    let collection = if collection.is_empty() {
        "1".to_owned()
    } else {
        collection
    };
    let list = if list.is_empty() {
        "1".to_owned()
    } else {
        list
    };
    let any_version = ("1".to_owned(), 1);
    let (of, version) = dice.pick(&known.versions).unwrap_or(any_version);
    let (part, _, streams) = dice.pick(&known.parts).unwrap_or_default();
    let stream = dice.pick(&streams).map_or(0, |(id, _)| id);
    let order = dice.pick(&known.orders).unwrap_or(9);
    let family = pick(dice, &known.of_type(&["artist", "album"]));
    let task = ["BackupDatabase", "RefreshLibraries", "Nothing"][dice.throw(3)];
    match dice.throw(52) {
        36 => (
            Method::DELETE,
            format!(
                "/library/metadata/{of}/media/{}",
                version + dice.throw(2) as u64 * 9_000
            ),
        ),
        37 | 38 => {
            let choice = ["audioStreamID", "subtitleStreamID"][dice.throw(2)];
            let everywhere = dice.throw(2);
            let path = format!("/library/parts/{part}?{choice}={stream}&allParts={everywhere}");
            (Method::PUT, path)
        }
        39 | 40 => {
            let address = format!("library://x/item/%2Flibrary%2Fmetadata%2F{item}");
            let address = address.replace("library://x", "library://");
            let address =
                percent_encoding::utf8_percent_encode(&address, percent_encoding::NON_ALPHANUMERIC);
            let path = format!(
                "/playlists/42000000/items?Item%5Btype%5D=42&Item%5Btitle%5D={name}\
                 &Item%5BtargetTagID%5D={}&Item%5BLocation%5D%5Buri%5D={address}",
                4_201 + dice.throw(4)
            );
            (Method::PUT, path)
        }
        41 => (Method::DELETE, format!("/playlists/42000000/items/{order}")),
        42 => {
            let turn = ["enable", "disable"][dice.throw(2)];
            (
                Method::PUT,
                format!("/playlists/42000000/items/{order}/{item}/{turn}"),
            )
        }
        43 => (Method::POST, format!("/butler/{task}")),
        44 => (Method::DELETE, format!("/butler/{task}")),
        45 => (
            Method::PUT,
            format!("/library/metadata/{family}?title.value={name}"),
        ),
        46 => {
            let (from, to) = (pick(dice, &known.of_type(&["album"])), family);
            (
                Method::PUT,
                format!("/library/metadata/{from}?artist.id.value={to}"),
            )
        }
        47 => (
            Method::POST,
            format!("/library/sections/{}/refresh", dice.throw(4)),
        ),
        48 => (
            Method::PUT,
            format!("/library/sections/{}/emptyTrash", dice.throw(4)),
        ),
        49 => (
            Method::POST,
            format!(
                "/playlists/upload?sectionID=3&path=%2Fmedia%2FMusic%2Fone.m3u&force={}",
                dice.throw(2)
            ),
        ),
        50 => (
            Method::PUT,
            format!(
                "/:/prefs?autoEmptyTrash={}&BackgroundQueueIdlePaused={}",
                dice.throw(3),
                dice.throw(2)
            ),
        ),
        51 => (
            Method::POST,
            format!("/hubs/sections/1/manage?metadataItemId={collection}&promotedToOwnHome=1"),
        ),
        0 => (
            Method::GET,
            format!("/:/scrobble?key={item}&identifier=com.plexapp.plugins.library"),
        ),
        1 => (
            Method::GET,
            format!("/:/unscrobble?key={item}&identifier=com.plexapp.plugins.library"),
        ),
        2 => (
            Method::PUT,
            format!(
                "/:/rate?key={item}&identifier=com.plexapp.plugins.library&rating={}",
                dice.throw(13)
            ),
        ),
        3 => (
            Method::GET,
            format!("/:/progress?key={item}&identifier=com.plexapp.plugins.library&time=90000"),
        ),
        4 | 5 => (
            Method::POST,
            format!("/playlists?type=video&title={name}&uri={uri}"),
        ),
        6 | 7 => (Method::PUT, format!("/playlists/{list}/items?uri={uri}")),
        8 => (Method::DELETE, format!("/playlists/{list}/items/{member}")),
        9 => (
            Method::PUT,
            format!("/playlists/{list}/items/{member}/move?after={after}"),
        ),
        10 => (Method::PUT, format!("/playlists/{list}?title={name}")),
        11 if dice.throw(3) == 0 => (Method::DELETE, format!("/playlists/{list}")),
        12 => (Method::DELETE, format!("/playlists/{list}/items")),
        13 | 14 => (
            Method::POST,
            format!("/library/collections?type=1&title={name}&sectionId=1&uri={uri}"),
        ),
        15 | 16 => (
            Method::PUT,
            format!("/library/collections/{collection}/items?uri={uri}"),
        ),
        17 => (
            Method::DELETE,
            format!("/library/collections/{collection}/items/{held}"),
        ),
        18 => (
            Method::PUT,
            format!("/library/collections/{collection}/items/{held}/move"),
        ),
        19 => (
            Method::PUT,
            format!("/library/metadata/{collection}?title.value={name}"),
        ),
        20 if dice.throw(3) == 0 => (Method::DELETE, format!("/library/collections/{collection}")),
        21 => (
            Method::PUT,
            format!(
                "/library/collections/{collection}/prefs?collectionSort={}",
                dice.throw(4)
            ),
        ),
        22 => (
            Method::POST,
            format!("/playQueues?type=video&uri={uri}&shuffle={}", dice.throw(2)),
        ),
        23 => (
            Method::PUT,
            format!("/playQueues/{queue}?uri={uri}&next={}", dice.throw(2)),
        ),
        24 => (Method::DELETE, format!("/playQueues/{queue}/items/{entry}")),
        25 => (
            Method::PUT,
            format!(
                "/playQueues/{queue}/{}",
                ["shuffle", "unshuffle", "reset"][dice.throw(3)]
            ),
        ),
        26 => (
            Method::PUT,
            format!(
                "/library/metadata/{item}?title.value={name}&title.locked={}",
                dice.throw(2)
            ),
        ),
        27 => (
            Method::PUT,
            format!("/library/metadata/{item}?genre%5B0%5D.tag.tag={name}&addedAt.value={name}"),
        ),
        28 => (
            Method::PUT,
            format!("/library/metadata/{item}?genre%5B0%5D.tag.tag={name}&genre.locked=1"),
        ),
        29 => (
            Method::PUT,
            format!("/library/metadata/{item}?collection%5B0%5D.tag.tag={name}"),
        ),
        30 => (
            Method::PUT,
            format!("/library/metadata/{item}?collection%5B%5D.tag.tag-={name}"),
        ),
        31 => (Method::PUT, format!("/library/metadata/{item}/refresh")),
        32 => (
            Method::PUT,
            format!("/library/metadata/{}/split", pick(dice, &films)),
        ),
        33 => {
            let (target, other) = (pick(dice, &films), pick(dice, &films));
            (
                Method::PUT,
                format!("/library/metadata/{target}/merge?ids={other}"),
            )
        }
        34 => (
            Method::PUT,
            format!("/library/metadata/{item}/match?guid=plex%3A%2F%2Fmovie%2F1&name={name}"),
        ),
        _ if dice.throw(6) == 0 => (Method::DELETE, format!("/library/metadata/{item}")),
        _ => (
            Method::DELETE,
            format!(
                "/library/metadata/{item}/{}",
                ["thumb", "art"][dice.throw(2)]
            ),
        ),
    }
}
