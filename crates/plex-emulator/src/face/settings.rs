//! What can be chosen for one item or one library: preferences of their own.

use crate::answer::Element;
use crate::behaviour::FlattenSeasons;
use crate::world::{Item, Kind, Section, SectionKind, Value, World};

/// A preference of an item or a library: id, label, what it means, type, usual value, and the values
/// there are.
pub(crate) type Choice = (
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

const CREDITS: Choice = (
    "enableCreditsMarkerGeneration",
    "Detect credits",
    "Whether it is looked for where the credits are.",
    "int",
    "-1",
    "-1:Library default|0:Disabled",
);

const AUDIO: Choice = (
    "audioLanguage",
    "Preferred audio language",
    "The language in which it is heard.",
    "text",
    "",
    ":Account default|de-DE:Deutsch|en-US:English|fr-FR:Français|ja-JP:日本語",
);

const SUBTITLES: Choice = (
    "subtitleLanguage",
    "Preferred subtitle language",
    "The language in which it is read.",
    "text",
    "",
    ":Account default|de-DE:Deutsch|en-US:English|fr-FR:Français|ja-JP:日本語",
);

const SUBTITLE_MODE: Choice = (
    "subtitleMode",
    "Subtitle mode",
    "When subtitles are chosen by themselves.",
    "int",
    "-1",
    "-1:Account default|0:Manually selected|1:Shown with foreign audio|2:Always enabled",
);

const OF_FILMS: &[Choice] = &[LANGUAGE, ORIGINAL_TITLE, CREDITS];

const OF_SEASONS: &[Choice] = &[AUDIO, SUBTITLES, SUBTITLE_MODE];

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
    (
        "showOrdering",
        "Episode ordering",
        "By whom the episodes are numbered.",
        "text",
        "",
        ":Library default|tmdbAiring:The Movie Database (Aired)|tvdbAiring:TheTVDB (Aired)|tvdbDvd:TheTVDB (DVD)|tvdbAbsolute:TheTVDB (Absolute)",
    ),
    LANGUAGE,
    ORIGINAL_TITLE,
    AUDIO,
    SUBTITLES,
    SUBTITLE_MODE,
    CREDITS,
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
    (
        "collectionFilterBasedOnUser",
        "Filter by",
        "Whose plays a smart collection goes by.",
        "int",
        "0",
        "0:The server's owner|1:Whoever looks",
    ),
];

const OF_ALL_LIBRARIES: &[Choice] = &[
    (
        "hidden",
        "Visibility",
        "Where the library shows.",
        "int",
        "0",
        "0:Include in home screen and global search|1:Exclude from home screen|2:Exclude from home screen and global search",
    ),
    (
        "enableBIFGeneration",
        "Enable video preview thumbnails",
        "Whether pictures are made to seek by.",
        "bool",
        "1",
        "",
    ),
];

const CREDITS_OF_LIBRARY: Choice = (
    "enableCreditsMarkerGeneration",
    "Enable credits detection",
    "Whether credits are looked for.",
    "bool",
    "1",
    "",
);

const FROM_PROVIDERS: Choice = (
    "augmentWithProviderContent",
    "Include related external content",
    "Whether what Plex has online is shown beside what is here.",
    "bool",
    "1",
    "",
);

const COLLECTIONS: Choice = (
    "collectionMode",
    "Collections",
    "How collections show in this library.",
    "int",
    "2",
    "0:Disabled|1:Hide items which are in collections|2:Show collections and their items",
);

const OF_FILM_LIBRARIES: &[Choice] = &[
    (
        "enableCinemaTrailers",
        "Enable Cinema Trailers",
        "Whether trailers may come before films of this library.",
        "bool",
        "1",
        "",
    ),
    FROM_PROVIDERS,
    CREDITS_OF_LIBRARY,
    COLLECTIONS,
    ORIGINAL_TITLES,
];

const OF_SHOW_LIBRARIES: &[Choice] = &[
    (
        "episodeSort",
        "Episode sorting",
        "In which order episodes come.",
        "int",
        "0",
        "0:Oldest first|1:Newest first",
    ),
    (
        "flattenSeasons",
        "Seasons",
        "Whether seasons are shown.",
        "int",
        "0",
        "0:Show|1:Hide|2:Hide for single-season series",
    ),
    FROM_PROVIDERS,
    CREDITS_OF_LIBRARY,
    COLLECTIONS,
    ORIGINAL_TITLES,
];

