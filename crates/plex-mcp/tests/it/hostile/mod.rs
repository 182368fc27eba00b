//! A server whose every text is out to deceive. It may be shown as data, cleaned and short; it may not
//! speak for this program, change what a reader sees, or lead anywhere.

mod server;

use std::collections::BTreeMap;

use plex_mcp::{DEFAULT_MAX_RESULT_BYTES, ErrorKind, Options, Toolset, plex_index::Depth};
use serde_json::{Map, Value, json};

use self::server::{MARK, server};
use crate::{
    everything::{Said, What, Words},
    support::{Fixture, client},
};

/// The longest text that a field holds, beside the address of what was asked for.
const LONGEST: usize = 2_100;

/// Where this program speaks itself: text of the server stands there in quotation marks only.
const OWN_VOICE: [&str; 7] = [
    "note",
    "message",
    "hint",
    "diagnosis",
    "suggestions",
    "evidence",
    "likely_reason",
];

const WORDS: Words = Words {
    library: "1",
    key: "1000",
    title: "film",
    texts: &["film", "fil", "show s01e09", "injected", "nothing like it"],
    ids: &["2", "2000", "3000", "4000", "99999", "..", "../identity"],
    guids: &["imdb://tt0000001", "tmdb://990099"],
    tags: &["genre", "injected"],
    typed: &["", "fi", "injected", "gr"],
};

async fn fixture(change: impl FnOnce(&mut Options)) -> Fixture {
    let fixture = Fixture::limited_over(server(), |options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.scan_wait = std::time::Duration::ZERO;
        change(options);
    })
    .await;
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    fixture
}

/// What is wrong with what was said.
#[derive(Default)]
struct Wrong(BTreeMap<String, String>);

impl Wrong {
    fn say(&mut self, said: &Said, what: &str, text: &str) {
        let start: String = text.chars().take(300).collect();
        let place = format!("{} {what}", said.asked);
        self.0
            .entry(place)
            .or_insert_with(|| format!("{}: {start}", said.given));
    }

    /// Looks through an answer.
    fn look(&mut self, said: &Said) {
        match &said.what {
            What::Data(value) | What::Picture(Some(value)) => {
                if value.to_string().len() > DEFAULT_MAX_RESULT_BYTES {
                    self.say(said, "is too large", "");
                }
                self.look_at(said, "", value);
            }
            What::Picture(None) => {}
            What::Plan(words, data) => {
                if words.contains(MARK) || words.contains(['\u{202e}', '\u{7}']) {
                    self.say(said, "speaks for us", words);
                }
                self.look_at(said, "", data);
            }
            What::Values(values) => {
                for value in values {
                    self.look_at(said, "values", &json!(value));
                }
            }
        }
    }

    fn look_at(&mut self, said: &Said, field: &str, value: &Value) {
        match value {
            Value::String(text) => self.look_at_text(said, field, text),
            Value::Array(values) => values.iter().for_each(|one| self.look_at(said, field, one)),
            Value::Object(object) => self.look_at_object(said, object),
            _ => {}
        }
    }

    fn look_at_object(&mut self, said: &Said, object: &Map<String, Value>) {
        for (name, value) in object {
            if name.contains(MARK) {
                self.say(said, "has text of the server for a name", name);
            }
            self.look_at(said, name, value);
        }
    }

    fn look_at_text(&mut self, said: &Said, field: &str, text: &str) {
        if text.chars().any(is_evil) {
            self.say(said, &format!("{field} is not clean"), text);
        }
        if text.chars().count() > LONGEST {
            self.say(said, &format!("{field} is too long"), text);
        }
        if OWN_VOICE.contains(&field) && speaks(text) {
            self.say(said, &format!("{field} speaks for us"), text);
        }
    }
}

