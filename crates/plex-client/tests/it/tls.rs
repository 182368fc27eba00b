//! What a certificate is diagnosed as, and which name is told to work.

use plex_client::{ErrorKind, PlexClient, PlexError, TlsProblem, UnreachableCause};
use plex_emulator::{Authority, Emulator, Tls};

const HASH: &str = "0123456789abcdef0123456789abcdef";

async fn behind(tls: Tls) -> Emulator {
    let emulator = Emulator::builder().tls(tls).plex_direct(HASH);
    emulator.start().await.unwrap()
}

/// A client that trusts this root beside the system's, and says that it is itself.
fn client(url: &str, token: &str, root: Option<&Authority>) -> PlexClient {
    let mut builder = PlexClient::builder()
        .url(url)
        .token(token)
        .client_identifier("test");
    if let Some(root) = root {
        builder = builder.ca_certificate_pem(root.pem().into());
    }
    builder.build().unwrap()
}

/// The problem that this failed for, having checked that it reads as an unreachable server.
fn problem(error: &PlexError) -> &TlsProblem {
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    match error {
        PlexError::Unreachable {
            cause: UnreachableCause::Tls,
            tls: Some(problem),
            ..
        } => problem,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_address_is_told_the_name_that_fits_and_that_name_works() {
    let authority = Authority::new().unwrap();
    let emulator = behind(authority.tls_for_plex_direct(HASH).unwrap()).await;
    let by_address = client(emulator.url(), emulator.token(), Some(&authority));
    let error = by_address.server_identity().await.unwrap_err();
    let TlsProblem::WrongName { names, fitting_url } = problem(&error) else {
        panic!("{error:?}");
    };
    assert_eq!(names, &[format!("*.{HASH}.plex.direct")]);
    assert_eq!(fitting_url, &emulator.plex_direct_url());
    let url = fitting_url.clone().unwrap();
    assert!(error.hint().contains(&url), "{}", error.hint());
    assert!(error.to_string().contains(HASH), "{error}");
    assert!(
        emulator.requests().is_empty(),
        "the token was sent before the certificate was known"
    );

    // No DNS server is asked: the name says the address.
    let by_name = client(&url, emulator.token(), Some(&authority));
    by_name.server_identity().await.unwrap();
}

#[tokio::test]
async fn localhost_and_a_path_before_the_api_are_kept_in_the_name_that_fits() {
    let authority = Authority::new().unwrap();
    let emulator = behind(authority.tls_for_plex_direct(HASH).unwrap()).await;
    let url = format!("https://localhost:{}/plex", emulator.address().port());
    let error = client(&url, "", Some(&authority))
        .server_identity()
        .await
        .unwrap_err();
    let expected = format!("{}/plex", emulator.plex_direct_url().unwrap());
    assert!(
        matches!(problem(&error), TlsProblem::WrongName { fitting_url: Some(url), .. } if *url == expected),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_certificate_for_somebody_else_offers_no_name() {
    let authority = Authority::new().unwrap();
    let emulator = behind(authority.tls_for(&["example.org"]).unwrap()).await;
    let error = client(emulator.url(), "", Some(&authority))
        .server_identity()
        .await
        .unwrap_err();
    assert_eq!(
        problem(&error),
        &TlsProblem::WrongName {
            names: vec!["example.org".to_owned()],
            fitting_url: None
        }
    );
}

#[tokio::test]
async fn a_root_that_is_not_given_is_not_trusted() {
    let authority = Authority::new().unwrap();
    let emulator = behind(authority.tls_for(&["127.0.0.1"]).unwrap()).await;
    let strict = client(emulator.url(), emulator.token(), None);
    let error = strict.server_identity().await.unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::UnknownIssuer);
    assert!(error.hint().contains("PLEX_CA_FILE"));

    let told = client(emulator.url(), emulator.token(), Some(&authority));
    told.server_identity().await.unwrap();
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn an_old_certificate_is_called_old() {
    let authority = Authority::new().unwrap();
    let emulator = behind(authority.expired_tls_for(&["127.0.0.1"]).unwrap()).await;
    let error = client(emulator.url(), "", Some(&authority))
        .server_identity()
        .await
        .unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::Expired);
}

#[tokio::test]
async fn https_to_a_server_without_it_is_seen_for_what_it_is() {
    let emulator = Emulator::builder().start().await.unwrap();
    let url = emulator.url().replace("http:", "https:");
    let error = client(&url, emulator.token(), None)
        .server_identity()
        .await
        .unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::NotTls);
    assert!(error.hint().contains("http://"));
}

/// Many programs sign their own certificate and mark it as an authority, which no server's may be; the
/// person who gives that very certificate trusts it.
#[tokio::test]
async fn a_certificate_marked_as_an_authority_works_where_it_is_given_itself() {
    let (tls, pem) = Authority::self_signed_tls_for(&["127.0.0.1"]).unwrap();
    let emulator = behind(tls).await;
    let client = |pem: &str| {
        PlexClient::builder()
            .url(emulator.url())
            .token(emulator.token())
            .client_identifier("test")
            .ca_certificate_pem(pem.into())
            .build()
            .unwrap()
    };
    client(&pem).server_identity().await.unwrap();
    let (_, another) = Authority::self_signed_tls_for(&["127.0.0.1"]).unwrap();
    let error = client(&another).server_identity().await.unwrap_err();
    problem(&error);

    let (tls, pem) = Authority::self_signed_tls_for(&["example.org"]).unwrap();
    let emulator = behind(tls).await;
    let error = PlexClient::builder()
        .url(emulator.url())
        .client_identifier("test")
        .ca_certificate_pem(pem.into())
        .build()
        .unwrap()
        .server_identity()
        .await
        .unwrap_err();
    assert!(
        matches!(problem(&error), TlsProblem::WrongName { .. }),
        "{error:?}"
    );
}
