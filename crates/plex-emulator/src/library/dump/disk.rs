//! What lies on the disks and what does not, where libraries do not know it.

use serde_json::Value;

use super::items::media_table;
use super::values::Table;
use crate::world::{DiskFile, World};

pub(super) fn files(world: &World) -> Value {
    let files = world.disk.files.iter().map(|(path, file)| {
        let mut table = Table::new();
        table.insert("path".to_owned(), (&**path).into());
        match file {
            DiskFile::Media(media) => table.insert("Media".to_owned(), media_table(world, media)),
            DiskFile::Text(text) => table.insert("text".to_owned(), text.as_str().into()),
        };
        Value::Object(table)
    });
    files.collect()
}

pub(super) fn gone(world: &World) -> Value {
    let gone = world.disk.gone.iter();
    gone.map(|path| Value::from(&**path)).collect()
}
