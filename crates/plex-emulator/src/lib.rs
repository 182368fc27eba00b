//! A Plex Media Server that runs in-process or alone: for demos, tests and benchmarks.
//!
//! It speaks PMS's HTTP API over real TCP on loopback, XML by default and JSON when asked, with
//! PMS's headers, status codes and quirks, over a library that is a sample, generated, or
//! described in a file. It knows no Plex client and shares nothing with one.
//!
//! ```
//! # async fn example() -> Result<(), plex_emulator::StartError> {
//! use plex_emulator::{Emulator, Library};
//! let emulator = Emulator::start(Library::sample()).await?;
//! println!("{} {}", emulator.url(), emulator.token());
//! # Ok(())
//! # }
//! ```
//!
//! A test holds the clock, makes faults and looks at what was asked:
//!
//! ```
//! # async fn example() -> Result<(), plex_emulator::StartError> {
//! use plex_emulator::{Clock, Emulator, Fault, Library};
//! let clock = Clock::manual(1_790_000_000);
//! let emulator = Emulator::builder()
//!     .library(Library::sample())
//!     .clock(clock.clone())
//!     .start()
//!     .await?;
//! emulator.inject(Fault::Status(503).on("/library/*").times(2));
//! // … let a client talk to `emulator.url()` …
//! assert!(emulator.requests().is_empty());
//! # Ok(())
//! # }
//! ```

mod answer;
mod archive;
#[cfg(feature = "certificates")]
mod authority;
mod behaviour;
mod clock;
mod control;
mod disk;
mod emulator;
mod endpoint;
mod face;
mod fault;
mod library;
mod notification;
mod parameters;
mod picture;
mod player;
mod player_options;
mod plextv;
mod pms;
mod query;
mod seed;
mod server;
mod start;
mod text;
mod world;

#[cfg(feature = "certificates")]
pub use authority::Authority;
pub use behaviour::{
    AccountToken, Behaviour, CollectionMoves, DeletionRefusal, EmptyPlaylists, FlattenSeasons,
    GuestFilters, HubMoves, Invitations, MemberPins, QueueShuffle, SmartEdits, TagRemovals,
    UnnamedTags, UploadProvider,
};
pub use clock::Clock;
pub use control::{Control, control_endpoints};
pub use disk::Disk;
pub use emulator::{DEFAULT_TOKEN, Emulator, EmulatorBuilder};
pub use endpoint::endpoints;
pub use fault::{Fault, FaultRule, FaultSyntaxError};
pub use library::{Arrival, Generated, Library, LibraryError};
pub use player::Player;
pub use player_options::{Limits, Misbehaviour, PlayerKind, PlayerOptions};
pub use plextv::{ACCOUNT_TOKEN, PlexTv, PlexTvOptions, TvConnection, TvServer, plex_tv_endpoints};
pub use server::{RecordedRequest, RequestLog, Tls, TlsError};
pub use start::StartError;
pub use text::parse_span;
