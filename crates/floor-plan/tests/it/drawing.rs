use std::fs;

use floor_plan::{Arrows, Crate, Plan, Surface, check, check_files, circles, folder_circles};
use tempfile::TempDir;

/// A crate of these files, each a path below `src` and its text.
fn house(files: &[(&str, &str)]) -> (TempDir, Crate) {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        let path = folder.path().join("src").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let one = Crate::read(folder.path()).unwrap();
    (folder, one)
}

fn arrows(files: &[(&str, &str)]) -> Vec<String> {
    let (_folder, one) = house(files);
    let arrows = Arrows::of(&one);
    let shown = arrows
        .iter()
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.to));
    shown.collect()
}

fn problems(files: &[(&str, &str)], plan: &str) -> Vec<String> {
    let (_folder, one) = house(files);
    let plan = Plan::parse(&format!("[house]\n{plan}")).unwrap();
    check(&one, plan.of("house").unwrap())
}

#[test]
fn every_way_of_naming_a_file_is_an_arrow() {
    let ways = [
        (
            "a nested import",
            "use super::{b::{Thing as Other, other}};",
        ),
        ("a path in a type", "struct A { b: crate::b::Thing }"),
        (
            "a path in an expression",
            "fn a() { let _ = self::super::b::Thing; }",
        ),
        ("an import in a function", "fn a() { use crate::b::Thing; }"),
        (
            "a module under another name",
            "use crate::b as c; fn a(_: c::Thing) {}",
        ),
        ("a path to a re-export", "fn a(_: crate::Thing) {}"),
        ("a name through a glob", "use crate::*; fn a(_: Thing) {}"),
        (
            "an associated function",
            "fn a() { crate::b::Thing::new(); }",
        ),
        (
            "a macro's arguments",
            "fn a() { assert!(matches!(1, crate::b::Thing)); }",
        ),
        (
            "a macro that defines items",
            "made! { struct A { b: crate::b::Thing } }",
        ),
        (
            "an attribute",
            "#[serde(with = \"crate::b::other\")] struct A;",
        ),
        ("a macro of another file", "use crate::b::made; made! {}"),
        (
            "an inline module",
            "mod c { fn a() { super::super::b::other() } }",
        ),
        ("a name that a macro defines", "use crate::b::Unseen;"),
    ];
    let b =
        "pub struct Thing; pub fn other() {} macro_rules! made { () => {} } pub(crate) use made;";
    for (way, a) in ways {
        let lib = ("lib.rs", "mod a; mod b; pub use b::Thing;");
        assert_eq!(
            arrows(&[lib, ("a.rs", a), ("b.rs", b)]),
            ["a.rs -> b.rs"],
            "{way}"
        );
    }
}

#[test]
fn what_needs_nothing_is_no_arrow() {
    let nothings = [
        ("a comment", "// crate::b::Thing"),
        ("a link in a comment", "//! [`crate::b::Thing`]"),
        ("tests", "#[cfg(test)] mod tests { use crate::b::Thing; }"),
        (
            "a function of tests",
            "#[cfg(test)] fn a() { crate::b::other() }",
        ),
        ("a module alone", "use crate::b;"),
        (
            "another crate",
            "use other::b::Thing; fn a(_: ::b::Thing) {}",
        ),
        (
            "a field and a method",
            "fn a(x: X) { x.b.other(); format!(\"{}\", x.b.Thing) }",
        ),
        ("a variable", "fn a() { let other = 1; let _ = other; }"),
        ("a visibility", "pub(in crate::b) struct A;"),
        ("a text", "const A: &str = \"crate::b::Thing\";"),
    ];
    for (way, a) in nothings {
        let lib = ("lib.rs", "mod a; mod b;");
        let b = ("b.rs", "pub struct Thing; pub fn other() {}");
        assert_eq!(arrows(&[lib, ("a.rs", a), b]), [""; 0], "{way}");
    }
}

#[test]
fn a_folder_that_shows_what_stands_in_it_is_no_circle() {
    let lib = ("lib.rs", "mod a;");
    let shown = ("a/mod.rs", "mod b; mod c; pub use b::B;");
    let b = ("a/b.rs", "use super::c::C; pub struct B(C);");
    let c = ("a/c.rs", "pub struct C;");
    assert_eq!(arrows(&[lib, shown, b, c]), ["a/b.rs -> a/c.rs"]);
}

