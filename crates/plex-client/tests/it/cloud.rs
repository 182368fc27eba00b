//! plex.tv: signing in by PIN, the account, its servers, and which way to them is taken.

use std::time::Duration;

use plex_client::cloud::{
    Attempt, AttemptOutcome, Connection, Pin, PinState, PlexAccount, Reach, Resource,
};
use plex_client::{ErrorKind, PlexError, Token};
use plex_emulator::{
    Authority, Clock, Emulator, EmulatorBuilder, Fault, PlexTv, PlexTvOptions, TvConnection,
    TvServer,
};

const HASH: &str = "0123456789abcdef0123456789abcdef";

fn emulator() -> EmulatorBuilder {
    Emulator::builder().plex_tv(PlexTvOptions::default())
}

fn plex_tv(emulator: &Emulator) -> &PlexTv {
    emulator.plex_tv().unwrap()
}

fn account(emulator: &Emulator) -> PlexAccount {
    stranger(emulator, "me")
        .signed_in(Token::new(plex_tv(emulator).token()))
        .unwrap()
}

fn stranger(emulator: &Emulator, identifier: &str) -> PlexAccount {
    PlexAccount::builder()
        .url(plex_tv(emulator).url())
        .client_identifier(identifier)
        .product("a test")
        .build()
        .unwrap()
}

/// The only server of the account.
async fn server(emulator: &Emulator) -> Resource {
    let mut servers = account(emulator).servers().await.unwrap();
    assert_eq!(servers.len(), 1);
    servers.remove(0)
}

fn outcomes(attempts: &[Attempt]) -> Vec<(Reach, &str, &AttemptOutcome)> {
    attempts
        .iter()
        .map(|attempt| {
            let candidate = &attempt.candidate;
            (candidate.reach, candidate.url.as_str(), &attempt.outcome)
        })
        .collect()
}

