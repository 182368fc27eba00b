//! The emulated plex.tv, and the person who holds the account.

use serde_json::{Value, json};

use super::asked::{Asked, Fields};
use super::faults::rule;
use super::said::{Done, Refused, Said};
use super::state::listed;
use crate::emulator::Emulator;
use crate::plextv::{PlexTv, TvConnection, TvServer};

/// Lists the codes of PINs that wait for an answer.
pub(super) fn codes(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.nothing()?;
    Ok(Done::Json(json!({ "codes": cloud.waiting_codes() })))
}

/// Says yes to the application that made a code.
pub(super) fn approve(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["code"])?;
    let code = fields.text("code")?;
    if cloud.approve(code) {
        Ok(Done::Json(json!({ "code": code })))
    } else {
        Err(Refused::missing(format!(
            "no PIN has the code `{code}`, or it has expired"
        )))
    }
}

/// Makes somebody an account.
pub(super) fn add_person(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["name"])?;
    let token = cloud.add_person(fields.text("name")?);
    Ok(Done::Json(json!({ "token": token })))
}

/// Lets the account know one more server.
pub(super) fn add_server(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.only_parameters(&[])?;
    cloud.add_server(server(asked.fields(SERVER)?)?);
    Ok(Done::Json(json!({})))
}

/// Puts these servers in place of those that the account knows.
pub(super) fn set_servers(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["servers"])?;
    let servers = members(fields.get("servers"), "servers", SERVER)?;
    let servers: Result<Vec<_>, _> = servers.into_iter().map(server).collect();
    cloud.set_servers(servers?);
    Ok(Done::Json(json!({})))
}

/// Lets plex.tv go wrong in one more way.
pub(super) fn add_fault(emulator: &Emulator, asked: &Asked) -> Said {
    cloud(emulator)?.inject(rule(asked)?);
    Ok(Done::Json(json!({})))
}

/// Ends all its faults.
pub(super) fn clear_faults(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.nothing()?;
    cloud.clear_faults();
    Ok(Done::Json(json!({})))
}

/// Lists what it was asked.
pub(super) fn requests(emulator: &Emulator, asked: &Asked) -> Said {
    let cloud = cloud(emulator)?;
    asked.nothing()?;
    Ok(listed(&cloud.requests()))
}

fn cloud(emulator: &Emulator) -> Result<&PlexTv, Refused> {
    emulator.plex_tv().ok_or_else(|| {
        Refused::missing("no plex.tv is emulated: `--plex-tv` does that beside the server")
    })
}

const SERVER: &[&str] = &[
    "name",
    "machineIdentifier",
    "version",
    "sharedBy",
    "accessToken",
    "httpsRequired",
    "online",
    "connections",
];

const CONNECTION: &[&str] = &["address", "port", "uri", "local", "relay"];

/// Returns the objects of a list; none when there is no list.
fn members(list: Option<&Value>, name: &str, known: &[&str]) -> Result<Vec<Fields>, Refused> {
    let wrong = || Refused::malformed(format!("`{name}`: expected a list of objects"));
    let Some(list) = list else {
        return Err(Refused::malformed(format!(
            "expected the field `{name}`, a list of objects"
        )));
    };
    let list = list.as_array().ok_or_else(wrong)?;
    let mut members = Vec::new();
    for member in list {
        let member = member.as_object().ok_or_else(wrong)?;
        if let Some(name) = member.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(Refused::malformed(format!(
                "there is no field `{name}` here: expected {}",
                known.join(", ")
            )));
        }
        members.push(Fields(member.clone()));
    }
    Ok(members)
}

fn server(fields: Fields) -> Result<TvServer, Refused> {
    let mut server = TvServer::new(fields.text("name")?, fields.text("machineIdentifier")?);
    if let Some(version) = fields.optional_text("version")? {
        server.version = version.to_owned();
    }
    server.shared_by = fields.optional_text("sharedBy")?.map(str::to_owned);
    server.access_token = fields.optional_text("accessToken")?.map(str::to_owned);
    server.https_required = fields.flag("httpsRequired")?.unwrap_or(false);
    server.is_online = fields.flag("online")?.unwrap_or(true);
    let connections = members(fields.get("connections"), "connections", CONNECTION)?;
    let connections: Result<Vec<_>, _> = connections.into_iter().map(connection).collect();
    server.connections = connections?;
    Ok(server)
}

fn connection(fields: Fields) -> Result<TvConnection, Refused> {
    let port = fields.get("port").and_then(Value::as_u64);
    let port = port.and_then(|port| u16::try_from(port).ok());
    let port = port
        .ok_or_else(|| Refused::malformed("expected the field `port`, a number from 0 to 65535"))?;
    let mut connection = TvConnection::local(fields.text("address")?, port);
    connection.uri = fields.optional_text("uri")?.map(str::to_owned);
    connection.is_local = fields.flag("local")?.unwrap_or(true);
    connection.is_relay = fields.flag("relay")?.unwrap_or(false);
    Ok(connection)
}
