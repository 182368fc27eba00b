//! The certificates that are trusted beside the system's.

use super::{error::ConfigError, named, settings::CA_FILE, values::Values};

/// The most bytes of a file of certificates: a system's whole collection has a quarter of that.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads the certificates in the file that a setting names.
pub(super) fn load(values: &Values) -> Result<Option<Vec<u8>>, ConfigError> {
    let Some((path, origin)) = values.get(&CA_FILE) else {
        return Ok(None);
    };
    match named::text(path, MAX_BYTES) {
        Ok(pem) => Ok(Some(pem.into_bytes())),
        Err(error) => Err(ConfigError::new(
            origin,
            format!("the file cannot be read: {error}"),
        )),
    }
}
