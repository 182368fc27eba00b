//! The file: written whole or not at all, and never readable by others.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use plex_client::Token;
use serde::{Deserialize, Serialize};

use super::{
    error::StoreError,
    stored::{Credentials, Stored},
    vault::Vault,
};

/// What the file begins with.
const PREAMBLE: &str = "# Written by `plex-mcp login`; `plex-mcp logout` deletes it.\n\
                        # Whoever can read this file can use your Plex server.\n";

/// The most bytes of a credentials file: it holds five short lines.
const MAX_BYTES: u64 = 64 * 1024;

/// Says where credentials are kept: a file, and for the token perhaps a vault.
pub struct Store {
    path: PathBuf,
    vault: Option<Box<dyn Vault>>,
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    url: String,
    /// Absent when it lies in the keyring.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    machine_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
}

impl Store {
    /// Makes a store in `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            vault: None,
        }
    }

    /// Returns the program's own store in `path`, with the system's keyring if this build has it.
    pub(crate) fn of_the_program(path: PathBuf) -> Self {
        let store = Self::new(path);
        #[cfg(feature = "keyring")]
        let store = store.with_vault(super::keyring::SystemKeyring);
        store
    }

    /// Returns the same store with a vault from which tokens can be taken.
    #[must_use]
    pub fn with_vault(self, vault: impl Vault + 'static) -> Self {
        Self {
            vault: Some(Box::new(vault)),
            ..self
        }
    }

    /// Says where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps `credentials` in place of what was there; with `in_keyring`, the token goes to the
    /// vault and the rest to the file.
    ///
    /// # Errors
    ///
    /// When either cannot be written. The file that was there is then as it was.
    pub fn save(&self, credentials: &Credentials, in_keyring: bool) -> Result<(), StoreError> {
        let token = if in_keyring {
            let vault = self.vault()?;
            vault
                .put(credentials.vault_entry(), &credentials.token)
                .map_err(StoreError::Vault)?;
            None
        } else {
            Some(credentials.token.expose().to_owned())
        };
        let contents = Contents {
            url: credentials.url.clone(),
            token,
            server: credentials.server.clone(),
            machine_identifier: credentials.machine_identifier.clone(),
            account: credentials.account.clone(),
        };
        let text =
            toml::to_string(&contents).map_err(|error| self.failed(io::Error::other(error)))?;
        let folder = self.folder();
        private_files::close_folder(folder).map_err(|source| StoreError::File {
            path: folder.into(),
            source,
        })?;
        private_files::replace(&self.path, format!("{PREAMBLE}{text}").as_bytes())
            .map_err(|error| self.failed(error))
    }

    /// Reads what is stored; `None` when nobody signed in. A file that others can read is repaired
    /// first.
    ///
    /// # Errors
    ///
    /// When there is a file and it cannot be used; the error never holds anything that is in it.
    pub fn load(&self) -> Result<Option<Stored>, StoreError> {
        let file = match private_files::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.failed(error)),
        };
        let repaired_mode = self.close_to_others(&file)?;
        let text =
            private_files::read_at_most(file, MAX_BYTES).map_err(|error| match error.kind() {
                io::ErrorKind::FileTooLarge | io::ErrorKind::InvalidData => {
                    StoreError::Unreadable {
                        path: self.path.clone(),
                        place: String::new(),
                    }
                }
                _ => self.failed(error),
            })?;
        let contents: Contents =
            toml::from_str(&text).map_err(|error| self.unreadable(&text, &error))?;
        let in_keyring = contents.token.is_none();
        let mut credentials = Credentials {
            url: contents.url,
            token: Token::new(contents.token.unwrap_or_default()),
            server: contents.server,
            machine_identifier: contents.machine_identifier,
            account: contents.account,
        };
        if in_keyring {
            let found = self
                .vault()?
                .get(credentials.vault_entry())
                .map_err(StoreError::Vault)?;
            credentials.token = found
                .ok_or_else(|| StoreError::Vault("it has no token for this server".to_owned()))?;
        }
        Ok(Some(Stored {
            credentials,
            in_keyring,
            repaired_mode,
        }))
    }

    /// Deletes what is stored, and says whether there was anything. The token in a vault goes first,
    /// so that a failure leaves a trace of it.
    ///
    /// # Errors
    ///
    /// When the file is there and cannot be deleted, or the vault does not let go of the token.
    pub fn delete(&self) -> Result<bool, StoreError> {
        match self.load() {
            Ok(Some(stored)) if stored.in_keyring => {
                self.vault()?
                    .forget(stored.credentials.vault_entry())
                    .map_err(StoreError::Vault)?;
            }
            // A broken file is deleted all the same; it is what the person asked for.
            _ => {}
        }
        match fs::remove_file(&self.path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    fn vault(&self) -> Result<&dyn Vault, StoreError> {
        self.vault.as_deref().ok_or_else(|| StoreError::NoVault {
            path: self.path.clone(),
        })
    }

    fn failed(&self, source: io::Error) -> StoreError {
        StoreError::File {
            path: self.path.clone(),
            source,
        }
    }

    /// Returns the parser's own message quotes the line, which may hold the token: only its number is
    /// kept.
    fn unreadable(&self, text: &str, error: &toml::de::Error) -> StoreError {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map(|before| before.matches('\n').count() + 1);
        StoreError::Unreadable {
            path: self.path.clone(),
            place: line
                .map(|line| format!(" (line {line})"))
                .unwrap_or_default(),
        }
    }

    /// Takes the file away from everybody else, and gives the permissions that it had if it did.
    #[cfg(unix)]
    fn close_to_others(&self, file: &File) -> Result<Option<u32>, StoreError> {
        use std::os::unix::fs::PermissionsExt;

        let mode = file
            .metadata()
            .map_err(|error| self.failed(error))?
            .permissions()
            .mode()
            & 0o777;
        if mode & 0o077 == 0 {
            return Ok(None);
        }
        file.set_permissions(fs::Permissions::from_mode(0o600))
            .map_err(|_| StoreError::Exposed {
                path: self.path.clone(),
                mode,
            })?;
        Ok(Some(mode))
    }

    /// Does nothing: elsewhere a user's folders are closed to others by the system.
    #[cfg(not(unix))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "as on Unix")]
    fn close_to_others(&self, _: &File) -> Result<Option<u32>, StoreError> {
        Ok(None)
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
