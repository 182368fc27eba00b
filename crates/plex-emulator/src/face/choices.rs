//! What can be chosen for one item: its own preferences.

use crate::answer::Element;
use crate::world::{Item, Kind};

/// A preference of an item: id, label, what it means, type, usual value, and the values there are.
type Choice = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const LANGUAGE: Choice = (
    "languageOverride",
    "Metadata language",
    "The language of titles and summaries.",
    "text",
    "",
    ":Library default|de-DE:Deutsch|en-US:English|fr-FR:Français|ja-JP:日本語",
);

const ORIGINAL_TITLE: Choice = (
    "useOriginalTitle",
    "Use original title",
    "The title in the language in which it was made.",
    "int",
    "-1",
    "-1:Library default|0:No|1:Yes",
);

const OF_FILMS: &[Choice] = &[LANGUAGE, ORIGINAL_TITLE];

const OF_SHOWS: &[Choice] = &[
    (
        "episodeSort",
        "Episode sorting",
        "In which order the episodes come.",
        "int",
        "-1",
        "-1:Library default|0:Oldest first|1:Newest first",
    ),
    (
        "autoDeletionItemPolicyUnwatchedLibrary",
        "Keep",
        "How many unplayed episodes are kept.",
        "int",
        "0",
        "0:All episodes|5:5 latest episodes|3:3 latest episodes|1:Latest episode",
    ),
    (
        "autoDeletionItemPolicyWatchedLibrary",
        "Delete episodes after playing",
        "How long played episodes are kept.",
        "int",
        "0",
        "0:Never|1:After a day|7:After a week|100:On next refresh",
    ),
    (
        "flattenSeasons",
        "Seasons",
        "Whether seasons are shown.",
        "int",
        "-1",
        "-1:Library default|0:Show|1:Hide",
    ),
    LANGUAGE,
    ORIGINAL_TITLE,
];

const OF_ARTISTS: &[Choice] = &[(
    "albumSort",
    "Album sorting",
    "In which order the albums come.",
    "int",
    "-1",
    "-1:Library default|0:Newest first|1:Oldest first|2:By name",
)];

const OF_COLLECTIONS: &[Choice] = &[
    (
        "collectionMode",
        "Collection mode",
        "How the collection shows in its library.",
        "int",
        "-1",
        "-1:Library default|0:Hide collection|1:Hide items in this collection|2:Show this collection and its items",
    ),
    (
        "collectionSort",
        "Collection order",
        "In which order its items come.",
        "int",
        "0",
        "0:Release date|1:Alphabetical|2:Custom",
    ),
];

/// The preferences of an item, all as they are unless somebody changes them.
pub(super) fn preferences<'w>(item: &Item) -> Option<Element<'w>> {
    let choices = match item.kind {
        Kind::Movie => OF_FILMS,
        Kind::Show => OF_SHOWS,
        Kind::Artist => OF_ARTISTS,
        Kind::Collection => OF_COLLECTIONS,
        _ => return None,
    };
    let mut preferences = Element::new("Preferences").lone();
    preferences.extend(
        choices
            .iter()
            .map(|(id, label, summary, kind, usual, values)| {
                let setting = Element::new("Setting")
                    .with("id", *id)
                    .with("label", *label)
                    .with("summary", *summary)
                    .with("type", *kind);
                let setting = match usual.parse::<i64>() {
                    Ok(number) => setting.with("default", number).with("value", number),
                    Err(_) => setting.with("default", *usual).with("value", *usual),
                };
                setting
                    .with("hidden", false)
                    .with("advanced", false)
                    .with("group", "")
                    .with("enumValues", *values)
            }),
    );
    Some(preferences)
}
