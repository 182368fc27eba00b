//! The token never shows: in no error, no `Debug`, no log, whatever a server sends back.

use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex};

use plex_client::{PlexClient, PlexError, SearchQuery};
use tracing_subscriber::fmt::MakeWriter;

use crate::script::{Reply, Script, TOKEN};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// All that an error shows.
fn all_of(error: &PlexError) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}", error.hint());
    let mut next: Option<&dyn Error> = error.source();
    while let Some(error) = next {
        text.push_str(&format!("\n{error}\n{error:?}"));
        next = error.source();
    }
    text
}

/// Bodies that repeat the token, and that of somebody else.
fn echoes() -> Vec<Reply> {
    let other = "0th3r-token";
    let url = format!("/library?X-Plex-Token={TOKEN}&x=1 authToken=\\\"{other}\\\"");
    let page = format!("<html><h1>No such thing: {url}</h1></html>");
    let mut replies = Vec::new();
    // Wherever an excerpt of it ends.
    for before in 135..162 {
        let page = format!("<h1>{}{TOKEN} and more</h1>", "x".repeat(before));
        replies.push(Reply::status("400 Bad Request", "text/html", page));
        let name = format!("{}{TOKEN}", "x".repeat(before));
        replies.push(Reply::json(format!(r#"{{"MediaContainer":{{"{name}":["#)));
        replies.push(Reply::status("200 OK", "text/xml", format!("<{name}/>")));
    }
    for status in [
        "400 Bad Request",
        "401 No",
        "403 No",
        "404 No",
        "418 No",
        "500 No",
        "503 No",
    ] {
        replies.push(Reply::status(status, "text/html", &page));
    }
    replies.push(Reply::json(format!(r#"{{"MediaContainer":{{"{TOKEN}":["#)));
    replies.push(Reply::json(format!(
        r#"{{"MediaContainer":"accessToken={other} {TOKEN}"}}"#
    )));
    replies.push(Reply::json(format!(
        r#"{{"MediaContainer":{{"Directory":"{TOKEN}"}}}}"#
    )));
    replies.push(Reply::status(
        "200 OK",
        "text/xml",
        format!("<{TOKEN}></{TOKEN}x>"),
    ));
    replies.push(Reply::status(
        "200 OK",
        "text/xml",
        format!("<t0p a='&{TOKEN};'/>"),
    ));
    replies.push(Reply::status("200 OK", "text/xml", format!("<{TOKEN}/>")));
    replies.push(Reply::Close(
        format!("HTTP/1.1 {TOKEN}\r\n\r\n").into_bytes(),
    ));
    replies.push(Reply::Close(
        format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/?X-Plex-Token={TOKEN}\r\nContent-Length: 0\r\n\r\n")
            .into_bytes(),
    ));
    replies
}

#[tokio::test]
async fn nothing_that_is_said_holds_a_token() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let count = echoes().len();
    for which in 0..count {
        let script = Script::start(move |_, _| echoes().swap_remove(which)).await;
        let client = script.client().build().unwrap();
        let shown = format!("{client:?} {:?} {:?}", client.clone(), script.client());
        assert!(!shown.contains(TOKEN), "{shown}");
        let error = client.libraries().await.unwrap_err();
        let mut shown = all_of(&error);
        match client.search(&SearchQuery::new("x")).await {
            Ok(found) => shown.push_str(&format!("{found:?}")),
            Err(error) => shown.push_str(&all_of(&error)),
        }
        assert!(!shown.contains("t0p-s"), "{which}: {shown}");
        assert!(!shown.contains("0th3r"), "{which}: {shown}");
    }
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("/library/sections"),
        "the requests were logged"
    );
    for line in logged.lines() {
        assert!(!line.contains("t0p-s") && !line.contains("0th3r"), "{line}");
    }
}

#[test]
fn a_url_with_credentials_is_refused_without_being_repeated() {
    for url in [
        format!("http://user:{TOKEN}@127.0.0.1:32400"),
        format!("http://{TOKEN}@127.0.0.1:32400"),
        format!("http://127.0.0.1:32400/?X-Plex-Token={TOKEN}"),
        format!("http://127.0.0.1:32400/#{TOKEN}"),
        format!("ftp://127.0.0.1/{TOKEN}"),
        format!("http://[{TOKEN}"),
        format!("file:///{TOKEN}"),
        TOKEN.to_owned(),
        String::new(),
    ] {
        let error = PlexClient::new(&url, "token").unwrap_err();
        assert!(
            matches!(
                error,
                PlexError::InvalidArgument {
                    argument: "url",
                    ..
                }
            ),
            "{error:?}"
        );
        assert!(!all_of(&error).contains(TOKEN), "{error:?}");
    }
}

#[test]
fn a_token_that_cannot_be_sent_is_refused_without_being_repeated() {
    let token = format!("{TOKEN}\nX-Evil: 1");
    let error = PlexClient::new("http://127.0.0.1:32400", token).unwrap_err();
    assert!(
        matches!(
            error,
            PlexError::InvalidArgument {
                argument: "token",
                ..
            }
        ),
        "{error:?}"
    );
    assert!(!all_of(&error).contains(TOKEN), "{error:?}");
}
