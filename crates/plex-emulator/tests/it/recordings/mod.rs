//! Answers held against recordings of real servers.
//!
//! The recordings are not part of this repository: `PLEX_RECORDINGS_DIR` says where they are. What
//! they show of names is kept in `provenance/recorded.txt`.

mod provenance;
mod shape;

use serde_json::Value;
use std::path::PathBuf;

/// Returns where the recordings are. Tests that call this are ignored unless they are asked for.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("PLEX_RECORDINGS_DIR").unwrap())
}

/// A recording of an answer.
struct Recording {
    /// Its path in the folder; the first part of it stands for the server that was recorded.
    file: String,
    endpoint: String,
    /// The wire on which it was recorded, and with it whether types can be seen.
    is_json: bool,
    root: Node,
}

impl Recording {
    /// Every genuine recording of a media server.
    fn all(folder: &std::path::Path) -> Vec<Self> {
        let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
        let mut recordings = Vec::new();
        for line in manifest.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let (file, endpoint, is_genuine) = (columns[0], columns[1], columns[5]);
            // Other endpoints are those of plex.tv and its providers, of players, and of events.
            let is_asked = ["GET /", "GET (", "POST /", "?"];
            if !is_asked.iter().any(|start| endpoint.starts_with(start))
                || !is_genuine.starts_with("yes")
            {
                continue;
            }
            let body = std::fs::read(folder.join(file)).unwrap();
            let body = String::from_utf8_lossy(&body).into_owned();
            let is_json = file.ends_with(".json");
            let root = if is_json {
                Node::json(&body)
            } else {
                Node::xml(&body)
            };
            let Some(root) = root else { continue };
            recordings.push(Self {
                file: file.to_owned(),
                endpoint: endpoint.to_owned(),
                is_json,
                root,
            });
        }
        assert!(
            recordings.len() > 60,
            "only {} recordings",
            recordings.len()
        );
        recordings
    }

    fn server(&self) -> &str {
        self.file.split('/').next().unwrap()
    }
}

/// What an attribute holds; XML does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Type {
    Text,
    Number,
    Flag,
    Unsaid,
}

/// An element as both wires have it, under the name that JSON gives it.
#[derive(Clone, Debug)]
struct Node {
    name: String,
    attributes: Vec<(String, Type)>,
    /// The `type` attribute, for items.
    kind: Option<String>,
    children: Vec<Node>,
}

impl Node {
    /// What is in the container; nothing for the JSON of old servers, which had none.
    fn json(body: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(body).ok()?;
        let (name, root) = document.as_object()?.iter().next()?;
        (name == "MediaContainer").then(|| Self::of_value(name, root))
    }

    fn of_value(name: &str, value: &Value) -> Self {
        let mut node = Self {
            name: name.to_owned(),
            attributes: Vec::new(),
            kind: value["type"].as_str().map(str::to_owned),
            children: Vec::new(),
        };
        for (key, value) in value.as_object().into_iter().flatten() {
            let attribute = match value {
                Value::Array(list) if list.iter().all(Value::is_object) => {
                    node.children
                        .extend(list.iter().map(|one| Self::of_value(key, one)));
                    continue;
                }
                Value::Object(_) => {
                    node.children.push(Self::of_value(key, value));
                    continue;
                }
                Value::Array(_) | Value::Null => Type::Unsaid,
                Value::String(_) => Type::Text,
                Value::Number(_) => Type::Number,
                Value::Bool(_) => Type::Flag,
            };
            node.attributes.push((key.clone(), attribute));
        }
        node
    }

    fn xml(body: &str) -> Option<Self> {
        let document = roxmltree::Document::parse(body).ok()?;
        let root = document.root_element();
        (root.tag_name().name() == "MediaContainer").then(|| Self::of_element(root))
    }

    fn of_element(element: roxmltree::Node<'_, '_>) -> Self {
        let own = element.tag_name().name();
        let is_item = element.has_attribute("ratingKey") || element.has_attribute("historyKey");
        let name = match own {
            "Video" | "Track" | "Photo" | "Playlist" => "Metadata",
            "Directory" if is_item => "Metadata",
            own => own,
        };
        let attributes = element.attributes();
        Self {
            name: name.to_owned(),
            attributes: attributes
                .map(|one| (one.name().to_owned(), Type::Unsaid))
                .collect(),
            kind: element.attribute("type").map(str::to_owned),
            children: element
                .children()
                .filter(roxmltree::Node::is_element)
                .map(Self::of_element)
                .collect(),
        }
    }

    /// This element and all below it, each with its path of names; items say their type.
    fn walk(&self, above: &str, see: &mut impl FnMut(&str, &Self)) {
        let name = match (self.name.as_str(), &self.kind) {
            ("Metadata", Some(kind)) => format!("Metadata({kind})"),
            (name, _) => name.to_owned(),
        };
        let path = if above.is_empty() {
            name
        } else {
            format!("{above}/{name}")
        };
        see(&path, self);
        for child in &self.children {
            child.walk(&path, see);
        }
    }
}
