//! Finding what a person named: a library, a user, a playlist, an item by title, number or guid, a
//! value of a field.
//!
//! Names of things that can be listed are compared by [`crate::name`]. Titles are looked for with the
//! server's searches; where those know nothing of the name, all titles are compared. How well a title fits is judged by [`plex_client::NameQuery`], which put the
//! hits in order; what else is tried when nothing fits is here, because every second try has to pass
//! the door that shows only what may be shown. Tools, prompts, resources and completions find through
//! here alone, so that what one of them finds under a name, all do.

mod candidates;
mod collection;
mod episode;
mod episode_name;
mod guid;
mod library;
mod of_show;
mod parts;
mod player;
mod playlist;
mod search;
mod show;
mod silence;
mod spelling;
mod take;
mod title;
mod titles;
mod user;
mod value;

pub(crate) use self::{
    candidates::described,
    episode::FoundEpisodes,
    episode_name::EpisodeName,
    guid::Guid,
    library::library_among,
    player::{KnownPlayer, WantedTo},
    search::How,
    silence::told as silence_told,
    take::Take,
    title::Found,
    user::user_among,
    value::values_named,
};
