//! Redirects: which are followed, and which end a request.

use reqwest::Response;
use reqwest::header::LOCATION;
use url::Url;

/// The most redirects within one server that are followed.
const MAX_REDIRECTS: usize = 5;

/// Sends a request, and sends it again where the server says that it is to go. A redirect to another server
/// is the answer, because the token must not go there, and so is one too many.
pub(super) async fn followed<F>(url: Url, send: impl Fn(Url) -> F) -> reqwest::Result<Response>
where
    F: Future<Output = reqwest::Result<Response>>,
{
    let mut response = send(url.clone()).await?;
    for _ in 0..MAX_REDIRECTS {
        let Some(next) = target(&response).filter(|next| next.origin() == url.origin()) else {
            break;
        };
        response = send(next).await?;
    }
    Ok(response)
}

/// Returns where a redirect leads; `None` when it is none, or leads nowhere.
fn target(response: &Response) -> Option<Url> {
    // The others of their number say something else.
    if !matches!(response.status().as_u16(), 301..=303 | 307 | 308) {
        return None;
    }
    let to = response.headers().get(LOCATION)?;
    response
        .url()
        .join(std::str::from_utf8(to.as_bytes()).ok()?)
        .ok()
}
