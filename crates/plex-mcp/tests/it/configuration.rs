//! Where settings come from, and what is said when they cannot be understood.

use std::{collections::HashMap, ffi::OsString, fs};

use plex_mcp::config::{Config, ConfigError, SETTINGS, Sources};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use crate::support::{program, run, text};

/// Loads a configuration from flags, variables and the text of a file.
fn load(
    flags: &[(&str, &str)],
    env: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Config, ConfigError> {
    let home = TempDir::new().unwrap();
    if let Some(text) = file {
        fs::create_dir(home.path().join("plex-mcp")).unwrap();
        fs::write(home.path().join("plex-mcp/config.toml"), text).unwrap();
    }
    let flags: HashMap<&str, &str> = flags.iter().copied().collect();
    let mut env: HashMap<&str, OsString> = env
        .iter()
        .map(|(name, value)| (*name, value.into()))
        .collect();
    env.insert("XDG_CONFIG_HOME", home.path().into());
    Config::load(&Sources {
        flag: &|name| flags.get(name).map(|value| (*value).to_owned()),
        env: &|name| env.get(name).cloned(),
    })
}

fn token(config: &Config) -> Option<&str> {
    config.token.as_ref().map(|token| token.expose_secret())
}

#[test]
fn without_anything_the_local_server_is_tried_without_a_token() {
    let config = load(&[], &[], None).unwrap();
    assert_eq!(config.url, "http://localhost:32400");
    assert_eq!(token(&config), None);
    assert!(config.client().is_ok());
    assert!(config.options.output_schemas && !config.demo);
    assert_eq!(
        config.options.max_result_bytes,
        plex_mcp::DEFAULT_MAX_RESULT_BYTES
    );
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let file = Some("url = \"http://file:1\"\ntimeout = 5\nmax_result_bytes = 5000\n");
    let env = [
        ("PLEX_URL", "http://env:2"),
        ("PLEX_MCP_MAX_RESULT_BYTES", "6000"),
    ];
    let config = load(&[("url", "http://flag:3")], &env, file).unwrap();
    assert_eq!(config.url, "http://flag:3");
    assert_eq!(config.options.max_result_bytes, 6000);
    assert_eq!(config.timeout.unwrap().as_secs(), 5);
    assert_eq!(load(&[], &env, file).unwrap().url, "http://env:2");
    assert_eq!(load(&[], &[], file).unwrap().url, "http://file:1");
    let own = [
        ("PLEX_URL", "http://env:2"),
        ("PLEX_MCP_URL", "http://own:4"),
    ];
    assert_eq!(load(&[], &own, file).unwrap().url, "http://own:4");
}

#[test]
fn an_empty_variable_is_none() {
    let config = load(
        &[],
        &[("PLEX_TOKEN", ""), ("PLEX_URL", ""), ("PLEX_MCP_DEMO", "")],
        None,
    )
    .unwrap();
    assert_eq!(token(&config), None);
    assert_eq!(config.url, "http://localhost:32400");
    assert!(!config.demo);
}

#[test]
fn the_token_comes_from_a_file_unless_it_is_given_nearer() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("token");
    fs::write(&path, "from-file\n").unwrap();
    let path = path.to_str().unwrap();
    let in_env = [("PLEX_TOKEN_FILE", path)];
    assert_eq!(token(&load(&[], &in_env, None).unwrap()), Some("from-file"));
    assert_eq!(
        token(&load(&[("token", "from-flag")], &in_env, None).unwrap()),
        Some("from-flag")
    );
    let both = [("PLEX_TOKEN", "from-env")];
    assert_eq!(
        token(&load(&[("token-file", path)], &both, None).unwrap()),
        Some("from-file")
    );
    assert_eq!(
        token(&load(&[], &both, Some("token = \"from-config\"")).unwrap()),
        Some("from-env")
    );
}

