//! Pictures that a person brings by their address: fetched here, and only their bytes are given to Plex, which
//! would follow wherever an address leads.

use std::{fmt, net::SocketAddr, sync::Arc};

use futures::future::BoxFuture;
use plex_client::{PlexError, fetch_picture};
use url::Url;

/// Fetches something in place of the internet.
type Fetch = dyn Fn(Url) -> BoxFuture<'static, Result<Vec<u8>, PlexError>> + Send + Sync;

/// Where pictures come from that are brought by an address.
#[derive(Clone, Default)]
pub struct Elsewhere(Option<Arc<Fetch>>);

impl Elsewhere {
    /// Asks this in place of the internet, once an address was found to be public.
    pub fn of(
        fetch: impl Fn(Url) -> BoxFuture<'static, Result<Vec<u8>, PlexError>> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(fetch)))
    }

    /// Returns the bytes of the picture at an address, asking none but these addresses of its host.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for what cannot be had and for what is no picture.
    pub(crate) async fn picture(
        &self,
        url: &Url,
        addresses: &[SocketAddr],
        most: usize,
    ) -> Result<Vec<u8>, PlexError> {
        match &self.0 {
            Some(fetch) => fetch(url.clone()).await,
            None => {
                let most = u64::try_from(most).unwrap_or(u64::MAX);
                let picture = fetch_picture(url, addresses, most, None).await?;
                Ok(picture.bytes.to_vec())
            }
        }
    }
}

impl fmt::Debug for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = if self.0.is_some() {
            "a stand-in"
        } else {
            "the internet"
        };
        f.debug_tuple("Elsewhere").field(&from).finish()
    }
}
