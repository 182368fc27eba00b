//! The list of endpoints.

#[test]
fn the_readme_lists_the_endpoints_that_there_are() {
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once("## Endpoints").unwrap();
    let (_, table) = table
        .split_once("\n\n")
        .unwrap()
        .1
        .split_once("\n\n")
        .unwrap();
    assert_eq!(
        table,
        plex_emulator::endpoints(),
        "run plex-emulator --endpoints"
    );
}
