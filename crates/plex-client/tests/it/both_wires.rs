//! Any item at all decodes to the same from XML and from JSON.

use std::fmt::Write as _;

use plex_client::MediaItem;
use plex_client::{container::MediaContainer, wire::answer};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A value as PMS may write it: the text of XML, and one of the ways of JSON.
#[derive(Debug, Clone)]
struct Written {
    xml: String,
    json: Value,
}

/// An element with attributes and children.
#[derive(Debug, Clone)]
struct Tree {
    xml_name: &'static str,
    json_name: &'static str,
    attributes: Vec<(&'static str, Written)>,
    children: Vec<Tree>,
}

fn text() -> impl Strategy<Value = Written> {
    // What XML has room for; the characters of an attribute are normalised, so no tabs and breaks.
    "[ -~äßéñ東京😀\u{a0}]{0,12}".prop_map(|text| Written {
        json: Value::from(text.as_str()),
        xml: text,
    })
}

fn number() -> impl Strategy<Value = Written> {
    (-1_000_000_i64..2_000_000_000_000, any::<bool>()).prop_map(|(number, as_text)| Written {
        xml: number.to_string(),
        json: if as_text {
            Value::from(number.to_string())
        } else {
            Value::from(number)
        },
    })
}

fn truth() -> impl Strategy<Value = Written> {
    (any::<bool>(), 0..4).prop_map(|(truth, way)| {
        let digit = u8::from(truth);
        Written {
            xml: digit.to_string(),
            json: match way {
                0 => Value::from(truth),
                1 => Value::from(digit),
                2 => Value::from(digit.to_string()),
                _ => Value::from(truth.to_string()),
            },
        }
    })
}

fn fraction() -> impl Strategy<Value = Written> {
    (0_u32..1000, any::<bool>()).prop_map(|(tenths, as_text)| {
        let number = f64::from(tenths) / 10.0;
        Written {
            xml: number.to_string(),
            json: if as_text {
                Value::from(number.to_string())
            } else {
                Value::from(number)
            },
        }
    })
}

fn attribute() -> impl Strategy<Value = (&'static str, Written)> {
    let texts = prop::sample::select(vec![
        "title",
        "titleSort",
        "summary",
        "studio",
        "guid",
        "key",
        "type",
        "contentRating",
        "thumb",
        "originallyAvailableAt",
        "tag",
        "role",
        "codec",
        "language",
        "unknownText",
        "file",
        "id",
    ]);
    let numbers = prop::sample::select(vec![
        "ratingKey",
        "year",
        "duration",
        "addedAt",
        "updatedAt",
        "viewCount",
        "viewOffset",
        "index",
        "parentIndex",
        "leafCount",
        "librarySectionID",
        "id",
        "bitrate",
        "size",
        "width",
        "unknown",
    ]);
    let truths = prop::sample::select(vec!["smart", "skipParent", "selected", "default", "live"]);
    let fractions = prop::sample::select(vec!["rating", "userRating", "aspectRatio", "frameRate"]);
    prop_oneof![
        (texts, text()),
        (numbers, number()),
        (truths, truth()),
        (fractions, fraction()),
    ]
}

fn attributes() -> impl Strategy<Value = Vec<(&'static str, Written)>> {
    prop::collection::vec(attribute(), 0..10).prop_map(|mut list| {
        list.sort_by_key(|(name, _)| *name);
        list.dedup_by_key(|(name, _)| *name);
        list
    })
}

fn element(name: &'static str, children: Vec<Tree>) -> impl Strategy<Value = Tree> {
    attributes().prop_map(move |attributes| Tree {
        xml_name: name,
        json_name: name,
        attributes,
        children: children.clone(),
    })
}

fn children() -> impl Strategy<Value = Vec<Tree>> {
    let tag = prop::sample::select(vec![
        "Genre",
        "Director",
        "Country",
        "Role",
        "Guid",
        "Rating",
        "Collection",
        "Unknown",
    ])
    .prop_flat_map(|name| element(name, Vec::new()));
    let media = prop::collection::vec(element("Stream", Vec::new()), 0..3)
        .prop_flat_map(|streams| element("Part", streams))
        .prop_flat_map(|part| element("Media", vec![part]));
    prop::collection::vec(prop_oneof![3 => tag, 1 => media], 0..6)
}

fn item() -> impl Strategy<Value = Tree> {
    let name = prop::sample::select(vec!["Video", "Directory", "Track", "Photo", "Playlist"]);
    (name, attributes(), children()).prop_map(|(xml_name, attributes, children)| Tree {
        xml_name,
        json_name: "Metadata",
        attributes,
        children,
    })
}

fn container() -> impl Strategy<Value = Tree> {
    prop::collection::vec(item(), 0..4).prop_map(|children| Tree {
        xml_name: "MediaContainer",
        json_name: "MediaContainer",
        attributes: Vec::new(),
        children,
    })
}

impl Tree {
    fn to_xml(&self, out: &mut String) {
        write!(out, "<{}", self.xml_name).unwrap();
        for (name, value) in &self.attributes {
            let escaped = value
                .xml
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;");
            write!(out, " {name}=\"{escaped}\"").unwrap();
        }
        out.push('>');
        for child in &self.children {
            child.to_xml(out);
        }
        write!(out, "</{}>", self.xml_name).unwrap();
    }

    /// As JSON. With `lone`, a list of one is written as its element.
    fn to_json(&self, lone: bool) -> Value {
        let mut fields = Map::new();
        for (name, value) in &self.attributes {
            fields.insert((*name).to_owned(), value.json.clone());
        }
        let mut lists: Vec<(&str, Vec<Value>)> = Vec::new();
        for child in &self.children {
            let value = child.to_json(lone);
            match lists.iter_mut().find(|(name, _)| *name == child.json_name) {
                Some((_, list)) => list.push(value),
                None => lists.push((child.json_name, vec![value])),
            }
        }
        for (name, mut list) in lists {
            let value = match list.len() {
                1 if lone => list.remove(0),
                _ => Value::from(list),
            };
            fields.insert(name.to_owned(), value);
        }
        Value::Object(fields)
    }

    /// As the oldest servers wrote it.
    fn to_old_json(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("_elementType".to_owned(), Value::from(self.xml_name));
        for (name, value) in &self.attributes {
            fields.insert((*name).to_owned(), value.json.clone());
        }
        if !self.children.is_empty() {
            let children: Vec<Value> = self.children.iter().map(Self::to_old_json).collect();
            fields.insert("_children".to_owned(), Value::from(children));
        }
        Value::Object(fields)
    }
}

fn decoded(body: &str) -> MediaContainer<MediaItem> {
    answer(body.as_bytes()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn xml_and_json_decode_to_the_same(tree in container(), lone in any::<bool>()) {
        let mut xml = String::new();
        tree.to_xml(&mut xml);
        let by_xml = decoded(&xml);
        prop_assert_eq!(by_xml.items.len(), tree.children.len());
        let json = json!({ "MediaContainer": tree.to_json(lone) }).to_string();
        prop_assert_eq!(&by_xml, &decoded(&json));
        prop_assert_eq!(&by_xml, &decoded(&tree.to_old_json().to_string()));
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200), start in 0..4_usize) {
        let starts = ["", "{\"MediaContainer\":{", "<MediaContainer ", "{\"_elementType\":"];
        let mut body = starts[start].as_bytes().to_vec();
        body.extend(bytes);
        let _ = answer::<MediaContainer<MediaItem>>(&body);
    }
}
