//! Signing in without a terminal, a browser or a clock: all of them are the test's.

use std::{io, sync::Mutex, time::Duration};

use crate::worlds::NOW;
use futures::{FutureExt, future::BoxFuture};
use plex_client::cloud::PlexAccount;
use plex_emulator::{
    Clock as EmulatorClock, Emulator, Fault, PlexTv, PlexTvOptions, TvConnection, TvServer,
};
use plex_mcp::{
    credentials::Credentials,
    login::{Clock, Interaction, Login, LoginError, Terminal},
};
use url::Url;

const CONSENT: Duration = Duration::from_secs(3);

/// Somebody who reads everything and has their answers ready.
#[derive(Default)]
struct Person {
    is_interactive: bool,
    answers: Vec<&'static str>,
    read: String,
    countdown: Vec<String>,
}

impl Terminal for Person {
    fn is_interactive(&self) -> bool {
        self.is_interactive
    }

    fn say(&mut self, text: &str) {
        self.read.push_str(text);
        self.read.push('\n');
    }

    fn update(&mut self, line: &str) {
        self.countdown.push(line.to_owned());
    }

    fn ask<'a>(&'a mut self, question: &'a str) -> BoxFuture<'a, Option<String>> {
        self.say(question);
        let answer = (!self.answers.is_empty()).then(|| self.answers.remove(0).to_owned());
        std::future::ready(answer).boxed()
    }
}

/// Time that passes when it is waited for, for plex.tv as well.
struct Time(EmulatorClock);

impl Clock for Time {
    fn elapsed(&self) -> Duration {
        Duration::from_secs(u64::try_from(self.0.now() - NOW).unwrap())
    }

    fn sleep(&self, span: Duration) -> BoxFuture<'_, ()> {
        self.0.advance(span);
        tokio::task::yield_now().boxed()
    }
}

async fn emulator(options: PlexTvOptions) -> Emulator {
    let emulator = Emulator::builder()
        .clock(EmulatorClock::manual(NOW))
        .plex_tv(options);
    emulator.start().await.unwrap()
}

/// An account whose holder says yes after three seconds.
async fn willing() -> Emulator {
    emulator(PlexTvOptions::approving_after(CONSENT)).await
}

fn plex_tv(emulator: &Emulator) -> &PlexTv {
    emulator.plex_tv().unwrap()
}

fn login(emulator: &Emulator) -> Login {
    let account = PlexAccount::builder()
        .url(plex_tv(emulator).url())
        .client_identifier("test");
    Login::new(account.build().unwrap())
}

async fn run(
    login: &Login,
    emulator: &Emulator,
    person: &mut Person,
) -> Result<Credentials, LoginError> {
    let time = Time(emulator.clock().clone());
    let interaction = Interaction::new(person, &time, &|_| Ok(()), std::future::pending().boxed());
    login.run(interaction).await
}

#[tokio::test]
async fn a_person_confirms_and_gets_the_only_server() {
    let emulator = willing().await;
    let mut person = Person {
        is_interactive: true,
        ..Person::default()
    };
    let opened = Mutex::new(Vec::new());
    let time = Time(emulator.clock().clone());
    let browser = |url: &Url| {
        opened.lock().unwrap().push(url.clone());
        Ok(())
    };
    let interaction =
        Interaction::new(&mut person, &time, &browser, std::future::pending().boxed());
    let credentials = login(&emulator).run(interaction).await.unwrap();

    assert_eq!(credentials.url, emulator.url());
    assert_eq!(credentials.token.expose(), emulator.token());
    assert_eq!(credentials.account.as_deref(), Some("Ada"));
    assert!(credentials.machine_identifier.is_some());
    assert!(!format!("{credentials:?}").contains(emulator.token()));

    let opened = opened.lock().unwrap();
    assert_eq!(opened.len(), 1);
    assert!(person.read.contains(opened[0].as_str()));
    assert!(person.read.contains('█'), "no picture of the link");
    assert!(person.read.contains("Signed in as Ada."));
    let seen: Vec<&str> = person
        .countdown
        .iter()
        .map(|line| line.get(..29).unwrap_or(""))
        .collect();
    assert_eq!(
        seen,
        [
            "Waiting for you: 15:00 left (",
            "Waiting for you: 14:59 left (",
            "Waiting for you: 14:58 left (",
            ""
        ]
    );
    for secret in [emulator.token(), plex_tv(&emulator).token()] {
        assert!(!person.read.contains(secret));
    }
}

