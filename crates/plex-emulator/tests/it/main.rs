//! The emulator through its public doors: Rust and HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod accounts;
mod artwork;
mod ask;
mod behaving;
mod brought;
mod browsing;
mod catalogue;
mod collections;
mod common_files;
mod controlling;
mod deleting;
mod describing;
mod discovery;
mod disks;
mod disputed;
mod dumping;
mod each_write;
mod editing;
mod every;
mod families;
mod faults;
mod files;
mod filters;
mod four;
mod generating;
mod history;
mod hubs;
mod identity;
mod lesser;
mod library;
mod listening;
mod machine;
mod maintenance;
mod many_writes;
mod nested;
mod pace;
mod paging;
mod pictures;
mod players;
mod playlists;
mod plextv;
mod program;
mod queues;
mod radio;
mod recordings;
mod related;
mod reporting;
mod restricted;
mod scanning;
mod searching;
mod sections;
mod several_episodes;
mod statistics;
mod tls;
mod transport;
mod versions;
mod watching;
mod wires;
mod working;
