//! What `plex-mcp login` keeps: where the chosen server is, and the token for it.
//!
//! The server reads it when neither a flag, nor the environment, nor the configuration file says
//! otherwise.

mod error;
mod file;
#[cfg(feature = "keyring")]
mod keyring;
mod stored;
mod vault;

#[cfg(feature = "keyring")]
pub use self::keyring::SystemKeyring;
pub use self::{
    error::StoreError,
    file::Store,
    stored::{Credentials, Stored},
    vault::Vault,
};
