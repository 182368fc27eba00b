//! Counts what was watched, by whom and when.
//!
//! All of it comes from the server's history, which holds finished plays and no watch time: hours
//! are those of the titles' lengths.

mod counting;
mod group;
mod query;
mod titles;

pub use self::{
    group::{Count, Group, Stats},
    query::{GroupBy, StatsQuery},
};
