//! Who is let in.

use std::net::SocketAddr;

use mcp_serve::http::{Bearer, HttpError, HttpOptions, HttpServer};
use serde_json::json;

use super::{client::Request, fixture::Served};

const TOKEN: &str = "a-secret-of-more-than-thirty-two-characters";

async fn guarded() -> Served {
    Served::with(|options| options.bearer = Some(Bearer::new(TOKEN).unwrap())).await
}

fn question() -> Request {
    Request::modern("tools/list", json!({}))
}

fn authorized(credentials: &str) -> Request {
    question().header("Authorization", credentials)
}

#[tokio::test]
async fn a_foreign_host_is_forbidden_and_the_own_one_is_not() {
    let served = Served::start().await;
    let port = served.address.port();
    for own in [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ] {
        assert_eq!(
            question()
                .header("Host", &own)
                .send(served.address)
                .await
                .status,
            200,
            "{own}"
        );
    }
    for foreign in ["evil.example.com", "localhost.evil.example.com", "10.0.0.7"] {
        let reply = question()
            .header("Host", foreign)
            .send(served.address)
            .await;
        assert_eq!(reply.status, 403, "{foreign}");
        assert_eq!(reply.error_code(), -32600);
    }
}

#[tokio::test]
async fn a_foreign_origin_is_forbidden_whatever_the_method() {
    let served = Served::start().await;
    let own = format!("http://{}", served.address);
    assert_eq!(
        question()
            .header("Origin", &own)
            .send(served.address)
            .await
            .status,
        200
    );
    for foreign in [
        "http://evil.example.com",
        "null",
        "https://localhost.evil.example.com",
    ] {
        assert_eq!(
            question()
                .header("Origin", foreign)
                .send(served.address)
                .await
                .status,
            403,
            "{foreign}"
        );
        for method in ["GET", "DELETE", "OPTIONS"] {
            let request = Request::new(method, "/mcp").header("Origin", foreign);
            assert_eq!(
                request.send(served.address).await.status,
                403,
                "{method} {foreign}"
            );
        }
    }
}

#[tokio::test]
async fn a_configured_host_is_served() {
    let served = Served::with(|options| {
        options.bearer = Some(Bearer::new(TOKEN).unwrap());
        options.allowed_hosts = vec!["plex.example.org".parse().unwrap()];
    })
    .await;
    let request = || authorized(&format!("Bearer {TOKEN}")).header("Host", "plex.example.org");
    assert_eq!(request().send(served.address).await.status, 200);
    assert_eq!(
        request()
            .header("Origin", "https://plex.example.org")
            .send(served.address)
            .await
            .status,
        200
    );
    assert_eq!(
        request()
            .header("Origin", "https://example.org")
            .send(served.address)
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn without_the_bearer_nothing_is_served() {
    let served = guarded().await;
    let reply = question().send(served.address).await;
    assert_eq!(reply.status, 401);
    assert_eq!(
        reply.header("www-authenticate"),
        Some(r#"Bearer realm="mcp""#)
    );
    for wrong in [
        format!("Bearer {TOKEN}x"),
        format!("Basic {TOKEN}"),
        format!("Bearer {}", &TOKEN[1..]),
    ] {
        let reply = authorized(&wrong).send(served.address).await;
        assert_eq!(reply.status, 401, "{wrong}");
        assert!(
            reply
                .header("www-authenticate")
                .unwrap()
                .contains("invalid_token")
        );
        assert!(
            !reply.body.contains(&TOKEN[1..]),
            "the answer repeats the token"
        );
    }
    for method in ["GET", "DELETE", "PUT"] {
        assert_eq!(
            Request::new(method, "/mcp")
                .send(served.address)
                .await
                .status,
            401,
            "{method}"
        );
    }
    assert_eq!(
        authorized(&format!("Bearer {TOKEN}"))
            .send(served.address)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_bearer_in_the_query_is_refused_even_where_none_is_needed() {
    for served in [guarded().await, Served::start().await] {
        for query in [
            format!("access_token={TOKEN}"),
            format!("x={TOKEN}"),
            TOKEN.to_owned(),
        ] {
            let path = format!("/mcp?{query}");
            let request = Request::new("POST", &path)
                .json(r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#)
                .header("Authorization", &format!("Bearer {TOKEN}"));
            let reply = request.send(served.address).await;
            assert_eq!(reply.status, 400, "{query}");
            assert!(!reply.body.contains(TOKEN), "the answer repeats the token");
        }
    }
}

#[tokio::test]
async fn health_names_nothing_and_needs_nothing() {
    let served = guarded().await;
    let reply = Request::new("GET", "/healthz")
        .header("Host", "10.0.0.7:80")
        .send(served.address)
        .await;
    assert_eq!((reply.status, reply.body.as_str()), (200, "ok\n"));
    assert!(
        reply
            .headers
            .keys()
            .all(|name| ["content-length", "date", "connection"].contains(&name.as_str()))
    );
    assert_eq!(
        Request::new("HEAD", "/healthz")
            .send(served.address)
            .await
            .status,
        200
    );
    let reply = Request::new("POST", "/healthz").send(served.address).await;
    assert_eq!(
        (reply.status, reply.header("allow")),
        (405, Some("GET, HEAD"))
    );
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_as_such() {
    let served = Served::start().await;
    for path in [
        "/",
        "/mcp/x",
        "/sse",
        "//mcp",
        "/.well-known/oauth-protected-resource",
    ] {
        assert_eq!(
            Request::new("GET", path).send(served.address).await.status,
            404,
            "{path}"
        );
    }
    for method in ["PUT", "PATCH", "OPTIONS", "BREW"] {
        let reply = Request::new(method, "/mcp").send(served.address).await;
        assert_eq!(
            (reply.status, reply.header("allow")),
            (405, Some("GET, POST, DELETE")),
            "{method}"
        );
    }
}

#[tokio::test]
async fn who_can_be_reached_must_be_guarded() {
    async fn refused(address: &str, options: HttpOptions) -> HttpError {
        HttpServer::bind(address.parse::<SocketAddr>().unwrap(), options)
            .await
            .unwrap_err()
    }
    let bearer = || Some(Bearer::new(TOKEN).unwrap());
    let options = |bearer, hosts: &[&str]| {
        let mut options = HttpOptions::default();
        options.bearer = bearer;
        options.allowed_hosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
        options
    };
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let error = refused(address, options(None, &["plex.example.org"])).await;
        assert!(matches!(error, HttpError::BearerRequired(_)), "{error}");
        let error = refused(address, options(bearer(), &[])).await;
        assert!(
            matches!(error, HttpError::AllowedHostRequired(_)),
            "{error}"
        );
    }
    // A public name on loopback means that something in front lets others in.
    let error = refused("127.0.0.1:0", options(None, &["plex.example.org"])).await;
    assert!(matches!(error, HttpError::BearerRequired(_)), "{error}");
    let open = HttpServer::bind(
        ([0, 0, 0, 0], 0).into(),
        options(bearer(), &["plex.example.org"]),
    )
    .await
    .unwrap();
    assert!(open.is_exposed());
    let closed = HttpServer::bind(([127, 0, 0, 1], 0).into(), options(None, &["localhost:1"]))
        .await
        .unwrap();
    assert!(!closed.is_exposed());
}
