//! Everything a client can ask: every tool with every argument, every resource, prompt and completion.

use plex_mcp::{
    ArgumentOf, Content, PlexMcpServer, Progress, Tool, ToolError, plex_index::schema::TABLES,
};
use serde_json::{Map, Value, json};

use crate::support::object;

/// The id of no change, for which that of one is put.
const CHANGE: &str = "c-20200101-0001";

/// What is asked with.
pub(crate) struct Words {
    /// The title of a library, and the id and title of something in it, with which tools answer.
    pub(crate) library: &'static str,
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    /// What else stands for titles and names.
    pub(crate) texts: &'static [&'static str],
    pub(crate) ids: &'static [&'static str],
    pub(crate) guids: &'static [&'static str],
    /// What is filtered by, in every field of people and tags.
    pub(crate) tags: &'static [&'static str],
    /// What is typed where something is completed.
    pub(crate) typed: &'static [&'static str],
}

/// What came of asking.
pub(crate) struct Said {
    /// The tool, resource, prompt or argument.
    pub(crate) asked: String,
    /// What was given with the question.
    pub(crate) given: String,
    pub(crate) what: What,
}

/// What was said.
pub(crate) enum What {
    /// A result, a resource, or the error instead.
    Data(Value),
    /// A picture; what it is said to be of, where that is said.
    Picture(Option<Value>),
    /// The words of a plan and its data.
    Plan(String, Value),
    /// Completions.
    Values(Vec<String>),
}

impl What {
    /// Every byte of it that is text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Data(value) | Self::Picture(Some(value)) => value.to_string(),
            Self::Picture(None) => String::new(),
            Self::Plan(words, data) => format!("{words}\n{data}"),
            Self::Values(values) => json!(values).to_string(),
        }
    }
}

impl Words {
    /// Asks a server everything, and gives each answer to `hear`.
    pub(crate) async fn ask(&self, server: &PlexMcpServer, mut hear: impl FnMut(Said)) {
        self.ask_tools(server, &mut hear).await;
        self.ask_resources(server, &mut hear).await;
        self.ask_prompts(server, &mut hear).await;
        self.ask_completions(server, &mut hear).await;
    }

    async fn ask_tools(&self, server: &PlexMcpServer, hear: &mut impl FnMut(Said)) {
        let change = self.change(server).await;
        for tool in server.tools() {
            for mut question in self.questions(tool) {
                if let Some(id) = question.get_mut("change_id")
                    && *id == CHANGE
                {
                    *id = change.clone();
                }
                let given = Value::Object(question.clone()).to_string();
                let answer = server.answer(tool.name(), question, Progress::none()).await;
                let what = data_or_error(answer, |answer| match answer.pictures.is_empty() {
                    true => What::Data(answer.structured),
                    false => What::Picture(Some(answer.structured)),
                });
                hear(Said {
                    asked: tool.name().to_owned(),
                    given,
                    what,
                });
            }
        }
    }

    /// Makes a change that can be taken back, and returns its id.
    async fn change(&self, server: &PlexMcpServer) -> Value {
        let arguments = object(json!({"rating_keys": [self.key], "stars": 2.5}));
        match server.call("plex_rate", arguments).await {
            Ok(change) if change["change_id"].is_string() => change["change_id"].clone(),
            _ => json!(CHANGE),
        }
    }

    async fn ask_resources(&self, server: &PlexMcpServer, hear: &mut impl FnMut(Said)) {
        for resource in server.resources() {
            let variables = match resource.variable() {
                Some(_) => self.names(),
                None => vec![""],
            };
            for variable in variables {
                let place = format!("{{{}}}", resource.variable().unwrap_or_default());
                let given = resource
                    .uri()
                    .replace(&place, &variable.replace(' ', "%20"));
                let what = data_or_error(server.read(&given).await, |(_, content)| match content {
                    Content::Json(value) => What::Data(value),
                    _ => What::Picture(None),
                });
                hear(Said {
                    asked: resource.uri().to_owned(),
                    given,
                    what,
                });
            }
        }
    }

    async fn ask_prompts(&self, server: &PlexMcpServer, hear: &mut impl FnMut(Said)) {
        for prompt in server.prompts() {
            for argument in prompt.arguments() {
                for value in self.names().into_iter().chain(["100"]) {
                    let mut arguments = json!({argument.name(): value});
                    if prompt.name() == "movie_night" && argument.name() != "director" {
                        arguments["director"] = self.texts[0].into();
                    }
                    let given = arguments.to_string();
                    let plan = server.prompt(prompt.name(), object(arguments)).await;
                    let what = data_or_error(plan, |plan| {
                        What::Plan(plan.words(), Value::Object(plan.data().clone()))
                    });
                    hear(Said {
                        asked: prompt.name().to_owned(),
                        given,
                        what,
                    });
                }
            }
        }
    }

    async fn ask_completions(&self, server: &PlexMcpServer, hear: &mut impl FnMut(Said)) {
        let prompts = server.prompts().iter().flat_map(|prompt| {
            let arguments = prompt.arguments().iter();
            arguments.map(|argument| (ArgumentOf::Prompt(prompt.name()), argument.name()))
        });
        let resources = server.resources().iter().filter_map(|resource| {
            Some((ArgumentOf::Resource(resource.uri()), resource.variable()?))
        });
        for (of, argument) in prompts.chain(resources) {
            for typed in self.typed {
                for library in [None, Some(self.ids[0])] {
                    let completed = server.complete(of, argument, typed, library).await;
                    let what =
                        data_or_error(completed, |completion| What::Values(completion.values));
                    let asked = format!("{of:?} {argument}");
                    hear(Said {
                        asked,
                        given: (*typed).to_owned(),
                        what,
                    });
                }
            }
        }
    }

