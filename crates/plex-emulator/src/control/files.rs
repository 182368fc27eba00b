//! The disks that libraries scan.

use serde_json::{Value, json};

use super::asked::{Asked, absolute};
use super::said::{Done, Refused, Said};
use crate::emulator::Emulator;

/// Puts a file there, or another in its place.
pub(super) fn put(emulator: &Emulator, asked: &Asked) -> Said {
    let path = asked.path()?;
    let mut file = asked.object()?;
    if file.contains_key("path") {
        return Err(Refused::malformed(
            "the path stands in the address: expected no field `path`",
        ));
    }
    file.insert("path".to_owned(), path.into());
    let file = description(&Value::Object(file))?;
    emulator
        .disk()
        .put(&file)
        .map_err(|error| Refused::malformed(error.to_string()))?;
    Ok(done(path))
}

/// Takes a file away, or a folder.
pub(super) fn remove(emulator: &Emulator, asked: &Asked) -> Said {
    let path = asked.path()?;
    asked.fields(&[])?;
    if emulator.disk().remove(path) {
        Ok(done(path))
    } else {
        Err(nothing_at(path))
    }
}

/// Puts a file of an item back where it was.
pub(super) fn restore(emulator: &Emulator, asked: &Asked) -> Said {
    let path = asked.path()?;
    asked.fields(&[])?;
    if emulator.disk().restore(path) {
        Ok(done(path))
    } else {
        Err(Refused::missing(format!("no item misses the file {path}")))
    }
}

/// Moves a file.
pub(super) fn rename(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["from", "to"])?;
    let from = absolute("from", fields.text("from")?)?;
    let to = absolute("to", fields.text("to")?)?;
    if to.ends_with('/') {
        return Err(Refused::malformed("`to`: expected the path of a file"));
    }
    if emulator.disk().rename(from, to) {
        Ok(done(to))
    } else {
        Err(nothing_at(from))
    }
}

/// Puts an item where the next scan of a section finds it.
pub(super) fn put_item(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let section = asked.capture(0);
    let item = description(&Value::Object(asked.object()?))?;
    emulator
        .put_on_disk(section, &item)
        .map_err(|error| Refused::malformed(error.to_string()))?;
    Ok(Done::Json(json!({ "section": section })))
}

/// Writes what came as JSON as descriptions are written.
fn description(given: &Value) -> Result<String, Refused> {
    toml::to_string(given)
        .map_err(|error| Refused::malformed(format!("this describes nothing: {error}")))
}

fn done(path: &str) -> Done {
    Done::Json(json!({ "path": path }))
}

fn nothing_at(path: &str) -> Refused {
    Refused::missing(format!("nothing lies at {path}"))
}
