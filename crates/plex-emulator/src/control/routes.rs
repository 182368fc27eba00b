//! The table of what the channel takes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use hyper::Method;

use super::asked::Asked;
use super::said::Said;
use super::{clock, events, faults, files, players, plextv, state, ways};
use crate::emulator::Emulator;
use crate::server::captures;

/// An answer that takes its time.
pub(super) type Later = Pin<Box<dyn Future<Output = Said> + Send>>;

/// An endpoint's code.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    Now(fn(&Emulator, &Asked) -> Said),
    /// Works for long, which must keep nobody else waiting.
    Long(fn(&Emulator, &Asked) -> Said),
    /// Opens a port.
    Later(fn(Arc<Emulator>, Asked) -> Later),
}

/// A row of the table.
pub(super) struct Route {
    pub(super) method: Method,
    /// Segments in braces match any one segment and are captured in order.
    pub(super) path: &'static str,
    pub(super) handler: Handler,
    /// What may come with it.
    takes: &'static str,
    /// What it does or gives.
    what: &'static str,
}

const fn row(
    method: Method,
    path: &'static str,
    takes: &'static str,
    what: &'static str,
    handler: Handler,
) -> Route {
    Route {
        method,
        path,
        handler,
        takes,
        what,
    }
}

const fn get(
    path: &'static str,
    takes: &'static str,
    what: &'static str,
    handler: fn(&Emulator, &Asked) -> Said,
) -> Route {
    row(Method::GET, path, takes, what, Handler::Now(handler))
}

const fn post(
    path: &'static str,
    takes: &'static str,
    what: &'static str,
    handler: fn(&Emulator, &Asked) -> Said,
) -> Route {
    row(Method::POST, path, takes, what, Handler::Now(handler))
}

const fn put(
    path: &'static str,
    takes: &'static str,
    what: &'static str,
    handler: fn(&Emulator, &Asked) -> Said,
) -> Route {
    row(Method::PUT, path, takes, what, Handler::Now(handler))
}

const fn delete(
    path: &'static str,
    takes: &'static str,
    what: &'static str,
    handler: fn(&Emulator, &Asked) -> Said,
) -> Route {
    row(Method::DELETE, path, takes, what, Handler::Now(handler))
}

const RULE: &str = r#"`{"rule": "status=503,path=/library/*,times=2"}`"#;
const SERVERS: &str = r#"`{"servers": […]}`, each as below"#;
const SERVER: &str = r#"`{"name": …, "machineIdentifier": …, "connections": [{"address": …, "port": …}]}`; also `version`, `sharedBy`, `accessToken`, `httpsRequired`, `online`; of a connection `uri`, `local`, `relay`"#;

