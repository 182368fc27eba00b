//! The list of endpoints.

#[test]
fn the_readme_lists_the_endpoints_that_there_are() {
    let readme = include_str!("../../README.md");
    let begin = readme.find("| methods |").unwrap();
    assert_eq!(
        &readme[begin..],
        plex_emulator::endpoints(),
        "run plex-emulator --endpoints"
    );
}
