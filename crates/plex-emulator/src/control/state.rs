//! The emulator as a whole: its state, its door, and what it was asked.

use std::sync::Arc;

use hyper::StatusCode;
use serde_json::{Value, json};

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use crate::emulator::Emulator;
use crate::library::to_toml;
use crate::server::RecordedRequest;
use crate::start::StartError;

/// Gives the whole state as a description.
pub(super) fn dump(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&["format"])?;
    asked.fields(&[])?;
    match asked.query.get("format") {
        None | Some("toml") => {
            let state = emulator.dump();
            let written = state.as_object().map(to_toml);
            Ok(Done::Toml(written.unwrap_or_default()))
        }
        Some("json") => Ok(Done::Json(emulator.dump())),
        Some(_) => Err(Refused::malformed("`format`: expected toml or json")),
    }
}

/// Starts the server again.
pub(super) async fn restart(emulator: Arc<Emulator>, asked: Asked) -> Said {
    asked.nothing()?;
    emulator.restart().await.map_err(not_open)?;
    Ok(Done::Json(json!({ "url": emulator.url() })))
}

/// Opens the server's door.
pub(super) async fn go_online(emulator: Arc<Emulator>, asked: Asked) -> Said {
    asked.nothing()?;
    emulator.go_online().await.map_err(not_open)?;
    Ok(Done::Json(json!({ "url": emulator.url() })))
}

/// Shuts the server's door.
pub(super) fn go_offline(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    emulator.go_offline();
    Ok(Done::Json(json!({})))
}

/// Lists what the server was asked.
pub(super) fn requests(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(listed(&emulator.requests()))
}

/// Forgets what the server was asked.
pub(super) fn forget_requests(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    emulator.forget_requests();
    Ok(listed(&[]))
}

/// Writes down requests, oldest first.
pub(super) fn listed(requests: &[RecordedRequest]) -> Done {
    let requests = requests.iter().map(|request| {
        json!({
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": request.headers,
        })
    });
    Done::Json(json!({ "requests": requests.collect::<Vec<Value>>() }))
}

/// Says that a port could not be taken again.
pub(super) fn not_open(error: StartError) -> Refused {
    Refused::with(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}
