//! A process of its own for statements that nobody here wrote.
//!
//! The parent keeps one [`QueryWorker`]; the child runs [`serve`]. One line of JSON goes each way.
//! The child bounds its heap, stops itself when a statement outruns its time (which a single
//! function call can do, out of reach of any handler) or when nobody asks any more, and has no
//! environment to tell: no token is in it.

mod host;
mod protocol;
mod serve;
mod watchdog;

pub use self::{
    host::{QueryWorker, WorkerCommand},
    serve::serve,
};
