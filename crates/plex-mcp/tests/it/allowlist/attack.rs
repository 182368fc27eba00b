//! Everything a client can ask, asked for what it may not see; and every byte of every answer looked
//! through.

use std::{collections::BTreeMap, time::Duration};

use plex_emulator::Library;
use plex_mcp::{
    ArgumentOf, Completion, Content, Progress, Tool, ToolError, Toolset,
    plex_index::{Depth, schema::TABLES},
};
use serde_json::{Map, Value, json};

use super::world::{KEYS, MARK, SERVER};
use crate::support::{Fixture, client, object};

/// Texts to ask for: what is hidden, in small letters, so that an answer that repeats the question
/// is told from one that gives something away; and nearly so.
const TEXTS: [&str; 7] = [
    "hidden films",
    "hidden film",
    "hidden show s01e01",
    "hiden flm",
    "hidden playlist",
    "both",
    "shared",
];

/// Ids to ask for: of libraries, a film, a collection, a show, an episode, a playlist.
const IDS: [&str; 7] = [
    "990099", "9900990", "9900991", "9900994", "9900995", "9900997", "9900999",
];

/// Guids to ask for: two of them belong to something that is shown, too.
const GUIDS: [&str; 4] = [
    "plex://movie/shared",
    "imdb://tt0000001",
    "tmdb://990099",
    "tvdb://990099",
];

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

/// What is worth giving for an argument with such rules.
fn values(name: &str, rules: &Value) -> Vec<Value> {
    if let Some(choices) = rules["enum"].as_array() {
        return choices.clone();
    }
    match rules["type"].as_str().unwrap() {
        "array" => {
            let each = values(name, &rules["items"]);
            let all = each
                .iter()
                .take(rules["maxItems"].as_u64().unwrap() as usize);
            let all = Value::Array(all.cloned().collect());
            let single = each.into_iter().map(|value| json!([value]));
            single.chain([all]).collect()
        }
        "boolean" => vec![json!(true)],
        "integer" => vec![rules["maximum"].clone()],
        "object" => filters(),
        _ if name == "sql" => {
            let of_table = |table: &str| json!(format!("SELECT * FROM {table}"));
            let tables = TABLES.iter().map(|table| of_table(table.name));
            tables.chain([of_table("sqlite_master")]).collect()
        }
        _ if name == "guid" => GUIDS.map(Value::from).to_vec(),
        _ => TEXTS.iter().chain(&IDS).map(|text| json!(text)).collect(),
    }
}

/// Filters by what only hidden items have, and by what both have.
fn filters() -> Vec<Value> {
    let mut filters = vec![json!({"unwatched": false}), json!({"year": {"min": 1}})];
    for field in [
        "genre",
        "actor",
        "director",
        "collection",
        "country",
        "studio",
        "title",
    ] {
        for text in ["hidden", "both"] {
            filters.push(json!({field: format!("{text} {field}")}));
            filters.push(json!({field: text}));
        }
    }
    filters
}

/// Arguments that a tool needs, with which it tells what may be shown.
fn base(tool: &Tool) -> Map<String, Value> {
    let required = tool
        .input_schema()
        .get("required")
        .and_then(Value::as_array);
    let given = required.into_iter().flatten().map(|name| {
        let name = name.as_str().unwrap();
        let value = match name {
            "library_id" => "Films",
            "rating_key" => "1000",
            "query" => "film",
            "sql" => "SELECT 1",
            other => panic!("{}: say what {other} is", tool.name()),
        };
        (name.to_owned(), value.into())
    });
    given.collect()
}

