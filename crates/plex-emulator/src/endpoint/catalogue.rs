//! The list of endpoints, for people.

use super::routes::ROUTES;
use crate::server::Access;

/// Returns the emulated endpoints as a Markdown table: methods, path, who may ask, what it
/// is, and whether it is all that a real server's is.
///
/// ```
/// assert!(plex_emulator::endpoints().contains("| GET | `/library/sections` |"));
/// ```
pub fn endpoints() -> String {
    let mut table =
        String::from("| methods | path | for | what | state |\n| --- | --- | --- | --- | --- |\n");
    for route in ROUTES {
        let methods: Vec<&str> = route.methods.iter().map(|method| method.as_str()).collect();
        let access = match route.access {
            Access::Open => "everybody",
            Access::Account => "accounts",
            Access::Owner(_) => "the owner",
        };
        let (methods, path, what) = (methods.join(", "), route.path, route.what);
        let state = route.falls_short.unwrap_or("whole");
        table.push_str(&format!(
            "| {methods} | `{path}` | {access} | {what} | {state} |\n"
        ));
    }
    table
}
