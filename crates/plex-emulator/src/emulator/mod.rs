//! The emulator as its users make and hold it.

mod builder;
mod handle;

pub use builder::EmulatorBuilder;
pub use handle::{DEFAULT_TOKEN, Emulator};
