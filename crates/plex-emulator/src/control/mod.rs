//! A channel by which a test in any language does what one in Rust does with a handle of the emulator.

mod asked;
mod clock;
mod events;
mod faults;
mod files;
mod handle;
mod host;
mod players;
mod plextv;
mod routes;
mod said;
mod state;
mod ways;

pub use handle::Control;
pub use routes::control_endpoints;