    /// What may stand for a thing: its names and ids.
    fn names(&self) -> Vec<&'static str> {
        let all = self
            .texts
            .iter()
            .chain(self.ids)
            .chain([&self.library, &self.key]);
        all.copied().collect()
    }

    /// All that a tool is asked: what it needs and one thing more, each in turn, with as many rows as
    /// there are.
    fn questions(&self, tool: &Tool) -> Vec<Map<String, Value>> {
        let properties = tool.input_schema()["properties"].as_object().unwrap();
        let mut base = self.base(tool);
        if properties.contains_key("dry_run") {
            // Each question is asked of the same world.
            base.insert("dry_run".to_owned(), json!(true));
        }
        if tool.name() == "plex_mark_watched" {
            base.insert("state".to_owned(), json!("watched"));
        }
        if tool.name() == "plex_edit_metadata" {
            base.insert("rating_keys".to_owned(), json!([self.key]));
            base.insert("lock".to_owned(), json!(["genre"]));
        }
        if properties.contains_key("limit") {
            base.insert("limit".to_owned(), json!(1000));
        }
        let mut questions = vec![base.clone()];
        for (name, rules) in properties {
            if tool.name() == "plex_stop_session" && name == "session_key" {
                // What it ends would be missing from all that is asked afterwards.
                continue;
            }
            for value in self.values(name, rules) {
                let mut question = base.clone();
                if tool.name() == "plex_edit_collection" && name != "collection_id" {
                    question.insert("title".to_owned(), json!("Attic"));
                }
                question.insert(name.clone(), value);
                questions.push(question);
            }
        }
        let named = self
            .ids
            .iter()
            .chain([&self.key])
            .map(|key| json!({"rating_key": key}));
        if tool.name() == "plex_get_item" {
            let include = &properties["include"]["items"]["enum"];
            let named = named.chain(self.guids.iter().map(|guid| json!({"guid": guid})));
            questions.extend(named.map(|mut question| {
                question["include"] = include.clone();
                object(question)
            }));
        } else if tool.name() == "plex_get_image" {
            questions.extend(named.flat_map(|question| {
                ["poster", "art", "thumb", "banner"].map(|kind| {
                    let mut question = question.clone();
                    question["kind"] = kind.into();
                    object(question)
                })
            }));
        }
        questions
    }

    /// Arguments that a tool needs.
    fn base(&self, tool: &Tool) -> Map<String, Value> {
        let required = tool
            .input_schema()
            .get("required")
            .and_then(Value::as_array);
        let given = required.into_iter().flatten().map(|name| {
            let name = name.as_str().unwrap();
            let value = match name {
                "library_id" => self.library,
                "rating_key" => self.key,
                "query" => self.title,
                "sql" => "SELECT 1",
                "change_id" => CHANGE,
                "player" => self.title,
                "session_key" => "999",
                "action" if tool.name() == "plex_fix_match" => "candidates",
                "action" => "pause",
                "kind" => "poster",
                "task" => "analyze",
                "until" => "item_arrives",
                "name" => "FriendlyName",
                "value" => "Attic",
                "rating_keys" => return (name.to_owned(), json!([self.key])),
                other => panic!("{}: say what {other} is", tool.name()),
            };
            (name.to_owned(), value.into())
        });
        given.collect()
    }

    /// What is worth giving for an argument with such rules.
    fn values(&self, name: &str, rules: &Value) -> Vec<Value> {
        if let Some(choices) = rules["enum"].as_array() {
            return choices.clone();
        }
        match rules["type"].as_str().unwrap() {
            "array" => {
                let each = self.values(name, &rules["items"]);
                let most = rules["maxItems"].as_u64().unwrap();
                let all: Value = each.iter().take(most as usize).cloned().collect();
                let single = each.into_iter().map(|value| json!([value]));
                single.chain([all]).collect()
            }
            "boolean" => vec![json!(true)],
            "integer" | "number" => {
                vec![rules.get("maximum").cloned().unwrap_or(json!(100_000_000))]
            }
            "object" if name == "where" => {
                let libraries = self.names().into_iter();
                libraries
                    .map(|library| json!({"library_id": library}))
                    .collect()
            }
            "object" if name == "set" => {
                let texts = self.texts.iter().chain(self.tags);
                let fields = ["title", "summary", "originally_available_at", "length"];
                texts
                    .flat_map(|text| fields.map(|field| json!({field: text})))
                    .collect()
            }
            "object" => self.filters(),
            _ if name == "sql" => {
                let tables = TABLES
                    .iter()
                    .map(|table| table.name)
                    .chain(["sqlite_master"]);
                tables
                    .map(|table| json!(format!("SELECT * FROM {table}")))
                    .collect()
            }
            _ if name == "guid" => self.guids.iter().map(|guid| json!(guid)).collect(),
            _ => self.names().into_iter().map(Value::from).collect(),
        }
    }

    fn filters(&self) -> Vec<Value> {
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
            filters.extend(self.tags.iter().map(|tag| json!({field: tag})));
        }
        filters
    }
}

fn data_or_error<T>(outcome: Result<T, ToolError>, said: impl FnOnce(T) -> What) -> What {
    match outcome {
        Ok(answer) => said(answer),
        Err(error) => What::Data(error.to_json()),
    }
}
