//! The server through its public doors: the library, the protocol in both eras, the program.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that is surprised should say so and stop"
)]

mod allowlist;
mod arguments;
mod as_hosts_send;
mod awaited;
mod blame;
mod broken_off;
mod care;
mod catalogue;
mod changes;
mod choice;
mod cli;
mod completions;
mod configuration;
mod credentials;
mod curate;
#[cfg(feature = "demo")]
mod demo;
mod diagnosis;
mod doctor;
mod echo;
mod eras;
mod everything;
mod faults;
mod filters;
mod following;
mod good;
mod hostile;
mod http;
mod index;
mod insights;
mod installing;
mod judgement;
mod library;
mod lists;
mod login;
mod memory;
mod naming;
mod outage;
mod outcomes;
mod pacing;
mod playback;
mod progress;
mod prompts;
mod proxy;
mod reading;
mod resources;
mod respelled;
mod results;
mod said;
mod scan;
mod search;
mod secrets;
mod server;
mod setting_up;
mod several;
mod signing_in;
mod sparse;
mod stdio;
mod subscriptions;
mod support;
mod tokens;
mod waiting;
#[cfg(unix)]
mod watching;
mod wire;
mod worlds;
