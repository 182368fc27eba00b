//! What libraries can be matched by: today's agents, and those of old.

use crate::answer::{Element, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Kind, SectionKind, World};

/// A preference of an agent: id, label, type, usual value, and the values there are.
type Choice = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

/// An agent: its name and identifier, the kinds of libraries that it is for, its languages, whether it can stand
/// alone, and what can be chosen for it.
struct Agent {
    name: &'static str,
    identifier: &'static str,
    kinds: &'static [SectionKind],
    languages: &'static [&'static str],
    is_primary: bool,
    preferences: &'static [Choice],
}

const USUAL: &[&str] = &["en", "de", "fr", "ja"];

const AGENTS: &[Agent] = &[
    Agent {
        name: "Plex Movie",
        identifier: "tv.plex.agents.movie",
        kinds: &[SectionKind::Movie],
        languages: &["en-US", "de-DE", "fr-FR", "ja-JP"],
        is_primary: true,
        preferences: &[],
    },
    Agent {
        name: "Plex TV Series",
        identifier: "tv.plex.agents.series",
        kinds: &[SectionKind::Show],
        languages: &["en-US", "de-DE", "fr-FR", "ja-JP"],
        is_primary: true,
        preferences: &[],
    },
    Agent {
        name: "Plex Music",
        identifier: "tv.plex.agents.music",
        kinds: &[SectionKind::Artist],
        languages: &["en-US", "de-DE", "fr-FR", "ja-JP"],
        is_primary: true,
        preferences: &[],
    },
    Agent {
        name: "Plex Movie (Legacy)",
        identifier: "com.plexapp.agents.imdb",
        kinds: &[SectionKind::Movie],
        languages: USUAL,
        is_primary: true,
        preferences: &[
            (
                "title",
                "Fetch the title in the language of the library",
                "bool",
                "true",
                None,
            ),
            (
                "ratings",
                "Where ratings come from",
                "enum",
                "Rotten Tomatoes",
                Some("Rotten Tomatoes|IMDb|The Movie Database"),
            ),
            ("extras", "Find trailers and extras", "bool", "true", None),
        ],
    },
    Agent {
        name: "The Movie Database",
        identifier: "com.plexapp.agents.themoviedb",
        kinds: &[SectionKind::Movie, SectionKind::Show],
        languages: USUAL,
        is_primary: true,
        preferences: &[
            ("adult", "Include titles for adults", "bool", "false", None),
            ("country", "Country of release", "text", "", None),
        ],
    },
    Agent {
        name: "TheTVDB",
        identifier: "com.plexapp.agents.thetvdb",
        kinds: &[SectionKind::Show],
        languages: USUAL,
        is_primary: true,
        preferences: &[("extras", "Find trailers and extras", "bool", "true", None)],
    },
    Agent {
        name: "Last.fm",
        identifier: "com.plexapp.agents.lastfm",
        kinds: &[SectionKind::Artist],
        languages: USUAL,
        is_primary: true,
        preferences: &[],
    },
    Agent {
        name: "Local Media Assets",
        identifier: "com.plexapp.agents.localmedia",
        kinds: &[SectionKind::Movie, SectionKind::Show, SectionKind::Artist],
        languages: &["xn"],
        is_primary: false,
        preferences: &[],
    },
    Agent {
        name: "Personal Media",
        identifier: "com.plexapp.agents.none",
        kinds: &[SectionKind::Movie, SectionKind::Show, SectionKind::Photo],
        languages: &["xn"],
        is_primary: true,
        preferences: &[],
    },
];

/// Returns an agent as it is told of: with what it is for or, where that was asked for, its languages in that.
fn shown<'w>(agent: &'static Agent, asked: Option<SectionKind>) -> Element<'w> {
    let mut element = Element::new("Agent")
        .with("name", agent.name)
        .with("identifier", agent.identifier)
        .with("primary", agent.is_primary)
        .with("hasPrefs", !agent.preferences.is_empty())
        .with("hasAttribution", false);
    let languages = || {
        let codes = agent.languages.iter();
        codes.map(|code| Element::new("Language").with("code", *code))
    };
    if asked.is_some() {
        element.extend(languages());
        return element;
    }
    element.extend(agent.kinds.iter().map(|kind| {
        let mut media = Element::new("MediaType")
            .with("name", kind.name())
            .with("mediaType", kind.top().number());
        media.extend(languages());
        media
    }));
    element
}

/// Answers `GET /system/agents?mediaType=`: those that libraries can be matched by, or those of a kind.
pub(crate) fn agents<'w>(call: &Call<'_>, _: &'w World) -> Reply<'w> {
    let wanted = call.number("mediaType").and_then(Kind::from_number);
    let wanted = wanted.and_then(|wanted| {
        SectionKind::ALL
            .into_iter()
            .find(|kind| kind.kinds().contains(&wanted))
    });
    let agents = AGENTS.iter();
    let agents: Vec<Element<'w>> = agents
        .filter(|agent| wanted.is_none_or(|wanted| agent.kinds.contains(&wanted)))
        .map(|agent| shown(agent, wanted))
        .collect();
    let mut root = Element::container().with("size", agents.len());
    root.extend(agents);
    Ok(root.into())
}

fn wanted(call: &Call<'_>) -> Result<&'static Agent, Refusal> {
    let mut agents = AGENTS.iter();
    let agent = agents.find(|agent| agent.identifier == call.capture(0));
    agent.ok_or(Refusal::NotFound)
}

/// Answers `GET /system/agents/{identifier}`
pub(crate) fn agent<'w>(call: &Call<'_>, _: &'w World) -> Reply<'w> {
    let root = Element::container().with("size", 1_i64);
    Ok(root.child(shown(wanted(call)?, None)).into())
}

/// Answers `GET /:/plugins/{id}/prefs`: what can be chosen for an agent, which may be nothing.
pub(crate) fn preferences<'w>(call: &Call<'_>, _: &'w World) -> Reply<'w> {
    let choices = wanted(call)?.preferences;
    let mut root = Element::container().with("size", choices.len());
    root.extend(choices.iter().map(|(id, label, kind, usual, values)| {
        Element::new("Setting")
            .with("id", *id)
            .with("label", *label)
            .with("summary", "")
            .with("type", *kind)
            .with("default", *usual)
            .with("value", *usual)
            .with("hidden", false)
            .with("advanced", false)
            .with("group", "")
            .maybe("values", *values)
    }));
    Ok(root.into())
}
