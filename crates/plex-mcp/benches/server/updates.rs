//! From an event of the server to the update of what is subscribed to, as a client sees it.

use std::time::{Duration, Instant};

use plex_client::{PlaylistEdit, PlexClient};
use plex_emulator::Emulator;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::{child::Server, millis};

const CHANGES: usize = 60;
/// So much apart that none waits for the one before it.
const PAUSE: Duration = Duration::from_millis(1_300);

/// Renames a playlist again and again, and prints how long it takes until its update is there.
pub(crate) fn latency(emulator: &Emulator, runtime: &Runtime, scratch: &std::path::Path) {
    let client = PlexClient::new(emulator.url(), emulator.token()).expect("a client");
    let lists = runtime
        .block_on(client.playlists(Default::default()))
        .expect("playlists");
    let list = lists.items.into_iter().find_map(|list| list.rating_key);
    let list = list.expect("the sample library has playlists");
    let mut server = Server::spawn(emulator.url(), emulator.token(), scratch);
    server.initialize();
    let uri = format!("pms://playlist/{list}");
    server.request("resources/subscribe", json!({"uri": uri}));
    let (mut updates, mut readings) = (Vec::new(), Vec::new());
    for number in 0..CHANGES {
        std::thread::sleep(PAUSE);
        let edit = PlaylistEdit::new().title(format!("List {number}"));
        let begin = Instant::now();
        runtime
            .block_on(client.edit_playlist(&list, &edit))
            .expect("the playlist is renamed");
        server.wait_for("notifications/resources/updated");
        updates.push(begin.elapsed());
        let begin = Instant::now();
        server.request("resources/read", json!({"uri": uri}));
        readings.push(begin.elapsed());
    }
    updates.sort_unstable();
    readings.sort_unstable();
    let reading = readings[readings.len() / 2];
    println!(
        "\nfrom a change on the server to the update of what is subscribed to ({CHANGES} changes)"
    );
    for (name, place) in [("p50", 50), ("p99", 99)] {
        let time = updates[(updates.len() - 1) * place / 100];
        println!(
            "  {name}  {:>8.1} ms  ({:.1} times reading it once)",
            millis(time),
            time.as_secs_f64() / reading.as_secs_f64()
        );
    }
}
