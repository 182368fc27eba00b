//! Everything a client can ask, asked for what it may not see; and every byte of every answer looked
//! through.

use std::{collections::BTreeMap, time::Duration};

use plex_emulator::Library;
use plex_mcp::{ArgumentOf, Tool, Toolset, plex_index::Depth};

use super::world::{KEYS, MARK, SERVER};
use crate::{
    everything::{What, Words},
    support::{Fixture, client},
};

/// What is hidden, in small letters, so that an answer that repeats the question is told from one
/// that gives something away; and nearly so. Two of the guids belong to what is shown, too.
const WORDS: Words = Words {
    library: "Films",
    key: "1000",
    title: "film",
    texts: &[
        "both too",
        "hidden films",
        "hidden film",
        "hidden show s01e01",
        "hiden flm",
        "hidden playlist",
        "shared",
    ],
    // Of libraries, a film, a collection, a show, an episode, a playlist.
    ids: &[
        "990099", "9900990", "9900991", "9900994", "9900995", "9900997", "9900999",
    ],
    guids: &[
        "plex://movie/shared",
        "imdb://tt0000001",
        "tmdb://990099",
        "tvdb://990099",
    ],
    tags: &[
        "hidden",
        "hidden genre",
        "hidden actor",
        "hidden director",
        "both",
    ],
    typed: &["", "hi", "both", "film", "sh"],
};

/// Over the marked server; `None` shows everything.
async fn fixture(shown: Option<&str>) -> Fixture {
    let library = Library::from_toml(SERVER).unwrap();
    let fixture = Fixture::limited_over(library, |options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.libraries = shown.into_iter().map(str::to_owned).collect();
        options.max_result_bytes = 1_000_000;
        // The scan that goes on does not end.
        options.scan_wait = Duration::ZERO;
    })
    .await;
    // Something hidden goes on, too.
    let owner = client(fixture.emulator.url(), fixture.emulator.token());
    let hidden = "990099".parse().unwrap();
    owner.refresh_library(&hidden, None).await.unwrap();
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    fixture
}

/// A text without an id, where it stands by itself.
fn without(said: &str, id: &str) -> String {
    let mut kept = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once(id) {
        kept.push_str(before);
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_part(kept.chars().next_back()) || is_part(after.chars().next()) {
            kept.push_str(id);
        }
        rest = after;
    }
    kept + rest
}

/// What was heard.
#[derive(Default)]
struct Heard {
    /// By what was asked: the first answer that had something hidden in it.
    given_away: BTreeMap<String, String>,
    answers: usize,
}

/// Asks a server everything, and looks through each answer. What was given as an id or a guid may be
/// repeated, but for pictures: whose they are cannot be seen in them.
async fn attacked(fixture: &Fixture) -> Heard {
    let mut heard = Heard::default();
    WORDS
        .ask(&fixture.server, |said| {
            heard.answers += 1;
            let repeats = WORDS.ids.iter().chain(WORDS.guids);
            let repeats = repeats.filter(|id| said.given.contains(**id));
            let text = match said.what {
                What::Picture(_) => format!("{} {}", said.given, said.what.text()),
                _ => repeats.fold(said.what.text(), |text, id| without(&text, id)),
            };
            if text.contains(MARK) || text.contains(KEYS) {
                let first = heard.given_away.entry(said.asked);
                first.or_insert_with(|| format!("{}: {text}", said.given));
            }
        })
        .await;
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hidden_is_in_any_byte_of_any_answer() {
    let heard = attacked(&fixture(Some("Films")).await).await;
    assert!(heard.given_away.is_empty(), "{:#?}", heard.given_away);
    assert!(heard.answers > 1_000, "{}", heard.answers);
}

/// The attack finds what is there: without a limit, whatever tells of items gives the marked ones away.
#[tokio::test(flavor = "multi_thread")]
async fn the_attack_finds_what_is_not_hidden() {
    let open = fixture(None).await;
    let heard = attacked(&open).await;
    let silent = [
        "plex_get_server",
        "plex_get_users",
        "plex_get_bandwidth",
        "plex_get_settings",
        "plex_edit_setting",
        // It tells of what was changed by name; the tests of changes have its limits.
        "plex_undo",
        // Nothing is ended here; the tests of playing have its limits.
        "plex_stop_session",
    ];
    for tool in open.server.tools().iter().map(Tool::name) {
        assert_eq!(
            heard.given_away.contains_key(tool),
            !silent.contains(&tool),
            "{tool}"
        );
    }
    for resource in open.server.resources() {
        let tells = !["pms://server", "pms://schema"].contains(&resource.uri());
        assert_eq!(
            heard.given_away.contains_key(resource.uri()),
            tells,
            "{}",
            resource.uri()
        );
    }
    assert!(heard.given_away.contains_key("catch_me_up"));
    for argument in ["library", "genre", "actor", "director", "collection"] {
        let asked = format!("{:?} {argument}", ArgumentOf::Prompt("movie_night"));
        assert!(heard.given_away.contains_key(&asked), "{asked}");
    }
}