#[tokio::test]
async fn a_person_says_yes_and_the_account_is_known() {
    let clock = Clock::manual(1_790_000_000);
    let emulator = emulator().clock(clock).start().await.unwrap();
    let account = stranger(&emulator, "me");
    let pin = account.create_pin().await.unwrap();
    let code = pin.code.clone().unwrap();
    let waiting = account.pin_state(&pin).await.unwrap();
    assert_eq!(
        waiting,
        PinState::Waiting {
            time_left: Some(Duration::from_secs(900))
        }
    );

    let url = account.sign_in_url(&pin);
    assert!(
        url.as_str()
            .starts_with(&format!("{}/auth#?clientID=me&", plex_tv(&emulator).url()))
    );
    assert!(url.as_str().contains(&format!("code={code}")));

    plex_tv(&emulator).approve(&code);
    let PinState::Approved(token) = account.pin_state(&pin).await.unwrap() else {
        panic!("not approved");
    };
    assert_eq!(format!("{token:?}"), "[redacted]");
    let user = account.signed_in(token).unwrap().user().await.unwrap();
    assert_eq!(user.name(), Some("Ada"));

    let asked = &plex_tv(&emulator).requests()[0];
    assert_eq!(
        (asked.method.as_str(), asked.query.as_str()),
        ("POST", "strong=true")
    );
    assert_eq!(asked.header("x-plex-client-identifier"), Some("me"));
    assert_eq!(asked.header("x-plex-product"), Some("a test"));
    assert_eq!(asked.header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_pin_is_over_for_others_at_once_and_for_its_maker_in_time() {
    let clock = Clock::manual(1_790_000_000);
    let emulator = emulator().clock(clock.clone()).start().await.unwrap();
    let pin = stranger(&emulator, "me").create_pin().await.unwrap();
    let other = stranger(&emulator, "you").pin_state(&pin).await.unwrap();
    assert_eq!(other, PinState::Expired);
    clock.advance(Duration::from_secs(900));
    let late = stranger(&emulator, "me").pin_state(&pin).await.unwrap();
    assert_eq!(late, PinState::Expired);
}

#[tokio::test]
async fn a_short_wait_is_waited_and_a_long_one_is_told() {
    let emulator = emulator().start().await.unwrap();
    let account = stranger(&emulator, "me");
    plex_tv(&emulator).inject(Fault::RateLimit(Duration::ZERO).times(1));
    let pin = account.create_pin().await.unwrap();
    assert_eq!(plex_tv(&emulator).requests().len(), 2);

    plex_tv(&emulator).inject(Fault::RateLimit(Duration::from_secs(60)).times(1));
    let error = account.pin_state(&pin).await.unwrap_err();
    assert_eq!(
        error,
        PlexError::RateLimited {
            retry_after: Duration::from_secs(60)
        }
    );
    assert_eq!(error.kind(), ErrorKind::Upstream);
    assert_eq!(plex_tv(&emulator).requests().len(), 3);
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_unauthorized_and_is_not_shown() {
    let emulator = emulator().start().await.unwrap();
    let wrong = stranger(&emulator, "me")
        .signed_in(Token::new("s3cret-of-mine"))
        .unwrap();
    for error in [
        wrong.user().await.unwrap_err(),
        wrong.servers().await.unwrap_err(),
    ] {
        assert!(matches!(error, PlexError::Unauthorized { .. }), "{error:?}");
    }
    assert!(!format!("{wrong:?}").contains("s3cret"));
    let nobody = stranger(&emulator, "me").user().await.unwrap_err();
    assert_eq!(nobody, PlexError::NotConfigured);
}

#[test]
fn tokens_of_the_account_leave_this_machine_encrypted_or_not_at_all() {
    let refused = PlexAccount::builder()
        .url("http://plex.example")
        .build()
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidArgument);
    assert!(!refused.to_string().contains("plex.example"));
    assert!(PlexAccount::builder().url("http://[::1]:1").build().is_ok());
    assert!(
        PlexAccount::builder()
            .url("https://plex.example")
            .build()
            .is_ok()
    );
}

#[tokio::test]
async fn own_servers_come_first_and_telephones_not_at_all() {
    let emulator = emulator().start().await.unwrap();
    let shared = TvServer::of(&emulator)
        .named("Shared")
        .shared_by("Grace", "hers");
    plex_tv(&emulator).set_servers(vec![shared, TvServer::of(&emulator).named("Own")]);
    let servers = account(&emulator).servers().await.unwrap();
    let names: Vec<_> = servers
        .iter()
        .map(|server| server.name.as_deref().unwrap())
        .collect();
    assert_eq!(names, ["Own", "Shared"]);
    assert_eq!(servers[1].source_title.as_deref(), Some("Grace"));
}

/// A connection as plex.tv lists it.
fn connection(uri: &str, address: &str, local: bool, relay: bool) -> Connection {
    let mut connection = Connection::default();
    connection.uri = Some(uri.to_owned());
    connection.address = Some(address.to_owned());
    connection.port = Some(32400);
    connection.local = Some(local);
    connection.relay = Some(relay);
    connection
}

#[test]
fn near_and_safe_ways_are_tried_before_far_and_open_ones() {
    let mut server = Resource::default();
    let direct = |address: &str| format!("https://{address}.{HASH}.plex.direct:32400");
    server.connections = vec![
        connection(&direct("198-51-100-1"), "198.51.100.1", false, true),
        connection("https://plex.example:443", "plex.example", false, false),
        connection(&direct("203-0-113-7"), "203.0.113.7", false, false),
        connection(&direct("fd00--20"), "fd00::20", true, false),
        connection(&direct("192-168-1-20"), "192.168.1.20", true, false),
        connection("nonsense", "nonsense", true, false),
        connection(
            "https://ada:secret@192.168.1.20:32400",
            "nonsense",
            true,
            false,
        ),
    ];
    let urls = |server: &Resource| -> Vec<String> {
        let candidates = server.candidates();
        candidates
            .iter()
            .map(|candidate| candidate.url.to_string())
            .collect()
    };
    let encrypted = [
        format!("{}/", direct("192-168-1-20")),
        format!("{}/", direct("fd00--20")),
    ];
    let open = [
        "http://192.168.1.20:32400/".to_owned(),
        "http://[fd00::20]:32400/".to_owned(),
    ];
    let far = [
        format!("{}/", direct("203-0-113-7")),
        "https://plex.example/".to_owned(),
        format!("{}/", direct("198-51-100-1")),
    ];
    assert_eq!(urls(&server), [&encrypted[..], &open, &far].concat());
    server.https_required = Some(true);
    assert_eq!(urls(&server), [&encrypted[..], &far].concat());
}

#[tokio::test]
async fn the_best_way_that_works_is_found_and_each_other_one_explained() {
    let emulator = emulator().start().await.unwrap();
    let port = emulator.address().port();
    // Nobody is at the better address, and the relay is not needed.
    let tv = TvServer::of(&emulator)
        .connection(TvConnection::relay("127.0.0.1", port).uri("https://127.0.0.1:1"))
        .connection(TvConnection::local("127.0.0.1", 1));
    plex_tv(&emulator).set_servers(vec![tv]);
    let server = server(&emulator).await;
    let attempts = account(&emulator).try_connections(&server).await;
    let found = outcomes(&attempts);
    assert_eq!(found.len(), 3, "{found:?}");
    let works = found
        .iter()
        .find(|(_, url, _)| *url == format!("{}/", emulator.url()))
        .unwrap();
    assert!(
        matches!(works.2, AttemptOutcome::Works { identity, .. }
            if identity.machine_identifier == server.client_identifier),
        "{works:?}"
    );
    let dead = found
        .iter()
        .find(|(_, url, _)| *url == "http://127.0.0.1:1/")
        .unwrap();
    assert!(
        matches!(dead.2, AttemptOutcome::Failed(error) if error.is_connection()),
        "{dead:?}"
    );
    assert_eq!(found[2].0, Reach::Relay);
}

#[tokio::test]
async fn another_server_at_the_address_gets_no_token() {
    let emulator = emulator().start().await.unwrap();
    let mut tv = TvServer::of(&emulator);
    tv.machine_identifier = "0000000000000000000000000000000000000000".to_owned();
    plex_tv(&emulator).set_servers(vec![tv]);
    let server = server(&emulator).await;
    let attempts = account(&emulator).try_connections(&server).await;
    assert_eq!(attempts[0].outcome, AttemptOutcome::OtherServer);
    let asked = emulator.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].path, "/identity");
    assert_eq!(asked[0].header("x-plex-token"), None);
}

