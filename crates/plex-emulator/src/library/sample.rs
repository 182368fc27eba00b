//! The sample library, from the description files in the crate's `library` folder.

use std::sync::OnceLock;

use serde_json::Value;

use super::build::Builder;
use super::error::parse_toml;
use super::reader::{Read, Reader};

/// The files, in the order in which they build on each other.
const FILES: &[&str] = &[
    include_str!("../../library/sample/films.toml"),
    include_str!("../../library/sample/shows.toml"),
    include_str!("../../library/sample/music.toml"),
    include_str!("../../library/sample/photos.toml"),
    include_str!("../../library/sample/people.toml"),
];

pub(super) fn describe(builder: &mut Builder) -> Read<()> {
    // Reading the text takes longer than building the library, and tests start many.
    static PARSED: OnceLock<Vec<Value>> = OnceLock::new();
    let descriptions = match PARSED.get() {
        Some(parsed) => parsed,
        None => {
            let parsed = FILES.iter().map(|file| parse_toml(file));
            let parsed = parsed.collect::<Read<Vec<Value>>>()?;
            PARSED.get_or_init(|| parsed)
        }
    };
    for description in descriptions {
        builder.describe(&Reader::new(description))?;
    }
    Ok(())
}
