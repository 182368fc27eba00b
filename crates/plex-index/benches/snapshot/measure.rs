//! One size, from nothing to answers.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use plex_client::PlexClient;
use plex_index::{Depth, Identity, Index, IndexOptions, SnapshotDirectory, WorkerCommand};

use crate::{
    bare,
    figures::{Figures, lossy},
    library::Made,
    queries,
    server::{DETAILS_A_SECOND, Server},
    soak, usage,
};

/// Longer than anybody would wait.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// One film of so many was played by somebody, so that there are plays to ask about.
const PLAYED: usize = 50;

/// Films played between two passes.
const CHANGES: u32 = 10;

/// A throttled sync that would take longer is not run to its end: its pace is taken for so long.
const THROTTLED: Duration = Duration::from_secs(40);

/// Measures one size.
pub(crate) async fn one(made: &Made) -> Figures {
    let mut server = Server::start(made);
    let home = tempfile::tempdir().unwrap();
    let client = PlexClient::new(&server.url, server.token.as_str()).unwrap();
    for nth in (0..made.count).step_by(PLAYED) {
        play(&server, made.leaf_key(nth)).await;
    }

    // First, before anything else can add to the peak.
    let index = index(&client, &home.path().join("whole"));
    server.requests();
    let (began, cpu) = (Instant::now(), usage::cpu());
    let fresh = index.sync(Depth::Everything, |_| {}).await.unwrap();
    let (whole, whole_cpu) = (began.elapsed(), usage::cpu() - cpu);
    let requests = server.requests();

    for nth in 1..=CHANGES {
        play(&server, made.leaf_key(nth * (made.count / CHANGES) - 1)).await;
    }
    server.requests();
    let (began, cpu) = (Instant::now(), usage::cpu());
    index.sync(Depth::Changes, |_| {}).await.unwrap();
    let (changes, changes_cpu) = (began.elapsed(), usage::cpu() - cpu);
    let changes_requests = server.requests();
    let peak_mib = usage::peak_mib("self");

    let (queries, queries_cpu) = queries::ask(&index, made.leaves).await;
    let worker_peak_mib = usage::worker_peak_mib();
    let soaked = match std::env::var_os("SOAK") {
        Some(_) => Some(soak::ask(&index, made.leaves).await),
        None => None,
    };
    let (usable, bare) = first_snapshot(&server, &client, home.path(), made).await;
    drop(server);
    let throttled = match std::env::var_os("QUICK") {
        Some(_) => Duration::ZERO,
        None => throttled(&home.path().join("throttled"), made).await,
    };
    Figures {
        made: made.clone(),
        soaked,
        streaming_mib: 0.0,
        usable: usable.as_secs_f64(),
        bare: bare.as_secs_f64(),
        whole: whole.as_secs_f64(),
        whole_cpu: whole_cpu.as_secs_f64(),
        requests,
        peak_mib,
        worker_peak_mib,
        bytes: fresh.size_bytes,
        changes: changes.as_secs_f64(),
        changes_cpu: changes_cpu.as_secs_f64(),
        changes_requests,
        query_median: queries.median.as_secs_f64(),
        query_worst: queries.worst.as_secs_f64(),
        query_median_cpu: queries_cpu.median.as_secs_f64(),
        query_worst_cpu: queries_cpu.worst.as_secs_f64(),
        throttled: throttled.as_secs_f64(),
    }
}

fn index(client: &PlexClient, directory: &Path) -> Index {
    let worker = WorkerCommand::new(env!("CARGO_BIN_EXE_plex-index-worker"), [""; 0]);
    let options =
        IndexOptions::new(SnapshotDirectory::new(directory), Identity::Anonymous).worker(worker);
    Index::new(client.clone(), options)
}

/// How long the first call waits, and the bare download of the same pages: turn by turn, the fastest.
async fn first_snapshot(
    server: &Server,
    client: &PlexClient,
    home: &Path,
    made: &Made,
) -> (Duration, Duration) {
    let rounds = if made.count > 20_000 { 3 } else { 7 };
    let (mut usable, mut bare) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        bare.push(bare::download(&server.url, &server.token, made).await);
        let index = index(client, &home.join(format!("usable-{round}")));
        let began = Instant::now();
        index.ready(PATIENCE, |_| {}).await.unwrap();
        usable.push(began.elapsed());
        // Its work on the details ends here, and must not disturb the next round.
        index.clear().await.unwrap();
    }
    let fastest = |rounds: Vec<Duration>| rounds.into_iter().min().unwrap();
    (fastest(usable), fastest(bare))
}

/// How long all details take from a server that gives them as slowly as a real one.
async fn throttled(directory: &Path, made: &Made) -> Duration {
    let server = Server::paced(made);
    let items = f64::from(made.items());
    let client = PlexClient::new(&server.url, server.token.as_str()).unwrap();
    let index = index(&client, directory);
    let began = Instant::now();
    if items < f64::from(DETAILS_A_SECOND.get()) * THROTTLED.as_secs_f64() {
        index.sync(Depth::Everything, |_| {}).await.unwrap();
        return began.elapsed();
    }
    index.ready(PATIENCE, |_| {}).await.unwrap();
    let listed = began.elapsed();
    tokio::time::sleep(THROTTLED).await;
    let fresh = index.status().await.unwrap().unwrap();
    let pace = lossy(fresh.detailed) / (began.elapsed() - listed).as_secs_f64();
    listed + Duration::from_secs_f64(items / pace)
}

/// Somebody plays a film to its end.
async fn play(server: &Server, key: u32) {
    let url = format!(
        "{}/:/scrobble?identifier=com.plexapp.plugins.library&key={key}",
        server.url
    );
    server.get(&url).await;
}
