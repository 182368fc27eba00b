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

#[test]
fn the_readme_lists_what_the_control_channel_takes() {
    let readme = include_str!("../../README.md");
    let table = plex_emulator::control_endpoints();
    assert!(readme.contains(&table), "{table}");
}

/// The methods and paths of a printed table.
fn endpoints(table: &str, host: &str) -> Vec<String> {
    let rows = table.lines().skip(2);
    let cells = rows.map(|row| {
        row.trim_matches(['|', ' '])
            .split(" | ")
            .collect::<Vec<_>>()
    });
    cells
        .flat_map(|cells| {
            let path = cells[1].trim_matches('`').to_owned();
            let methods = cells[0].split(", ");
            let methods = methods.map(|method| format!("{method} {host}{path}"));
            methods.collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_endpoint_is_covered_by_somebody_elses_client_or_excused() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop/plexapi");
    let lines = |file: &str| {
        let text = std::fs::read_to_string(format!("{folder}/{file}")).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty());
        let lines = lines.filter(|line| !line.starts_with('#'));
        lines.map(str::to_owned).collect::<Vec<String>>()
    };
    let mut named = lines("covered.txt");
    for excuse in lines("uncovered.txt") {
        let (endpoint, reason) = excuse.split_once(" | ").unwrap();
        assert!(!reason.trim().is_empty(), "{excuse}");
        named.push(endpoint.to_owned());
    }
    named.sort_unstable();
    let mut known = endpoints(&plex_emulator::endpoints(), "");
    known.extend(endpoints(&plex_emulator::plex_tv_endpoints(), "plex.tv"));
    known.sort_unstable();
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        let lacking = these.iter().filter(|one| !those.contains(one));
        lacking.cloned().collect()
    };
    assert_eq!(
        only(&known, &named),
        Vec::<String>::new(),
        "say who covers them"
    );
    assert_eq!(
        only(&named, &known),
        Vec::<String>::new(),
        "there are none such"
    );
    assert_eq!(named.len(), known.len(), "one is named twice");
}