#[tokio::test]
async fn without_a_terminal_there_is_a_link_and_no_picture() {
    let emulator = willing().await;
    let mut person = Person::default();
    run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap();
    assert!(person.read.contains("/auth#?clientID=test&code="));
    assert!(!person.read.contains('█'));
}

#[tokio::test]
async fn a_browser_that_does_not_open_is_no_obstacle() {
    let emulator = willing().await;
    let mut person = Person::default();
    let time = Time(emulator.clock().clone());
    let browser = |_: &Url| Err(io::Error::other("no display"));
    let interaction =
        Interaction::new(&mut person, &time, &browser, std::future::pending().boxed());
    login(&emulator).run(interaction).await.unwrap();
    assert!(person.read.contains("open the link on any device"));
}

#[tokio::test]
async fn nobody_says_yes_and_it_ends_in_time() {
    let options = PlexTvOptions::default().pin_lifetime(Duration::from_secs(10));
    let emulator = emulator(options).await;
    let mut person = Person::default();
    let error = run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap_err();
    assert!(matches!(error, LoginError::Expired), "{error}");
    assert!(error.hint().contains("again"));
    let last = person
        .countdown
        .iter()
        .rfind(|line| !line.is_empty())
        .unwrap();
    assert!(last.starts_with("Waiting for you: 0:01 left"), "{last}");
}

#[tokio::test]
async fn a_pin_that_plex_tv_ends_early_is_over() {
    let emulator = willing().await;
    plex_tv(&emulator).inject(Fault::Status(404).on("/api/v2/pins/*"));
    let error = run(&login(&emulator), &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert!(matches!(error, LoginError::Expired), "{error}");
}

#[tokio::test]
async fn the_person_stops_it() {
    let emulator = emulator(PlexTvOptions::default()).await;
    let mut person = Person::default();
    let time = Time(emulator.clock().clone());
    let interaction = Interaction::new(
        &mut person,
        &time,
        &|_| Ok(()),
        std::future::ready(()).boxed(),
    );
    let error = login(&emulator).run(interaction).await.unwrap_err();
    assert!(matches!(error, LoginError::Interrupted), "{error}");
}

#[tokio::test]
async fn plex_tv_that_needs_a_pause_gets_it() {
    let emulator = willing().await;
    let minute = Duration::from_secs(60);
    plex_tv(&emulator).inject(Fault::RateLimit(minute).on("/api/v2/pins").times(1));
    plex_tv(&emulator).inject(Fault::RateLimit(minute).on("/api/v2/pins/*").times(1));
    let mut person = Person::default();
    run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap();
    assert!(person.read.contains("needs 60 seconds without requests"));
    assert!(
        person
            .countdown
            .iter()
            .any(|line| line.ends_with("needs more time between requests"))
    );
    let polls = plex_tv(&emulator).requests();
    let polls = polls
        .iter()
        .filter(|asked| asked.path.starts_with("/api/v2/pins/"));
    assert_eq!(polls.count(), 2, "it was asked during the pause");
}

#[tokio::test]
async fn plex_tv_may_falter_while_it_is_waited_for() {
    let emulator = willing().await;
    plex_tv(&emulator).inject(Fault::Status(500).on("/api/v2/pins/*").times(1));
    let mut person = Person::default();
    run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap();
    assert!(
        person.countdown[0].ends_with("plex.tv does not answer now"),
        "{:?}",
        person.countdown
    );
}

#[tokio::test]
async fn an_account_that_is_refused_is_told_so() {
    let emulator = willing().await;
    plex_tv(&emulator).inject(Fault::Status(401).on("/api/v2/user"));
    let error = run(&login(&emulator), &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "plex.tv: Unauthorized: invalid Plex token (401)"
    );
}

/// Two servers: the account's own Attic, and Grace's Barn.
async fn two_servers() -> Emulator {
    let emulator = willing().await;
    let barn = TvServer::of(&emulator)
        .named("Barn")
        .shared_by("Grace", emulator.token());
    plex_tv(&emulator).set_servers(vec![barn, TvServer::of(&emulator).named("Attic")]);
    emulator
}

#[tokio::test]
async fn of_several_servers_the_person_chooses_one() {
    for (answers, expected) in [
        (vec!["2"], "Barn"),
        (vec![""], "Attic"),
        (vec!["barn\n"], "Barn"),
        (vec!["0", "nonsense", "1"], "Attic"),
    ] {
        let emulator = two_servers().await;
        let mut person = Person {
            answers,
            ..Person::default()
        };
        let credentials = run(&login(&emulator), &emulator, &mut person)
            .await
            .unwrap();
        assert_eq!(credentials.server.as_deref(), Some(expected));
        assert!(
            person.read.contains("  1  Attic (yours, version 1."),
            "{}",
            person.read
        );
        assert!(
            person
                .read
                .contains("  2  Barn (shared by Grace, version 1.")
        );
    }
}

#[tokio::test]
async fn nobody_chooses_and_the_names_are_told() {
    for answers in [vec![], vec!["3", "4", "5"]] {
        let emulator = two_servers().await;
        let mut person = Person {
            answers,
            ..Person::default()
        };
        let error = run(&login(&emulator), &emulator, &mut person)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"no server was chosen; there are "Attic", "Barn""#
        );
        assert!(error.hint().contains("--server"));
    }
}