/// Characters that hide, reorder or command.
fn is_evil(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Whether text of the server stands outside of quotation marks.
fn speaks(text: &str) -> bool {
    // What is escaped is within a text that JSON has quoted.
    let text = text.replace("\\\"", "'");
    text.split('"')
        .step_by(2)
        .any(|outside| outside.contains(MARK))
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_data_and_nothing_else() {
    let fixture = fixture(|_| {}).await;
    let mut wrong = Wrong::default();
    let mut told = BTreeMap::new();
    WORDS
        .ask(&fixture.server, |said| {
            wrong.look(&said);
            if said.what.text().contains(MARK) {
                *told.entry(said.asked).or_insert(0) += 1;
            }
        })
        .await;
    assert!(wrong.0.is_empty(), "{:#?}", wrong.0);
    // It is not clean because it is not there.
    // Nothing is ended here: what is asked afterwards would miss it.
    let silent = [
        "plex_get_settings",
        "plex_edit_setting",
        "plex_stop_session",
    ];
    for tool in fixture.server.tools() {
        let tells = told.contains_key(tool.name());
        assert_eq!(tells, !silent.contains(&tool.name()), "{}", tool.name());
    }
    for resource in fixture.server.resources() {
        // The schema is this program's own.
        let tells = resource.uri() != "pms://schema";
        assert_eq!(
            told.contains_key(resource.uri()),
            tells,
            "{}",
            resource.uri()
        );
    }
    assert!(told.contains_key("catch_me_up"));
}

/// What is shown before anything was asked has nothing of the server in it, whatever it was asked
/// before.
#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_is_not_in_what_is_offered() {
    let fixture = fixture(|_| {}).await;
    fixture.ok("plex_get_libraries", json!({})).await;
    let (client, _) = crate::eras::connect(&fixture.server, crate::eras::eras()[1].clone()).await;
    let info = format!("{:?}", client.peer().peer_info());
    let tools = client.list_all_tools().await.unwrap();
    let resources = client.list_all_resources().await.unwrap();
    let templates = client.list_all_resource_templates().await.unwrap();
    let prompts = client.list_all_prompts().await.unwrap();
    let offered = json!([tools, resources, templates, prompts]).to_string() + &info;
    assert!(offered.len() > 10_000 && info.contains("Reads and looks after"));
    assert!(!offered.contains(MARK));
    client.cancel().await.unwrap();
}

/// An address of another host, or a path out of the item's own, is not fetched and is not given to
/// the server to fetch.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_lead_nowhere_else() {
    let fixture = fixture(|_| {}).await;
    fixture.emulator.forget_requests();
    for kind in ["poster", "art", "thumb", "banner"] {
        let arguments = json!({"rating_key": "1000", "kind": kind});
        fixture
            .err("plex_get_image", arguments, ErrorKind::NotFound)
            .await;
    }
    let error = fixture
        .server
        .read("pms://item/1000/poster")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    for request in fixture.emulator.requests() {
        assert_eq!(
            request.path, "/library/metadata/1000",
            "only the item was asked for"
        );
    }
}

/// Ids that are paths are no ids: such an item is shown without one, and nothing is asked by it.
#[tokio::test(flavor = "multi_thread")]
async fn ids_lead_nowhere_else() {
    let fixture = fixture(|_| {}).await;
    let owner = client(fixture.emulator.url(), fixture.emulator.token());
    let page = owner
        .library_items(&"1".parse().unwrap(), &Default::default())
        .await
        .unwrap();
    assert_eq!(page.items.len(), 5);
    let rows = fixture
        .ok("plex_get_library_items", json!({"library_id": "1"}))
        .await;
    let with_id = rows["items"].as_array().unwrap().iter();
    let ids: Vec<&str> = with_id
        .filter_map(|row| row["rating_key"].as_str())
        .collect();
    assert_eq!(ids, ["1000"]);
    for request in fixture.emulator.requests() {
        assert!(
            !request.path.contains("..") && !request.path.contains("%2e"),
            "{}",
            request.path
        );
    }
}
