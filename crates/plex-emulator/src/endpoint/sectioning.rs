//! Making libraries, changing them and giving them up.

use super::refreshing::begin;
use crate::answer::{Answer, Refusal};
use crate::face::section_choices;
use crate::server::{Call, Reply};
use crate::world::{SectionId, SectionKind, Work, World};

/// Returns the folders that a request names: absolute paths, of which there may be none only where
/// nothing is said of them.
fn folders<'c>(call: &'c Call<'_>) -> Result<Vec<&'c str>, Refusal> {
    let given = call.query.pairs();
    let given = given.filter(|(name, path)| *name == "location" && !path.is_empty());
    let paths: Vec<&str> = given.map(|(_, path)| path).collect();
    let is_path = |path: &&str| path.starts_with('/') || path.get(1..3) == Some(":\\");
    if paths.iter().all(is_path) {
        Ok(paths)
    } else {
        Err(Refusal::BadRequest)
    }
}

/// Returns the preferences that a request sets, as `prefs[id]=` or plainly; a value that a preference
/// cannot have refuses the whole request.
fn preferences(
    call: &Call<'_>,
    kind: SectionKind,
    is_plain: bool,
) -> Result<Vec<(&'static str, String, bool)>, Refusal> {
    let mut set = Vec::new();
    for (parameter, value) in call.query.pairs() {
        let wrapped = parameter
            .strip_prefix("prefs[")
            .and_then(|rest| rest.strip_suffix(']'));
        let id = wrapped.or_else(|| is_plain.then_some(parameter));
        let Some(choice) = id.and_then(|id| section_choices(kind).find(|choice| choice.0 == id))
        else {
            continue;
        };
        let (id, _, _, kind, usual, values) = *choice;
        let value = match (kind, value) {
            ("bool", "true") => "1",
            ("bool", "false") => "0",
            (_, value) => value,
        };
        let fits = match kind {
            "bool" => matches!(value, "0" | "1"),
            _ => {
                values.is_empty()
                    || values
                        .split('|')
                        .any(|one| one.split(':').next() == Some(value))
            }
        };
        if !fits {
            return Err(Refusal::BadRequest);
        }
        set.push((id, value.to_owned(), value == usual));
    }
    Ok(set)
}

/// Sets preferences; the usual value leaves no trace.
fn set_preferences(
    world: &mut World,
    id: SectionId,
    set: Vec<(&'static str, String, bool)>,
    now: i64,
) {
    let Some(section) = world.section_mut(id) else {
        return;
    };
    if set.is_empty() {
        return;
    }
    section.updated_at = now;
    for (name, value, is_usual) in set {
        if name == "hidden" {
            section.hidden = value.parse().unwrap_or(0);
        } else if is_usual {
            section.preferences.remove(name);
        } else {
            section.preferences.insert(name.to_owned(), value);
        }
    }
    world.version += 1;
}

/// Answers `POST /library/sections?name=&type=&agent=&scanner=&language=&location=`: makes a library, whose path
/// the answer's `Location` says, and scans it. It may have no folder yet.
pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let kind = SectionKind::from_name(call.required("type")?).ok_or(Refusal::BadRequest)?;
    let title = call.required("name")?.trim().to_owned();
    let agent = call.required("agent")?.to_owned();
    let paths = folders(call)?;
    let set = preferences(call, kind, false)?;
    if title.is_empty() || agent.is_empty() {
        return Err(Refusal::BadRequest);
    }
    let id = world.create_section(kind, &title, &paths, call.now());
    let id = id.ok_or(Refusal::Internal)?;
    if let Some(section) = world.section_mut(id) {
        section.agent = agent;
        for (parameter, field) in [
            ("scanner", &mut section.scanner),
            ("language", &mut section.language),
        ] {
            if let Some(value) = call.query.get(parameter).filter(|value| !value.is_empty()) {
                value.clone_into(field);
            }
        }
    }
    set_preferences(world, id, set, call.now());
    world.start_scan(id, None, call.now_millis);
    let section = world.section(id).ok_or(Refusal::Internal)?;
    let path = format!("/library/sections/{}", section.key);
    Ok(Answer::Created(path))
}

/// Answers `PUT /library/sections/{id}?agent=&name=&location=&prefs[…]=`: the agent must be said. The
/// folders that are named take the place of those that it had.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let kind = world.section(id).ok_or(Refusal::NotFound)?.kind;
    let agent = call.query.get("agent").filter(|agent| is_agent(agent));
    let agent = agent.ok_or(Refusal::NoAgent)?.to_owned();
    let paths = folders(call)?;
    let set = preferences(call, kind, false)?;
    let now = call.now();
    if let Some(section) = world.section_mut(id) {
        section.agent = agent;
        for (parameter, field) in [
            ("name", &mut section.title),
            ("scanner", &mut section.scanner),
            ("language", &mut section.language),
        ] {
            if let Some(value) = call.query.get(parameter).filter(|value| !value.is_empty()) {
                value.clone_into(field);
            }
        }
        section.updated_at = now;
    }
    set_preferences(world, id, set, now);
    if !paths.is_empty() {
        world.move_section(id, &paths, call.now_millis);
        world.start_scan(id, None, call.now_millis);
    }
    world.touch(Some(id));
    Ok(Answer::Done)
}

/// Answers `PUT /library/sections/{id}/prefs?…`
pub(crate) fn change_preferences(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let kind = world.section(id).ok_or(Refusal::NotFound)?.kind;
    let set = preferences(call, kind, true)?;
    set_preferences(world, id, set, call.now());
    Ok(Answer::Done)
}

/// Answers `DELETE /library/sections/{id}`: the files stay.
pub(crate) fn remove(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    world.remove_section(id, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `PUT /library/sections/{id}/emptyTrash`
pub(crate) fn empty_trash(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    world.empty_trash(id, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `PUT /library/sections/{id}/analyze`: the files are looked at, and are what they were.
pub(crate) fn analyze(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let work = Work::AnalyzeSection(call.section(world, 0)?);
    if !world.jobs.iter().any(|job| job.work == work) {
        begin(call, world, work);
    }
    Ok(Answer::Done)
}

/// Answers `DELETE /library/caches`: nothing is seen of what it does.
pub(crate) fn forget_caches(_: &Call<'_>, _: &mut World) -> Reply<'static> {
    Ok(Answer::Done)
}

/// Tells whether there may be an agent of this identifier: one of Plex's own, of today or of old, or one
/// that is made as those are.
fn is_agent(identifier: &str) -> bool {
    let known = ["tv.plex.agents.", "com.plexapp.agents."];
    let mut names = known
        .iter()
        .filter_map(|start| identifier.strip_prefix(start));
    names.any(|name| !name.is_empty())
}
