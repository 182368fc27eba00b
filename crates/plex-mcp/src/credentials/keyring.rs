//! The system's keyring: Keychain, Credential Manager, or the Secret Service of a Linux desktop.

use std::thread;

use keyring::{Entry, Error};
use plex_client::Token;

use super::vault::Vault;

/// The name under which the keyring lists our tokens.
const SERVICE: &str = "plex-mcp";

/// Keeps tokens in the keyring of the person who is logged in.
#[derive(Debug, Default)]
pub struct SystemKeyring;

impl Vault for SystemKeyring {
    fn put(&self, entry: &str, token: &Token) -> Result<(), String> {
        ask(entry, |entry| entry.set_password(token.expose()))
    }

    fn get(&self, entry: &str) -> Result<Option<Token>, String> {
        ask(entry, |entry| match entry.get_password() {
            Ok(token) => Ok(Some(Token::new(token))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn forget(&self, entry: &str) -> Result<(), String> {
        ask(entry, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// Asks on a thread of its own: some keyrings wait for an answer in a way that an asynchronous
/// thread must not.
fn ask<T: Send>(
    name: &str,
    question: impl FnOnce(&Entry) -> Result<T, Error> + Send,
) -> Result<T, String> {
    let answer =
        thread::scope(|scope| scope.spawn(|| question(&Entry::new(SERVICE, name)?)).join());
    match answer {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_panic) => Err("it failed unexpectedly".to_owned()),
    }
}
