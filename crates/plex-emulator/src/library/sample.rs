//! The sample library, from the description files in the crate's `library` folder.

use super::build::Builder;
use super::reader::{Read, Reader};

/// The files, in the order in which they build on each other.
const FILES: &[&str] = &[
    include_str!("../../library/sample/films.toml"),
    include_str!("../../library/sample/shows.toml"),
    include_str!("../../library/sample/music.toml"),
    include_str!("../../library/sample/photos.toml"),
    include_str!("../../library/sample/household.toml"),
];

pub(super) fn describe(builder: &mut Builder) -> Read<()> {
    for file in FILES {
        let description = super::parse_toml(file)?;
        builder.describe(&Reader::new(&description))?;
    }
    Ok(())
}
