//! Servers and applications: what an account can reach, and what signed in with it.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, refuse_first, say, tree};
use super::super::server::{TvConnection, TvServer};
use super::super::state::{Device, Invited, Person, Share, State};
use super::common::{container, date, not_found};
use crate::answer::Element;
use crate::server::Outcome;

/// Holds what a client asked to be told about.
struct Wanted {
    https: bool,
    relay: bool,
    ipv6: bool,
}

impl Wanted {
    fn of(question: &Question<'_>) -> Self {
        Self {
            https: question.flag("includeHttps"),
            relay: question.flag("includeRelay"),
            // Who does not say gets them.
            ipv6: question.value("includeIPv6").is_none() || question.flag("includeIPv6"),
        }
    }
}

/// Answers `GET /api/v2/resources?includeHttps=&includeRelay=&includeIPv6=`
pub(super) fn resources(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(asker) = state.person(question.asker) else {
        return not_found(question);
    };
    let list = all(cloud, &state, asker, &Wanted::of(question));
    say(question, 200, "resources", &Value::Array(list))
}

/// Answers `GET /api/resources`: the same, by the first API.
pub(super) fn resources_first(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(asker) = state.person(question.asker) else {
        return not_found(question);
    };
    let list = all(cloud, &state, asker, &Wanted::of(question));
    let mut root = container(list.len());
    root.extend(list.iter().map(|resource| {
        let mut element = plain("Device", resource);
        let connections = resource["connections"].as_array().into_iter().flatten();
        element.extend(connections.map(|connection| plain("Connection", connection)));
        element
    }));
    tree(200, &root)
}

/// Returns an element with the single values of an object.
fn plain<'w>(name: &'w str, object: &'w Value) -> Element<'w> {
    let mut element = Element::new(name);
    for (key, value) in object.as_object().into_iter().flatten() {
        match value {
            Value::String(text) => element.set(key, text.as_str()),
            Value::Bool(flag) => element.set(key, *flag),
            Value::Number(number) => element.set(key, number.to_string()),
            _ => {}
        }
    }
    element
}

/// Returns what an account can reach: its own servers, those shared with it, and its applications.
fn all(cloud: &Cloud, state: &State, asker: &Person, wanted: &Wanted) -> Vec<Value> {
    let mut list = Vec::new();
    for server in cloud.servers().iter() {
        if cloud.is_nobodys(&server.machine_identifier) {
            continue;
        }
        if asker.is_admin {
            let by = server.shared_by.as_ref().map(|by| (10_834_098, by.clone()));
            let token = server.access_token.clone();
            list.push(resource(cloud, server, token, by, false, wanted));
            continue;
        }
        let share = state.shares.iter().find(|share| {
            share.invited == Invited::Person(asker.id)
                && share.machine_identifier == server.machine_identifier
                && share.accepted_at.is_some()
        });
        if let Some(share) = share {
            list.push(shared(cloud, state, server, share, asker, wanted));
        }
    }
    let own = state
        .devices
        .iter()
        .filter(|device| device.person == asker.id && !device.provides.is_empty());
    list.extend(own.map(application));
    list
}

fn shared(
    cloud: &Cloud,
    state: &State,
    server: &TvServer,
    share: &Share,
    asker: &Person,
    wanted: &Wanted,
) -> Value {
    let owner = state.person(share.owner);
    let name = owner.map(|owner| {
        let name = owner.username.as_deref().unwrap_or(&owner.title);
        (owner.id.0, name.to_owned())
    });
    let token = Some(share.access_token.clone());
    let is_home = asker.is_home && owner.is_some_and(|owner| owner.is_home);
    resource(cloud, server, token, name, is_home, wanted)
}

