//! An example of every endpoint in the table, for tests that go over all of them.

use reqwest::Method;

/// What an endpoint answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// A tree, on either wire; asking changes nothing.
    Tree,
    /// A picture.
    Picture,
    /// It changes something.
    Action,
    /// Another protocol, to those who ask for it.
    Upgrade,
    /// An answer without an end.
    Stream,
    /// What another says, who has to be named.
    PassedOn,
}

use Gives::{Action, PassedOn, Picture, Stream, Tree, Upgrade};

/// Paths to ask, by the pattern of the table. They are of the sample library: 18 is Metropolis, in
/// the films that everybody sees; 104 a show, in a library that linus does not.
#[rustfmt::skip]
pub(crate) const EXAMPLES: &[(&str, Gives, &[&str])] = &[
    ("/", Tree, &["/"]),
    ("/player/proxy/poll", PassedOn, &["/player/proxy/poll"]),
    ("/player/proxy/response", PassedOn, &["/player/proxy/response"]),
    ("/player/proxy/timeline", PassedOn, &["/player/proxy/timeline"]),
    ("/player/{room}/{command}", PassedOn, &["/player/playback/pause"]),
    ("/:/websockets/notifications", Upgrade, &["/:/websockets/notifications"]),
    ("/:/websocket/notifications", Upgrade, &["/:/websocket/notifications"]),
    ("/:/eventsource/notifications", Stream, &["/:/eventsource/notifications"]),
    ("/identity", Tree, &["/identity"]),
    ("/servers", Tree, &["/servers"]),
    ("/media/providers", Tree, &["/media/providers?includeStorage=1"]),
    ("/library", Tree, &["/library"]),
    ("/library/sections", Tree, &["/library/sections"]),
    ("/library/sections/all", Tree, &["/library/sections/all"]),
    ("/library/sections/all/refresh", Action, &["/library/sections/all/refresh"]),
    ("/library/sections/prefs", Tree, &["/library/sections/prefs?type=1&agent=tv.plex.agents.movie"]),
    ("/library/sections/{id}/indexes", Action, &["/library/sections/99/indexes"]),
    ("/library/sections/{id}/intros", Action, &["/library/sections/99/intros"]),
    ("/library/metadata/{id}/subtitles", Tree, &["/library/metadata/18/subtitles?language=de"]),
    ("/library/streams/{id}", Action, &["/library/streams/none"]),
    ("/library/metadata/{id}/marker", Action, &["/library/metadata/18/marker"]),
    ("/library/metadata/{id}/marker/{marker}", Action, &["/library/metadata/18/marker/none"]),
    ("/library/metadata/{id}/intro", Action, &["/library/metadata/none/intro"]),
    ("/library/metadata/{id}/credits", Action, &["/library/metadata/none/credits"]),
    ("/library/metadata/{id}/chapterThumbs", Action, &["/library/metadata/none/chapterThumbs"]),
    ("/library/metadata/{id}/index", Action, &["/library/metadata/none/index"]),
    ("/library/metadata/{id}/voiceActivity", Action, &["/library/metadata/none/voiceActivity"]),
    ("/library/metadata/{id}/addetect", Action, &["/library/metadata/none/addetect"]),
    ("/hubs/search/voice", Tree, &["/hubs/search/voice?query=metropolis"]),
    ("/transcode/sessions/{key}", Action, &["/transcode/sessions/none"]),
    ("/video/:/transcode/universal/ping", Action, &["/video/:/transcode/universal/ping?session=none"]),
    ("/myplex/account", Tree, &["/myplex/account"]),
    ("/myplex/claim", Action, &["/myplex/claim?token=none"]),
    ("/system/agents/{identifier}", Tree, &["/system/agents/com.plexapp.agents.imdb"]),
    ("/:/plugins/{id}/prefs", Tree, &["/:/plugins/com.plexapp.agents.imdb/prefs"]),
    ("/hubs/metadata/{id}", Tree, &["/hubs/metadata/18"]),
    ("/hubs/items", Tree, &["/hubs/items?identifier=home.movies.recent", "/hubs/items?identifier=movie.recentlyviewed.1"]),
    ("/services/ultrablur/colors", Tree, &["/services/ultrablur/colors?url=/library/metadata/18/thumb/1"]),
    ("/updater/apply", Action, &["/updater/apply"]),
    ("/log", Action, &["/log?level=2&message=x&source=y"]),
    ("/sync/refreshSynclists", Action, &["/sync/refreshSynclists"]),
    ("/sync/refreshContent", Action, &["/sync/refreshContent"]),
    ("/system/settings", Tree, &["/system/settings"]),
    ("/library/sections/{id}", Tree, &["/library/sections/1", "/library/sections/2?includeDetails=1"]),
    ("/library/sections/{id}/all", Tree, &[
        "/library/sections/1/all",
        "/library/sections/1/all?includeGuids=1&sort=addedAt:desc",
        "/library/sections/1/all?includeMeta=1&includeAdvanced=1",
        "/library/sections/2/all",
        "/library/sections/2/all?type=3",
        "/library/sections/2/all?type=4",
        "/library/sections/3/all?type=9&includeMeta=1&includeAdvanced=1",
        "/library/sections/3/all?type=10",
        "/library/sections/4/all",
        "/library/sections/4/all?type=13",
    ]),
    ("/library/sections/{id}/refresh", Action, &["/library/sections/1/refresh"]),
    ("/library/sections/{id}/recentlyAdded", Tree, &["/library/sections/2/recentlyAdded"]),
    ("/library/sections/{id}/onDeck", Tree, &["/library/sections/2/onDeck"]),
    ("/library/sections/{id}/search", Tree, &["/library/sections/1/search?type=1&query=metropolis"]),
    ("/library/sections/{id}/firstCharacter", Tree, &["/library/sections/1/firstCharacter"]),
    ("/library/sections/{id}/firstCharacters", Tree, &["/library/sections/1/firstCharacters"]),
    ("/library/sections/{id}/firstCharacter/{letter}", Tree, &["/library/sections/1/firstCharacter/M"]),
    ("/library/sections/{id}/firstCharacters/{letter}", Tree, &["/library/sections/1/firstCharacters/M"]),
    ("/library/sections/{id}/filters", Tree, &["/library/sections/1/filters"]),
    ("/library/sections/{id}/sorts", Tree, &["/library/sections/1/sorts"]),
    ("/library/sections/{id}/folder", Tree, &["/library/sections/1/folder", "/library/sections/3/folder"]),
    ("/library/sections/{id}/categories", Tree, &["/library/sections/1/categories"]),
    ("/library/sections/{id}/collections", Tree, &["/library/sections/1/collections?includeMeta=1"]),
    ("/library/sections/{id}/common", Tree, &["/library/sections/1/common?type=1&id=18,19"]),
    ("/library/sections/{id}/autocomplete", Tree, &["/library/sections/1/autocomplete?type=1&actor.query=an"]),
    ("/library/sections/{id}/prefs", Tree, &["/library/sections/1/prefs", "/library/sections/2/prefs"]),
    ("/library/sections/{id}/timeline", Tree, &["/library/sections/1/timeline"]),
    ("/library/sections/{id}/{listing}", Tree, &[
        "/library/sections/1/genre",
        "/library/sections/1/decade",
        "/library/sections/1/location",
        "/library/sections/1/audioLanguage",
        "/library/sections/1/unwatched",
        "/library/sections/1/recentlyViewed",
        "/library/sections/1/newest",
        "/library/sections/3/albums",
        "/library/sections/2/allLeaves",
    ]),
    ("/library/all", Tree, &["/library/all?type=1", "/library/all?title=the"]),
    ("/library/tags", Tree, &["/library/tags?type=1", "/library/tags?type=6"]),
    ("/library/people/{id}", Tree, &["/library/people/13"]),
    ("/library/people/{id}/media", Tree, &["/library/people/13/media"]),
    ("/library/matches", Tree, &["/library/matches?type=1&title=metropolis"]),
    ("/library/recentlyAdded", Tree, &["/library/recentlyAdded"]),
    ("/library/onDeck", Tree, &["/library/onDeck"]),
    ("/library/search", Tree, &["/library/search?query=hitchcock&includeCollections=1", "/library/search?query=the"]),
    ("/library/metadata/{ids}", Tree, &[
        "/library/metadata/18",
        "/library/metadata/18,57?includeChapters=1&includeMarkers=1&checkFiles=1",
        "/library/metadata/18?includeExtras=1&includeRelated=1&includeReviews=1&includePreferences=1",
        "/library/metadata/209?includePopularLeaves=1&includeRelated=1",
        "/library/metadata/104?includeOnDeck=1&includeChildren=1",
    ]),
    ("/library/metadata/{id}/children", Tree, &["/library/metadata/104/children", "/library/metadata/209/children"]),
    ("/library/metadata/{id}/grandchildren", Tree, &["/library/metadata/104/grandchildren"]),
    ("/library/metadata/{id}/allLeaves", Tree, &["/library/metadata/104/allLeaves"]),
    ("/library/metadata/{id}/extras", Tree, &["/library/metadata/18/extras"]),
    ("/library/metadata/{id}/related", Tree, &["/library/metadata/18/related"]),
    ("/hubs/metadata/{id}/related", Tree, &["/hubs/metadata/209/related"]),
    ("/library/metadata/{id}/similar", Tree, &["/library/metadata/18/similar"]),
    ("/library/metadata/{id}/onDeck", Tree, &["/library/metadata/104/onDeck", "/library/metadata/18/onDeck"]),
    ("/library/metadata/{id}/matches", Tree, &["/library/metadata/18/matches?manual=1"]),
    ("/library/metadata/{id}/file", Picture, &["/library/metadata/18/file?url=metadata%3A%2F%2Fposters%2Fx"]),
    ("/library/metadata/{id}/{choices}", Tree, &["/library/metadata/18/posters", "/library/metadata/18/arts"]),
    ("/library/metadata/{id}", Action, &["/library/metadata/none"]),
    ("/library/collections/{id}", Tree, &["/library/collections/84"]),
    ("/library/collections/{id}/children", Tree, &["/library/collections/84/children"]),
    ("/services/browse", Tree, &["/services/browse"]),
    ("/services/browse/{path}", Tree, &["/services/browse/L21lZGlh"]),
    ("/system/agents", Tree, &["/system/agents"]),
    ("/diagnostics/logs", Picture, &["/diagnostics/logs"]),
    ("/diagnostics/databases", Picture, &["/diagnostics/databases"]),
    ("/library/sections/refresh", Action, &["/library/sections/refresh"]),
    ("/library/sections/{id}/emptyTrash", Action, &["/library/sections/1/emptyTrash"]),
    ("/library/sections/{id}/analyze", Action, &["/library/sections/1/analyze"]),
    ("/library/clean/bundles", Action, &["/library/clean/bundles"]),
    ("/library/optimize", Action, &["/library/optimize"]),
    ("/library/caches", Action, &["/library/caches"]),
    ("/library/metadata/{id}/{choice}", Action, &["/library/metadata/18/nothing"]),
    ("/library/metadata/{id}/match", Action, &["/library/metadata/18/match"]),
    ("/library/metadata/{id}/unmatch", Action, &["/library/metadata/none/unmatch"]),
    ("/library/metadata/{id}/split", Action, &["/library/metadata/18/split"]),
    ("/library/metadata/{id}/merge", Action, &["/library/metadata/18/merge"]),
    ("/library/metadata/{id}/prefs", Action, &["/library/metadata/18/prefs"]),
    ("/library/metadata/{ids}/refresh", Action, &["/library/metadata/18/refresh"]),
    ("/library/metadata/{id}/analyze", Action, &["/library/metadata/18/analyze"]),
    ("/library/collections", Action, &["/library/collections"]),
    ("/library/collections/{id}/items/{item}", Action, &["/library/collections/84/items/none"]),
    ("/library/collections/{id}/children/{item}", Action, &["/library/collections/84/children/none"]),
    ("/library/collections/{id}/items/{item}/move", Action, &["/library/collections/84/items/none/move"]),
    ("/hubs/sections/{id}/manage/{identifier}", Action, &["/hubs/sections/1/manage/none"]),
    ("/hubs/sections/{id}/manage/move", Action, &["/hubs/sections/1/manage/move?identifier=none"]),
    ("/hubs/sections/{id}/manage/{identifier}/move", Action, &["/hubs/sections/1/manage/none/move"]),
    ("/library/collections/{id}/items", Tree, &["/library/collections/84/items"]),
    ("/playlists", Tree, &["/playlists"]),
    ("/playlists/all", Tree, &["/playlists/all"]),
    ("/playlists/{id}", Tree, &["/playlists/330"]),
    ("/playlists/{id}/items", Tree, &["/playlists/331/items", "/playlists/332/items"]),
    ("/playlists/{id}/items/{item}", Action, &["/playlists/330/items/999"]),
    ("/playlists/{id}/items/{item}/move", Action, &["/playlists/330/items/999/move"]),
    ("/playQueues", Action, &["/playQueues?X-Plex-Client-Identifier=me&type=video&uri=nowhere"]),
    ("/playQueues/1", Tree, &["/playQueues/1"]),
    ("/playQueues/1/items/{item}/move", Action, &["/playQueues/1/items/999/move"]),
    ("/playQueues/{id}", Tree, &["/playQueues/2", "/playQueues/2?window=1"]),
    ("/playQueues/{id}/items", Action, &["/playQueues/2/items"]),
    ("/playQueues/{id}/items/{item}", Action, &["/playQueues/2/items/999"]),
    ("/playQueues/{id}/items/{item}/move", Action, &["/playQueues/2/items/999/move"]),
    ("/playQueues/{id}/reset", Action, &["/playQueues/2/reset"]),
    ("/playQueues/{id}/shuffle", Action, &["/playQueues/2/shuffle"]),
    ("/playQueues/{id}/unshuffle", Action, &["/playQueues/2/unshuffle"]),
    ("/hubs", Tree, &["/hubs"]),
    ("/hubs/promoted", Tree, &["/hubs/promoted"]),
    ("/hubs/home", Tree, &["/hubs/home"]),
    ("/hubs/home/recentlyAdded", Tree, &["/hubs/home/recentlyAdded?type=2"]),
    ("/hubs/home/onDeck", Tree, &["/hubs/home/onDeck"]),
    ("/hubs/home/continueWatching", Tree, &["/hubs/home/continueWatching"]),
    ("/hubs/continueWatching", Tree, &["/hubs/continueWatching"]),
    ("/hubs/continueWatching/items", Tree, &["/hubs/continueWatching/items"]),
    ("/hubs/sections/{id}", Tree, &["/hubs/sections/1", "/hubs/sections/2?includeEmpty=1"]),
    ("/hubs/sections/{id}/continueWatching/items", Tree, &["/hubs/sections/2/continueWatching/items"]),
    ("/hubs/sections/{id}/manage", Tree, &["/hubs/sections/1/manage"]),
    ("/hubs/search", Tree, &["/hubs/search?query=the&limit=2", "/hubs/search?query=keaton&limit=10"]),
    ("/search", Tree, &["/search?query=metropolis", "/search?query=the"]),
    ("/status/sessions", Tree, &["/status/sessions"]),
    ("/status/sessions/terminate", Action, &["/status/sessions/terminate?sessionId=none"]),
    ("/transcode/sessions", Tree, &["/transcode/sessions"]),
    ("/status/sessions/history/all", Tree, &["/status/sessions/history/all?sort=viewedAt:desc"]),
    ("/status/sessions/history/{id}", Tree, &["/status/sessions/history/562"]),
    ("/accounts", Tree, &["/accounts"]),
    ("/accounts/{id}", Tree, &["/accounts/1"]),
    ("/devices", Tree, &["/devices"]),
    ("/devices/{id}", Tree, &["/devices/1"]),
    ("/clients", Tree, &["/clients"]),
    ("/security/token", Action, &["/security/token?type=delegation&scope=all"]),
    ("/activities", Tree, &["/activities"]),
    ("/activities/{uuid}", Action, &["/activities/none"]),
    ("/statistics/bandwidth", Tree, &["/statistics/bandwidth", "/statistics/bandwidth?timespan=3"]),
    ("/statistics/media", Tree, &["/statistics/media?timespan=1"]),
    ("/statistics/resources", Tree, &["/statistics/resources?timespan=6"]),
    ("/butler", Tree, &["/butler"]),
    ("/library/metadata/{ids}/tree", Tree, &["/library/metadata/18/tree", "/library/metadata/104/tree"]),
    ("/library/parts/{id}", Action, &["/library/parts/1"]),
    ("/library/parts/{id}/{stamp}/{file}", Action, &["/library/parts/1/1600000001/file.mkv"]),
    ("/library/parts/{id}/{file}", Action, &["/library/parts/1/file.mkv"]),
    ("/hubs/sections/{id}/stations", Tree, &["/hubs/sections/3/stations"]),
    ("/playlists/upload", Action, &["/playlists/upload"]),
    ("/butler/{name}", Action, &["/butler/OptimizeDatabase"]),
    ("/status/sessions/background", Tree, &["/status/sessions/background"]),
    ("/library/metadata/{id}/media/{media}", Action, &["/library/metadata/18/media/1"]),
    ("/playlists/generators", Action, &["/playlists/generators?type=42"]),
    ("/playlists/42000000", Tree, &["/playlists/42000000"]),
    ("/playlists/42000000/items", Tree, &["/playlists/42000000/items"]),
    ("/playlists/42000000/items/{order}/items", Action, &["/playlists/42000000/items/1/items"]),
    ("/playlists/42000000/items/{order}", Action, &["/playlists/42000000/items/1?Item%5Btitle%5D=x"]),
    ("/playlists/42000000/items/{order}/{item}/disable", Action, &["/playlists/42000000/items/1/18/disable"]),
    ("/playlists/42000000/items/{order}/{item}/enable", Action, &["/playlists/42000000/items/1/18/enable"]),
    ("/updater/status", Tree, &["/updater/status"]),
    ("/updater/check", Action, &["/updater/check"]),
    ("/:/prefs", Tree, &["/:/prefs"]),
    ("/:/prefs/get", Tree, &["/:/prefs/get?id=FriendlyName"]),
    ("/photo/:/transcode", Picture, &["/photo/:/transcode?url=/library/metadata/18/thumb/1&width=40&height=40"]),
    ("/library/metadata/{id}/{picture}/{stamp}", Picture, &["/library/metadata/18/thumb/1"]),
    ("/library/media/{id}/chapterImages/{chapter}", Picture, &["/library/media/18/chapterImages/1"]),
    ("/library/collections/{id}/{picture}/{stamp}", Picture, &["/library/collections/84/thumb/1"]),
    ("/playlists/{id}/{picture}/{stamp}", Picture, &["/playlists/330/composite/1"]),
    ("/library/sections/{id}/composite/{stamp}", Picture, &["/library/sections/1/composite/1"]),
    ("/:/resources/{name}", Picture, &["/:/resources/movie.png"]),
    ("/:/scrobble", Action, &["/:/scrobble?key=18&identifier=com.plexapp.plugins.library"]),
    ("/:/unscrobble", Action, &["/:/unscrobble?key=18&identifier=com.plexapp.plugins.library"]),
    ("/:/progress", Action, &["/:/progress?key=18&identifier=com.plexapp.plugins.library&time=90000"]),
    ("/:/rate", Action, &["/:/rate?key=18&identifier=com.plexapp.plugins.library&rating=4"]),
    ("/:/timeline", Action, &["/:/timeline?X-Plex-Client-Identifier=me&ratingKey=18&state=playing&time=90000"]),
    ("/actions/removeFromContinueWatching", Action, &["/actions/removeFromContinueWatching?ratingKey=18"]),
];

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) methods: Vec<Method>,
    pub(crate) pattern: String,
    /// `everybody`, `accounts` or `the owner`.
    pub(crate) access: String,
}

