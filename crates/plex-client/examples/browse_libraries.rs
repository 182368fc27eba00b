//! Lists the libraries of a server and the first films, shows or artists of each.
//!
//! `PLEX_URL=… PLEX_TOKEN=… cargo run --example browse_libraries`, or with `-- --demo` against a
//! server made up for it.
#![allow(clippy::print_stdout, reason = "a program for people")]

mod server;

use plex_client::{ItemsQuery, PageRequest};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = server::of_command_line().await?;
    let client = &server.client;

    for (library, counts) in client.libraries_with_counts().await? {
        let items = counts.items.unwrap_or_default();
        println!(
            "\n{} ({}, {items} items)",
            library.title, library.library_type
        );

        let query = ItemsQuery::new().page(PageRequest::first(5));
        let page = client.library_items(&library.key, &query).await?;
        for item in &page.items {
            let year = item
                .year
                .map(|year| format!(" ({year})"))
                .unwrap_or_default();
            println!("  {}{year}", item.title);
        }
        if page.next_offset().is_some() {
            println!("  …");
        }
    }
    Ok(())
}