fn resource(
    cloud: &Cloud,
    server: &TvServer,
    token: Option<String>,
    shared_by: Option<(u64, String)>,
    is_home: bool,
    wanted: &Wanted,
) -> Value {
    let connections: Vec<Value> = server
        .connections
        .iter()
        .filter(|connection| wanted.relay || !connection.is_relay)
        .filter(|connection| wanted.ipv6 || !connection.address.contains(':'))
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
        "lastSeenAt": date(cloud.now()),
        "provides": "server",
        "ownerId": shared_by.as_ref().map(|(id, _)| id),
        "sourceTitle": shared_by.as_ref().map(|(_, name)| name),
        "publicAddress": "203.0.113.7",
        "accessToken": token,
        "owned": shared_by.is_none(),
        "home": is_home,
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

/// Returns an application among the resources. One that cannot be controlled has no connections at all.
fn application(device: &Device) -> Value {
    let mut facts = json!({
        "name": device.name,
        "product": device.product,
        "productVersion": device.version,
        "platform": device.platform,
        "platformVersion": device.platform_version,
        "device": device.device,
        "clientIdentifier": device.client_identifier,
        "createdAt": date(device.created_at),
        "lastSeenAt": date(device.last_seen_at),
        "provides": device.provides,
        "ownerId": null,
        "sourceTitle": null,
        "publicAddress": "203.0.113.7",
        "accessToken": null,
        "owned": true,
        "home": false,
        "synced": false,
        "relay": false,
        "presence": device.is_present,
        "httpsRequired": false,
        "publicAddressMatches": true,
    });
    if let (Some(facts), false) = (facts.as_object_mut(), device.connections.is_empty()) {
        let ways = device.connections.iter().filter_map(|uri| {
            let (address, port) = uri.strip_prefix("http://")?.rsplit_once(':')?;
            let port: u16 = port.parse().ok()?;
            Some(json!({
                "protocol": "http", "address": address, "port": port, "uri": uri,
                "local": true, "relay": false, "IPv6": false,
            }))
        });
        facts.insert("connections".to_owned(), ways.collect());
    }
    facts
}

/// Answers `GET /devices.xml`: the account's servers and applications, with their tokens.
pub(super) fn devices(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(asker) = state.person(question.asker) else {
        return not_found(question);
    };
    let servers = cloud.servers();
    let mut list = Vec::new();
    let own = servers
        .iter()
        .filter(|server| asker.is_admin && server.shared_by.is_none());
    for server in own {
        let mut element = Element::new("Device")
            .with("name", server.name.as_str())
            .with("publicAddress", "203.0.113.7")
            .with("product", "Plex Media Server")
            .with("productVersion", server.version.as_str())
            .with("platform", "Linux")
            .with("platformVersion", "6.8.0")
            .with("device", "PC")
            .with("model", "x86_64")
            .with("vendor", "Debian")
            .with("provides", "server")
            .with("clientIdentifier", server.machine_identifier.as_str())
            .with("version", server.version.as_str())
            .with(
                "id",
                super::sharing::server_id(&server.machine_identifier).to_string(),
            )
            .maybe("token", server.access_token.as_deref())
            .with("createdAt", 1_609_502_400_i64)
            .with("lastSeenAt", cloud.now())
            .with("screenResolution", "")
            .with("screenDensity", "");
        element.extend(server.connections.iter().map(|connection| {
            let plain = format!("http://{}:{}", connection.address, connection.port);
            let uri = connection.uri.clone().unwrap_or(plain);
            Element::new("Connection").with("uri", uri)
        }));
        list.push(element);
    }
    let applications = state
        .devices
        .iter()
        .filter(|device| device.person == asker.id);
    for device in applications {
        let mut element = Element::new("Device")
            .with("name", device.name.as_str())
            .with("publicAddress", "203.0.113.7")
            .with("product", device.product.as_str())
            .with("productVersion", device.version.as_str())
            .with("platform", device.platform.as_str())
            .with("platformVersion", device.platform_version.as_str())
            .with("device", device.device.as_str())
            .with("model", device.model.as_str())
            .with("vendor", device.vendor.as_str())
            .with("provides", device.provides.as_str())
            .with("clientIdentifier", device.client_identifier.as_str())
            .with("version", device.version.as_str())
            .with("id", device.id.to_string())
            .with("token", asker.token.as_str())
            .with("createdAt", device.created_at)
            .with("lastSeenAt", device.last_seen_at)
            .with("screenResolution", "")
            .with("screenDensity", "");
        element.extend(
            device
                .connections
                .iter()
                .map(|uri| Element::new("Connection").with("uri", uri.as_str())),
        );
        list.push(element);
    }
    let mut root = Element::container()
        .with("publicAddress", "203.0.113.7")
        .with("size", list.len());
    root.extend(list);
    tree(200, &root)
}

/// Answers `DELETE /devices/{id}.xml`: signs an application out.
pub(super) fn remove(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let id = question.capture(0).trim_end_matches(".xml");
    let mut state = cloud.write();
    let before = state.devices.len();
    state
        .devices
        .retain(|device| device.id.to_string() != id || device.person != question.asker);
    if state.devices.len() == before {
        return refuse_first("Device not found", 404);
    }
    done()
}
