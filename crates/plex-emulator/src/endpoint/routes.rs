//! Every endpoint there is. What is not here is a 404, as for a wrong method.

use hyper::Method;

use super::{
    account, accounts, activities, agents, all_libraries, artwork, browse, butler, client_log,
    clients, collections, common, deletion, discovery, editing, folders, groups, history, hubs,
    identity, machine, markers, matches, metadata, optimizing, parts, picture, playlists,
    preferences, previews, providers, queues, refreshing, related, root, search, sectioning,
    sections, sessions, stations, statistics, subtitles, tokens, tree, updates, uploading, values,
    watch, without_effect,
};
use crate::answer::Refusal;
use crate::server::{Access, Attending, Call, Channel, Handler, Reply, Route};
use crate::world::World;

const GET: &[Method] = &[Method::GET];
const DELETE: &[Method] = &[Method::DELETE];
const POST: &[Method] = &[Method::POST];
const PUT: &[Method] = &[Method::PUT];
/// Actions that every client asks for with GET, whatever the documents say.
const GET_OR_PUT: &[Method] = &[Method::GET, Method::PUT];
const GET_OR_POST: &[Method] = &[Method::GET, Method::POST];

/// Where details are asked for, which servers take their time over.
pub(crate) const DETAILS: &str = "/library/metadata/{ids}";

const ACCOUNT: Access = Access::Account;
const OWNER: Access = Access::Owner(Refusal::Forbidden);
/// History answers 401 to those who are not the owner.
const OWNER_OR_401: Access = Access::Owner(Refusal::Unauthorized);

const fn read(
    methods: &'static [Method],
    path: &'static str,
    access: Access,
    handler: for<'w> fn(&Call<'_>, &'w World) -> Reply<'w>,
    what: &'static str,
) -> Route {
    Route {
        methods,
        path,
        access,
        handler: Handler::Read(handler),
        what,
        falls_short: None,
    }
}

const fn pass_on(path: &'static str, what: &'static str) -> Route {
    Route {
        methods: GET_OR_POST,
        path,
        access: ACCOUNT,
        handler: Handler::PassOn,
        what,
        falls_short: None,
    }
}

const fn attend(
    methods: &'static [Method],
    path: &'static str,
    attending: Attending,
    what: &'static str,
) -> Route {
    Route {
        methods,
        path,
        access: ACCOUNT,
        handler: Handler::Attend(attending),
        what,
        falls_short: None,
    }
}

const fn listen(path: &'static str, channel: Channel, what: &'static str) -> Route {
    Route {
        methods: GET,
        path,
        access: ACCOUNT,
        handler: Handler::Listen(channel),
        what,
        falls_short: None,
    }
}

const fn write(
    methods: &'static [Method],
    path: &'static str,
    access: Access,
    handler: for<'w> fn(&Call<'_>, &'w mut World) -> Reply<'w>,
    what: &'static str,
) -> Route {
    Route {
        methods,
        path,
        access,
        handler: Handler::Write(handler),
        what,
        falls_short: None,
    }
}

