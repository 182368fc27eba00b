//! Reads answers knowing nothing of the client's models, to check them against.

use std::collections::BTreeMap;

use serde_json::Value;

/// An element of an answer: its name, its plain values, its elements.
#[derive(Debug, Clone, Default)]
pub(crate) struct Raw {
    pub(crate) name: String,
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) elements: Vec<Raw>,
}

impl Raw {
    /// Reads a whole document.
    pub(crate) fn document(body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('<') {
            // The one malformed recording has control characters, which have to go first.
            let clean: String = text
                .chars()
                .filter(|c| !c.is_control() || c.is_whitespace())
                .collect();
            let document = roxmltree::Document::parse(&clean).expect("the recording is XML");
            return Self::of_node(document.root_element());
        }
        let value: Value = serde_json::from_str(text).expect("the recording is JSON");
        match &value {
            Value::Object(fields) if fields.contains_key("_elementType") => {
                Self::of_value(fields["_elementType"].as_str().unwrap_or_default(), &value)
            }
            Value::Object(fields) if fields.len() == 1 => {
                let (name, content) = fields.iter().next().expect("one field");
                Self::of_value(name, content)
            }
            _ => Self::of_value("", &value),
        }
    }

    fn of_node(node: roxmltree::Node<'_, '_>) -> Self {
        Self {
            name: node.tag_name().name().to_owned(),
            values: node
                .attributes()
                .map(|a| (a.name().to_owned(), a.value().to_owned()))
                .collect(),
            elements: node
                .children()
                .filter(roxmltree::Node::is_element)
                .map(Self::of_node)
                .collect(),
        }
    }

    fn of_value(name: &str, value: &Value) -> Self {
        let mut raw = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::Array(list) if name == "_children" => {
                            for child in list {
                                let name = child["_elementType"].as_str().unwrap_or_default();
                                raw.elements.push(Self::of_value(name, child));
                            }
                        }
                        Value::Array(list) => {
                            for child in list {
                                raw.elements.push(Self::of_value(name, child));
                            }
                        }
                        Value::Object(_) => raw.elements.push(Self::of_value(name, value)),
                        Value::Null => {}
                        plain => {
                            raw.values.insert(name.clone(), plain_text(plain));
                        }
                    }
                }
            }
            Value::Array(list) => {
                for child in list {
                    raw.elements.push(Self::of_value("", child));
                }
            }
            plain => {
                raw.values.insert(String::new(), plain_text(plain));
            }
        }
        raw
    }

    /// The value of an attribute or field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The elements of these names, in order.
    pub(crate) fn named<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Raw> {
        self.elements
            .iter()
            .filter(move |e| names.contains(&e.name.as_str()))
    }

    /// How many elements of a name there are at any depth.
    pub(crate) fn count_deep(&self, name: &str) -> usize {
        self.elements
            .iter()
            .map(|e| usize::from(e.name == name) + e.count_deep(name))
            .sum()
    }
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => u8::from(*truth).to_string(),
        // `16.0` and `16` are one number.
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}
