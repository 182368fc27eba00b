use std::path::{Path, PathBuf};

use floor_plan::{Plan, check, check_files, read_crates};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn plan() -> Plan {
    Plan::read(&crates().join("floor-plan/floors.toml")).unwrap()
}

/// When it fails: `cargo run -p floor-plan -- check` prints the same, `rooms` and `arrows` the rest.
#[test]
fn every_arrow_leads_down_and_none_goes_round() {
    let (crates, plan) = (read_crates(&crates()).unwrap(), plan());
    let mut problems = Vec::new();
    for one in &crates {
        let rooms = plan.of(&one.name);
        let rooms = rooms.unwrap_or_else(|| panic!("floors.toml does not have {}", one.name));
        let found = check(one, rooms).into_iter();
        problems.extend(found.map(|problem| format!("{}: {problem}", one.name)));
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn files_are_short_and_modules_of_one_style() {
    for name in plan().names() {
        let folder = crates().join(name);
        assert!(folder.is_dir(), "floors.toml has {name}, which is no crate");
        let problems = check_files(&folder).unwrap();
        assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n"));
    }
}