#[tokio::test]
async fn a_script_names_the_server() {
    let emulator = two_servers().await;
    let mut login = login(&emulator);
    login.server = Some("BARN".to_owned());
    let credentials = run(&login, &emulator, &mut Person::default())
        .await
        .unwrap();
    assert_eq!(credentials.server.as_deref(), Some("Barn"));

    login.server = Some("Batn".to_owned());
    let error = run(&login, &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert!(matches!(error, LoginError::NoSuchServer { .. }));
    assert_eq!(error.hint(), r#"Did you mean "Barn"?"#);
}

#[tokio::test]
async fn one_name_for_two_servers_is_not_enough() {
    let emulator = two_servers().await;
    let mut other = TvServer::of(&emulator).named("Attic");
    other.machine_identifier = "other".to_owned();
    plex_tv(&emulator).add_server(other);
    let mut login = login(&emulator);
    login.server = Some("Attic".to_owned());
    let error = run(&login, &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert!(matches!(&error, LoginError::Ambiguous { identifiers, .. } if identifiers.len() == 2));
}

#[tokio::test]
async fn an_account_without_servers_is_told_so() {
    let emulator = willing().await;
    plex_tv(&emulator).set_servers(Vec::new());
    let error = run(&login(&emulator), &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert!(matches!(error, LoginError::NoServers), "{error}");
}

#[tokio::test]
async fn a_server_without_a_token_is_not_tried() {
    let emulator = willing().await;
    let mut server = TvServer::of(&emulator);
    server.access_token = None;
    plex_tv(&emulator).set_servers(vec![server]);
    let error = run(&login(&emulator), &emulator, &mut Person::default())
        .await
        .unwrap_err();
    assert!(matches!(error, LoginError::NoToken { .. }), "{error}");
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_server_that_no_way_leads_to_is_explained_way_by_way() {
    let emulator = willing().await;
    let mut server = TvServer::new("Attic", "an identifier")
        .connection(TvConnection::local("127.0.0.1", 1))
        .connection(TvConnection::local("127.0.0.1", emulator.address().port()));
    server.access_token = Some("token".to_owned());
    server.is_online = false;
    plex_tv(&emulator).set_servers(vec![server]);
    let mut person = Person::default();
    let error = run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            LoginError::NoConnection {
                ways: 2,
                is_absent: true,
                ..
            }
        ),
        "{error}"
    );
    assert!(
        person.read.contains("another server answers there"),
        "{}",
        person.read
    );
    assert!(
        person.read.contains("the connection was refused"),
        "{}",
        person.read
    );
}

#[tokio::test]
async fn names_from_elsewhere_cannot_rewrite_the_screen() {
    let emulator = willing().await;
    plex_tv(&emulator).set_servers(vec![
        TvServer::of(&emulator).named("A\u{1b}[2Jttic\u{202e}"),
        TvServer::of(&emulator).named("Barn\nSigned in as somebody else."),
    ]);
    let mut person = Person {
        answers: vec!["1"],
        ..Person::default()
    };
    let credentials = run(&login(&emulator), &emulator, &mut person)
        .await
        .unwrap();
    assert_eq!(credentials.server.as_deref(), Some("A[2Jttic"));
    assert!(!person.read.contains(['\u{1b}', '\u{202e}']));
    assert!(person.read.contains("  2  Barn Signed in"));
}
