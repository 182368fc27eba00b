//! How things of the world look in an answer.

mod container;
mod described;
mod facts;
mod ids;
mod included;
mod item;
mod media;
mod picture;
mod row;
mod seasons;
mod settings;
mod station;
mod tags;
mod trim;
mod value;

pub(crate) use container::{container, resources, section_container};
pub(crate) use ids::{section_number, tag_key};
pub(crate) use item::{Face, Includes, OPTIONAL, hub, related};
pub(crate) use picture::{Picture, colours, corner_colours, picture_path};
pub(crate) use row::{Row, without_numbers};
pub(crate) use settings::{item_choices, section_choices, section_settings, usual_settings};
pub(crate) use station::station;
pub(crate) use tags::tag_entry;
pub(crate) use trim::Trim;
