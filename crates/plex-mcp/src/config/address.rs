//! The server's address, as people write and paste it.

use url::Url;

use super::pasted::{is_placeholder, unquoted};

/// The port of a Plex server, where nobody says another.
const PORT: u16 = 32400;

/// Returns the address that is meant. What cannot be understood is left as it is, for the client to
/// refuse.
///
/// # Errors
///
/// What is wrong, in a clause that follows the name of the setting, where it is sure that this is no
/// server's address. Only a placeholder is repeated in it.
pub(super) fn understood(text: &str) -> Result<String, String> {
    let (text, _) = unquoted(text);
    if is_placeholder(text) {
        return Err(format!(
            "is still the placeholder {text}, which nothing has filled in; set it to the server's address, \
             such as http://192.168.1.20:{PORT}, or run plex-mcp login, which finds it"
        ));
    }
    let Some(mut url) = parsed(text) else {
        return Ok(text.to_owned());
    };
    if url.host_str().is_some_and(is_plex_website) {
        return Err(format!(
            "is the address of Plex's website, not of a server; run plex-mcp login, which finds the \
             server's, or give one such as http://192.168.1.20:{PORT}"
        ));
    }
    let holds_token = [url.query(), url.fragment()]
        .into_iter()
        .flatten()
        .any(|part| part.to_ascii_lowercase().contains("token"));
    if !holds_token && let Some(base) = before_web_app(url.path()) {
        url.set_path(&base);
        url.set_query(None);
        url.set_fragment(None);
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Reads a URL, or an address without `http://`.
fn parsed(text: &str) -> Option<Url> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") || text.contains("://") {
        return Url::parse(text).ok();
    }
    let rest = text.trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // One word could be a token in the wrong place, which would then be shown as the name of a host.
    let is_address = host == "localhost" || host.contains(['.', ':']);
    // A user name and a password are for the client to refuse.
    if !is_address || host.contains('@') {
        return None;
    }
    let has_port = match host.rsplit_once(':') {
        Some((before, port)) => !before.ends_with(':') && port.bytes().all(|b| b.is_ascii_digit()),
        None => false,
    };
    // Such a name exists for its certificate.
    let scheme = if host.contains(".plex.direct") {
        "https"
    } else {
        "http"
    };
    let mut url = Url::parse(&format!("{scheme}://{rest}")).ok()?;
    if !has_port {
        url.set_port(Some(PORT)).ok()?;
    }
    Some(url)
}

/// Tells whether a host is one of Plex's own, and no server.
fn is_plex_website(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    ["plex.tv", "plex.com"].iter().any(|site| {
        host == *site
            || host
                .strip_suffix(site)
                .is_some_and(|sub| sub.ends_with('.'))
    })
}

/// Returns what stands before the path of the web app that every server has at `/web`.
fn before_web_app(path: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let base = path
        .strip_suffix("/web")
        .or_else(|| path.strip_suffix("/web/desktop"))?;
    Some(base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_paste_them() {
        for (pasted, meant) in [
            ("http://192.168.1.20:32400", "http://192.168.1.20:32400"),
            ("192.168.1.20:32400", "http://192.168.1.20:32400"),
            ("192.168.1.20", "http://192.168.1.20:32400"),
            (" nas.local:32400/ ", "http://nas.local:32400"),
            ("localhost", "http://localhost:32400"),
            ("[fe80::1]:32400", "http://[fe80::1]:32400"),
            ("[fe80::1]", "http://[fe80::1]:32400"),
            ("//nas.local:32400", "http://nas.local:32400"),
            ("\"http://nas:32400\"", "http://nas:32400"),
            ("HTTP://NAS:32400", "http://nas:32400"),
            (
                "192-168-1-20.0123456789abcdef.plex.direct:32400",
                "https://192-168-1-20.0123456789abcdef.plex.direct:32400",
            ),
            ("http://nas:32400/web", "http://nas:32400"),
            (
                "http://192.168.1.20:32400/web/index.html#!/server/0a1b/details?key=%2Flibrary%2Fmetadata%2F1",
                "http://192.168.1.20:32400",
            ),
            (
                "https://example.org/plex/web/index.html#!/",
                "https://example.org/plex",
            ),
            ("https://example.org/plex", "https://example.org/plex"),
            (
                "https://example.org/webhooks",
                "https://example.org/webhooks",
            ),
            // For the client to refuse.
            ("nas", "nas"),
            ("aBcDeFgHiJkLmNoPqRsT", "aBcDeFgHiJkLmNoPqRsT"),
            ("ada:pw@nas.local:32400", "ada:pw@nas.local:32400"),
            (
                "http://nas:32400/web/index.html?X-Plex-Token=abc",
                "http://nas:32400/web/index.html?X-Plex-Token=abc",
            ),
        ] {
            assert_eq!(understood(pasted).as_deref(), Ok(meant), "{pasted}");
        }
    }

    #[test]
    fn what_is_no_servers_address_is_said_with_what_to_do() {
        for (pasted, expected) in [
            (
                "https://app.plex.tv/desktop/#!/server/0a1b",
                "Plex's website",
            ),
            ("app.plex.tv", "Plex's website"),
            ("https://plex.tv", "Plex's website"),
            ("${PLEX_URL}", "the placeholder ${PLEX_URL}"),
        ] {
            let problem = understood(pasted).unwrap_err();
            assert!(problem.contains(expected), "{pasted}: {problem}");
            assert!(problem.contains("plex-mcp login"), "{pasted}: {problem}");
        }
    }
}
