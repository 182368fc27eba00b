//! The stored sign-in: who can read it, what becomes of it, and when it is used.

use std::{collections::HashMap, ffi::OsString, fs, path::Path, sync::Mutex};

use plex_client::Token;
use plex_mcp::{
    config::{Config, Origin, Sources},
    credentials::{Credentials, Store, StoreError, Vault},
};

const SECRET: &str = "s3cret-token";
const URL: &str = "http://127.0.0.1:32400";

fn credentials() -> Credentials {
    let mut credentials = Credentials::new(URL, Token::new(SECRET));
    credentials.server = Some("Attic \"upstairs\"\n".to_owned());
    credentials.machine_identifier = Some("abc".to_owned());
    credentials
}

fn store_in(folder: &Path) -> Store {
    Store::new(folder.join("plex-mcp").join("credentials.toml"))
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    assert!(store.load().unwrap().is_none());
    store.save(&credentials(), false).unwrap();
    let found = store.load().unwrap().unwrap();
    assert_eq!(found.credentials.url, URL);
    assert_eq!(found.credentials.token.expose(), SECRET);
    assert_eq!(found.credentials.server, credentials().server);
    assert_eq!(found.repaired_mode, None);
    assert!(!format!("{found:?}").contains(SECRET));

    assert!(store.delete().unwrap());
    assert!(!store.delete().unwrap());
    assert!(store.load().unwrap().is_none());
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    let own = store.path().parent().unwrap();
    fs::create_dir(own).unwrap();
    set_mode(own, 0o755);
    store.save(&credentials(), false).unwrap();
    assert_eq!((mode(own), mode(store.path())), (0o700, 0o600));
    // Nothing of how it was written is left beside it.
    assert_eq!(fs::read_dir(own).unwrap().count(), 1);

    set_mode(store.path(), 0o644);
    let found = store.load().unwrap().unwrap();
    assert_eq!(found.repaired_mode, Some(0o644));
    assert_eq!(mode(store.path()), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_where_it_is_written_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    let elsewhere = folder.path().join("elsewhere");
    fs::write(&elsewhere, "untouched").unwrap();
    fs::create_dir(store.path().parent().unwrap()).unwrap();
    let draft = format!("credentials.toml.{}.new", std::process::id());
    std::os::unix::fs::symlink(&elsewhere, store.path().with_file_name(draft)).unwrap();
    store.save(&credentials(), false).unwrap();
    assert_eq!(fs::read_to_string(elsewhere).unwrap(), "untouched");
    assert!(store.load().unwrap().is_some());
}

#[test]
fn a_file_that_makes_no_sense_is_told_by_its_line_and_never_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    fs::create_dir(store.path().parent().unwrap()).unwrap();
    for text in [
        format!("url = \"{URL}\"\ntoken = {SECRET}\n"),
        format!("url = \"{URL}\"\ntokn = \"{SECRET}\"\n"),
        "x".repeat(1 << 20),
    ] {
        fs::write(store.path(), text).unwrap();
        let error = store.load().unwrap_err();
        assert!(matches!(error, StoreError::Unreadable { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains(SECRET));
        assert!(error.hint().contains("login"));
    }
    // What cannot be read can still be forgotten.
    assert!(store.delete().unwrap());
}

/// A keyring that can be locked.
#[derive(Default)]
struct Drawer {
    tokens: Mutex<HashMap<String, Token>>,
    is_locked: bool,
}

impl Drawer {
    fn open(&self) -> Result<std::sync::MutexGuard<'_, HashMap<String, Token>>, String> {
        if self.is_locked {
            return Err("it is locked".to_owned());
        }
        Ok(self.tokens.lock().unwrap())
    }
}

impl Vault for &'static Drawer {
    fn put(&self, entry: &str, token: &Token) -> Result<(), String> {
        self.open()?.insert(entry.to_owned(), token.clone());
        Ok(())
    }

    fn get(&self, entry: &str) -> Result<Option<Token>, String> {
        Ok(self.open()?.get(entry).cloned())
    }

    fn forget(&self, entry: &str) -> Result<(), String> {
        self.open()?.remove(entry);
        Ok(())
    }
}

#[test]
fn with_a_keyring_the_file_holds_no_token() {
    let folder = tempfile::tempdir().unwrap();
    let drawer: &'static Drawer = Box::leak(Box::default());
    let store = store_in(folder.path()).with_vault(drawer);
    store.save(&credentials(), true).unwrap();
    assert!(!fs::read_to_string(store.path()).unwrap().contains(SECRET));
    let found = store.load().unwrap().unwrap();
    assert!(found.in_keyring);
    assert_eq!(found.credentials.token.expose(), SECRET);

    let without = store_in(folder.path()).load().unwrap_err();
    assert!(matches!(without, StoreError::NoVault { .. }), "{without}");
    let locked: &'static Drawer = Box::leak(Box::new(Drawer {
        is_locked: true,
        ..Drawer::default()
    }));
    let locked = store_in(folder.path()).with_vault(locked);
    assert!(matches!(locked.load().unwrap_err(), StoreError::Vault(_)));
    assert!(matches!(
        locked.save(&credentials(), true).unwrap_err(),
        StoreError::Vault(_)
    ));

    assert!(store.delete().unwrap());
    assert!(drawer.tokens.lock().unwrap().is_empty());
}

