//! The libraries themselves, and their scans.

use crate::answer::{Answer, Element, Refusal};
use crate::face::{resources, section_container, section_settings, usual_settings};
use crate::query::offer::{self, FieldType};
use crate::server::{Call, Reply};
use crate::world::{Section, SectionId, SectionKind, World};

/// Answers `GET /library`
pub(crate) fn library<'w>(_: &Call<'_>, _: &'w World) -> Reply<'w> {
    let entries = [
        ("sections", "Library Sections"),
        ("recentlyAdded", "Recently Added Content"),
        ("onDeck", "On Deck Content"),
    ];
    let mut root = Element::container()
        .with("size", entries.len())
        .with("allowSync", false)
        .with("art", "/:/resources/library-art.png")
        .with("content", "")
        .with("identifier", "com.plexapp.plugins.library")
        .with("mediaTagPrefix", "/system/bundle/media/flags/")
        .with("title1", "Plex Library");
    root.extend(entries.map(|(key, title)| {
        Element::new("Directory")
            .with("key", key)
            .with("title", title)
    }));
    Ok(root.into())
}

/// Answers `GET /library/sections` and `/library/sections/all`: those that the viewer may see.
pub(crate) fn sections<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let seen: Vec<_> = world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees_section(*id))
        .collect();
    let mut root = Element::container()
        .with("size", seen.len())
        .with("allowSync", false)
        .with("title1", "Plex Library");
    root.extend(
        seen.into_iter()
            .map(|(id, section)| directory(call, world, id, section)),
    );
    Ok(root.into())
}

fn directory<'w>(
    call: &Call<'_>,
    world: &'w World,
    id: SectionId,
    section: &'w Section,
) -> Element<'w> {
    let (art, thumb) = resources(section.kind);
    let composite = format!(
        "/library/sections/{}/composite/{}",
        section.key, section.scanned_at
    );
    let mut directory = Element::new("Directory")
        .with("allowSync", true)
        .with("art", art)
        .with("composite", composite)
        .with("filters", true)
        .with("refreshing", world.is_scanning(id))
        .with("thumb", thumb)
        .with("key", section.key.as_str())
        .with("type", section.kind.name())
        .with("title", section.title.as_str())
        .with("agent", section.agent.as_str())
        .with("scanner", section.scanner.as_str())
        .with("language", section.language.as_str())
        .with("uuid", section.uuid.as_str())
        .with("updatedAt", section.updated_at)
        .with("createdAt", section.created_at)
        .with("scannedAt", section.scanned_at)
        .with("content", true)
        .with("directory", true)
        .with("contentChangedAt", section.content_changed_at)
        .with("hidden", section.hidden);
    for (name, value) in section.more.iter() {
        directory.replace(world.names.text(name), value);
    }
    // Where the files lie is the owner's business.
    if call.viewer.is_owner {
        directory.extend(section.locations.iter().map(|location| {
            Element::new("Location")
                .with("id", location.id)
                .with("path", location.path.as_str())
        }));
    }
    directory
}

/// The ways into a section that `GET /library/sections/{id}` offers, to those that have what they
/// lead to.
const WAYS: &[(&str, &str, bool)] = &[
    ("all", "All", false),
    ("unwatched", "Unwatched", false),
    ("newest", "Recently Released", false),
    ("recentlyAdded", "Recently Added", false),
    ("recentlyViewed", "Recently Viewed", false),
    ("onDeck", "On Deck", false),
    ("albums", "By Album", false),
    ("collection", "By Collection", true),
    ("genre", "By Genre", true),
    ("year", "By Year", true),
    ("decade", "By Decade", true),
    ("director", "By Director", true),
    ("actor", "By Starring Actor", true),
    ("country", "By Country", true),
    ("contentRating", "By Content Rating", true),
    ("rating", "By Rating", true),
    ("edition", "By Edition", true),
    ("resolution", "By Resolution", true),
    ("firstCharacter", "By First Letter", true),
    ("folder", "By Folder", true),
];

/// Tells whether sections of a kind have what a way leads to: albums, or a list of values.
fn leads_somewhere(kind: SectionKind, way: &str) -> bool {
    match way {
        "albums" => kind == SectionKind::Artist,
        "edition" => kind == SectionKind::Movie,
        "rating" => kind != SectionKind::Photo,
        "collection" | "genre" | "year" | "decade" | "director" | "actor" | "country"
        | "contentRating" | "resolution" => {
            let field = offer::find(kind, kind.top(), way);
            field.is_some_and(|(_, row)| row.list.is_some())
        }
        _ => true,
    }
}

