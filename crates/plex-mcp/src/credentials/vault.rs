//! A place outside of the file for the token itself.

use plex_client::Token;

/// Keeps tokens by name. The system's keyring is one.
///
/// Errors are one line for a person and must not hold the token.
pub trait Vault: Send + Sync {
    /// Keeps `token` under `entry`, replacing what was there.
    ///
    /// # Errors
    ///
    /// When the vault is locked or missing.
    fn put(&self, entry: &str, token: &Token) -> Result<(), String>;

    /// Returns the token under `entry`, if there is one.
    ///
    /// # Errors
    ///
    /// When the vault is locked or missing.
    fn get(&self, entry: &str) -> Result<Option<Token>, String>;

    /// Forgets the token under `entry`; it is no error when there is none.
    ///
    /// # Errors
    ///
    /// When the vault is locked or missing.
    fn forget(&self, entry: &str) -> Result<(), String>;
}
