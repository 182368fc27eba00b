//! Every argument of every tool in every form in which hosts send it, through the protocol's own client:
//! each comes to the same as the form that the schema asks for.

use plex_mcp::{ErrorKind, Tool};
use rmcp::{
    RoleClient,
    model::CallToolRequestParams,
    service::{ClientLifecycleMode, RunningService},
};
use serde_json::{Map, Value, json};

use crate::{
    eras::{Watcher, connect, eras},
    good::good,
    support::{Fixture, object},
};

/// What hosts leave beside the arguments.
const ADDED: [&str; 6] = [
    "toolCallId",
    "sessionId",
    "action",
    "chatInput",
    "_sessionID",
    "_meta",
];

/// The value of an argument as the schema asks for it.
fn plain(name: &str, rules: &Value) -> Value {
    match (name, rules["type"].as_str().unwrap()) {
        ("filters", _) => json!({"genre": ["Comedy"], "year": {"min": 1920}}),
        ("set", _) => json!({"studio": "UFA", "rating": 7.5}),
        ("add_tags", _) => json!({"genre": ["Noir"], "label": ["Kids"]}),
        ("remove_tags", _) => json!({"genre": ["Comedy"]}),
        ("lock", _) => json!(["title", "poster"]),
        ("unlock", _) => json!(["summary", "art"]),
        ("library_id" | "section_id", _) => json!("1"),
        ("rating_key", _) => json!("18"),
        ("rating_keys", _) => json!(["18", "17"]),
        ("where", _) => json!({"library_id": "1", "filters": {"year": {"max": 1920}}}),
        ("change_id", _) => json!("c-20261127-0001"),
        (_, "number") => json!(2.5),
        ("sql", _) => json!("SELECT title FROM movies LIMIT 3"),
        // What is waited for is no moment.
        ("until", _) if rules.get("enum").is_some() => rules["enum"][0].clone(),
        ("since" | "until", _) => json!("30d"),
        ("user", _) => json!("ada"),
        ("sort", _) => json!("year:desc"),
        ("title" | "query", _) => json!("1917"),
        ("guid", _) => json!("imdb://tt0017136"),
        ("field", _) => json!("genre"),
        ("path", _) => json!("/media/films"),
        // To wait would take as long as a scan does.
        ("wait", _) => json!(false),
        ("users", _) => json!(["ada", "grace"]),
        ("genres", _) => json!(["Comedy", "Drama"]),
        ("like", _) => json!(["18", "17"]),
        (_, "integer") => json!(rules["minimum"].as_i64().unwrap_or(0) + 2),
        (_, "boolean") => json!(true),
        (_, "string") => match rules.get("enum") {
            Some(choices) => choices[0].clone(),
            None => json!("x"),
        },
        (_, "array") => match rules["items"].get("enum") {
            Some(choices) => json!([choices[0], choices[1]]),
            None => json!(["x", "y"]),
        },
        (name, other) => panic!("{name}: {other}"),
    }
}

/// The forms in which hosts send a value of a type.
fn forms(value: &Value, rules: &Value) -> Vec<Value> {
    let mut forms = vec![value.clone()];
    match (rules["type"].as_str().unwrap(), value) {
        ("integer", value) => {
            let number = value.as_i64().unwrap();
            forms.extend([
                json!(number.to_string()),
                json!(format!(" {number} ")),
                json!(format!("{number}.0")),
                json!(number as f64),
            ]);
        }
        ("number", value) => {
            forms.extend([json!(value.to_string()), json!(format!(" {value} "))]);
        }
        ("boolean", value) => {
            let word = value.to_string();
            let capital = word[..1].to_uppercase() + &word[1..];
            forms.extend([json!(word.to_uppercase()), json!(capital), json!(word)]);
        }
        ("object", value) => {
            forms.extend([json!(value.to_string()), json!(format!("{value:#}"))]);
            forms.extend(forms_of_fields(value, rules));
        }
        ("array", value) => {
            forms.push(json!(value.to_string()));
            forms.push(json!(format!("{value:#}")));
            let words: Vec<&str> = texts(value).collect();
            if words.iter().all(|word| word.parse::<u32>().is_ok()) {
                forms.extend([json!(words.join(",")), json!(words.join(", "))]);
            }
            if rules["items"].get("enum").is_some() {
                forms.push(json!(words.join(",")));
                forms.push(json!(words.join(", ").to_uppercase()));
            }
        }
        ("string", Value::String(text)) => {
            if let Ok(number) = text.parse::<i64>() {
                forms.extend([json!(number), json!(number as f64)]);
            }
            if rules.get("enum").is_some() {
                forms.extend([json!(text.to_uppercase()), json!(format!(" {text} "))]);
            }
        }
        (other, value) => panic!("{other}: {value}"),
    }
    forms
}

