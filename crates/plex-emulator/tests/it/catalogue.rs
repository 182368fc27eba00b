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

#[test]
fn the_readme_lists_the_endpoints_of_plex_tv() {
    let readme = include_str!("../../README.md");
    let table = plex_emulator::plex_tv_endpoints();
    assert!(readme.contains(&table), "{table}");
}
