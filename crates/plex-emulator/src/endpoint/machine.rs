//! The machine that the server is on: its folders, its logs.

use std::collections::BTreeSet;

use bytes::Bytes;

use crate::answer::{Answer, Element, Refusal};
use crate::archive::{Stored, zip};
use crate::server::{Call, Reply};
use crate::text::{from_base64, to_base64};
use crate::world::World;

/// The folders and the files that libraries know of, as whole paths.
#[derive(Default)]
struct Tree<'w> {
    folders: BTreeSet<&'w str>,
    files: BTreeSet<&'w str>,
}

impl<'w> Tree<'w> {
    fn of(world: &'w World) -> Self {
        let mut tree = Self::default();
        for (_, section) in world.numbered_sections() {
            for location in &section.locations {
                tree.folder(location.path.trim_end_matches('/'));
            }
        }
        for (_, item) in world.items.iter() {
            for file in item.files() {
                tree.files.insert(file);
                if let Some((folder, _)) = file.rsplit_once('/') {
                    tree.folder(folder);
                }
            }
        }
        tree
    }

    /// Takes in a folder and those that it lies in.
    fn folder(&mut self, mut path: &'w str) {
        while !path.is_empty() && self.folders.insert(path) {
            path = path.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
}

/// Returns what lies right in a folder.
fn inside<'w>(paths: &BTreeSet<&'w str>, folder: &str) -> Vec<&'w str> {
    let is_inside = |path: &&&str| {
        let above = path.rsplit_once('/').map(|(above, _)| above);
        above == Some(folder)
    };
    paths.iter().filter(is_inside).copied().collect()
}

fn entry<'w>(name: &'static str, path: &'w str) -> Element<'w> {
    let title = path.rsplit('/').next().unwrap_or(path);
    let element = Element::new(name)
        .with(
            "key",
            format!("/services/browse/{}", to_base64(path.as_bytes())),
        )
        .with("title", title)
        .with("path", path);
    match name {
        "Path" => element.with("home", false).with("network", false),
        _ => element,
    }
}

/// Answers `GET /services/browse[/{path}]?includeFiles=`: what lies in a folder, whose path is in base64.
pub(crate) fn browse<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let folder = match call.captures.first() {
        None => String::new(),
        Some(encoded) => {
            let bytes = from_base64(encoded).ok_or(Refusal::BadRequest)?;
            String::from_utf8(bytes).map_err(|_| Refusal::BadRequest)?
        }
    };
    let folder = folder.trim_end_matches('/');
    let tree = Tree::of(world);
    if !folder.is_empty() && !tree.folders.contains(folder) {
        return Err(Refusal::NotFound);
    }
    let mut entries: Vec<Element<'w>> = inside(&tree.folders, folder)
        .into_iter()
        .map(|path| entry("Path", path))
        .collect();
    if call.query.get("includeFiles").is_none() || call.query.flag("includeFiles") {
        let files = inside(&tree.files, folder).into_iter();
        entries.extend(files.map(|path| entry("File", path)));
    }
    let mut root = Element::container().with("size", entries.len());
    root.extend(entries);
    Ok(root.into())
}

/// Returns an archive of one file, which is called after what it holds.
fn archive(title: &str, name: &str, text: String) -> Reply<'static> {
    let stored = Stored {
        name,
        bytes: text.into_bytes(),
    };
    Ok(Answer::File {
        content_type: "application/zip",
        name: format!("{title}.zip"),
        body: Bytes::from(zip(&[stored])),
    })
}

/// Answers `GET /diagnostics/logs`: an archive with a log.
pub(crate) fn logs<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let server = &world.server;
    let mut text = format!(
        "{} INFO - Plex Media Server v{} - {}\n",
        call.now(),
        server.version,
        server.friendly_name
    );
    for remark in &world.remarks {
        text.push_str(remark);
        text.push('\n');
    }
    archive("Plex Media Server Logs", "Plex Media Server.log", text)
}

/// Answers `GET /diagnostics/databases`: an archive that tells how much there is.
pub(crate) fn databases<'w>(_: &Call<'_>, world: &'w World) -> Reply<'w> {
    let text = format!("items {}\n", world.items.iter().count());
    let name = "com.plexapp.plugins.library.db";
    archive("Plex Media Server Databases", name, text)
}
