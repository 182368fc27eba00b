//! The bodies of plex.tv's answers.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::pins::Pin;
use super::{ACCOUNT_TOKEN, TvConnection, TvServer};

/// The account's id on plex.tv.
const ACCOUNT_ID: u64 = 12_345;

/// An error as plex.tv words it.
pub(super) fn error(code: u32, message: &str, status: u16) -> Value {
    json!({"errors": [{"code": code, "message": message, "status": status}]})
}

pub(super) fn pin(pin: &Pin, now: i64) -> Value {
    let left = pin.expires_at.saturating_sub(now).max(0) / 1000;
    json!({
        "id": pin.id,
        "code": pin.code,
        "product": pin.product,
        "trusted": false,
        "qr": format!("https://plex.tv/api/v2/pins/qr/{}", pin.code),
        "clientIdentifier": pin.client_identifier,
        "location": {
            "code": "NL",
            "european_union_member": true,
            "continent_code": "EU",
            "country": "Netherlands",
            "city": "Amsterdam",
            "time_zone": "Europe/Amsterdam",
            "postal_code": "1012",
            "in_privacy_restricted_country": true,
            "subdivisions": "North Holland",
            "coordinates": "52.37, 4.89",
        },
        "expiresIn": left,
        "createdAt": date(pin.created_at),
        "expiresAt": date(pin.expires_at),
        "authToken": pin.is_approved.then_some(ACCOUNT_TOKEN),
        "newRegistration": pin.is_approved.then_some(false),
    })
}

pub(super) fn user(name: &str) -> Value {
    json!({
        "id": ACCOUNT_ID,
        "uuid": "b6d1e0a97c3f4852",
        "username": name.to_lowercase(),
        "title": name,
        "email": format!("{}@example.org", name.to_lowercase()),
        "friendlyName": "",
        "locale": null,
        "confirmed": true,
        "hasPassword": true,
        "protected": false,
        "thumb": "https://plex.tv/users/b6d1e0a97c3f4852/avatar?c=1",
        "authToken": ACCOUNT_TOKEN,
        "country": "NL",
        "subscription": {"active": true, "status": "Active", "plan": "lifetime", "features": ["home"]},
        "restricted": false,
        "home": true,
        "guest": false,
        "homeSize": 3,
        "homeAdmin": true,
        "maxHomeSize": 15,
        "services": [{
            "identifier": "metadata-dev",
            "endpoint": "https://metadata.provider.plex.tv",
            "token": ACCOUNT_TOKEN,
            "status": "online",
        }],
    })
}

/// What a client asked to be told about.
pub(super) struct Wanted {
    pub(super) https: bool,
    pub(super) relay: bool,
}

/// The account's servers, and a telephone: it has resources that are no servers, too.
pub(super) fn resources(servers: &[TvServer], wanted: &Wanted, now: i64) -> Value {
    let phone = json!({
        "name": "Telephone",
        "product": "Plex for Android (Mobile)",
        "productVersion": "10.21.0.4821",
        "platform": "Android",
        "platformVersion": "15",
        "device": "Phone",
        "clientIdentifier": "c0ffee00c0ffee00",
        "createdAt": date(now),
        "lastSeenAt": date(now),
        "provides": "client,player,controller",
        "ownerId": null,
        "sourceTitle": null,
        "publicAddress": "203.0.113.7",
        "accessToken": null,
        "owned": true,
        "home": false,
        "synced": false,
        "relay": false,
        "presence": false,
        "httpsRequired": false,
        "publicAddressMatches": true,
    });
    servers
        .iter()
        .map(|server| resource(server, wanted, now))
        .chain([phone])
        .collect()
}

fn resource(server: &TvServer, wanted: &Wanted, now: i64) -> Value {
    let connections: Vec<Value> = server
        .connections
        .iter()
        .filter(|connection| wanted.relay || !connection.is_relay)
        .map(|connection| self::connection(connection, wanted))
        .collect();
    json!({
        "name": server.name,
        "product": "Plex Media Server",
        "productVersion": server.version,
        "platform": "Linux",
        "platformVersion": "6.8.0",
        "device": "PC",
        "clientIdentifier": server.machine_identifier,
        "createdAt": "2021-01-01T12:12:24Z",
        "lastSeenAt": date(now),
        "provides": "server",
        "ownerId": server.shared_by.as_ref().map(|_| 10_834_098),
        "sourceTitle": server.shared_by,
        "publicAddress": "203.0.113.7",
        "accessToken": server.access_token,
        "owned": server.shared_by.is_none(),
        "home": false,
        "synced": false,
        "relay": server.connections.iter().any(|connection| connection.is_relay),
        "presence": server.is_online,
        "httpsRequired": server.https_required,
        "publicAddressMatches": true,
        "dnsRebindingProtection": false,
        "natLoopbackSupported": false,
        "connections": connections,
    })
}

fn connection(connection: &TvConnection, wanted: &Wanted) -> Value {
    let TvConnection { address, port, .. } = connection;
    let plain = format!("http://{address}:{port}");
    // Names under plex.direct are told only to clients that ask for them.
    let uri = match &connection.uri {
        Some(uri) if wanted.https || !uri.starts_with("https:") => uri,
        _ => &plain,
    };
    json!({
        "protocol": if uri.starts_with("https:") { "https" } else { "http" },
        "address": address,
        "port": port,
        "uri": uri,
        "local": connection.is_local,
        "relay": connection.is_relay,
        "IPv6": address.contains(':'),
    })
}

/// ISO 8601, as plex.tv writes times.
fn date(millis: i64) -> String {
    Timestamp::from_second(millis.div_euclid(1000))
        .map(|time| time.to_string())
        .unwrap_or_default()
}