/// The forms of an object whose fields are described: each of its fields in each of its forms.
fn forms_of_fields(value: &Value, rules: &Value) -> Vec<Value> {
    let mut forms_of_fields = Vec::new();
    let described = rules["properties"].as_object().into_iter().flatten();
    for (name, rules) in described {
        if let Some(field) = value.get(name) {
            for form in forms(field, rules) {
                let mut fields = value.clone();
                fields[name] = form;
                forms_of_fields.push(fields);
            }
        }
    }
    if let Some(library) = value.get("library_id") {
        let mut fields = value.clone();
        fields.as_object_mut().unwrap().remove("library_id");
        fields["section_id"] = library.clone();
        forms_of_fields.push(fields);
    }
    forms_of_fields
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().filter_map(Value::as_str)
}

/// The forms in which hosts leave an argument out.
fn nothings(rules: &Value) -> Vec<Value> {
    let mut nothings = vec![json!(null), json!(""), json!(" "), json!([])];
    match rules["type"].as_str().unwrap() {
        "string" => {}
        "array" => nothings.extend([
            json!("null"),
            json!("[]"),
            json!("[ ]"),
            json!("{}"),
            json!({}),
        ]),
        _ => nothings.extend([json!("null"), json!("undefined")]),
    }
    nothings
}

struct Door {
    client: RunningService<RoleClient, Watcher>,
}

