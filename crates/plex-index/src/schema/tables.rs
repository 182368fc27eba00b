//! What every public table and column is. The one place where they are described: tool
//! description, `pms://schema` and error messages are made from it, and a test compares it with
//! the database.

/// A public table (a view, or the full-text table).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Table {
    /// Its name in SQL.
    pub name: &'static str,
    /// Says what one row is.
    pub about: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// A column of a public table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its name in SQL.
    pub name: &'static str,
    /// Says what it holds, with its unit; empty where the name says it all.
    pub about: &'static str,
}

/// Returns the public table of that name, however it is capitalised.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES
        .iter()
        .find(|table| table.name.eq_ignore_ascii_case(name))
}

/// Builds one [`Table`]: `name: "about" { column "about", … }`.
macro_rules! tables {
    ($($table:ident: $about:literal { $($column:ident $words:literal),* $(,)? })*) => {
        &[$(Table {
            name: stringify!($table),
            about: $about,
            columns: &[$(Column { name: stringify!($column), about: $words }),*],
        }),*]
    };
}

/// Every public table, the most useful first.
pub const TABLES: &[Table] = tables! {
    movies: "one film; each edition is a row of its own" {
        id "joins item_id elsewhere", rating_key "what the other tools take", library "title of its library",
        title "", original_title "", edition "such as Director's Cut", year "", released "YYYY-MM-DD",
        duration_s "seconds", content_rating "such as PG-13", studio "", summary "", tagline "",
        rating "critics, 0 to 10", audience_rating "0 to 10", user_rating "the owner's, 0 to 10",
        view_count "plays by the owner of the token; others' are in plays only",
        last_viewed_at "by the owner", position_s "where the owner stopped",
        versions "how many media versions", size_bytes "all files together; one that several items share counts with the first", added_at "",
    }
    episodes: "one episode" {
        id "joins item_id elsewhere", rating_key "what the other tools take", library "title of its library",
        show_id "items.id of the show", show "title of the show", season_id "items.id of the season",
        season "number; 0 holds the specials", episode "number in the season", title "", aired "YYYY-MM-DD",
        duration_s "seconds", summary "", rating "0 to 10", user_rating "the owner's, 0 to 10",
        view_count "plays by the owner of the token", last_viewed_at "by the owner",
        position_s "where the owner stopped", versions "how many media versions",
        size_bytes "all files together; one that several items share counts with the first", added_at "",
    }
    tracks: "one track of an album" {
        id "joins item_id elsewhere", rating_key "what the other tools take", library "title of its library",
        artist_id "items.id of the artist", artist "of the album; Various Artists for compilations",
        track_artist "of the track itself", album_id "items.id of the album", album "",
        album_year "", disc "", track "number on the disc", title "", duration_s "seconds",
        user_rating "the owner's, 0 to 10", view_count "plays by the owner of the token",
        last_viewed_at "by the owner", versions "how many media versions",
        size_bytes "all files together; one that several items share counts with the first", added_at "",
    }
    items: "one item of any type, with its parents' titles" {
        id "joins item_id elsewhere", rating_key "what the other tools take",
        type "movie, show, season, episode, artist, album, track, photo, photoalbum or clip",
        library "title of its library", title "", title_sort "", original_title "", edition "", year "",
        released "YYYY-MM-DD", duration_s "seconds", content_rating "", studio "", summary "", tagline "",
        rating "critics, 0 to 10", audience_rating "0 to 10", user_rating "the owner's, 0 to 10",
        parent_id "items.id of the season, show, album or artist it belongs to", parent "its title",
        grandparent_id "items.id of an episode's show or a track's artist", grandparent "its title",
        parent_number "an episode's season, a track's disc",
        number "of the season, episode or track in its parent",
        leaf_count "episodes or tracks below it", viewed_leaf_count "of those, played by the owner",
        view_count "plays by the owner of the token", last_viewed_at "by the owner",
        position_s "where the owner stopped", versions "how many media versions",
        size_bytes "all files together; one that several items share counts with the first", has_poster "0 or 1",
        guid "Plex's own id; the same for all editions and copies of a title",
        added_at "", updated_at "", detailed "1 when tags, people and streams are complete",
    }
    plays: "one finished play by anyone (the server's history; no watch time in it)" {
        id "", viewed_at "", user "", device "", type "movie, episode or track", title "",
        show "title of the show, or the artist of the track", season "", episode "number of the episode or track",
        year "when it came out",
        item_id "items.id; NULL when it was deleted", rating_key "", library "title of its library",
        duration_s "of the title, not of the watching",
    }
    tags: "one tag of one item" {
        item_id "items.id", kind "genre, collection, label, studio, country, mood or style", tag "",
    }
    people: "one person's part in one item" {
        item_id "items.id", job "actor, director, writer or producer", person "name",
        role "the character played", position "order of the credits, from 1",
    }
    versions: "one media version of a film, episode, track, photo or clip" {
        item_id "items.id", version "1, 2, …", container "mkv, mp4, …", resolution "4k, 1080, 720, 576, 480 or sd",
        width "", height "", video_codec "hevc, h264, …", video_profile "", frame_rate "24p, PAL, …",
        audio_codec "", audio_channels "", bitrate_kbps "", duration_s "seconds", size_bytes "a file that several items share counts in each",
        files "how many files it is stacked from", path "only where the server keeps paths (--index-paths)",
    }
    streams: "one stream of a media version; known once the item is detailed" {
        item_id "items.id", version "versions.version", kind "video, audio or subtitle", codec "",
        language "name in English", language_code "such as eng", language_name "as the server names it", title "", channels "", height "", bit_depth "",
        hdr "Dolby Vision, HDR10 or HLG; NULL when standard", is_default "0 or 1", is_forced "0 or 1",
    }
    ratings: "one rating of one item" {
        item_id "items.id", source "imdb, rottentomatoes, themoviedb, …", kind "critic, audience or user",
        value "0 to 10",
    }
    external_ids: "one id of one item elsewhere" {
        item_id "items.id", source "imdb, tmdb, tvdb or mbid", value "such as tt0017136",
    }
    users: "a person this server knows" { id "", name "" }
    devices: "a device this server has seen" { id "", name "", platform "", created_at "" }
    collections: "a collection" {
        id "", rating_key "", library "title of its library", title "", summary "", smart "1 when made by a rule",
    }
    collection_items: "one item of a collection" {
        collection_id "collections.id", position "from 1", item_id "items.id",
    }
    playlists: "a playlist of the owner of the token" {
        id "", rating_key "", title "", type "video, audio or photo", smart "1 when made by a rule", duration_s "",
    }
    playlist_items: "one entry of a playlist" {
        playlist_id "playlists.id", position "from 1", item_id "items.id",
    }
    libraries: "a library" {
        id "", library_id "what the other tools take", title "", type "movie, show, artist or photo", agent "",
        language "", scanned_at "",
    }
    search: "full text: WHERE search MATCH 'words pref* title:word', ORDER BY rank; rowid is items.id" {
        title "also original titles and editions", parents "show, artist and album", summary "and tagline", people "",
    }
};

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// Returns what the database itself says of its public names.
    fn of_database(connection: &Connection) -> Vec<(String, Vec<String>)> {
        let mut names = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'view' OR name = 'search' ORDER BY name")
            .unwrap();
        let names: Vec<String> = names
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let columns = |name: &str| {
            let mut columns = connection
                .prepare("SELECT name FROM pragma_table_info(?1)")
                .unwrap();
            columns
                .query_map([name], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        names
            .into_iter()
            .map(|name| (name.clone(), columns(&name)))
            .collect()
    }

    #[test]
    fn the_documentation_is_of_exactly_what_the_database_offers() {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::schema::create(&mut connection).unwrap();
        let mut documented: Vec<(String, Vec<String>)> = TABLES
            .iter()
            .map(|table| {
                let columns = table
                    .columns
                    .iter()
                    .map(|column| column.name.to_owned())
                    .collect();
                (table.name.to_owned(), columns)
            })
            .collect();
        documented.sort();
        assert_eq!(of_database(&connection), documented);
    }
}
