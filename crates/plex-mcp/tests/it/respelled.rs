//! Filters by a title that is written otherwise: what more titles come near than are looked for is not passed over.

use plex_emulator::Library;
use serde_json::json;

use crate::support::{Fixture, items};

/// A library of so many films whose titles have an accent, every third of them of another year.
async fn films(count: usize) -> Fixture {
    let films = (1..=count).map(|number| {
        let year = if number % 3 == 0 { 1950 } else { 1960 };
        format!("{{ title = \"Café {number:02}\", year = {year} }}")
    });
    let films = films.collect::<Vec<_>>().join(",\n");
    let home = format!("[[section]]\ntitle = \"Films\"\ntype = \"movie\"\nitem = [\n{films}\n]");
    Fixture::holding(Library::from_toml(&home).unwrap()).await
}

#[tokio::test]
async fn as_many_as_are_looked_for_are_counted() {
    let fixture = films(20).await;
    let page = json!({"library_id": "Films", "filters": {"title": "cafe"}, "limit": 5});
    let page = fixture.ok("plex_get_library_items", page).await;
    assert_eq!(page["total"], 20, "{page}");
    assert_eq!(
        page["note"],
        "Plex finds no title with \"cafe\"; these are \"Café 01\" and 19 more."
    );
}

#[tokio::test]
async fn more_than_are_looked_for_are_said_and_nothing_is_counted() {
    let fixture = films(34).await;
    let note = "Plex finds no title with \"cafe\"; 34 come near it, of which the first 20 were looked for, \
                \"Café 01\" among them: more of the title finds others.";
    let mut listed = 0;
    let mut offset = json!(0);
    while !offset.is_null() {
        let page = json!({
            "library_id": "Films", "filters": {"title": "cafe"}, "limit": 8, "offset": offset,
        });
        let page = fixture.ok("plex_get_library_items", page).await;
        assert_eq!(page.get("total"), None, "{page}");
        assert_eq!(page["note"], note);
        assert_eq!(page["has_more"], !page["next_offset"].is_null(), "{page}");
        listed += items(&page).len();
        offset = page["next_offset"].clone();
    }
    assert_eq!(listed, 20);
    let one = json!({"library_id": "Films", "filters": {"title": "cafe 34"}});
    let one = fixture.ok("plex_get_library_items", one).await;
    assert_eq!(one["total"], 1, "{one}");
    // What the others are that were not looked for, nobody knows.
    let none = json!({"library_id": "Films", "filters": {"title": "cafe", "year": 1970}});
    let none = fixture.ok("plex_get_library_items", none).await;
    assert!(items(&none).is_empty(), "{none}");
    assert_eq!(none.get("total"), None, "{none}");
    assert_eq!(none["note"], note);
}
