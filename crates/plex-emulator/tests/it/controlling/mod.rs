//! The program's control channel: what a test in another language does with it.

mod asking;
mod doing;
mod refusing;
mod ways;
