//! The process that answers statements for programs that embed the index.

fn main() -> std::io::Result<()> {
    plex_index::worker::serve()
}
