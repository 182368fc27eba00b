//! Pictures from elsewhere.

use std::net::SocketAddr;

use plex_client::{Picture, PlexError, fetch_picture};
use plex_emulator::{Authority, Emulator, Fault};
use url::Url;

const NAME: &str = "pictures.example";

/// Something that gives pictures over TLS, under a name that nothing else knows.
struct Elsewhere {
    emulator: Emulator,
    authority: Authority,
}

impl Elsewhere {
    async fn start() -> Self {
        let authority = Authority::new().unwrap();
        let tls = authority.tls_for(&[NAME]).unwrap();
        let emulator = Emulator::builder().tls(tls).start().await.unwrap();
        Self {
            emulator,
            authority,
        }
    }

    fn address(&self) -> SocketAddr {
        self.emulator.address()
    }

    fn url(&self, path: &str) -> Url {
        let (port, token) = (self.address().port(), self.emulator.token());
        let url = format!("https://{NAME}:{port}{path}?X-Plex-Token={token}");
        url.parse().unwrap()
    }

    async fn fetch(&self, path: &str, most: u64) -> Result<Picture, PlexError> {
        let addresses = [self.address()];
        let pem = self.authority.pem().as_bytes();
        fetch_picture(&self.url(path), &addresses, most, Some(pem)).await
    }

    async fn refused(&self, path: &str, most: u64, why: &str) {
        let error = self.fetch(path, most).await.unwrap_err();
        let said = error.to_string();
        assert!(
            matches!(
                error,
                PlexError::InvalidArgument {
                    argument: "url",
                    ..
                }
            ),
            "{said}"
        );
        assert!(said.contains(why), "{why}: {said}");
        assert!(!said.contains(self.emulator.token()), "{said}");
    }
}

const POSTER: &str = "/library/metadata/1/thumb/1";

#[tokio::test]
async fn a_picture_comes_from_the_address_that_was_looked_at_and_nothing_else_does() {
    let elsewhere = Elsewhere::start().await;
    let picture = elsewhere.fetch(POSTER, 2 << 20).await.unwrap();
    assert!(picture.width > 0 && picture.height > 0);
    elsewhere
        .refused("/library/sections", 2 << 20, "no picture")
        .await;
    elsewhere
        .refused("/no/such/thing", 2 << 20, "status 404")
        .await;
    elsewhere.refused(POSTER, 100, "more than").await;
    for (fault, why) in [
        (Fault::Status(302), "leads elsewhere"),
        (Fault::Status(500), "status 500"),
        (Fault::Endless, "more than"),
        (Fault::CutBody, "broke off"),
        (Fault::Reset, "could not be fetched"),
    ] {
        elsewhere.emulator.inject(fault.on("/library/metadata/*"));
        elsewhere.refused(POSTER, 2 << 20, why).await;
        elsewhere.emulator.clear_faults();
    }
    let asked = elsewhere.emulator.requests();
    assert!(
        asked.iter().all(|one| one
            .headers
            .iter()
            .all(|(name, _)| !name.starts_with("x-plex"))),
        "{asked:?}"
    );
}

#[tokio::test]
async fn only_https_and_what_is_trusted_is_asked() {
    let elsewhere = Elsewhere::start().await;
    let plain: Url = "http://pictures.example/x.png".parse().unwrap();
    assert!(fetch_picture(&plain, &[], 100, None).await.is_err());
    let addresses = [elsewhere.address()];
    let unknown = fetch_picture(&elsewhere.url(POSTER), &addresses, 2 << 20, None).await;
    assert!(
        unknown
            .unwrap_err()
            .to_string()
            .contains("could not be fetched")
    );
    assert!(elsewhere.emulator.requests().is_empty());
}
