//! What a crate needs to be published, and to be found by those who look for it.

use std::{fs, path::Path};

use toml::{Table, Value};

#[test]
fn each_crate_has_a_readme_and_those_that_are_published_say_what_they_are() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut published = 0;
    for entry in fs::read_dir(crates).unwrap() {
        let folder = entry.unwrap().path();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let manifest: Table = manifest.parse().unwrap();
        let package = manifest.get("package").unwrap();
        let name = package.get("name").and_then(Value::as_str).unwrap();
        let readme = fs::read_to_string(folder.join("README.md"));
        assert!(
            readme.is_ok_and(|text| text.starts_with("# ")),
            "{name} has no README.md"
        );
        if package.get("publish") == Some(&Value::Boolean(false)) {
            continue;
        }
        published += 1;
        for key in [
            "description",
            "documentation",
            "readme",
            "keywords",
            "categories",
            "license",
            "include",
        ] {
            assert!(package.get(key).is_some(), "{name} says no {key}");
        }
        let metadata = package.get("metadata");
        let docs = metadata.and_then(|metadata| metadata.get("docs")?.get("rs"));
        assert!(docs.is_some(), "{name} does not say how docs.rs builds it");
        for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert!(
                folder.join(license).exists(),
                "{name} comes without {license}"
            );
        }
        // What is published needs a version that a registry has.
        let dependencies = manifest.get("dependencies").and_then(Value::as_table);
        for (dependency, wanted) in dependencies.into_iter().flatten() {
            let is_by_path_alone = wanted.get("path").is_some() && wanted.get("version").is_none();
            assert!(
                !is_by_path_alone,
                "{name} needs {dependency}, of no version"
            );
        }
    }
    assert!(published > 0);
}
