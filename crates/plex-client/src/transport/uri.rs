//! The addresses by which a server is told what a list or a queue is to hold: `server://…`.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::request::Request;

/// What answers for libraries, and what the actions on items belong to.
pub(crate) const LIBRARY: &str = "com.plexapp.plugins.library";

/// Returns the address of what a request finds on a server.
pub(crate) fn of(machine_identifier: &str, request: &Request) -> String {
    let (path, query) = request.path_and_query();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("server://{machine_identifier}/{LIBRARY}{path}{query}")
}

/// Returns the path and query that an address leads to, on whatever server; `None` when it is none.
pub(crate) fn path_of(address: &str) -> Option<Cow<'_, str>> {
    if address.starts_with('/') {
        return Some(Cow::Borrowed(address));
    }
    let from_slash = |text: &'_ str, at: usize| -> Option<usize> {
        text.get(at..)?
            .find('/')
            .map(|place| at.saturating_add(place))
    };
    if let Some(rest) = address.strip_prefix("server://") {
        let provider = from_slash(rest, 0)?;
        let path = from_slash(rest, provider.saturating_add(1))?;
        return rest.get(path..).map(Cow::Borrowed);
    }
    // The form of old: the UUID of a library or nothing, and a path that is encoded once more.
    let (_, rest) = address.strip_prefix("library://")?.split_once('/')?;
    let path = rest
        .strip_prefix("directory/")
        .or_else(|| rest.strip_prefix("item/"))?;
    percent_decode_str(path).decode_utf8().ok()
}
