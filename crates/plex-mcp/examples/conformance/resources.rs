//! The resources.

use rmcp::model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate};
use serde_json::json;

use crate::content::PNG;

/// The resources as they are listed.
pub(crate) fn list() -> Vec<Resource> {
    ["static-text", "static-binary", "watched-resource"]
        .into_iter()
        .map(|name| {
            Resource::new(format!("test://{name}"), name)
                .with_description("Used by the conformance suite")
        })
        .collect()
}

/// The templates as they are listed.
pub(crate) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new("test://template/{id}/data", "template")
            .with_description("Used by the conformance suite")
            .with_mime_type("application/json"),
    ]
}

/// What is in one of them, if it is one.
pub(crate) fn read(uri: &str) -> Option<ReadResourceResult> {
    let id = uri
        .strip_prefix("test://template/")
        .and_then(|rest| rest.strip_suffix("/data"));
    let contents = match (uri, id) {
        ("test://static-text", _) => {
            ResourceContents::text("This is the content of the static text resource.", uri)
                .with_mime_type("text/plain")
        }
        ("test://static-binary", _) => ResourceContents::blob(PNG, uri).with_mime_type("image/png"),
        ("test://watched-resource", _) => {
            ResourceContents::text("Nothing ever happens here.", uri).with_mime_type("text/plain")
        }
        (_, Some(id)) => {
            let data =
                json!({"id": id, "templateTest": true, "data": format!("Data for ID: {id}")});
            ResourceContents::text(data.to_string(), uri).with_mime_type("application/json")
        }
        _ => return None,
    };
    Some(ReadResourceResult::new(vec![contents]))
}
