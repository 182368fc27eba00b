//! Toolset `server`: the server itself, and who uses it.

mod about;
mod activities;
mod bandwidth;
mod delete_item;
mod edit_setting;
mod run_task;
mod running;
mod settings;
mod trash;
mod users;
mod wait;

pub(crate) use self::{
    about::GetServer, activities::GetActivities, bandwidth::GetBandwidth, delete_item::DeleteItem,
    edit_setting::EditSetting, run_task::RunTask, settings::GetSettings, users::GetUsers,
    wait::WaitFor,
};
