//! Every endpoint there is. What is not here is a 404, as for a wrong method.

use hyper::Method;

use super::{
    browse, groups, history, household, hubs, metadata, picture, preferences, root, search,
    sections, sessions, values, watch,
};
use crate::answer::Refusal;
use crate::server::{Access, Call, Handler, Reply, Route};
use crate::world::World;

const GET: &[Method] = &[Method::GET];
const DELETE: &[Method] = &[Method::DELETE];
const PUT: &[Method] = &[Method::PUT];
/// Actions that every client asks for with GET, whatever the documents say.
const GET_OR_PUT: &[Method] = &[Method::GET, Method::PUT];
const GET_OR_POST: &[Method] = &[Method::GET, Method::POST];

const ACCOUNT: Access = Access::Account;
const OWNER: Access = Access::Owner(Refusal::Forbidden);
/// History answers 401 to those who are not the owner.
const OWNER_OR_401: Access = Access::Owner(Refusal::Unauthorized);

const fn read(
    methods: &'static [Method],
    path: &'static str,
    access: Access,
    handler: for<'w> fn(&Call<'_>, &'w World) -> Reply<'w>,
) -> Route {
    Route {
        methods,
        path,
        access,
        handler: Handler::Read(handler),
    }
}

const fn write(
    methods: &'static [Method],
    path: &'static str,
    access: Access,
    handler: fn(&Call<'_>, &mut World) -> Reply<'static>,
) -> Route {
    Route {
        methods,
        path,
        access,
        handler: Handler::Write(handler),
    }
}

/// The table. The first row that matches answers.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    read(GET, "/library/sections/{id}/all", ACCOUNT, browse::all),
    read(GET, "/library/metadata/{ids}", ACCOUNT, metadata::details),

    read(GET, "/identity", Access::Open, root::identity),
    read(GET, "/", ACCOUNT, root::capabilities),

    read(GET, "/library", ACCOUNT, sections::library),
    read(GET, "/library/sections", ACCOUNT, sections::sections),
    read(GET, "/library/sections/all", ACCOUNT, sections::sections),
    write(GET_OR_POST, "/library/sections/all/refresh", OWNER, sections::refresh_all),
    write(DELETE, "/library/sections/all/refresh", OWNER, sections::cancel_refresh_all),
    read(GET, "/library/sections/{id}", ACCOUNT, sections::section),
    write(GET_OR_POST, "/library/sections/{id}/refresh", OWNER, sections::refresh),
    write(DELETE, "/library/sections/{id}/refresh", OWNER, sections::cancel_refresh),

    read(GET, "/library/sections/{id}/recentlyAdded", ACCOUNT, browse::recently_added),
    read(GET, "/library/sections/{id}/onDeck", ACCOUNT, hubs::on_deck_in_section),
    read(GET, "/library/sections/{id}/search", ACCOUNT, search::in_one_section),
    read(GET, "/library/sections/{id}/firstCharacter", ACCOUNT, values::first_characters),
    read(GET, "/library/sections/{id}/firstCharacters", ACCOUNT, values::first_characters),
    read(GET, "/library/sections/{id}/{listing}", ACCOUNT, browse::by_name),
    read(GET, "/library/recentlyAdded", ACCOUNT, browse::recently_added_everywhere),
    read(GET, "/library/onDeck", ACCOUNT, hubs::on_deck_everywhere),
    read(GET, "/library/search", ACCOUNT, search::ranked),

    read(GET, "/library/metadata/{id}/children", ACCOUNT, metadata::children),
    read(GET, "/library/metadata/{id}/grandchildren", ACCOUNT, metadata::grandchildren),
    read(GET, "/library/metadata/{id}/allLeaves", ACCOUNT, metadata::all_leaves),

    read(GET, "/library/collections/{id}", ACCOUNT, groups::collection),
    read(GET, "/library/collections/{id}/children", ACCOUNT, groups::collection_items),
    read(GET, "/library/collections/{id}/items", ACCOUNT, groups::collection_items),
    read(GET, "/playlists", ACCOUNT, groups::playlists),
    read(GET, "/playlists/all", ACCOUNT, groups::playlists),
    read(GET, "/playlists/{id}", ACCOUNT, groups::playlist),
    read(GET, "/playlists/{id}/items", ACCOUNT, groups::playlist_items),

    read(GET, "/hubs", ACCOUNT, hubs::home),
    read(GET, "/hubs/promoted", ACCOUNT, hubs::home),
    read(GET, "/hubs/home", ACCOUNT, hubs::home),
    read(GET, "/hubs/home/recentlyAdded", ACCOUNT, hubs::home_recently_added),
    read(GET, "/hubs/home/onDeck", ACCOUNT, hubs::on_deck_everywhere),
    read(GET, "/hubs/home/continueWatching", ACCOUNT, hubs::continue_watching),
    read(GET, "/hubs/continueWatching", ACCOUNT, hubs::continue_watching),
    read(GET, "/hubs/continueWatching/items", ACCOUNT, hubs::on_deck_everywhere),
    read(GET, "/hubs/search", ACCOUNT, search::hubs),
    read(GET, "/search", ACCOUNT, search::legacy),

    read(GET, "/status/sessions", OWNER, sessions::sessions),
    write(GET_OR_POST, "/status/sessions/terminate", OWNER, sessions::terminate),
    read(GET, "/transcode/sessions", OWNER, sessions::transcodes),
    read(GET, "/status/sessions/history/all", OWNER_OR_401, history::all),
    read(GET, "/status/sessions/history/{id}", OWNER_OR_401, history::one),
    write(DELETE, "/status/sessions/history/{id}", OWNER_OR_401, history::forget),

    read(GET, "/accounts", OWNER, household::accounts),
    read(GET, "/accounts/{id}", OWNER, household::account),
    read(GET, "/devices", OWNER, household::devices),
    read(GET, "/devices/{id}", OWNER, household::device),
    read(GET, "/clients", OWNER, household::clients),
    read(GET, "/activities", OWNER, household::activities),
    write(DELETE, "/activities/{uuid}", OWNER, household::cancel_activity),

    read(GET, "/:/prefs", OWNER, preferences::all),
    read(GET, "/:/prefs/get", OWNER, preferences::one),
    write(PUT, "/:/prefs", OWNER, preferences::change),

    read(GET, "/photo/:/transcode", ACCOUNT, picture::transcode),
    read(GET, "/library/metadata/{id}/{picture}/{stamp}", ACCOUNT, picture::original),
    read(GET, "/library/collections/{id}/{picture}/{stamp}", ACCOUNT, picture::original),
    read(GET, "/playlists/{id}/{picture}/{stamp}", ACCOUNT, picture::original),
    read(GET, "/library/sections/{id}/composite/{stamp}", ACCOUNT, picture::section),
    read(GET, "/:/resources/{name}", ACCOUNT, picture::resource),

    write(GET_OR_PUT, "/:/scrobble", ACCOUNT, watch::scrobble),
    write(GET_OR_PUT, "/:/unscrobble", ACCOUNT, watch::unscrobble),
    write(GET_OR_PUT, "/:/progress", ACCOUNT, watch::progress),
    write(GET_OR_PUT, "/:/rate", ACCOUNT, watch::rate),
    write(GET_OR_POST, "/:/timeline", ACCOUNT, watch::timeline),
    write(PUT, "/actions/removeFromContinueWatching", ACCOUNT, watch::dismiss),
];
