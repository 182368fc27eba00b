//! Finds the file that holds the snapshot of a server for a person.

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use plex_client::Token;
use private_files::{Draft, Kept};
use ring::{
    hmac,
    rand::{SecureRandom, SystemRandom},
};

/// Bytes of the local key.
const KEY_BYTES: usize = 32;

/// What a directory is called that holds nothing but what this program keeps.
const OWN_NAME: &str = "plex-mcp";

/// Says whose eyes the server was seen with. Different people see different libraries and view states.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identity {
    /// The plex.tv account id.
    Account(String),
    /// Whoever the token belongs to. The token itself is never kept, in no form that another
    /// machine could test guesses against.
    Token(Token),
    /// A server that asks for no token.
    Anonymous,
}

/// The directory of all snapshots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotDirectory {
    directory: PathBuf,
}

impl SnapshotDirectory {
    /// Snapshots in `directory`, which is made when it is needed, for its owner only.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
        }
    }

    /// Returns the file for a server (its machine identifier), the libraries that may be shown
    /// (none for all of them) and the one who looks.
    ///
    /// Its name is an HMAC under a random key that never leaves this directory, so that it tells
    /// nothing.
    ///
    /// # Errors
    ///
    /// When the directory or the key in it cannot be made or read.
    pub fn file(
        &self,
        server: &str,
        libraries: Option<&[String]>,
        identity: &Identity,
    ) -> io::Result<PathBuf> {
        if private_files::keep_folder(&self.directory, OWN_NAME)? == Kept::OpenToOthers {
            tracing::warn!(
                directory = %self.directory.display(),
                "others can change what is in the directory of snapshots; close it with chmod 700"
            );
        }
        let key = local_key(&self.directory.join("key"))?;
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &key));
        let mut part = |text: &str| {
            // Lengths keep neighbours from running into each other.
            context.update(&text.len().to_be_bytes());
            context.update(text.as_bytes());
        };
        part(server);
        match libraries {
            None => part("all"),
            Some(libraries) => {
                part("some");
                let mut libraries: Vec<&str> = libraries.iter().map(String::as_str).collect();
                libraries.sort_unstable();
                libraries.into_iter().for_each(&mut part);
            }
        }
        match identity {
            Identity::Account(id) => {
                part("account");
                part(id);
            }
            Identity::Token(token) => {
                part("token");
                part(token.expose());
            }
            Identity::Anonymous => part("anonymous"),
        }
        let name: String = context
            .sign()
            .as_ref()
            .iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(self.directory.join(name).with_extension("sqlite"))
    }
}

/// Returns the random key of this directory, made the first time.
fn local_key(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    if !path.exists() {
        // Whoever reads the key reads a whole one, and of two that make it at once one wins.
        let mut key = [0; KEY_BYTES];
        SystemRandom::new()
            .fill(&mut key)
            .map_err(|_| io::Error::other("the system gives no random bytes"))?;
        let mut draft = Draft::for_path(path)?;
        draft.write_all(&key)?;
        match draft.place_new() {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    let mut key = [0; KEY_BYTES];
    private_files::open(path)?.read_exact(&mut key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn servers_libraries_and_people_have_files_of_their_own() {
        let home = tempfile::tempdir().unwrap();
        let place = SnapshotDirectory::new(home.path().join("index"));
        let token = |text: &str| Identity::Token(Token::new(text));
        let uuid = |text: &str| Some(vec![text.to_owned()]);
        let file = |server: &str, libraries: Option<Vec<String>>, identity: &Identity| {
            place.file(server, libraries.as_deref(), identity).unwrap()
        };
        let files = [
            file("one", None, &token("a")),
            file("two", None, &token("a")),
            file("one", None, &token("b")),
            file("one", None, &Identity::Account("a".to_owned())),
            file("one", None, &Identity::Anonymous),
            file("one", uuid("x"), &token("a")),
            file("one", Some(vec![]), &token("a")),
        ];
        let distinct: std::collections::BTreeSet<_> = files.iter().collect();
        assert_eq!(distinct.len(), files.len());
        assert_eq!(files[0], file("one", None, &token("a")));
    }

    #[test]
    fn names_tell_nothing_without_the_local_key() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let identity = Identity::Token(Token::new("secret"));
        let name = |home: &tempfile::TempDir| {
            SnapshotDirectory::new(home.path())
                .file("server", None, &identity)
                .unwrap()
                .file_name()
                .unwrap()
                .to_owned()
        };
        assert_ne!(name(&one), name(&other));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let directory = home.path().join("index");
        SnapshotDirectory::new(&directory)
            .file("server", None, &Identity::Anonymous)
            .unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&directory), 0o700);
        assert_eq!(mode(&directory.join("key")), 0o600);
    }
}
