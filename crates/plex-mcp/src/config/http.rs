//! The settings of serving over HTTP.

use std::net::{Ipv4Addr, SocketAddr};

use mcp_serve::http::{AllowedHost, Bearer, HttpOptions, MCP_PATH};

use super::{
    error::ConfigError,
    named,
    settings::{ALLOWED_HOST, HTTP, HTTP_TOKEN, HTTP_TOKEN_FILE},
    values::{Held, Values},
};

/// The most bytes of a file with a secret in it.
const MAX_SECRET_BYTES: u64 = 8 * 1024;

/// Says where to serve over HTTP, and to whom.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HttpConfig {
    /// The address to listen on.
    pub address: SocketAddr,
    /// Who may use the server.
    pub options: HttpOptions,
}

/// Returns the settings for HTTP, if it is to be served at all.
///
/// A secret that was named but cannot be had is an error here: without it the server would be open.
pub(super) fn load(values: &Values) -> Result<Option<HttpConfig>, ConfigError> {
    let address = values.parsed(
        &HTTP,
        "an address with a port, such as 127.0.0.1:8787 or http://localhost:8787 (https needs a proxy before it)",
        listening_address,
    )?;
    let Some(address) = address else {
        return Ok(None);
    };
    let mut options = HttpOptions::default();
    options.bearer = bearer(values)?;
    options.allowed_hosts = allowed_hosts(values)?;
    Ok(Some(HttpConfig { address, options }))
}

/// Reads the address to listen on, also as people paste it from a browser or a client's configuration.
fn listening_address(text: &str) -> Option<SocketAddr> {
    let text = text.trim();
    let text = text.strip_prefix("http://").unwrap_or(text);
    let text = text.trim_end_matches('/');
    let text = text.strip_suffix(MCP_PATH).unwrap_or(text);
    let port = text
        .strip_prefix("localhost:")
        .or_else(|| text.strip_prefix(':'));
    match port {
        Some(port) => Some((Ipv4Addr::LOCALHOST, port.parse().ok()?).into()),
        None => text.parse().ok(),
    }
}

fn bearer(values: &Values) -> Result<Option<Bearer>, ConfigError> {
    let Some((given, origin)) = values.itself_or_file(&HTTP_TOKEN, &HTTP_TOKEN_FILE) else {
        return Ok(None);
    };
    let text = match given {
        Held::Itself(text) => text,
        Held::InFile(path) => named::text(path, MAX_SECRET_BYTES).map_err(|error| {
            ConfigError::new(&origin, format!("the file cannot be read: {error}"))
        })?,
    };
    let bearer = Bearer::new(&text);
    bearer
        .map(Some)
        .map_err(|error| ConfigError::new(&origin, error.to_string()))
}

fn allowed_hosts(values: &Values) -> Result<Vec<AllowedHost>, ConfigError> {
    let Some((text, origin)) = values.get(&ALLOWED_HOST) else {
        return Ok(Vec::new());
    };
    text.split(',')
        .map(|host| host.trim().parse::<AllowedHost>())
        .collect::<Result<_, _>>()
        .map_err(|error| ConfigError::new(origin, error.to_string()))
}
