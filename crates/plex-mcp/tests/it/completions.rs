//! Completions: what is offered, in both eras, from how little, and at what cost.

use plex_emulator::Fault;
use plex_mcp::{ArgumentOf, Completion, ErrorKind};
use rmcp::{
    ServiceError,
    model::{ArgumentInfo, CompleteRequestParams, Reference},
};

use crate::{
    eras::{connect, eras},
    support::Fixture,
};

async fn of_prompt(fixture: &Fixture, prompt: &str, argument: &str, typed: &str) -> Completion {
    let of = ArgumentOf::Prompt(prompt);
    let completion = fixture.server.complete(of, argument, typed, None).await;
    completion.unwrap_or_else(|error| panic!("{prompt} {argument}: {error}"))
}

async fn of_resource(fixture: &Fixture, uri: &str, argument: &str, typed: &str) -> Vec<String> {
    let of = ArgumentOf::Resource(uri);
    let completion = fixture.server.complete(of, argument, typed, None).await;
    completion
        .unwrap_or_else(|error| panic!("{uri} {argument}: {error}"))
        .values
}

#[tokio::test]
async fn arguments_are_completed_in_both_eras() {
    let fixture = Fixture::sample().await;
    for era in eras() {
        let (client, _) = connect(&fixture.server, era).await;
        let ask = async |of: Reference, name: &str, typed: &str| {
            let argument: ArgumentInfo =
                serde_json::from_value(serde_json::json!({"name": name, "value": typed})).unwrap();
            client
                .complete(CompleteRequestParams::new(of, argument))
                .await
        };
        let library = Reference::for_resource("pms://library/{library_id}");
        let completion = ask(library, "library_id", "fi").await.unwrap().completion;
        assert_eq!(completion.values, ["Films"]);
        assert_eq!(
            (completion.total, completion.has_more),
            (Some(1), Some(false))
        );
        let prompt = Reference::for_prompt("movie_night");
        let completion = ask(prompt.clone(), "director", "murnau")
            .await
            .unwrap()
            .completion;
        assert_eq!(completion.values, ["F. W. Murnau"]);
        for (of, name) in [
            (prompt, "nothing"),
            (Reference::for_prompt("nothing"), "genre"),
        ] {
            match ask(of, name, "").await {
                Err(ServiceError::McpError(error)) => assert_eq!(error.code.0, -32602),
                other => panic!("{other:?}"),
            }
        }
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn every_kind_of_value_is_offered() {
    let fixture = Fixture::sample().await;
    let values = async |prompt: &str, argument: &str, typed: &str| {
        of_prompt(&fixture, prompt, argument, typed).await.values
    };
    assert!(
        values("movie_night", "genre", "")
            .await
            .contains(&"Horror".to_owned())
    );
    assert_eq!(values("movie_night", "genre", "HOR").await, ["Horror"]);
    assert!(values("movie_night", "collection", "").await.len() > 1);
    assert_eq!(values("weekly_digest", "user", "A").await, ["ada"]);
    assert_eq!(
        values("movie_night", "people", "ada, gr").await,
        ["ada, grace"]
    );
    assert!(!values("why_is_it_buffering", "player", "").await.is_empty());
    assert!(
        !values("catch_me_up", "show", "").await.is_empty(),
        "what is being watched"
    );
    let actors = values("movie_night", "actor", "chaplin").await;
    assert!(
        actors.iter().any(|name| name == "Charlie Chaplin"),
        "{actors:?}"
    );
    let show = values("catch_me_up", "show", "sherl").await;
    assert!(
        show.iter().all(|title| title.starts_with("Sherl")) && !show.is_empty(),
        "{show:?}"
    );
    assert!(
        values("weekly_digest", "days", "7").await.is_empty(),
        "any number will do"
    );

    let playlists = of_resource(&fixture, "pms://playlist/{playlist_id}", "playlist_id", "").await;
    assert!(!playlists.is_empty());
    let uri = "pms://item/{rating_key}";
    let keys = of_resource(&fixture, uri, "rating_key", "metropolis").await;
    let (_, item) = fixture
        .server
        .read(&format!("pms://item/{}", keys[0]))
        .await
        .unwrap();
    assert!(format!("{item:?}").contains("Metropolis"));
    assert!(
        of_resource(&fixture, uri, "rating_key", "10")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn a_library_that_was_filled_in_narrows_what_is_offered() {
    let fixture = Fixture::sample().await;
    let in_library = async |library: &str| {
        let of = ArgumentOf::Prompt("movie_night");
        fixture
            .server
            .complete(of, "genre", "", Some(library))
            .await
            .unwrap()
    };
    let films = in_library("Films").await.values;
    let music = in_library("Music").await.values;
    assert!(!films.is_empty() && !music.is_empty());
    assert_ne!(films, music);
    assert!(in_library("no such library").await.values.is_empty());
}

#[tokio::test]
async fn too_little_asks_plex_for_no_long_list() {
    let fixture = Fixture::sample().await;
    for typed in ["", " ", "a"] {
        for argument in ["actor", "director"] {
            of_prompt(&fixture, "movie_night", argument, typed).await;
        }
        of_resource(&fixture, "pms://item/{rating_key}", "rating_key", typed).await;
    }
    of_prompt(&fixture, "movie_night", "genre", &"x".repeat(5_000)).await;
    assert!(fixture.emulator.requests().is_empty());
    of_prompt(&fixture, "movie_night", "genre", "h").await;
    let asked = fixture.emulator.requests().len();
    for typed in ["ho", "hor", "horr"] {
        of_prompt(&fixture, "movie_night", "genre", typed).await;
    }
    assert_eq!(
        fixture.emulator.requests().len(),
        asked,
        "the list is remembered"
    );
}

#[tokio::test]
async fn many_values_are_cut_and_said_to_be_more() {
    let library = plex_emulator::Library::generate(3_000);
    let fixture = Fixture::holding(library).await;
    let of = of_prompt(&fixture, "movie_night", "actor", "an").await;
    assert!(of.values.len() <= 100);
    assert_eq!(of.has_more, of.total.unwrap() > of.values.len());
}

#[tokio::test]
async fn an_outage_is_an_error_and_what_one_may_not_know_is_nothing() {
    let fixture = Fixture::sample().await;
    fixture.emulator.inject(Fault::Status(403).on("/accounts"));
    assert!(
        of_prompt(&fixture, "weekly_digest", "user", "")
            .await
            .values
            .is_empty()
    );
    fixture.emulator.go_offline();
    let of = ArgumentOf::Prompt("catch_me_up");
    let error = fixture
        .server
        .complete(of, "show", "sherlock", None)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}
