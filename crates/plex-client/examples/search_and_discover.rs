//! Looks for something, and then shows what came in last and what to go on with.
//!
//! `PLEX_URL=… PLEX_TOKEN=… cargo run --example search_and_discover -- WORDS`, or with `--demo`
//! against a server made up for it.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod server;

use plex_client::{MediaItem, OnDeckQuery, RecentlyAddedQuery, SearchQuery, SearchSubject};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = server::of_command_line().await?;
    let client = &server.client;
    let words = server.words.as_deref().unwrap_or("moon");

    println!("Search for {words:?}");
    let found = client.search(&SearchQuery::new(words).limit(8)).await?;
    for hit in &found.hits {
        let name = match &hit.subject {
            SearchSubject::Item(item) => in_words(item),
            SearchSubject::Tag(tag) => tag.tag.clone(),
            _ => continue,
        };
        println!("  {:.2} {name} (by {})", hit.score, hit.matched.as_str());
    }
    if found.has_more {
        println!("  …");
    }

    println!("\nNew");
    for item in client
        .recently_added(&RecentlyAddedQuery::new(5))
        .await?
        .items
    {
        println!("  {}", in_words(&item));
    }

    println!("\nTo go on with");
    for item in client.on_deck(&OnDeckQuery::new(5)).await?.items {
        println!("  {}", in_words(&item));
    }
    Ok(())
}

/// An item with what it is part of.
fn in_words(item: &MediaItem) -> String {
    let of = item
        .grandparent_title
        .as_ref()
        .or(item.parent_title.as_ref());
    let of = of.map(|title| format!("{title}: ")).unwrap_or_default();
    let year = item
        .year
        .map(|year| format!(" ({year})"))
        .unwrap_or_default();
    format!("{of}{}{year}, {}", item.title, item.item_type)
}
