//! Toolset `server`: the server itself, and who uses it.

mod about;
mod activities;
mod bandwidth;
mod settings;
mod users;

pub(crate) use self::{
    about::GetServer, activities::GetActivities, bandwidth::GetBandwidth, settings::GetSettings,
    users::GetUsers,
};
