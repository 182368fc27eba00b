//! Playlists from files on the server's own disks.

use crate::answer::{Answer, Refusal};
use crate::server::{Call, Reply};
use crate::world::{Contents, DiskFile, ItemId, PlaylistType, SectionKind, World, name};

/// Answers `POST /playlists/upload?sectionID=&path=&force=`: the tracks that an M3U file names, of a library
/// of music. One of the same path takes the place of an earlier one; with `force=0` it stands beside it,
/// with the time in its title. Files are those that a description or a test has put there, and no others.
pub(crate) fn upload(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let section = world.section_by_key(call.required("sectionID")?);
    let section = section.ok_or(Refusal::BadRequest)?;
    let is_music = world
        .section(section)
        .is_some_and(|section| section.kind == SectionKind::Artist);
    let path = call.required("path")?.to_owned();
    if !is_music || !path.starts_with('/') {
        return Err(Refusal::BadRequest);
    }
    let text = match world.disk.files.get(path.as_str()) {
        Some(DiskFile::Text(text)) => text.clone(),
        _ => return Err(Refusal::Forbidden),
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let owners = world.owners(section);
    let tracks = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| match line.starts_with('/') {
            true => line.to_owned(),
            false => format!("{folder}/{line}"),
        });
    let tracks: Vec<ItemId> = tracks
        .filter_map(|file| owners.get(file.as_str()).copied())
        .collect();
    let guid = format!("com.plexapp.agents.none://{path}");
    let same: Vec<ItemId> = world
        .playlists
        .of(call.viewer.account)
        .filter(|id| {
            let item = world.items.get(*id);
            item.is_some_and(|item| item.attributes.text(name::GUID) == Some(&guid))
        })
        .collect();
    let file = path.rsplit('/').next().unwrap_or(&path);
    let mut title = file
        .rsplit_once('.')
        .map_or(file, |(stem, _)| stem)
        .to_owned();
    match same.first() {
        Some(_) if call.query.get("force") == Some("0") => {
            title.push_str(&format!(" {}", call.now()));
        }
        Some(earlier) => {
            world.clear_members(*earlier);
            world.add_members(*earlier, &tracks);
            world.touch_group(*earlier, call.now());
            return Ok(Answer::Done);
        }
        None => {}
    }
    let contents = Contents::Items(tracks);
    let account = call.viewer.account;
    let made = world.create_playlist(account, &title, PlaylistType::Audio, contents, call.now());
    if let Some(item) = world.items.get_mut(made) {
        item.attributes.set(name::GUID, guid.as_str());
    }
    Ok(Answer::Done)
}
