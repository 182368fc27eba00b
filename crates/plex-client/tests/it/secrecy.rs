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

/// What names a token in markup goes with the markup.
#[tokio::test]
async fn a_token_between_tags_is_not_told() {
    for body in [
        "<user><authentication-token>abc-123-def</authentication-token></user>",
        "<h1>401</h1><user><authToken>abc-123-def</authToken></user>",
        r#"{"<b>authToken</b>":"abc-123-def"}"#,
    ] {
        let script =
            Script::start(move |_, _| Reply::status("400 Bad Request", "text/html", body)).await;
        let error = script.client().build().unwrap().libraries().await;
        let told = all_of(&error.unwrap_err());
        assert!(told.contains("[redacted]"), "{body}: {told}");
        assert!(!told.contains("abc-123"), "{body}: {told}");
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

/// An answer of one library, whose title is written so.
fn library(is_json: bool, title: &[u8]) -> Reply {
    let (before, after, content) = match is_json {
        true => (
            r#"{"MediaContainer":{"size":1,"Directory":[{"key":"1","title":""#,
            r#""}]}}"#,
            "application/json",
        ),
        false => (
            r#"<MediaContainer size="1"><Directory key="1" title=""#,
            r#""/></MediaContainer>"#,
            "text/xml",
        ),
    };
    let body = [before.as_bytes(), title, after.as_bytes()].concat();
    Reply::status("200 OK", content, body)
}

/// What counts is what a program reads, not how the server wrote it.
#[tokio::test]
async fn no_way_to_write_a_token_gets_it_through() {
    let plain = TOKEN.as_bytes();
    let written: [(bool, Vec<u8>); 26] = [
        (true, [b"A\xff ", plain].concat()),
        (true, b"A t0p-s3cr\\u0065t-token".to_vec()),
        (
            true,
            b"A \\u0074\\u0030\\u0070\\u002Ds3cret\\u002dtoken".to_vec(),
        ),
        (true, b"A\xff t0p-s3cr\\u0065t-token".to_vec()),
        (
            true,
            b"/a?X-Plex-Token\\u003d0th3r-s3cret\\u0026b=1".to_vec(),
        ),
        (true, b"\\/a?X-Plex-Tok\\u0065n=0th3r-s3cret".to_vec()),
        // What shows nothing goes before a text is stored or shown, and what is left is the token.
        (true, "A t0p-s3c\u{200b}ret-token".into()),
        (true, "A t0p-s3c\u{200d}ret-token".into()),
        (true, "A t0p-s3c\u{ad}ret\u{feff}-token".into()),
        (true, b"A t0p-s3c\\u0007ret-tok\\ben".to_vec()),
        (true, b"A t0p-s3c\\udb40\\udc41ret-token".to_vec()),
        (true, b"A t0p-s3c\\u202eret-token".to_vec()),
        // Percent-encoded wholly, in part and twice.
        (true, b"A %740p-s3cret-token".to_vec()),
        (true, b"A t0p%252Ds3cret%252Dtoken".to_vec()),
        // Anybody's, behind its name.
        (true, b"x-plex-token: 0th3r-s3cret".to_vec()),
        (true, b"\\\"authToken\\\":\\\"0th3r-s3cret\\\"".to_vec()),
        (true, b"Authorization: Bearer 0th3r-s3cret".to_vec()),
        (
            false,
            b"&quot;authToken&quot;:&quot;0th3r-s3cret&quot;".to_vec(),
        ),
        (false, "A t0p-s3c\u{2060}ret-token".into()),
        (false, b"A t0p-s3c&#x200D;ret-token".to_vec()),
        (false, [b"A\xff ", plain].concat()),
        (false, b"A t0p-s3cr&#101;t-token".to_vec()),
        (false, b"A t0p-s3cr&#x65;t-tok&#x65;n".to_vec()),
        (false, b"/a?X-Plex-Token&#61;0th3r-s3cret&amp;b=1".to_vec()),
        // What XML has no room for is left out.
        (false, b"A t0p-s3c&#8;ret-token".to_vec()),
        (false, b"A t0p-s3c\x08ret&#45;token & more".to_vec()),
    ];
    for (is_json, title) in written {
        let name = String::from_utf8_lossy(&title).into_owned();
        let script = Script::start(move |_, _| library(is_json, &title)).await;
        let client = script.client().build().unwrap();
        let libraries = client.libraries().await.unwrap();
        let title = &libraries[0].title;
        assert!(title.contains("[redacted]"), "{name}: {title}");
        assert!(!title.contains("s3cret"), "{name}: {title}");
    }
}

#[tokio::test]
async fn a_token_of_signs_that_json_escapes_is_known_too() {
    for token in ["t0p\"s3cr\\et-token", "t0p&s3cr<et>-token"] {
        let json = serde_json::to_string(token).unwrap();
        let xml = token
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('"', "&quot;");
        let unusual = json.replace("\\\"", "\\u0022").replace("\\\\", "\\u005c");
        for (is_json, written) in [
            (true, json.trim_matches('"').to_owned()),
            (true, unusual.trim_matches('"').to_owned()),
            (false, xml),
        ] {
            let answer = written.clone();
            let script = Script::start(move |_, _| library(is_json, answer.as_bytes())).await;
            let client = script.client().token(token).build().unwrap();
            let libraries = client.libraries().await.unwrap();
            assert_eq!(libraries[0].title, "[redacted]", "{written}");
        }
    }
}