impl Door {
    /// What a call comes to, as a client hears it.
    async fn outcome(&self, tool: &str, arguments: Map<String, Value>) -> String {
        let request = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments.clone());
        let answer = self.client.call_tool(request).await;
        let answer = answer.unwrap_or_else(|error| panic!("{tool} {arguments:?}: {error}"));
        let mut told = answer.structured_content.unwrap_or_default();
        if let Some(fields) = told.as_object_mut() {
            // How fresh it is has nothing to do with what was asked.
            fields.remove("snapshot");
        }
        let pictures = answer.content.iter().filter_map(|part| part.as_image());
        let pictures: Vec<usize> = pictures.map(|picture| picture.data.len()).collect();
        format!("{:?} {pictures:?} {told}", answer.is_error)
    }

    /// Tries one tool; gives how many forms were tried, and those that came to something else.
    async fn every_form(&self, tool: &Tool) -> (usize, Vec<String>) {
        let properties = tool.input_schema()["properties"].as_object().unwrap();
        let required: Vec<&str> = match tool.input_schema().get("required") {
            Some(names) => texts(names).collect(),
            None => Vec::new(),
        };
        let mut base: Map<String, Value> = required
            .iter()
            .map(|name| ((*name).to_owned(), plain(name, &properties[*name])))
            .collect();
        if properties.contains_key("rating_key") && properties.contains_key("guid") {
            base.insert("rating_key".to_owned(), json!("18"));
        }
        if properties.contains_key("dry_run") {
            // Each form is tried in the same world.
            base.insert("dry_run".to_owned(), json!(true));
        }
        if tool.name() == "plex_mark_watched" {
            base.insert("rating_keys".to_owned(), json!(["18"]));
        }
        if tool.name() == "plex_edit_metadata" {
            base.insert("rating_keys".to_owned(), json!(["18"]));
            base.insert("set".to_owned(), json!({"studio": "UFA"}));
        }
        let without = self.outcome(tool.name(), base.clone()).await;
        let mut tried = 0;
        let mut wrong = Vec::new();
        for (name, rules) in properties {
            let value = plain(name, rules);
            let mut meant = base.clone();
            meant.insert(name.clone(), value.clone());
            let expected = self.outcome(tool.name(), meant).await;
            let forms = forms(&value, rules);
            let forms = forms.into_iter().map(|form| (form, &expected));
            let nothings = nothings(rules).into_iter().map(|form| (form, &without));
            let is_needed = required.contains(&name.as_str()) || base.contains_key(name);
            let nothings = nothings.filter(|_| !is_needed);
            for (form, expected) in forms.chain(nothings) {
                let mut arguments = base.clone();
                arguments.insert(name.clone(), form.clone());
                for added in ADDED {
                    arguments.entry(added).or_insert(json!("x"));
                }
                let outcome = self.outcome(tool.name(), arguments).await;
                tried += 1;
                if outcome != *expected {
                    let short = |text: &str| text.chars().take(300).collect::<String>();
                    wrong.push(format!(
                        "{} {name} = {form}:\n  {}\n  {}",
                        tool.name(),
                        short(&outcome),
                        short(expected)
                    ));
                }
            }
        }
        (tried, wrong)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_every_argument_comes_to_what_it_says() {
    let fixture = Fixture::over_everything().await;
    let [older, newer] = eras();
    let mut tried = 0;
    let mut wrong = Vec::new();
    // Each tool by one era, in turn.
    for (at, tool) in fixture.server.tools().iter().enumerate() {
        let era: &ClientLifecycleMode = if at % 2 == 0 { &older } else { &newer };
        let (client, _) = connect(&fixture.server, era.clone()).await;
        let door = Door { client };
        let (count, others) = door.every_form(tool).await;
        tried += count;
        wrong.extend(others);
        door.client.cancel().await.unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 400, "{tried}");
}

/// One value where several are meant is a list of it.
#[tokio::test(flavor = "multi_thread")]
async fn one_value_is_a_list_of_one() {
    let fixture = Fixture::over_everything().await;
    let (client, _) = connect(&fixture.server, eras()[0].clone()).await;
    let door = Door { client };
    let mut tried = 0;
    for tool in fixture.server.tools() {
        let properties = tool.input_schema()["properties"].as_object().unwrap();
        for (name, rules) in properties
            .iter()
            .filter(|(_, rules)| rules["type"] == "array")
        {
            let value = plain(name, rules)[0].clone();
            let with = |value: Value| {
                let mut arguments =
                    object(json!({"query": "metropolis", "rating_key": "18", "dry_run": true}));
                arguments.retain(|name, _| properties.contains_key(name));
                arguments.insert(name.clone(), value);
                arguments
            };
            let lone = door.outcome(tool.name(), with(value.clone())).await;
            let listed = door.outcome(tool.name(), with(json!([value]))).await;
            assert_eq!(lone, listed, "{} {name}", tool.name());
            tried += 1;
        }
    }
    assert!(tried >= 5, "{tried}");
}

/// What a call comes to, whatever that is.
async fn outcome(fixture: &Fixture, tool: &str, arguments: Value) -> String {
    match fixture.call(tool, arguments).await {
        // What a snapshot says changes while it is filled.
        Ok(result) if result.get("snapshot").is_some() => "told".to_owned(),
        Ok(result) => result.to_string(),
        Err(error) => error.to_string(),
    }
}

/// For every tool: what a host adds changes nothing.
#[tokio::test]
async fn what_hosts_add_is_left_aside_by_every_tool() {
    let fixture = Fixture::over_everything().await;
    for tool in fixture.server.tools() {
        let plain = outcome(&fixture, tool.name(), good(tool.name())).await;
        let mut arguments = good(tool.name());
        for name in [
            "toolCallId",
            "sessionId",
            "action",
            "chatInput",
            "_sessionID",
            "_meta",
        ] {
            // What a tool has itself is not added.
            if tool.input_schema()["properties"].get(name).is_none() {
                arguments[name] = json!("x");
            }
        }
        let added = outcome(&fixture, tool.name(), arguments).await;
        assert_eq!(added, plain, "{}", tool.name());
    }
}

#[tokio::test]
async fn what_hosts_add_is_left_aside_and_slips_are_not() {
    let fixture = Fixture::sample().await;
    let plain = fixture.ok("plex_get_libraries", json!({})).await;
    let added = json!({"toolCallId": "call_0", "sessionId": "a", "action": "sendMessage",
        "chatInput": "hi", "_sessionID": "0", "_meta": {"x": 1}, "random_string": ""});
    assert_eq!(fixture.ok("plex_get_libraries", added).await, plain);
    for (slip, meant) in [
        ("limt", "limit"),
        ("querry", "query"),
        ("section", "section_id"),
    ] {
        let mut arguments = json!({"query": "x"});
        arguments[slip] = json!(1);
        let error = fixture
            .err("plex_search", arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().starts_with(slip), "{error}");
        let advice = format!("Did you mean \"{meant}\"?");
        assert_eq!(error.advice(), Some(advice.as_str()), "{error}");
    }
    // What a host adds is written as it writes it: the session of a viewer is another.
    for name in ["session_id", "session", "sessionID", "Session-Id"] {
        for (tool, mut arguments) in [
            (
                "plex_control_playback",
                json!({"player": "Television", "action": "stop"}),
            ),
            ("plex_stop_session", json!({})),
        ] {
            arguments[name] = json!("1");
            let error = fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
            let told = format!("{name} is not an argument");
            assert!(error.message().starts_with(&told), "{tool}: {error}");
            assert_eq!(
                error.advice(),
                Some("Did you mean \"session_key\"?"),
                "{tool}"
            );
        }
    }
    for name in ["thread_id", "session_id"] {
        let mut arguments = json!({});
        arguments[name] = json!("1");
        assert_eq!(
            fixture.ok("plex_get_libraries", arguments).await,
            plain,
            "{name}"
        );
    }
}

/// Lists and objects as text, as JSON or as Python writes them; a list where one value is meant; and the words that
/// people have for kinds.
#[tokio::test]
async fn what_is_written_otherwise_comes_to_the_same() {
    let fixture = Fixture::sample().await;
    let films = |rest: Value| {
        let mut arguments = json!({"library_id": "1", "limit": 2});
        let all = arguments.as_object_mut().unwrap();
        all.extend(object(rest));
        arguments
    };
    let comedies = films(json!({"filters": {"genre": "Comedy", "unwatched": true}}));
    for (tool, written, plain) in [
        (
            "plex_get_item",
            json!({"rating_key": "[17,18]"}),
            json!({"rating_key": "17,18"}),
        ),
        (
            "plex_get_item",
            json!({"rating_key": "18", "include": "['files']"}),
            json!({"rating_key": "18", "include": ["files"]}),
        ),
        (
            "plex_get_library_items",
            films(json!({"filters": "{'genre': 'Comedy', 'unwatched': True}"})),
            comedies.clone(),
        ),
        (
            "plex_get_library_items",
            films(json!({"filters": [{"genre": "Comedy"}, {"unwatched": true}]})),
            comedies,
        ),
        (
            "plex_get_library_items",
            films(json!({"sort": ["year:desc"], "limit": [2], "threadId": "a"})),
            films(json!({"sort": "year:desc"})),
        ),
        (
            "plex_search",
            json!({"query": "metropolis", "types": ["films", "TV Shows"]}),
            json!({"query": "metropolis", "types": ["movie", "show"]}),
        ),
        ("plex_get_on_deck", json!({"library_id": "null"}), json!({})),
        (
            "plex_search",
            json!({"query": "metropolis", "types": [""], "section_id": "undefined"}),
            json!({"query": "metropolis"}),
        ),
    ] {
        let meant = fixture.ok(tool, plain).await;
        assert_eq!(
            fixture.ok(tool, written.clone()).await,
            meant,
            "{tool} {written}"
        );
    }
    // Two that say one thing differently are nobody's wish.
    let twice = films(json!({"filters": [{"genre": "Comedy"}, {"genre": "Drama"}]}));
    fixture
        .err("plex_get_library_items", twice, ErrorKind::InvalidArgument)
        .await;
}