/// All that a tool is asked: what it needs and one thing more, each in turn, with as many rows as
/// there are.
fn questions(tool: &Tool) -> Vec<Map<String, Value>> {
    let properties = tool.input_schema()["properties"].as_object().unwrap();
    let mut base = base(tool);
    if properties.contains_key("limit") {
        base.insert("limit".to_owned(), json!(1000));
    }
    let mut questions = vec![base.clone()];
    for (name, rules) in properties {
        for value in values(name, rules) {
            let mut question = base.clone();
            question.insert(name.clone(), value);
            questions.push(question);
        }
    }
    if tool.name() == "plex_get_item" {
        let include = properties["include"]["items"]["enum"].clone();
        let named = IDS
            .iter()
            .chain(&["1000"])
            .map(|key| json!({"rating_key": key}));
        let named = named.chain(GUIDS.iter().map(|guid| json!({"guid": guid})));
        questions.extend(named.map(|question| {
            let mut question = object(question);
            question.insert("include".to_owned(), include.clone());
            question
        }));
    }
    if tool.name() == "plex_get_image" {
        for kind in ["poster", "art", "thumb", "banner"] {
            questions.extend(IDS.map(|key| object(json!({"rating_key": key, "kind": kind}))));
        }
    }
    questions
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

/// What was said, and how often something was given away.
#[derive(Default)]
struct Heard {
    /// By what was asked: the first answer that had something hidden in it.
    given_away: BTreeMap<String, String>,
    answers: usize,
}

impl Heard {
    /// Looks through an answer. What was given as an id or a guid may be repeated.
    fn hear(&mut self, asked: &str, given: &str, said: &str) {
        self.answers += 1;
        let repeats = IDS.iter().chain(&GUIDS).filter(|id| given.contains(**id));
        let said = repeats.fold(said.to_owned(), |said, id| without(&said, id));
        if said.contains(MARK) || said.contains(KEYS) {
            let first = self.given_away.entry(asked.to_owned());
            first.or_insert_with(|| format!("{given}: {said}"));
        }
    }

    fn hear_result<T>(
        &mut self,
        asked: &str,
        given: &str,
        outcome: Result<T, ToolError>,
        said: impl Fn(T) -> String,
    ) {
        match outcome {
            Ok(answer) => self.hear(asked, given, &said(answer)),
            Err(error) => self.hear(asked, given, &error.to_json().to_string()),
        }
    }
}

/// Asks a server everything, and says what was heard.
async fn attacked(fixture: &Fixture) -> Heard {
    let mut heard = Heard::default();
    let server = &fixture.server;
    for tool in server.tools() {
        for question in questions(tool) {
            let given = Value::Object(question.clone()).to_string();
            let answer = server.answer(tool.name(), question, Progress::none()).await;
            heard.hear_result(tool.name(), &given, answer, |answer| {
                assert!(
                    answer.pictures.is_empty()
                        || answer.structured["rating_key"] == "1000"
                        || answer.structured.to_string().contains(MARK),
                    "a picture of {}",
                    answer.structured
                );
                answer.structured.to_string()
            });
        }
    }
    for resource in server.resources() {
        let variables: Vec<&str> = match resource.variable() {
            Some(_) => TEXTS
                .iter()
                .chain(&IDS)
                .copied()
                .chain(["1", "1000"])
                .collect(),
            None => vec![""],
        };
        for variable in variables {
            let name = format!("{{{}}}", resource.variable().unwrap_or_default());
            let uri = resource.uri().replace(&name, &variable.replace(' ', "%20"));
            let read = server.read(&uri).await;
            heard.hear_result(resource.uri(), &uri, read, |(_, content)| match content {
                Content::Json(value) => value.to_string(),
                // Whose picture it is cannot be seen in it: the id says it.
                _ => uri
                    .replace("1000", "")
                    .replacen(KEYS, "a picture of 99 00 99", 1),
            });
        }
    }
    for prompt in server.prompts() {
        for argument in prompt.arguments() {
            for value in TEXTS.iter().chain(&IDS).chain(&["1", "100"]) {
                let mut arguments = json!({argument.name(): value});
                if prompt.name() == "movie_night" && argument.name() != "director" {
                    arguments["director"] = "both too".into();
                }
                let given = arguments.to_string();
                let plan = server.prompt(prompt.name(), object(arguments)).await;
                heard.hear_result(prompt.name(), &given, plan, |plan| {
                    format!("{} {}", plan.words(), Value::Object(plan.data().clone()))
                });
            }
        }
    }
    let prompts = server.prompts().iter().flat_map(|prompt| {
        let arguments = prompt.arguments().iter();
        arguments.map(|argument| (ArgumentOf::Prompt(prompt.name()), argument.name()))
    });
    let resources = server
        .resources()
        .iter()
        .filter_map(|resource| Some((ArgumentOf::Resource(resource.uri()), resource.variable()?)));
    for (of, argument) in prompts.chain(resources) {
        for typed in ["", "hi", "both", "film", "sh"] {
            for library in [None, Some("990099")] {
                let completed = server.complete(of, argument, typed, library).await;
                let said = |completion: Completion| format!("{:?}", completion.values);
                heard.hear_result(&format!("{of:?} {argument}"), typed, completed, said);
            }
        }
    }
    let shown = server
        .tools()
        .iter()
        .map(|tool| format!("{} {:?}", tool.description(), tool.input_schema()));
    heard.hear("tools/list", "", &shown.collect::<String>());
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
    ];
    for tool in open.server.tools().iter().map(Tool::name) {
        assert_eq!(
            heard.given_away.contains_key(tool),
            !silent.contains(&tool),
            "{tool}"
        );
    }
    for resource in open.server.resources() {
        let tells = resource.uri() != "pms://server";
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
