//! The identifier a server knows an installation by. A client without a lasting one registers a
//! new device at each start.

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use private_files::Draft;
use rustls::crypto::ring;

/// The longest identifier that is taken from a file.
const MAX_LEN: u64 = 128;

/// Returns the identifier kept in a file; a new one is made and kept when there is none. Only their owner can
/// read the file and enter the folders that are made for it, whatever the umask.
///
/// # Errors
///
/// When the file can be neither read nor written, or a symbolic link stands in its place: it is not followed.
///
/// ```
/// # fn main() -> std::io::Result<()> {
/// # let dir = std::env::temp_dir().join(format!("plex-client-doc-{}", std::process::id()));
/// let path = dir.join("client-identifier");
/// let first = plex_client::client_identifier::load_or_create(&path)?;
/// let second = plex_client::client_identifier::load_or_create(&path)?;
/// assert_eq!(first, second);
/// # std::fs::remove_dir_all(dir)
/// # }
/// ```
pub fn load_or_create(path: &Path) -> io::Result<String> {
    match load(path) {
        Ok(Some(identifier)) => Ok(identifier),
        // Whatever stands there is of no use.
        Ok(None) => {
            let identifier = random()?;
            private_files::replace(path, identifier.as_bytes())?;
            Ok(identifier)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => create(path),
        Err(error) => Err(error),
    }
}

/// Returns the identifier in the file; `None` when what it holds is none.
fn load(path: &Path) -> io::Result<Option<String>> {
    // Ends of lines and blanks around it are let pass.
    match private_files::read_at_most(private_files::open(path)?, 2 * MAX_LEN) {
        Ok(text) => Ok(valid(&text).map(str::to_owned)),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::FileTooLarge | ErrorKind::InvalidData
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Makes the file. Of two programs that do so at once, the first wins and both use its identifier.
fn create(path: &Path) -> io::Result<String> {
    if let Some(folder) = path.parent() {
        private_files::create_folder(folder)?;
    }
    let identifier = random()?;
    let mut draft = Draft::for_path(path)?;
    draft.write_all(identifier.as_bytes())?;
    match draft.place_new() {
        Ok(()) => Ok(identifier),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            load(path)?.ok_or_else(|| io::Error::from(ErrorKind::InvalidData))
        }
        // A file system that cannot place a file only where there is none.
        Err(_) => {
            private_files::replace(path, identifier.as_bytes())?;
            Ok(identifier)
        }
    }
}

/// Returns the identifier of this machine's user, which is kept in the folder for state
/// (`XDG_STATE_HOME`, `LOCALAPPDATA`, or `~/.local/state`) as `plex-client/client-identifier`; the first
/// call makes it. Where none can be kept it is the one of [`PlexClient`](crate::PlexClient)s that are
/// given none: a new one for each process.
///
/// ```no_run
/// let identifier = plex_client::client_identifier::of_this_machine();
/// let client = plex_client::PlexClient::builder().client_identifier(identifier);
/// ```
#[must_use]
pub fn of_this_machine() -> String {
    let path = state_dir().map(|dir| dir.join("plex-client").join("client-identifier"));
    path.and_then(|path| load_or_create(&path).ok())
        .unwrap_or_else(of_this_process)
}

/// Returns an identifier that is the same for all clients of this process.
pub(crate) fn of_this_process() -> String {
    static THIS_PROCESS: OnceLock<String> = OnceLock::new();
    THIS_PROCESS
        .get_or_init(|| random().unwrap_or_else(|_| format!("plex-client-{}", std::process::id())))
        .clone()
}

/// Finds the folder in which programs keep what they want to find again.
fn state_dir() -> Option<PathBuf> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_STATE_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(|| absolute("HOME").map(|home| home.join(".local").join("state")))
}

/// Returns the identifier in a text, if it can be sent.
fn valid(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_short = u64::try_from(text.len()).is_ok_and(|length| length <= MAX_LEN);
    let fits = !text.is_empty() && is_short && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then_some(text)
}

/// Draws 128 random bits in hexadecimal.
fn random() -> io::Result<String> {
    let mut bits = [0_u8; 16];
    ring::default_provider()
        .secure_random
        .fill(&mut bits)
        .map_err(|_| io::Error::other("no random numbers"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bits)))
}
