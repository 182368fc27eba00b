//! Pictures from elsewhere than a server of Plex: without a token, without redirects, from the addresses that
//! were looked at before and no others.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::redirect::Policy;
use url::Url;

use super::{body, http};
use crate::error::{PlexError, Result};
use crate::model::Picture;

/// How long it may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Fetches a picture from an `https` address. Where its host is a name, only `addresses` are asked, whatever the
/// name leads to by then; redirects are not followed, and no proxy is used. `ca_certificate_pem` is trusted beside
/// what the system trusts.
///
/// # Errors
///
/// [`PlexError::InvalidArgument`] of `url` for another scheme, for what does not answer with 200, for more than
/// `most_bytes`, and for what is no picture.
///
/// ```no_run
/// # async fn example() -> plex_client::Result<()> {
/// let url = "https://images.example/poster.jpg".parse().unwrap();
/// let addresses = ["203.0.113.7:443".parse().unwrap()];
/// let picture = plex_client::fetch_picture(&url, &addresses, 2 << 20, None).await?;
/// println!("{} x {}", picture.width, picture.height);
/// # Ok(())
/// # }
/// ```
pub async fn fetch_picture(
    url: &Url,
    addresses: &[SocketAddr],
    most_bytes: u64,
    ca_certificate_pem: Option<&[u8]>,
) -> Result<Picture> {
    // The address is not repeated: there may be a secret in it.
    let refused = |reason: &str| PlexError::invalid_argument("url", reason);
    if url.scheme() != "https" {
        return Err(refused("is no https address"));
    }
    let host = url.host_str().unwrap_or_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .https_only(true)
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(TIMEOUT)
        .timeout(TIMEOUT)
        .resolve_to_addrs(host, addresses)
        .tls_backend_preconfigured(http::tls(false, ca_certificate_pem)?)
        .build()
        .map_err(|error| PlexError::Internal {
            message: format!("the HTTP client could not be made: {error}"),
        })?;
    let answer = client.get(url.clone()).send().await;
    let answer = answer.map_err(|error| match error.is_timeout() {
        true => refused("did not answer in time"),
        false => refused("could not be fetched: the connection failed"),
    })?;
    match answer.status() {
        StatusCode::OK => {}
        status if status.is_redirection() => {
            return Err(refused(
                "leads elsewhere, where nobody follows: give the address of the picture itself",
            ));
        }
        status => {
            let reason = format!("answered with status {}", status.as_u16());
            return Err(PlexError::invalid_argument("url", reason));
        }
    }
    let bytes = match body::read(answer, most_bytes).await {
        Ok(bytes) => bytes,
        Err(body::BodyError::TooLarge) => {
            let reason = format!("gives more than {} MiB", most_bytes >> 20);
            return Err(PlexError::invalid_argument("url", reason));
        }
        Err(body::BodyError::Broken(_)) => return Err(refused("broke off")),
    };
    Picture::read(bytes).ok_or_else(|| refused("gives no picture: JPEG, PNG, WebP and GIF are"))
}