#[test]
fn a_folder_that_uses_what_stands_in_it_and_is_used_there_is_a_circle() {
    let lib = ("lib.rs", "mod a;");
    let b = ("a/b.rs", "use super::A; pub struct B(Box<A>);");
    let used = [
        "mod b; use b::B; pub struct A(B);",
        "mod b; pub use b::B; pub struct A(B);",
        "mod b; pub struct A(b::B);",
    ];
    for a in used {
        let (_folder, one) = house(&[lib, ("a/mod.rs", a), b]);
        assert_eq!(circles(&Arrows::of(&one)), [["a/b.rs", "a/mod.rs"]], "{a}");
    }
}

#[test]
fn folders_that_need_each_other_are_a_circle_though_no_files_are() {
    let (_folder, one) = house(&[
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; mod c;"),
        ("a/b/mod.rs", "mod one; mod two;"),
        ("a/b/one.rs", "use crate::a::c::C;"),
        ("a/b/two.rs", "pub struct Two;"),
        ("a/c.rs", "use super::b::two::Two; pub struct C(Two);"),
    ]);
    let arrows = Arrows::of(&one);
    assert_eq!(circles(&arrows), Vec::<Vec<String>>::new());
    assert_eq!(folder_circles(&arrows), [["a/b/", "a/c.rs"]]);
}

#[test]
fn an_arrow_leads_to_a_lower_floor() {
    let files = [
        ("lib.rs", "mod a; mod b; pub struct Top;"),
        ("a.rs", "use crate::b::B;"),
        ("b.rs", "pub struct B;"),
    ];
    assert_eq!(problems(&files, r#"floors = [["a"], ["b"]]"#), [""; 0]);
    let upwards = "does not lead down: a.rs:1 names crate::b::B, which b.rs defines";
    assert_eq!(problems(&files, r#"floors = [["b"], ["a"]]"#), [upwards]);
    assert_eq!(problems(&files, r#"floors = [["a", "b"]]"#), [upwards]);
    let allowed = r#"upwards = ["a.rs -> b.rs"]"#;
    assert_eq!(
        problems(&files, &format!("floors = [[\"a\", \"b\"]]\n{allowed}")),
        [""; 0]
    );

    let up = ("b.rs", "use crate::Top; pub struct B;");
    let found = problems(&[files[0], files[1], up], r#"floors = [["a"], ["b"]]"#);
    assert_eq!(
        found,
        ["does not lead down: b.rs:1 names crate::Top, which lib.rs defines"]
    );
}

#[test]
fn a_plan_that_is_not_true_any_more_fails() {
    let files = [("lib.rs", "mod a;"), ("a.rs", "")];
    let stale = problems(
        &files,
        r#"floors = [["a", "b"]]
           circles = [["a.rs", "c.rs"]]
           folder_circles = [["a/", "c/"]]
           upwards = ["a.rs -> c.rs"]"#,
    );
    assert_eq!(stale.len(), 4, "{stale:?}");
    assert_eq!(
        problems(&files, "floors = []"),
        ["`a` has no floor in the plan"]
    );
    let lost = [files[0], files[1], ("lost.rs", "")];
    let found = problems(&lost, r#"floors = [["a"]]"#);
    assert_eq!(found, ["lost.rs: no module declares this file"]);
    assert!(Plan::parse("[house]\nfloors = []\nceilings = []").is_err());
}

#[test]
fn long_files_and_modules_of_two_styles_are_found() {
    let long = "\n".repeat(floor_plan::MAX_LINES + 1);
    let (folder, _) = house(&[
        ("lib.rs", "mod a; mod long;"),
        ("a.rs", "mod b;"),
        ("a/b.rs", ""),
        ("long.rs", &long),
    ]);
    let found = check_files(folder.path()).unwrap();
    assert_eq!(
        found,
        [
            "src/a.rs: a module with a folder is src/a/mod.rs",
            "src/long.rs: 501 lines, and 500 are the most"
        ]
    );
}

#[test]
fn what_another_crate_can_name_is_counted() {
    let (_folder, one) = house(&[
        (
            "lib.rs",
            "mod a; pub mod b; pub use a::*; pub(crate) use b::Hidden;",
        ),
        (
            "a.rs",
            "pub struct A { pub one: u8, two: u8 } struct Private; pub fn free() {}",
        ),
        (
            "b.rs",
            "pub enum B { One, Two } pub(crate) struct Hidden; use crate::a::A;
                  impl A { pub fn new() -> Self { Self } fn secret() {} }",
        ),
    ]);
    let surface = Surface::of(&one);
    assert_eq!((surface.items, surface.methods, surface.members), (4, 1, 3));
    assert_eq!(surface.total(), 8);
}
