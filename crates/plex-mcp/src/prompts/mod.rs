//! The registry of prompts: what a person asks again and again, as a plan that uses few calls.
//!
//! [`all`] is the only list of them; its order is fixed. A plan names only tools that this process
//! offers and that can answer: without a snapshot those that ask it cannot. A prompt that can do
//! nothing without a tool that is off is absent. Text from a Plex server, and
//! what the person filled in, which may be such text, stand in the data of a plan and never in
//! its words.

mod argument;
mod buffering;
mod catch_up;
mod digest;
mod health;
mod movie_night;
mod plan;
mod prompt;
mod tonight;

use self::plan::Offered;
pub use self::{argument::Argument, plan::Plan, prompt::Prompt};
use crate::{options::Options, tools::Tool};

/// Returns every prompt, in the order in which clients are shown them.
fn all() -> Vec<Prompt> {
    vec![
        Prompt::of::<tonight::WhatsOnTonight>(),
        Prompt::of::<catch_up::CatchMeUp>(),
        Prompt::of::<digest::WeeklyDigest>(),
        Prompt::of::<health::LibraryHealthCheck>(),
        Prompt::of::<buffering::WhyIsItBuffering>(),
        Prompt::of::<movie_night::MovieNight>(),
    ]
}

/// Returns the prompts that these tools, of a server with these options, are enough for, in the same
/// order.
pub(crate) fn possible(tools: &[Tool], options: &Options) -> Vec<Prompt> {
    let offered = Offered::new(tools, options);
    let mut prompts = all();
    prompts.retain(|prompt| prompt.is_possible(&offered));
    prompts
}