const OF_MUSIC_LIBRARIES: &[Choice] = &[
    (
        "albumSort",
        "Album sorting",
        "In which order albums come.",
        "int",
        "0",
        "0:Newest first|1:Oldest first|2:By name",
    ),
    FROM_PROVIDERS,
    COLLECTIONS,
];

const ORIGINAL_TITLES: Choice = (
    "originalTitles",
    "Use original titles",
    "Whether titles are in the language in which they were made.",
    "bool",
    "0",
    "",
);

/// Returns what can be chosen for an item of a kind.
pub(crate) fn item_choices(kind: Kind) -> &'static [Choice] {
    match kind {
        Kind::Movie => OF_FILMS,
        Kind::Show => OF_SHOWS,
        Kind::Season => OF_SEASONS,
        Kind::Artist => OF_ARTISTS,
        Kind::Collection => OF_COLLECTIONS,
        _ => &[],
    }
}

/// Returns the preferences of an item, as somebody has chosen them or as they usually are.
pub(super) fn preferences<'w>(world: &World, item: &Item) -> Option<Element<'w>> {
    let choices = item_choices(item.kind);
    if choices.is_empty() {
        return None;
    }
    let chosen = |id: &str| {
        let mut held = item.attributes.iter();
        let value = held.find(|(name, _)| world.names.text(*name) == id);
        value.map(|(_, value)| match value {
            Value::Text(text) => text.to_string(),
            other => other.as_int().unwrap_or(0).to_string(),
        })
    };
    let mut preferences = Element::new("Preferences").lone();
    preferences.extend(
        choices
            .iter()
            .map(|choice| setting(&as_here(world, choice), chosen(choice.0))),
    );
    Some(preferences)
}

/// Returns a preference of an item as this server has it.
fn as_here(world: &World, choice: &Choice) -> Choice {
    let mut choice = *choice;
    let is_other = world.behaviour.flatten_seasons == FlattenSeasons::ZeroHides;
    if choice.0 == "flattenSeasons" && is_other {
        choice.5 = "-1:Library default|0:Hide|1:Show";
    }
    choice
}

/// Returns what can be chosen for a library.
pub(crate) fn section_choices(kind: SectionKind) -> impl Iterator<Item = &'static Choice> {
    let own = match kind {
        SectionKind::Movie => OF_FILM_LIBRARIES,
        SectionKind::Show => OF_SHOW_LIBRARIES,
        SectionKind::Artist => OF_MUSIC_LIBRARIES,
        SectionKind::Photo => &[],
    };
    OF_ALL_LIBRARIES.iter().chain(own)
}

/// Returns the preferences of a library, as somebody has chosen them or as they usually are.
pub(crate) fn section_settings<'w>(section: &Section) -> Vec<Element<'w>> {
    let chosen = |id: &str| match id {
        "hidden" => Some(section.hidden.to_string()),
        _ => section.preferences.get(id).cloned(),
    };
    section_choices(section.kind)
        .map(|choice| setting(choice, chosen(choice.0)))
        .collect()
}

/// Returns what could be chosen for a library of a kind.
pub(crate) fn usual_settings<'w>(kind: SectionKind) -> Vec<Element<'w>> {
    section_choices(kind)
        .map(|choice| setting(choice, None))
        .collect()
}

fn setting<'w>(
    (id, label, summary, kind, usual, values): &Choice,
    chosen: Option<String>,
) -> Element<'w> {
    let setting = Element::new("Setting")
        .with("id", *id)
        .with("label", *label)
        .with("summary", *summary)
        .with("type", *kind);
    let chosen = chosen.unwrap_or_else(|| (*usual).to_owned());
    let setting = match (*kind, usual.parse::<i64>(), chosen.parse::<i64>()) {
        ("bool", ..) => setting
            .with("default", *usual == "1")
            .with("value", matches!(chosen.as_str(), "1" | "true")),
        (_, Ok(usual), Ok(chosen)) => setting.with("default", usual).with("value", chosen),
        _ => setting.with("default", *usual).with("value", chosen),
    };
    let setting = setting
        .with("hidden", false)
        .with("advanced", false)
        .with("group", "");
    if values.is_empty() {
        return setting;
    }
    setting.with("enumValues", *values)
}
