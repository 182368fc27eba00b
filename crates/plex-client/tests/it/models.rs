//! Every public model comes back from what is written down of it, with every field: the models are read off the
//! sources, so that a new one fails here until it is named.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use plex_client::{cloud, container::Header};
use serde_json::{Map, Value, json};

use crate::roundtrip::check;

/// A model as its source has it.
#[derive(Debug, Default)]
struct Model {
    is_public: bool,
    /// Types and names on the wire.
    fields: Vec<(String, String)>,
}

/// Reads what stands in each `model!` of a folder.
fn read_models(folder: &Path, into: &mut BTreeMap<String, Model>, others: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_models(&path, into, others);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let source: Vec<&str> = text
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let mut lines = source.iter().peekable();
        while let Some(line) = lines.next() {
            if line.starts_with("#[derive(") && line.contains("Serialize") {
                let rest = lines.clone().find(|line| !line.starts_with("#["));
                let name = rest.and_then(|line| {
                    let rest = line.strip_prefix("pub struct ");
                    rest.or_else(|| line.strip_prefix("pub enum "))
                });
                others.extend(name.map(word));
            }
            if *line == "model! {" {
                let inside: Vec<&str> = lines.by_ref().copied().take_while(|l| *l != "}").collect();
                let (name, model) = read_model(&inside.join("\n"));
                into.insert(name, model);
            }
        }
    }
}

/// Returns the name that a text begins with.
fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric()).collect()
}

/// Reads `pub struct Name { field: Type = "wire" | "alias", … }`.
fn read_model(text: &str) -> (String, Model) {
    let (head, body) = text.split_once('{').unwrap();
    let (before, name) = head.split_once("struct ").unwrap();
    let body = body.rsplit_once('}').unwrap().0;
    let fields = body.split(',').filter_map(|field| {
        let (field, wire) = field.split_once('=')?;
        let wire = wire.trim().strip_prefix('"')?.split_once('"')?.0;
        let field_type = field.split_once(':')?.1.trim();
        Some((field_type.to_owned(), wire.to_owned()))
    });
    let model = Model {
        is_public: before.trim_end().ends_with("pub"),
        fields: fields.collect(),
    };
    (name.trim().to_owned(), model)
}

/// Returns what an answer may hold where a field of a type stands; `None` for what is never written down.
fn sample(of: &str, models: &BTreeMap<String, Model>, depth: u32) -> Option<Value> {
    if let Some((outer, inner)) = of.split_once('<') {
        let inner = sample(inner.strip_suffix('>').unwrap(), models, depth)?;
        return Some(if outer == "Vec" {
            json!([inner])
        } else {
            inner
        });
    }
    Some(match of {
        "String" => json!("text"),
        "bool" => json!(true),
        "u8" | "u32" | "u64" | "i32" | "i64" | "Millis" | "Seconds" => json!(7),
        "f64" => json!(1.5),
        "Timestamp" => json!(1_700_000_000),
        "PlayerState" => json!("paused"),
        "ItemType" | "LibraryType" => json!("movie"),
        "FieldKind" => json!("tag"),
        "HubEntry" => json!({"ratingKey": "7", "type": "movie"}),
        "Token" => return None,
        id if id.ends_with("Id") || id.ends_with("Key") || id == "TaskName" => json!("7"),
        model => return object(model, models, depth.checked_sub(1)?).map(Value::Object),
    })
}

/// Returns an answer's object for a model, with all that it can hold.
fn object(name: &str, models: &BTreeMap<String, Model>, depth: u32) -> Option<Map<String, Value>> {
    let model = models
        .get(name)
        .unwrap_or_else(|| panic!("of what {name} looks like this test knows nothing: teach it"));
    let fields = model.fields.iter();
    let values = fields.filter_map(|(of, wire)| Some((wire.clone(), sample(of, models, depth)?)));
    Some(values.collect())
}

/// Holds each named model to its round trip, and gives the names.
macro_rules! hold {
    ($models:expr; $($name:ident: $model:ty),+ $(,)?) => {{
        $(
            let name = stringify!($name);
            let answer = object(name, $models, 3).unwrap();
            let read: $model = serde_json::from_value(Value::Object(answer.clone()))
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            check(&read, name);
            let written = serde_json::to_value(&read).unwrap();
            for (key, value) in &answer {
                let is_kept = written.get(key).is_some();
                assert!(is_kept, "{name} loses {key}, which was {value}");
            }
        )+
        BTreeSet::from([$(stringify!($name)),+])
    }};
}

macro_rules! models {
    ($models:expr; $($name:ident),+; cloud: $($of_cloud:ident),+ $(,)?) => {
        hold!($models; Header: Header, $($name: plex_client::$name,)+ $($of_cloud: cloud::$of_cloud),+)
    };
}

#[test]
fn every_model_comes_back_with_every_field() {
    let mut models = BTreeMap::new();
    let mut others = BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    read_models(&source, &mut models, &mut others);
    let held = models!(&models;
        Account, Activity, ActivityContext, ActivityNotification, ArtworkChoice, BandwidthSample,
        BandwidthStatistics, Chapter, Device, Endpoint, FieldKindMeta, FieldLock, FieldMeta, FilterChoice,
        HistoryRecord, Hub, Library, LibraryMeta, ListMeta, Location, MaintenanceTask, ManagedHub, Marker,
        MatchCandidate, Media, MediaItem, MediaProvider, Notification, OperatorMeta, Part, PlayQueue, Player,
        PlayingNotification, ProviderDirectory, ProviderFeature, Rating, Release, ResourceSample, Review, Role,
        SearchResult, ServerIdentity, Session, SessionInfo, SessionUser, Setting, SortMeta, StatusNotification,
        Stream, Tag, Timeline, TimelineNotification, Timelines, TranscodeSession, TypeMeta, UpdateStatus;
        cloud: ClaimToken, Connection, Friend, Home, HomeUser, Metric, Pin, Privacy, Resource, ServerRecord,
        SharedLibrary, SharedServer, SharingSettings, Subscription, User, UserProfile, Webhook,
    );
    let public = models.iter().filter(|(_, model)| model.is_public);
    let public: BTreeSet<&str> = public.map(|(name, _)| name.as_str()).collect();
    assert_eq!(held, public, "each public model is held to its round trip");
    // These derive it, and `roundtrip` holds them to it; why something was found is only told.
    let derived = ["HubEntry", "LibraryCounts", "MatchReason", "Page", "TagHit"];
    assert_eq!(others, derived.map(str::to_owned).into());
}