/// Answers `GET /library/sections/{id}`
pub(crate) fn section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let ways: Vec<_> = WAYS
        .iter()
        .filter(|(key, ..)| leads_somewhere(section.kind, key))
        .collect();
    let mut root = section_container(section, section.kind.name());
    // These are ways, and no items that could be kept for later.
    root.replace("allowSync", false);
    root.replace("viewGroup", "secondary");
    root.set("size", ways.len());
    root.extend(ways.into_iter().map(|(key, title, is_second)| {
        let way = Element::new("Directory")
            .with("key", *key)
            .with("title", *title);
        if *is_second {
            way.with("secondary", true)
        } else {
            way
        }
    }));
    if call.query.flag("includeDetails") {
        root.extend(super::discovery::types(call, section, section.kind.top()));
    }
    Ok(root.into())
}

/// Answers `GET /library/sections/{id}/categories`: the lists of values that people browse by.
pub(crate) fn categories<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let kind = section.kind.top();
    let rows = offer::fields(kind).iter();
    let listed = rows.filter(|row| row.list.is_some() && row.field_type == FieldType::Tag);
    let ways: Vec<Element<'w>> = listed
        .map(|row| {
            Element::new("Directory")
                .with(
                    "key",
                    format!("/library/sections/{}/{}", section.key, row.name),
                )
                .with("title", row.list.unwrap_or(row.title))
                .with("type", row.name)
        })
        .collect();
    let mut root = section_container(section, "Categories").with("size", ways.len());
    root.extend(ways);
    Ok(root.into())
}

/// Answers `GET|POST|PUT /library/sections/{id}/refresh`: begins a scan and says so at once.
pub(crate) fn refresh(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let path = call.query.get("path").filter(|path| !path.is_empty());
    if let Some(path) = path {
        let holds = world
            .section(id)
            .is_some_and(|section| section.holds_path(path));
        // PMS takes a path that it does not know and then finds nothing there.
        if !holds {
            return Ok(Answer::Done);
        }
    }
    world.start_scan(id, path, call.now_millis);
    if call.query.flag("force") {
        world.refresh_section(id, call.now_millis);
    }
    Ok(Answer::Done)
}

/// Answers `DELETE /library/sections/{id}/refresh`: calls the scan off.
pub(crate) fn cancel_refresh(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    world.cancel_scans(call.now_millis, |scan| scan.section == id);
    Ok(Answer::Done)
}

/// Answers `GET|POST /library/sections/all/refresh`
pub(crate) fn refresh_all(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let ids: Vec<SectionId> = world.numbered_sections().map(|(id, _)| id).collect();
    for id in ids {
        world.start_scan(id, None, call.now_millis);
    }
    Ok(Answer::Done)
}

/// Answers `DELETE /library/sections/all/refresh`
pub(crate) fn cancel_refresh_all(_: &Call<'_>, world: &mut World) -> Reply<'static> {
    world.scans.clear();
    Ok(Answer::Done)
}

/// Answers `GET /library/sections/{id}/prefs`
pub(crate) fn preferences<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let settings = section_settings(section);
    let mut root = Element::container().with("size", settings.len());
    root.extend(settings);
    Ok(root.into())
}

/// Answers `GET /library/sections/prefs?type=&agent=`: what could be chosen for a library of a type, before
/// there is one.
pub(crate) fn usual_preferences<'w>(call: &Call<'_>, _: &'w World) -> Reply<'w> {
    let number = call.required("type")?;
    let kind = SectionKind::ALL
        .into_iter()
        .find(|kind| kind.name() == number || kind.top().number().to_string() == number);
    let settings = usual_settings(kind.ok_or(Refusal::BadRequest)?);
    let mut root = Element::container().with("size", settings.len());
    root.extend(settings);
    Ok(root.into())
}

/// Answers `GET /library/sections/{id}/timeline`: no items, but when the last of them came and how many
/// are being looked at.
pub(crate) fn timeline<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let found = section
        .kind
        .kinds()
        .iter()
        .flat_map(|kind| world.seen_of(&call.viewer, id, *kind));
    let size = found.clone().count();
    let added = found.filter_map(|id| Some(world.items.get(id)?.updated_at()));
    let mut root = section_container(section, section.kind.all_title());
    root.replace("viewGroup", "secondary");
    let root = root
        .with("size", size)
        .maybe("latestEntryTime", added.max())
        .with("updateQueueSize", i64::from(world.is_scanning(id)))
        .with("viewMode", VIEW_MODE);
    Ok(root.into())
}

/// How clients of old were told to show a listing.
const VIEW_MODE: i64 = 65_592;