/// The table. The first row that matches answers.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    read(GET, "/library/sections/{id}/all", ACCOUNT, browse::all, "listing: types, filters, sorts, pages; what can be filtered and sorted by"),
    read(GET, DETAILS, ACCOUNT, metadata::details, "details of one or several items"),

    read(GET, "/identity", Access::Open, root::identity, "which server this is"),
    read(GET, "/", ACCOUNT, root::capabilities, "every capability"),
    read(GET, "/servers", ACCOUNT, root::servers, "itself").but("knows no other server"),
    read(GET, "/media/providers", ACCOUNT, providers::providers, "capabilities, libraries and features; sizes of libraries").but("the library alone: no live TV, no plug-ins"),

    read(GET, "/library", ACCOUNT, sections::library, "the ways into the library"),
    read(GET, "/library/sections", ACCOUNT, sections::sections, "libraries"),
    read(GET, "/library/sections/prefs", OWNER, sections::usual_preferences, "what can be chosen for a library of a type"),
    read(GET, "/library/sections/all", ACCOUNT, sections::sections, "libraries"),
    write(GET_OR_POST, "/library/sections/all/refresh", OWNER, sections::refresh_all, "scan everything"),
    write(DELETE, "/library/sections/all/refresh", OWNER, sections::cancel_refresh_all, "call all scans off"),
    read(GET, "/library/sections/{id}", ACCOUNT, sections::section, "the ways into a library"),
    write(GET_OR_POST, "/library/sections/{id}/refresh", OWNER, sections::refresh, "scan, all or one folder"),
    write(DELETE, "/library/sections/{id}/refresh", OWNER, sections::cancel_refresh, "call the scan off"),

    write(POST, "/library/sections", OWNER, sectioning::create, "make a library"),
    write(POST, "/library/sections/all", OWNER, sectioning::create, "make a library"),
    write(PUT, "/library/sections/{id}", OWNER, sectioning::edit, "name, agent, language, folders, preferences"),
    write(DELETE, "/library/sections/{id}", OWNER, sectioning::remove, "give a library up; its files stay"),
    write(PUT, "/library/sections/{id}/prefs", OWNER, sectioning::change_preferences, "preferences of a library"),
    write(PUT, "/library/sections/{id}/emptyTrash", OWNER, sectioning::empty_trash, "what has no files any more goes"),
    write(DELETE, "/library/sections/{id}/indexes", OWNER, previews::forget_indexes, "no pictures to seek by"),
    write(DELETE, "/library/sections/{id}/intros", OWNER, previews::forget_intros, "no markers of titles"),
    write(PUT, "/library/sections/{id}/analyze", OWNER, sectioning::analyze, "look at the files").but("they are what they were"),
    write(POST, "/library/sections/refresh", OWNER, sections::refresh_all, "scan everything"),
    write(PUT, "/library/clean/bundles", OWNER, butler::clean_bundles, "tidy up, as a task").but("nothing is seen of what it does"),
    write(PUT, "/library/optimize", OWNER, butler::optimize, "tidy the database, as a task").but("nothing is seen of what it does"),
    write(DELETE, "/library/caches", OWNER, sectioning::forget_caches, "forget what was kept").but("nothing is seen of it"),
    read(GET, "/library/sections/{id}/recentlyAdded", ACCOUNT, browse::recently_added, "newest, shows by season"),
    read(GET, "/library/sections/{id}/onDeck", ACCOUNT, hubs::on_deck_in_section, "what to go on with"),
    read(GET, "/library/sections/{id}/search", ACCOUNT, search::in_one_section, "by title"),
    read(GET, "/library/sections/{id}/firstCharacter", ACCOUNT, values::first_characters, "letters and how often"),
    read(GET, "/library/sections/{id}/firstCharacters", ACCOUNT, values::first_characters, "letters and how often"),
    read(GET, "/library/sections/{id}/firstCharacter/{letter}", ACCOUNT, values::by_first_character, "titles that begin with a letter"),
    read(GET, "/library/sections/{id}/firstCharacters/{letter}", ACCOUNT, values::by_first_character, "titles that begin with a letter"),
    read(GET, "/library/sections/{id}/filters", ACCOUNT, discovery::filters, "lists of values to choose from"),
    read(GET, "/library/sections/{id}/sorts", ACCOUNT, discovery::sorts, "orders"),
    read(GET, "/library/sections/{id}/folder", ACCOUNT, folders::folder, "folders and what lies in them"),
    read(GET, "/library/sections/{id}/categories", ACCOUNT, sections::categories, "ways to browse by values"),
    read(GET, "/library/sections/{id}/collections", ACCOUNT, browse::collections, "collections"),
    read(GET, "/library/sections/{id}/common", ACCOUNT, common::common, "what several items have in common"),
    read(GET, "/library/sections/{id}/autocomplete", ACCOUNT, all_libraries::complete, "tags that a text is part of"),
    read(GET, "/library/sections/{id}/prefs", OWNER, sections::preferences, "preferences of a library"),
    read(GET, "/library/sections/{id}/timeline", ACCOUNT, sections::timeline, "when the last item came"),
    read(GET, "/library/sections/{id}/{listing}", ACCOUNT, browse::by_name, "unwatched, newest, recentlyViewed, allLeaves, albums; the values of any field with a list: genre, year, actor, audioLanguage, …"),
    read(GET, "/library/all", ACCOUNT, all_libraries::items, "listing of all libraries: types, filters, sorts, pages"),
    read(GET, "/library/tags", ACCOUNT, all_libraries::tags, "tags of a type"),
    read(GET, "/library/people/{id}", ACCOUNT, all_libraries::person_tags, "a person in each of their trades"),
    read(GET, "/library/people/{id}/media", ACCOUNT, all_libraries::person_media, "what a person had a part in"),
    read(GET, "/library/matches", ACCOUNT, matches::anywhere, "what on this server is called alike").but("asks no agent"),
    read(GET, "/library/recentlyAdded", ACCOUNT, browse::recently_added_everywhere, "newest of all libraries"),
    read(GET, "/library/onDeck", ACCOUNT, hubs::on_deck_everywhere, "what to go on with"),
    read(GET, "/library/search", ACCOUNT, search::ranked, "newest search: one ranked list"),

    read(GET, "/library/metadata/{id}/children", ACCOUNT, metadata::children, "seasons, episodes, albums, tracks, photos"),
    read(GET, "/library/metadata/{id}/grandchildren", ACCOUNT, metadata::grandchildren, "episodes of a show"),
    read(GET, "/library/metadata/{id}/allLeaves", ACCOUNT, metadata::all_leaves, "all episodes or tracks"),

    read(GET, "/library/metadata/{ids}/tree", ACCOUNT, tree::tree, "what is in it, down to the streams").but("its names are guessed"),
    read(GET, "/library/metadata/{id}/extras", ACCOUNT, related::extras, "trailers, scenes and the like"),
    read(GET, "/library/metadata/{id}/related", ACCOUNT, related::related, "rows of what goes with it").but("by shared people, genres and collections"),
    read(GET, "/hubs/metadata/{id}/related", ACCOUNT, related::related, "rows of what goes with it").but("by shared people, genres and collections"),
    read(GET, "/hubs/metadata/{id}", ACCOUNT, related::related, "rows of what goes with it").but("by shared people, genres and collections"),
    read(GET, "/library/metadata/{id}/similar", ACCOUNT, related::similar, "what is alike").but("by shared genres"),
    read(GET, "/library/metadata/{id}/onDeck", ACCOUNT, related::on_deck, "what to go on with in a show"),
    read(GET_OR_PUT, "/library/metadata/{id}/matches", ACCOUNT, matches::of_item, "what it could be taken for").but("asks no agent"),
    read(GET, "/library/metadata/{id}/file", ACCOUNT, picture::choice, "a picture that it could have"),
    read(GET, "/library/metadata/{id}/subtitles", OWNER, subtitles::find, "subtitles that are to be had").but("made up"),
    write(PUT, "/library/metadata/{id}/subtitles", OWNER, subtitles::fetch, "fetch subtitles that were found").but("made up"),
    write(POST, "/library/metadata/{id}/subtitles", OWNER, subtitles::bring, "bring subtitles"),
    read(GET, "/library/streams/{id}", ACCOUNT, subtitles::bytes, "subtitles that were brought"),
    write(DELETE, "/library/streams/{id}", OWNER, subtitles::remove, "away with subtitles that were brought"),
    write(POST, "/library/metadata/{id}/marker", OWNER, markers::make, "make a marker"),
    write(PUT, "/library/metadata/{id}/marker/{marker}", OWNER, markers::edit, "move a marker"),
    write(DELETE, "/library/metadata/{id}/marker/{marker}", OWNER, markers::remove, "away with a marker"),
    read(GET, "/library/metadata/{id}/{choices}", ACCOUNT, artwork::choices, "posters, arts, squareArts, clearLogos, themes"),
    write(POST, "/library/metadata/{id}/{choices}", ACCOUNT, artwork::upload, "bring one, as bytes or by address").but("fetches from this machine only"),

    write(DELETE, "/library/metadata/{id}", OWNER, deletion::metadata, "away with its files, where that is allowed"),
    write(DELETE, "/library/metadata/{id}/media/{media}", OWNER, deletion::version, "one version with its files"),
    write(DELETE, "/library/collections/{id}", OWNER, deletion::collection, "away; its items stay"),
    write(DELETE, "/playlists/generators", OWNER, optimizing::remove_all, "make no versions for weak players, and away with those"),
    write(DELETE, "/playlists/{id}", ACCOUNT, deletion::playlist, "away; its items stay"),
    read(GET, "/library/collections/{id}", ACCOUNT, groups::collection, "a collection"),
    read(GET, "/library/collections/{id}/children", ACCOUNT, groups::collection_items, "its items"),
    read(GET, "/library/collections/{id}/items", ACCOUNT, groups::collection_items, "its items"),
    write(POST, "/library/collections", OWNER, collections::create, "make one, plain, smart or empty"),
    write(PUT, "/library/collections/{id}/items", OWNER, collections::add, "add to it; the rule of a smart one"),
    write(DELETE, "/library/collections/{id}/items/{item}", OWNER, collections::remove, "take one out"),
    write(DELETE, "/library/collections/{id}/children/{item}", OWNER, collections::remove, "take one out"),
    write(PUT, "/library/collections/{id}/items/{item}/move", OWNER, collections::move_item, "behind another, or to the beginning"),
    read(GET, "/playlists/42000000", OWNER, optimizing::itself, "the list of versions for weak players"),
    read(GET, "/playlists/42000000/items", OWNER, optimizing::orders, "what versions are made of"),
    write(PUT, "/playlists/42000000/items", OWNER, optimizing::add, "make versions of something"),
    read(GET, "/playlists/42000000/items/{order}/items", OWNER, optimizing::items, "the items that versions are made of"),
    write(PUT, "/playlists/42000000/items/{order}", OWNER, optimizing::rename, "another title"),
    write(DELETE, "/playlists/42000000/items/{order}", OWNER, optimizing::remove, "make none, and away with those that were made"),
    write(PUT, "/playlists/42000000/items/{order}/{item}/disable", OWNER, optimizing::disable, "make none of one item"),
    write(PUT, "/playlists/42000000/items/{order}/{item}/enable", OWNER, optimizing::enable, "make one of one item after all"),
    read(GET, "/playlists", ACCOUNT, groups::playlists, "playlists by type, kind and title"),
    read(GET, "/playlists/all", ACCOUNT, groups::playlists, "playlists"),
    read(GET, "/playlists/{id}", ACCOUNT, groups::playlist, "a playlist"),
    read(GET, "/playlists/{id}/items", ACCOUNT, groups::playlist_items, "its items"),

    write(POST, "/playlists/upload", OWNER, uploading::upload, "make one of an M3U file on the server").but("files that a description or a test has put there"),
    write(POST, "/playlists", ACCOUNT, playlists::create, "make one, plain, smart or empty"),
    write(PUT, "/playlists/{id}", ACCOUNT, playlists::edit, "title and summary"),
    write(PUT, "/playlists/{id}/items", ACCOUNT, playlists::add, "add what is not in it; the rule of a smart one"),
    write(DELETE, "/playlists/{id}/items", ACCOUNT, playlists::clear, "empty it"),
    write(DELETE, "/playlists/{id}/items/{item}", ACCOUNT, playlists::remove, "take one out"),
    write(PUT, "/playlists/{id}/items/{item}/move", ACCOUNT, playlists::move_item, "behind another, or to the beginning"),

    write(POST, "/playQueues", ACCOUNT, queues::create, "make one of items, of what is in them, of a playlist").but("no radio"),
    read(GET, "/playQueues/1", OWNER, optimizing::queue, "the versions that are still to be made"),
    write(PUT, "/playQueues/1/items/{item}/move", OWNER, optimizing::move_item, "behind another, or next"),
    read(GET, "/playQueues/{id}", ACCOUNT, queues::read, "the part around what plays"),
    write(PUT, "/playQueues/{id}", ACCOUNT, queues::add, "add what is to be played next"),
    write(DELETE, "/playQueues/{id}/items", ACCOUNT, queues::clear, "all but what plays"),
    write(DELETE, "/playQueues/{id}/items/{item}", ACCOUNT, queues::remove, "take one out"),
    write(PUT, "/playQueues/{id}/items/{item}/move", ACCOUNT, queues::move_item, "behind another, or to the beginning"),
    write(PUT, "/playQueues/{id}/reset", ACCOUNT, queues::reset, "back to the first"),
    write(PUT, "/playQueues/{id}/shuffle", ACCOUNT, queues::shuffle, "mix what is not playing"),
    write(PUT, "/playQueues/{id}/unshuffle", ACCOUNT, queues::unshuffle, "back in order"),

    write(PUT, DETAILS, OWNER, editing::item, "fields, tags and locks of one or several items"),
    write(PUT, "/library/metadata/{id}/match", OWNER, identity::match_to, "take it for something else").but("the agent has but a title and a year"),
    write(PUT, "/library/metadata/{id}/unmatch", OWNER, identity::unmatch, "take it for nothing known"),
    write(PUT, "/library/metadata/{id}/split", OWNER, identity::split, "an item of each version"),
    write(PUT, "/library/metadata/{id}/merge", OWNER, identity::merge, "the versions of others into one"),
    write(PUT, "/library/metadata/{id}/prefs", OWNER, editing::item_preferences, "preferences of an item"),
    write(PUT, "/library/metadata/{ids}/refresh", OWNER, refreshing::refresh, "what the agents say, but for what is locked").but("the agents say what they said before"),
    write(PUT, "/library/metadata/{id}/analyze", OWNER, refreshing::analyze, "look at the files").but("they are what they were"),
    write(PUT, "/library/metadata/{id}/intro", OWNER, refreshing::analyze, "look for its titles").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/credits", OWNER, refreshing::analyze, "look for its credits").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/chapterThumbs", OWNER, refreshing::analyze, "make pictures of its chapters").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/index", OWNER, refreshing::analyze, "make pictures to seek by").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/voiceActivity", OWNER, refreshing::analyze, "listen for voices").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/addetect", OWNER, refreshing::analyze, "look for advertisements").but("nothing is found"),
    write(PUT, "/library/metadata/{id}/{choice}", ACCOUNT, artwork::choose, "poster, art, squareArt, clearLogo, theme: choose one"),
    write(DELETE, "/library/metadata/{id}/{choice}", ACCOUNT, artwork::remove, "thumb, art, squareArt, clearLogo, theme: have none"),
    write(PUT, "/library/sections/{id}/all", OWNER, editing::items_of_section, "fields, tags and locks of items of a type"),

    read(GET, "/hubs", ACCOUNT, hubs::home, "home rows"),
    read(GET, "/hubs/promoted", ACCOUNT, hubs::promoted, "home rows of chosen libraries"),
    read(GET, "/hubs/home", ACCOUNT, hubs::home, "home rows"),
    read(GET, "/hubs/home/recentlyAdded", ACCOUNT, hubs::home_recently_added, "newest, by kind of library"),
    read(GET, "/hubs/home/onDeck", ACCOUNT, hubs::on_deck_everywhere, "what to go on with"),
    read(GET, "/hubs/home/continueWatching", ACCOUNT, hubs::continue_watching, "one row"),
    read(GET, "/hubs/items", ACCOUNT, hubs::items, "what is in a row, by the row's name"),
    read(GET, "/hubs/continueWatching", ACCOUNT, hubs::continue_watching, "one row"),
    read(GET, "/hubs/continueWatching/items", ACCOUNT, hubs::on_deck_everywhere, "what to go on with"),
    read(GET, "/hubs/sections/{id}", ACCOUNT, hubs::in_section, "rows of a library").but("the usual rows; none that needs the cloud"),
    read(GET, "/hubs/sections/{id}/continueWatching/items", ACCOUNT, hubs::continue_watching_in_section, "what to go on with"),
    read(GET, "/hubs/sections/{id}/stations", ACCOUNT, stations::stations, "radio of a library of music"),
    read(GET, "/hubs/sections/{id}/manage", OWNER, hubs::managed, "which rows are shown where"),
    write(POST, "/hubs/sections/{id}/manage", OWNER, hubs::promote, "show a collection as a row"),
    write(DELETE, "/hubs/sections/{id}/manage", OWNER, hubs::reset_managed, "all rows as at first"),
    write(PUT, "/hubs/sections/{id}/manage/move", OWNER, hubs::move_hub_as_documented, "behind another, or to the beginning"),
    write(PUT, "/hubs/sections/{id}/manage/{identifier}", OWNER, hubs::update_managed, "where a row is shown"),
    write(DELETE, "/hubs/sections/{id}/manage/{identifier}", OWNER, hubs::demote, "a collection no longer"),
    write(PUT, "/hubs/sections/{id}/manage/{identifier}/move", OWNER, hubs::move_hub, "behind another, or to the beginning"),
    read(GET, "/hubs/search", ACCOUNT, search::hubs, "search by kind, people and genres too").but("no spell checking; hubs in a fixed order"),
    read(GET, "/hubs/search/voice", ACCOUNT, search::hubs, "search of what was said").but("as `/hubs/search`"),
    read(GET, "/search", ACCOUNT, search::legacy, "oldest search: titles"),

    read(GET, "/status/sessions", OWNER, sessions::sessions, "what is playing"),
    write(GET_OR_POST, "/status/sessions/terminate", OWNER, sessions::terminate, "stop a session"),
    read(GET, "/status/sessions/background", OWNER, optimizing::background, "the version that is made"),
    read(GET, "/transcode/sessions", OWNER, sessions::transcodes, "conversions"),
    write(DELETE, "/transcode/sessions/{key}", OWNER, sessions::end_transcode, "end a conversion, and what plays it"),
    write(GET_OR_PUT, "/video/:/transcode/universal/ping", ACCOUNT, without_effect::ping, "somebody is still there").but("nothing is seen of it"),
    read(GET, "/status/sessions/history/all", OWNER_OR_401, history::all, "finished plays: all filters, pages"),
    read(GET, "/status/sessions/history/{id}", OWNER_OR_401, history::one, "one play"),
    write(DELETE, "/status/sessions/history/{id}", OWNER_OR_401, history::forget, "forget a play"),

    read(GET, "/accounts", OWNER, accounts::accounts, "accounts"),
    read(GET, "/accounts/{id}", OWNER, accounts::account, "an account"),
    read(GET, "/myplex/account", OWNER, account::account, "the account that the server belongs to").but("its addresses are made up"),
    write(DELETE, "/myplex/account", OWNER, account::unclaim, "belong to nobody"),
    write(POST, "/myplex/claim", OWNER, account::claim, "belong to somebody").but("only to the owner of the description; its refusals are guessed"),
    read(GET, "/devices", OWNER, accounts::devices, "devices"),
    read(GET, "/devices/{id}", OWNER, accounts::device, "a device"),
    read(GET, "/clients", OWNER, clients::clients, "players that advertise themselves").but("those described and televisions, for ever"),
    write(GET_OR_POST, "/security/token", ACCOUNT, tokens::delegate, "a token to give to a player").but("good until the server ends or a thousand others were made"),
    read(GET, "/activities", ACCOUNT, activities::activities, "what is under way: scans, tasks, refreshes, conversions"),
    write(DELETE, "/activities/{uuid}", ACCOUNT, activities::cancel, "call one off"),

    read(GET, "/statistics/bandwidth", OWNER, statistics::bandwidth, "what was sent to whom: all filters").but("worked out from the history and the sessions; never forgotten"),
    read(GET, "/statistics/media", OWNER, statistics::media, "what was played by whom").but("worked out from the history"),
    read(GET, "/statistics/resources", OWNER, statistics::resources, "load of the machine").but("made up, busier with scans and conversions"),
    read(GET, "/butler", OWNER, butler::tasks, "what runs at night"),
    write(POST, "/butler", OWNER, butler::start_all, "do all that is due"),
    write(DELETE, "/butler", OWNER, butler::stop_all, "stop all that is done"),
    write(POST, "/butler/{name}", OWNER, butler::start, "do it now; 202 when it is being done").but("nothing is seen of what most of them do"),
    write(DELETE, "/butler/{name}", OWNER, butler::stop, "stop it"),
    read(GET, "/services/browse", OWNER, machine::browse, "folders of the machine").but("those that libraries know of"),
    read(GET, "/services/browse/{path}", OWNER, machine::browse, "what lies in a folder").but("what libraries know of"),
    read(GET, "/system/agents", OWNER, agents::agents, "what libraries can be matched by"),
    read(GET, "/system/agents/{identifier}", OWNER, agents::agent, "one of them"),
    read(GET, "/:/plugins/{id}/prefs", OWNER, agents::preferences, "what can be chosen for an agent").but("of the old agents of films and shows; nothing can be chosen"),
    read(GET, "/diagnostics/logs", OWNER, machine::logs, "an archive of logs").but("one line"),
    read(GET, "/diagnostics/databases", OWNER, machine::databases, "an archive of the database").but("no database"),
    read(GET, "/updater/status", OWNER, updates::status, "whether there is a newer version"),
    write(PUT, "/updater/check", OWNER, updates::check, "look for a newer version").but("finds what the description says"),
    write(PUT, "/updater/apply", OWNER, updates::apply, "install a newer version").but("can install none"),
    write(PUT, "/log", ACCOUNT, client_log::line, "write a line into the log"),
    write(POST, "/log", ACCOUNT, client_log::lines, "write lines into the log"),
    write(PUT, "/sync/refreshSynclists", OWNER, without_effect::refresh_sync, "renew what other devices keep").but("nothing is seen of it"),
    write(PUT, "/sync/refreshContent", OWNER, without_effect::refresh_sync, "renew what other devices keep").but("nothing is seen of it"),

    read(GET, "/:/prefs", OWNER, preferences::all, "preferences"),
    read(GET, "/system/settings", OWNER, preferences::all, "preferences"),
    read(GET, "/:/prefs/get", OWNER, preferences::one, "one preference"),
    write(PUT, "/:/prefs", OWNER, preferences::change, "change preferences"),

    attend(GET, "/player/proxy/poll", Attending::Poll, "a player waits for what it is to do"),
    attend(POST, "/player/proxy/response", Attending::Response, "a player says how it took a command"),
    attend(POST, "/player/proxy/timeline", Attending::Timeline, "a player says what it plays, for those who subscribed"),
    pass_on("/player/{room}/{command}", "what a player is told, and asked"),

    listen("/:/websockets/notifications", Channel::Websocket, "what happens, over a websocket; filters"),
    listen("/:/websocket/notifications", Channel::Websocket, "what happens, over a websocket; filters"),
    listen("/:/eventsource/notifications", Channel::EventSource, "what happens, as server-sent events; filters"),

    write(PUT, "/library/parts/{id}", ACCOUNT, parts::choose, "the streams that one hears and reads"),
    read(GET, "/library/parts/{id}/{stamp}/{file}", ACCOUNT, parts::bytes, "a file, whole or in part").but("its bytes are made up"),
    read(GET, "/library/parts/{id}/{file}", ACCOUNT, parts::bytes, "a file, whole or in part").but("its bytes are made up"),

    read(GET, "/photo/:/transcode", ACCOUNT, picture::transcode, "a picture, resized").but("of this server only; no blurring, no blending"),
    read(GET, "/library/metadata/{id}/{picture}/{stamp}", ACCOUNT, picture::original, "thumb, art, composite"),
    read(GET, "/services/ultrablur/colors", ACCOUNT, picture::blurred, "the colours of a picture").but("of this server only; its shape is guessed"),
    read(GET, "/library/media/{id}/chapterImages/{chapter}", ACCOUNT, picture::chapter, "a picture of a chapter"),
    read(GET, "/library/collections/{id}/{picture}/{stamp}", ACCOUNT, picture::original, "thumb, art"),
    read(GET, "/playlists/{id}/{picture}/{stamp}", ACCOUNT, picture::original, "composite"),
    read(GET, "/library/sections/{id}/composite/{stamp}", ACCOUNT, picture::section, "composite"),
    read(GET, "/:/resources/{name}", ACCOUNT, picture::resource, "pictures of libraries"),

    write(GET_OR_PUT, "/:/scrobble", ACCOUNT, watch::scrobble, "played once more"),
    write(GET_OR_PUT, "/:/unscrobble", ACCOUNT, watch::unscrobble, "not played"),
    write(GET_OR_PUT, "/:/progress", ACCOUNT, watch::progress, "how far"),
    write(GET_OR_PUT, "/:/rate", ACCOUNT, watch::rate, "how good"),
    write(GET_OR_POST, "/:/timeline", ACCOUNT, watch::timeline, "what a player reports: its session, progress, plays"),
    write(PUT, "/actions/removeFromContinueWatching", ACCOUNT, watch::dismiss, "not to go on with"),
];
