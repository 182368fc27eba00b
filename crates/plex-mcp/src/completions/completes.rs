//! What an argument or a variable can be completed to: libraries, people, titles.

/// Says what the values of an argument are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Completes {
    /// Titles of libraries.
    Library,
    /// Genres of films and shows.
    Genre,
    /// People who play in films and shows.
    Actor,
    /// People who direct films and shows.
    Director,
    /// Collections of films and shows.
    Collection,
    /// Titles of playlists.
    Playlist,
    /// Names of people who use the server.
    User,
    /// Names of players that play now.
    Player,
    /// Titles of shows.
    Show,
    /// Ids of items, by title.
    Item,
}