#[tokio::test]
async fn a_server_gets_its_own_token_and_never_the_accounts() {
    let emulator = emulator().start().await.unwrap();
    let server = server(&emulator).await;
    account(&emulator).try_connections(&server).await;
    let tokens: Vec<_> = emulator
        .requests()
        .iter()
        .filter_map(|asked| asked.header("x-plex-token").map(str::to_owned))
        .collect();
    assert_eq!(tokens, [emulator.token()]);
}

#[tokio::test]
async fn a_token_that_the_server_does_not_take_is_told_for_that_way() {
    let emulator = emulator().start().await.unwrap();
    plex_tv(&emulator).set_servers(vec![TvServer::of(&emulator).shared_by("Grace", "revoked")]);
    let server = server(&emulator).await;
    let attempts = account(&emulator).try_connections(&server).await;
    assert!(matches!(
        attempts[0].outcome,
        AttemptOutcome::Failed(PlexError::Unauthorized { .. })
    ));
}

#[tokio::test]
async fn the_plex_direct_name_verifies_where_the_address_would_not() {
    let authority = Authority::new().unwrap();
    let tls = authority.tls_for_plex_direct(HASH).unwrap();
    let emulator = emulator().tls(tls).plex_direct(HASH).start().await.unwrap();
    let account = PlexAccount::builder()
        .url(plex_tv(&emulator).url())
        .client_identifier("me")
        .token(plex_tv(&emulator).token())
        .ca_certificate_pem(authority.pem().into())
        .build()
        .unwrap();
    let server = account.servers().await.unwrap().remove(0);
    let attempts = account.try_connections(&server).await;
    let best = &attempts[0];
    assert_eq!(best.candidate.url.scheme(), "https");
    assert!(
        matches!(best.outcome, AttemptOutcome::Works { .. }),
        "{best:?}"
    );
}

#[tokio::test]
async fn a_pin_without_an_id_is_no_pin() {
    let emulator = emulator().start().await.unwrap();
    let error = stranger(&emulator, "me")
        .pin_state(&Pin::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    plex_tv(&emulator).inject(Fault::Malformed.times(1));
    let error = stranger(&emulator, "me").create_pin().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream);
}

#[tokio::test]
async fn what_an_account_has_and_shares_is_told() {
    let emulator = emulator().start().await.unwrap();
    let account = account(&emulator);
    let home = account.home().await.unwrap();
    assert!(home.users.iter().any(|user| user.admin == Some(true)));
    account.friends().await.unwrap();
    account.webhooks().await.unwrap();
    account.privacy().await.unwrap();
    assert!(account.claim_token().await.unwrap().token.is_some());
    let identifier = server(&emulator).await.client_identifier.unwrap();
    let record = account.server_record(&identifier).await.unwrap();
    assert_eq!(record.machine_identifier.as_deref(), Some(&*identifier));
    assert!(!record.libraries.is_empty());
}

#[tokio::test]
async fn a_server_is_asked_for_by_a_machine_identifier_alone() {
    let emulator = emulator().start().await.unwrap();
    let account = account(&emulator);
    for identifier in ["", "..", "a/b", "a?b"] {
        let error = account.server_record(identifier).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{identifier}");
    }
    let unknown = account.server_record("0000").await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
}
