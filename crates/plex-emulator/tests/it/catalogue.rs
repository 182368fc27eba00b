//! The list of endpoints.

#[test]
fn the_readme_lists_the_endpoints_that_there_are() {
    let readme = include_str!("../../README.md");
    let (before, _) = readme.split_once("| methods |").unwrap();
    assert_eq!(
        readme.strip_prefix(before).unwrap(),
        plex_emulator::endpoints(),
        "run plex-emulator --endpoints"
    );
}
