//! The configuration: each setting once, its value from a flag, the environment or a file.

mod address;
mod certificates;
mod choice;
mod configuration;
mod connection;
mod effective;
mod error;
mod file;
mod folders;
mod http;
mod index;
mod named;
mod pasted;
mod settings;
mod sources;
mod token;
mod values;

pub use self::{
    configuration::Config,
    effective::EffectiveSetting,
    error::ConfigError,
    http::HttpConfig,
    index::IndexConfig,
    settings::{CONFIG_FILE, SETTINGS, Setting},
    sources::Sources,
    values::Origin,
};