/// The configuration with these flags and variables, and what is stored under `folder`.
fn config(folder: &Path, flags: &[(&str, &str)], env: &[(&str, &str)]) -> Config {
    let find = |pairs: &[(&str, &str)], name: &str| {
        let found = pairs.iter().find(|(held, _)| *held == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    Config::load(&Sources {
        flag: &|name| find(flags, name),
        env: &|name| match name {
            "XDG_CONFIG_HOME" => Some(folder.into()),
            name => find(env, name).map(OsString::from),
        },
    })
    .unwrap()
}

fn token(config: &Config) -> Option<&str> {
    use secrecy::ExposeSecret;
    config.token.as_ref().map(|token| token.expose_secret())
}

fn origin<'c>(config: &'c Config, name: &str) -> &'c Origin {
    let given = config.effective.iter().find(|given| given.name == name);
    &given.unwrap().origin
}

#[test]
fn the_stored_sign_in_is_used_when_nothing_else_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    let unset = config(folder.path(), &[], &[]);
    assert_eq!(
        (unset.url.as_str(), token(&unset)),
        ("http://localhost:32400", None)
    );

    store.save(&credentials(), false).unwrap();
    let stored = config(folder.path(), &[], &[]);
    assert_eq!((stored.url.as_str(), token(&stored)), (URL, Some(SECRET)));
    assert_eq!(
        origin(&stored, "url"),
        &Origin::Login(store.path().to_owned())
    );
    assert_eq!(
        origin(&stored, "token"),
        &Origin::Login(store.path().to_owned())
    );
    assert!(!format!("{:?} {:?}", stored, stored.effective).contains(SECRET));
}

#[test]
fn the_file_the_environment_and_flags_win_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    store.save(&credentials(), false).unwrap();
    let file = store.path().with_file_name("config.toml");
    fs::write(file, format!("url = \"{URL}/\"\ntoken = \"filed\"\n")).unwrap();
    let flag = [("token", "flagged")];
    let env = [("PLEX_TOKEN", "exported")];
    assert_eq!(token(&config(folder.path(), &[], &[])), Some("filed"));
    assert_eq!(token(&config(folder.path(), &[], &env)), Some("exported"));
    assert_eq!(token(&config(folder.path(), &flag, &env)), Some("flagged"));
}

#[test]
fn the_stored_token_goes_to_no_other_server() {
    let folder = tempfile::tempdir().unwrap();
    store_in(folder.path()).save(&credentials(), false).unwrap();
    let same = config(folder.path(), &[("url", "http://127.0.0.1:32400/")], &[]);
    assert_eq!(token(&same), Some(SECRET));
    let other = config(
        folder.path(),
        &[],
        &[("PLEX_URL", "http://127.0.0.1:32401")],
    );
    assert_eq!(token(&other), None);
    let problem = other.options.token_problem.unwrap();
    assert!(
        problem.contains("PLEX_URL") && !problem.contains(SECRET),
        "{problem}"
    );
}

#[test]
fn a_broken_sign_in_does_not_stop_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    fs::create_dir(store.path().parent().unwrap()).unwrap();
    fs::write(store.path(), "nonsense").unwrap();
    let config = config(folder.path(), &[], &[]);
    assert_eq!(token(&config), None);
    let problem = config.options.token_problem.unwrap();
    assert!(
        problem.contains("credentials.toml") && problem.contains("login"),
        "{problem}"
    );
}

#[cfg(unix)]
#[test]
fn a_sign_in_that_others_could_read_is_repaired_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_in(folder.path());
    store.save(&credentials(), false).unwrap();
    set_mode(store.path(), 0o640);
    let config = config(folder.path(), &[], &[]);
    assert_eq!(token(&config), Some(SECRET));
    assert!(
        config.remarks[0].contains("mode 640"),
        "{:?}",
        config.remarks
    );
}

#[test]
fn a_url_is_shown_without_what_may_be_secret_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = "http://ada:s3cret@127.0.0.1:1/plex?X-Plex-Token=s3cret";
    let config = config(folder.path(), &[("url", url)], &[]);
    assert_eq!(config.effective[0].value, "http://127.0.0.1:1/plex");
}