/// The table, as the program prints it.
pub(crate) fn rows() -> Vec<Row> {
    let table = plex_emulator::endpoints();
    let rows = table.lines().skip(2).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let methods = cells[1].split(", ");
        Row {
            methods: methods.map(|method| method.parse().unwrap()).collect(),
            pattern: cells[2].trim_matches('`').to_owned(),
            access: cells[3].to_owned(),
        }
    });
    rows.collect()
}

/// The examples of a row: what it gives to each of its methods, and the paths.
pub(crate) fn examples(row: &Row) -> (Gives, &'static [&'static str]) {
    let mut found = EXAMPLES
        .iter()
        .filter(|(pattern, ..)| *pattern == row.pattern);
    let (_, gives, paths) = found.next().unwrap();
    // A path that gives a tree when it is asked changes something by any other method.
    let gives = match row.methods.contains(&Method::GET) {
        true => *gives,
        false => Action,
    };
    (gives, paths)
}

/// The paths of all trees.
pub(crate) fn trees() -> impl Iterator<Item = &'static str> {
    let trees = EXAMPLES.iter().filter(|(_, gives, _)| *gives == Tree);
    trees.flat_map(|(_, _, paths)| paths.iter().copied())
}

#[test]
fn every_endpoint_has_an_example_and_every_example_an_endpoint() {
    let rows = rows();
    let without = rows
        .iter()
        .filter(|row| !EXAMPLES.iter().any(|(one, ..)| *one == row.pattern));
    let without: Vec<&String> = without.map(|row| &row.pattern).collect();
    assert!(without.is_empty(), "say in every.rs how to ask {without:?}");
    for (pattern, _, paths) in EXAMPLES {
        assert!(rows.iter().any(|row| row.pattern == *pattern), "{pattern}");
        assert!(!paths.is_empty());
    }
}