/// What a shell makes of `<(pass show plex)`.
#[cfg(unix)]
#[test]
fn a_token_may_come_through_a_pipe() {
    let home = TempDir::new().unwrap();
    let pipe = home.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let writing = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, "abc-123-def\n").unwrap()
    });
    let config = load(&[("token-file", pipe.to_str().unwrap())], &[], None).unwrap();
    assert_eq!(token(&config), Some("abc-123-def"));
    writing.join().unwrap();
}

#[test]
fn a_token_file_that_is_not_there_stops_nothing_and_is_told() {
    let config = load(&[], &[("PLEX_TOKEN_FILE", "/nonexistent/token")], None).unwrap();
    assert_eq!(token(&config), None);
    let problem = config.options.token_problem.unwrap();
    assert!(
        problem.contains("PLEX_TOKEN_FILE") && problem.contains("cannot be read"),
        "{problem}"
    );
}

#[test]
fn what_cannot_be_understood_is_refused_by_its_place() {
    for (flags, env, file, expected) in [
        (
            vec![("timeout", "soon")],
            vec![],
            None,
            "--timeout: \"soon\" is not seconds",
        ),
        (
            vec![],
            vec![("PLEX_MCP_TIMEZONE", "Mars/Base")],
            None,
            "PLEX_MCP_TIMEZONE: \"Mars/Base\" is not the name of a timezone",
        ),
        (
            vec![],
            vec![("PLEX_MCP_DEMO", "perhaps")],
            None,
            "PLEX_MCP_DEMO: \"perhaps\" is not true or false",
        ),
        (
            vec![],
            vec![],
            Some("max_result_bytes = 10"),
            "max_result_bytes in the configuration file: \"10\" is not a number of bytes",
        ),
        (
            vec![],
            vec![],
            Some("tokn = \"x\""),
            "has an unknown key, tokn; did you mean token?",
        ),
        (
            vec![],
            vec![],
            Some("timeout = [1]"),
            "timeout must be a plain value",
        ),
        (
            vec![("config", "/nonexistent/config.toml")],
            vec![],
            None,
            "/nonexistent/config.toml: cannot be read",
        ),
    ] {
        let error = load(&flags, &env, file).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn messages_and_debug_never_repeat_a_token_or_a_url() {
    let error = load(&[], &[], Some("timeout = 5\ntoken = \"s3cret-token\n"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("near line 2") && !error.contains("s3cret"),
        "{error}"
    );
    for url in [
        "http://user:s3cret@host:32400",
        "http://host:32400/?X-Plex-Token=s3cret",
        "ftp://s3cret",
        "s3cret",
    ] {
        let config = load(&[("token", "s3cret")], &[("PLEX_URL", url)], None).unwrap();
        let error = config.client().unwrap_err().to_string();
        assert!(
            error.starts_with("PLEX_URL: ") && !error.contains("s3cret"),
            "{error}"
        );
        assert!(!format!("{config:?}").contains("s3cret"));
    }
}

#[test]
fn a_token_that_can_be_none_is_blamed_on_its_own_place() {
    let config = load(&[], &[("PLEX_TOKEN", "s3cret\nHeader: x")], None).unwrap();
    let error = config.client().unwrap_err().to_string();
    assert!(
        error.starts_with("PLEX_TOKEN: ") && !error.contains("s3cret"),
        "{error}"
    );
}

#[test]
fn only_what_cannot_be_understood_exits_with_2() {
    for (name, value) in [
        ("PLEX_MCP_TIMEOUT", "soon"),
        ("PLEX_URL", "http://user:s3cret@host"),
        ("PLEX_MCP_LOG", "=loud="),
        ("PLEX_MCP_CONFIG", "/nonexistent/config.toml"),
    ] {
        let output = run(program().env(name, value).env("PLEX_TOKEN", "s3cret"));
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
        assert!(
            stderr.starts_with("plex-mcp: ") && !stderr.contains("s3cret"),
            "{stderr}"
        );
        assert!(output.stdout.is_empty());
    }
    let output = run(program().env("PLEX_TOKEN_FILE", "/nonexistent"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn settings_are_named_alike_everywhere() {
    for setting in &SETTINGS {
        let own = format!("PLEX_MCP_{}", setting.name.replace('-', "_").to_uppercase());
        assert_eq!(setting.env[0], own);
        assert!(!setting.help.ends_with('.'), "{}", setting.name);
    }
}

#[test]
fn hosts_can_be_given_several_times_in_every_way() {
    let hosts = |flags: &[(&str, &str)], env: &[(&str, &str)], file: Option<&str>| {
        let http = load(flags, env, file).unwrap().http.unwrap();
        http.options.allowed_hosts
    };
    let wanted = hosts(
        &[
            ("http", "127.0.0.1:0"),
            ("allowed-host", "a.example,b.example:443"),
        ],
        &[],
        None,
    );
    assert_eq!(wanted.len(), 2);
    let env = [
        ("PLEX_MCP_HTTP", "127.0.0.1:0"),
        ("PLEX_MCP_ALLOWED_HOST", "a.example, b.example:443"),
    ];
    assert_eq!(hosts(&[], &env, None), wanted);
    let file = "http = \"127.0.0.1:0\"\nallowed_host = [\"a.example\", \"b.example:443\"]\n";
    assert_eq!(hosts(&[], &[], Some(file)), wanted);
}

#[test]
fn the_address_to_listen_on_is_understood_as_people_paste_it() {
    for (given, address) in [
        ("127.0.0.1:8787", "127.0.0.1:8787"),
        ("localhost:8787", "127.0.0.1:8787"),
        (":8787", "127.0.0.1:8787"),
        ("http://localhost:8787", "127.0.0.1:8787"),
        ("http://localhost:8787/mcp", "127.0.0.1:8787"),
        (" http://127.0.0.1:8787/ ", "127.0.0.1:8787"),
        ("http://[::1]:8787", "[::1]:8787"),
    ] {
        let http = load(&[("http", given)], &[], None).unwrap().http.unwrap();
        assert_eq!(http.address.to_string(), address, "{given}");
    }
    for wrong in [
        "https://localhost:8787",
        "localhost",
        "http://plex.example.org:8787",
        "x",
    ] {
        let error = load(&[("http", wrong)], &[], None).unwrap_err();
        assert!(
            error.to_string().contains("http://localhost:8787"),
            "{error}"
        );
    }
}

#[test]
fn an_http_secret_that_cannot_be_had_is_an_error_not_an_open_door() {
    let http = ("PLEX_MCP_HTTP", "127.0.0.1:0");
    for (name, value) in [
        ("PLEX_MCP_HTTP_TOKEN", "only-too-short"),
        ("PLEX_MCP_HTTP_TOKEN_FILE", "/nonexistent/secret"),
    ] {
        let error = load(&[], &[http, (name, value)], None).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
        assert!(!error.to_string().contains("only-too-short"), "{error}");
    }
    assert!(load(&[], &[http], None).unwrap().http.is_some());
    assert!(load(&[], &[], None).unwrap().http.is_none());
    assert!(load(&[("http", "8787")], &[], None).is_err());
}

#[test]
fn players_have_further_names() {
    let file = Some("player_aliases = [\"den=SHIELD\", \"the box = 3f2a-77\"]\n");
    let aliases = load(&[], &[], file).unwrap().options.player_aliases;
    let aliases: Vec<(&str, &str)> = aliases
        .iter()
        .map(|(alias, player)| (alias.as_str(), player.as_str()))
        .collect();
    assert_eq!(aliases, [("den", "SHIELD"), ("the box", "3f2a-77")]);
    for wrong in ["den", "=SHIELD", "den=", "den=A,den=B"] {
        let error = load(&[("player-aliases", wrong)], &[], None).unwrap_err();
        assert!(error.to_string().contains("player-aliases"), "{error}");
    }
}
