//! Writes that are rarer: to libraries, pictures, rules, rows of the home screen, sessions and history.

use reqwest::Method;
use serde_json::Value;

use super::dice::Dice;
use super::known::{Known, text};
use crate::ask;

/// Parts of an address that need escaping.
fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// One write, sensible or not.
pub(super) fn write(dice: &mut Dice, known: &Known, state: &Value) -> (Method, String) {
    let keys: Vec<String> = known.items.keys().cloned().collect();
    let item = dice.pick(&keys).unwrap_or_default();
    let films = known.of_type(&["movie"]);
    let film = dice.pick(&films).unwrap_or_default();
    let playable = known.of_type(&["movie", "episode", "track"]);
    let plays = dice.pick(&playable).unwrap_or_default();
    let sections = ask::list(&state["section"]);
    let section = dice.pick(&sections).unwrap_or_default();
    let library = text(&section["key"]);
    let hubs: Vec<String> = ask::list(&section["hub"])
        .iter()
        .map(|hub| text(&hub["identifier"]))
        .collect();
    let hub = dice.pick(&hubs).unwrap_or_else(|| "nothing".to_owned());
    let behind = dice.pick(&hubs).unwrap_or_else(|| "nothing".to_owned());
    let (queue, entries) = dice.pick(&known.queues).unwrap_or_default();
    let entry = dice.pick(&entries).unwrap_or(99_999);
    let after = dice.pick(&entries).unwrap_or(99_999);
    let (list, _) = dice.pick(&known.playlists).unwrap_or_default();
    let (collection, _) = dice.pick(&known.collections).unwrap_or_default();
    let row = dice.pick(&ask::list(&state["play"])).unwrap_or_default();
    let session = dice.pick(&ask::list(&state["session"])).unwrap_or_default();
    let rule = escaped(&format!(
        "server://here/com.plexapp.plugins.library/library/sections/{}/all?type={}&year>>={}",
        dice.throw(4),
        [1, 4, 10, 7][dice.throw(4)],
        1950 + dice.throw(20),
    ));
    let name = ["One", "Two", "Three"][dice.throw(3)];
    let on = dice.throw(2);
    let timeline = |dice: &mut Dice| {
        let doing = ["playing", "paused", "stopped", "nothing"][dice.throw(4)];
        let minutes = dice.throw(200);
        format!(
            "/:/timeline?ratingKey={plays}&state={doing}&time={}&duration=7200000\
             &X-Plex-Client-Identifier=player-{}",
            minutes * 60_000,
            dice.throw(3)
        )
    };
    let (method, path) = match dice.throw(24) {
        0 if sections.len() < 6 => (
            Method::POST,
            format!(
                "/library/sections?name={name}&type=movie&agent=tv.plex.agents.movie\
                 &scanner=Plex%20Movie&language=en-US&location=%2Fmedia%2F{name}"
            ),
        ),
        1 => (
            Method::PUT,
            format!("/library/sections/{library}?agent=tv.plex.agents.movie&name={name}"),
        ),
        // The first three hold what all else is written to.
        2 if sections.len() > 3 => (
            Method::DELETE,
            format!("/library/sections/{}", text(&sections[3]["key"])),
        ),
        3 | 4 => (
            Method::PUT,
            format!("/playQueues/{queue}/items/{entry}/move?after={after}"),
        ),
        5 => (Method::DELETE, format!("/playQueues/{queue}/items")),
        6 => (Method::PUT, format!("/library/metadata/{item}/unmatch")),
        7 => (
            Method::PUT,
            format!("/library/metadata/{item}?label%5B0%5D.tag.tag={name}"),
        ),
        8 => (
            Method::PUT,
            format!("/library/metadata/{item}?label%5B%5D.tag.tag-={name}"),
        ),
        9 => (
            Method::PUT,
            format!(
                "/library/metadata/{item}/prefs?episodeSort={}",
                dice.throw(3)
            ),
        ),
        10 => (
            Method::PUT,
            format!("/hubs/sections/{library}/manage/{hub}/move?after={behind}"),
        ),
        11 => (
            Method::DELETE,
            format!("/hubs/sections/{library}/manage/{hub}"),
        ),
        12 | 13 => (Method::POST, timeline(dice)),
        14 => {
            let id = session["Session"]["id"].as_str().unwrap_or("nothing");
            (
                Method::GET,
                format!("/status/sessions/terminate?sessionId={id}&reason=x"),
            )
        }
        15 => (
            Method::DELETE,
            format!("/status/sessions/history/{}", text(&row["id"])),
        ),
        16 => {
            let address = escaped("metadata://posters/one");
            (
                Method::PUT,
                format!("/library/metadata/{film}/poster?url={address}"),
            )
        }
        17 | 18 => (
            Method::POST,
            format!("/playlists?type=video&title={name}&smart=1&uri={rule}"),
        ),
        19 => (Method::PUT, format!("/playlists/{list}/items?uri={rule}")),
        20 => (
            Method::POST,
            format!(
                "/library/collections?type=1&title={name}&smart=1&sectionId={library}&uri={rule}"
            ),
        ),
        21 => (
            Method::PUT,
            format!("/library/sections/{library}/prefs?hidden={}", dice.throw(4)),
        ),
        22 => (
            Method::POST,
            format!(
                "/hubs/sections/{library}/manage?metadataItemId={collection}\
                 &promotedToSharedHome={on}"
            ),
        ),
        _ => (
            Method::PUT,
            format!("/library/metadata/{item}?summary.value={name}&summary.locked={on}"),
        ),
    };
    (method, path)
}