pub(super) const ROUTES: &[Route] = &[
    row(
        Method::GET,
        "/dump",
        "`?format=json` for JSON",
        "the whole state, as a description in TOML",
        Handler::Long(state::dump),
    ),
    get(
        "/clock",
        "",
        "`now` (seconds since the epoch), `time`, `held`",
        clock::read,
    ),
    post(
        "/clock",
        r#"`{"to": "2027-03-01T20:15:00Z"}` (or seconds since the epoch) or `{"by_s": 90}`; `"held": true` or `false`"#,
        "set it, move it forwards; let it stand still, or go on",
        clock::change,
    ),
    put(
        "/files",
        "`?path=`; the file as in `[[file]]`, such as `{\"duration\": \"2h\"}`, or nothing",
        "put a file on the disks, or another in its place",
        files::put,
    ),
    delete(
        "/files",
        "`?path=`",
        "take a file away, or a folder with all that lies in it",
        files::remove,
    ),
    post(
        "/files/restore",
        "`?path=`",
        "put a file of an item back where it was",
        files::restore,
    ),
    post(
        "/files/rename",
        r#"`{"from": …, "to": …}`"#,
        "move a file",
        files::rename,
    ),
    post(
        "/sections/{key}/items",
        r#"an item as in a description, such as `{"title": "The Lodger", "year": 1927}`"#,
        "put an item where the section's next scan finds it",
        files::put_item,
    ),
    get(
        "/behaviour",
        "",
        "`behaviour`: which way the server goes where real ones differ, all keys; lengths in milliseconds",
        ways::behaviour,
    ),
    put(
        "/behaviour",
        r#"a table as `[behaviour]`, such as `{"smartEdits": "ignored", "tagLag": "1s"}`; but `accountToken`"#,
        "go another way from now on; what is not named stays",
        ways::change_behaviour,
    ),
    delete("/behaviour", "", "go the usual ways", ways::usual_behaviour),
    get(
        "/latency",
        "",
        "`latency_ms`: how much longer each answer of the server takes",
        ways::latency,
    ),
    put(
        "/latency",
        r#"`{"latency": "250ms"}`"#,
        "let each answer from now on take so much longer",
        ways::change_latency,
    ),
    delete("/latency", "", "let none take longer", ways::no_latency),
    get("/faults", "", "`rules`: what goes wrong", faults::list),
    post(
        "/faults",
        RULE,
        "let requests go wrong; as `--fault`",
        faults::add,
    ),
    delete("/faults", "", "end all faults", faults::clear),
    get(
        "/events",
        "",
        "`listeners`: how many listen",
        events::listeners,
    ),
    post(
        "/events",
        r#"`{"type": "reachability", "list": "ReachabilityNotification", "notification": {…}}`"#,
        "tell the owner's listeners of something made up",
        events::tell,
    ),
    post(
        "/events/lose",
        "",
        "break off the connections of all who listen",
        events::lose,
    ),
    row(
        Method::POST,
        "/restart",
        "",
        "start the server again, as after an update",
        Handler::Later(|emulator, asked| Box::pin(state::restart(emulator, asked))),
    ),
    post(
        "/offline",
        "",
        "shut the server's door; the state stays",
        state::go_offline,
    ),
    row(
        Method::POST,
        "/online",
        "",
        "open it again, on the same port",
        Handler::Later(|emulator, asked| Box::pin(state::go_online(emulator, asked))),
    ),
    get(
        "/requests",
        "",
        "`requests`: what the server was asked, the last 10,000",
        state::requests,
    ),
    delete("/requests", "", "forget them", state::forget_requests),
    get(
        "/players",
        "",
        "`players`, and what each was last told to show",
        players::list,
    ),
    post(
        "/players/{title}/play",
        r#"`{"ratingKey": "101"}`"#,
        "play something, as whoever sits in front of it does",
        players::play,
    ),
    post("/players/{title}/stop", "", "stop it", players::stop),
    post("/players/{title}/pause", "", "pause it", players::pause),
    post(
        "/players/{title}/wake",
        "",
        "bring a sleeping one back",
        players::wake,
    ),
    row(
        Method::PUT,
        "/players/{title}/misbehaviour",
        r#"`{"misbehaviour": "neverStarts"}`, as in `[[player]]`, or `{"lag": "8s"}`"#,
        "let it fail so",
        Handler::Later(|emulator, asked| Box::pin(players::misbehave(emulator, asked))),
    ),
    row(
        Method::DELETE,
        "/players/{title}/misbehaviour",
        "",
        "let it do what it is told",
        Handler::Later(|emulator, asked| Box::pin(players::behave(emulator, asked))),
    ),
    get(
        "/players/{title}/requests",
        "",
        "what it was asked",
        players::requests,
    ),
    get(
        "/plex-tv/codes",
        "",
        "`codes` of PINs that wait for an answer",
        plextv::codes,
    ),
    post(
        "/plex-tv/approve",
        r#"`{"code": "ABCD"}`"#,
        "say yes to the application that made this code",
        plextv::approve,
    ),
    post(
        "/plex-tv/people",
        r#"`{"name": "Mary"}`"#,
        "make somebody an account; gives its `token`",
        plextv::add_person,
    ),
    put(
        "/plex-tv/servers",
        SERVERS,
        "these are all servers that the account knows",
        plextv::set_servers,
    ),
    post(
        "/plex-tv/servers",
        SERVER,
        "the account knows one more server",
        plextv::add_server,
    ),
    post(
        "/plex-tv/faults",
        RULE,
        "let requests to plex.tv go wrong",
        plextv::add_fault,
    ),
    delete(
        "/plex-tv/faults",
        "",
        "end all faults of plex.tv",
        plextv::clear_faults,
    ),
    get(
        "/plex-tv/requests",
        "",
        "what plex.tv was asked",
        plextv::requests,
    ),
];

impl Route {
    /// Returns the captured segments, when `segments` lie on this route.
    pub(super) fn captures(&self, segments: &[String]) -> Option<Vec<String>> {
        captures(self.path, segments)
    }
}

/// Returns what the control channel takes as a Markdown table: method, path, what comes with it, and what it does.
///
/// ```
/// assert!(plex_emulator::control_endpoints().contains("| GET | `/dump` |"));
/// ```
pub fn control_endpoints() -> String {
    let mut table =
        String::from("| method | path | takes | does or gives |\n| --- | --- | --- | --- |\n");
    for route in ROUTES {
        table.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            route.method, route.path, route.takes, route.what
        ));
    }
    table
}
