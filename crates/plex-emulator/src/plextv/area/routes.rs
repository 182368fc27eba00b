//! The table of plex.tv's endpoints.

use hyper::Method;

use super::common::{Access, Route};
use super::{
    account, asked, devices, discovering, friends, home, invitations, pins, settings, sharing,
    signing, switching, watching,
};

macro_rules! routes {
    ($($method:ident $path:literal $access:ident $handler:expr, $what:literal, $held_against:literal;)*) => {
        &[$(Route {
            method: Method::$method,
            path: $path,
            access: Access::$access,
            handler: $handler,
            what: $what,
            held_against: $held_against,
        }),*]
    };
}

/// All of them; the first that fits answers.
#[rustfmt::skip]
pub(in crate::plextv) const ROUTES: &[Route] = routes! {
    POST "/api/v2/pins" Open pins::make, "a PIN with which to sign in", "recordings";
    PUT "/api/v2/pins/link" Account pins::link, "says yes to a PIN", "a client's code";
    PUT "/api/v2/pins/link.json" Account pins::link, "says yes to a PIN", "a client's code";
    GET "/api/v2/pins/{id}" Open pins::look, "how a PIN stands", "recordings";
    GET "/auth" Open pins::page, "a page for browsers", "guessed";
    POST "/api/v2/users/signin" Open signing::sign_in, "signs in with name and password", "python-plexapi; what is missing is guessed";
    DELETE "/api/v2/users/signout" Account signing::sign_out, "makes the token good for nothing", "python-plexapi";
    POST "/users/sign_in.json" Open signing::sign_in_first, "signs in, first API", "clients' code";
    POST "/users/sign_in.xml" Open signing::sign_in_first, "signs in, first API", "clients' code";
    GET "/api/v2/user" Account account::user, "the account", "recordings";
    GET "/api/v2/ping" Account account::ping, "keeps a token alive", "python-plexapi";
    GET "/api/claim/token.json" Account account::claim, "a token to claim a server with", "a recording";
    GET "/:/ip" Open account::ip, "one's own address", "python-plexapi";
    GET "/api/v2/geoip" Account account::geoip, "where an address is", "python-plexapi; always the same place";
    GET "/api/v2/resources" Account devices::resources, "servers and players, with tokens", "recordings";
    GET "/api/resources" Account devices::resources_first, "the same, first API", "a recording";
    GET "/devices.xml" Account devices::devices, "servers and applications", "a recording";
    DELETE "/devices/{id}" Account devices::remove, "signs an application out", "python-plexapi";
    GET "/api/v2/home/users" Account home::users, "who lives in the home", "a recording";
    GET "/api/home/users" Account home::users_first, "the same, first API", "python-plexapi";
    POST "/api/home/users" Admin home::add, "adds somebody managed, or asks somebody to join", "python-plexapi";
    DELETE "/api/home/users/{id}" Account home::remove, "sends somebody out of the home", "python-plexapi; its refusals are guessed";
    PUT "/api/home/users/{id}" Account home::set_pin, "sets or removes a PIN", "python-plexapi; its refusals are guessed";
    POST "/api/v2/home/users/restricted/{id}" Account home::set_managed, "PIN and profile of somebody managed", "python-plexapi; its refusals are guessed";
    POST "/api/v2/home/users/{uuid}/switch" Account switching::switch, "becomes somebody else of the home", "a recording; error 1041 from an issue";
    POST "/api/home/users/{id}/switch" Account switching::switch_first, "the same, first API", "python-plexapi";
    GET "/api/users" Account friends::users, "whom one shares and lives with", "clients' tests";
    PUT "/api/users/{id}" Account friends::set_first, "what a friend may do and see", "a client's notes";
    GET "/api/v2/friends" Account friends::friends, "friends, and who asked", "recordings";
    POST "/api/v2/friends/invite" Account friends::invite, "asks somebody to be friends", "a recording";
    POST "/api/v2/friends/{id}/accept" Account friends::accept, "says yes", "a recording";
    DELETE "/api/v2/friends/{id}" Account friends::part, "ends a friendship", "a client's code";
    PUT "/api/v2/sharings/{id}" Account friends::set, "what a friend may do and see; filters to the letter", "python-plexapi";
    DELETE "/api/v2/sharings/{id}" Account friends::part, "ends friendship and sharing", "python-plexapi";
    GET "/api/friends" Account friends::removed, "410", "issues; its body is guessed";
    DELETE "/api/friends/{id}" Account friends::removed, "410", "issues; its body is guessed";
    GET "/api/invites/requests" Account asked::received, "410, unless `invitations` is `alive`", "issues; the body of its 410 is guessed";
    PUT "/api/invites/requests/{id}" Account asked::accept, "410, unless `invitations` is `alive`", "issues; the body of its 410 is guessed";
    GET "/api/invites/requested" Account asked::sent, "410, unless `invitations` is `alive`", "issues; the body of its 410 is guessed";
    DELETE "/api/invites/requested/{id}" Account asked::take_back, "no longer asks somebody to join the home; 410 else, unless `invitations` is `alive`", "python-plexapi, issues; the body of its 410 is guessed";
    GET "/api/servers/{id}" Account sharing::server, "a server's libraries, by plex.tv's numbers", "clients' tests";
    GET "/api/v2/servers/{id}" Account sharing::server_second, "the same, second API", "a recording";
    GET "/api/servers/{id}/shared_servers" Account sharing::shares, "whom a server is shared with, with tokens", "clients' tests";
    POST "/api/servers/{id}/shared_servers" Account sharing::add, "shares libraries", "clients' tests; that no list is all libraries is guessed";
    GET "/api/servers/{id}/shared_servers/{id}" Account sharing::share, "what is shared with one", "python-plexapi";
    PUT "/api/servers/{id}/shared_servers/{id}" Account sharing::change, "shares other libraries instead", "python-plexapi";
    DELETE "/api/servers/{id}/shared_servers/{id}" Account sharing::stop, "shares no longer", "python-plexapi";
    POST "/api/v2/shared_servers" Account invitations::add, "shares libraries", "a recording";
    POST "/api/v2/shared_servers/{id}" Account invitations::change, "other libraries, other settings", "a client's code";
    PUT "/api/v2/shared_servers/{id}" Account invitations::change, "other libraries, other settings", "a client's code";
    DELETE "/api/v2/shared_servers/{id}" Account invitations::stop, "shares no longer, or says no", "a client's code";
    POST "/api/v2/shared_servers/{id}/accept" Account invitations::accept, "says yes", "a client's code";
    GET "/api/v2/shared_servers/{side}/accepted" Account invitations::accepted, "what is shared: owned or received", "a client's code";
    GET "/api/v2/shared_servers/invites/{side}/{state}" Account invitations::invitations, "by person: owned or received, pending or accepted", "clients' code";
    GET "/api/v2/user/webhooks" Account settings::webhooks, "webhooks", "a recording";
    POST "/api/v2/user/webhooks" Account settings::set_webhooks, "other webhooks instead", "python-plexapi";
    GET "/api/v2/user/privacy" Account settings::privacy, "what is told to Plex", "a recording";
    PUT "/api/v2/user/privacy" Account settings::set_privacy, "tells more or less", "python-plexapi";
    GET "/api/v2/user/view_state_sync" Account settings::view_state_sync, "whether what is watched is kept alike everywhere", "python-plexapi";
    PUT "/api/v2/user/view_state_sync" Account settings::set_view_state_sync, "sets it", "python-plexapi";
    GET "/api/v2/user/{uuid}/settings/opt_outs" Account settings::opt_outs, "sources of online media", "python-plexapi";
    POST "/api/v2/user/{uuid}/settings/opt_outs" Account settings::set_opt_out, "wants a source or does not", "python-plexapi";
    GET "/" Account discovering::provider, "which provider this is", "python-plexapi; guessed";
    GET "/library/sections/watchlist/{list}" Account watching::watchlist, "the watchlist: all, available, released", "clients' notes";
    PUT "/actions/addToWatchlist" Account watching::add, "adds to it", "clients' notes";
    PUT "/actions/removeFromWatchlist" Account watching::remove, "takes off it", "clients' notes";
    GET "/actions/scrobble" Account watching::scrobble, "watched", "python-plexapi";
    PUT "/actions/scrobble" Account watching::scrobble, "watched", "guessed";
    GET "/actions/unscrobble" Account watching::unscrobble, "not watched", "python-plexapi";
    PUT "/actions/unscrobble" Account watching::unscrobble, "not watched", "guessed";
    PUT "/actions/rate" Account watching::rate, "rates", "guessed";
    GET "/library/metadata/matches" Account discovering::matches, "titles by GUID or name", "clients' notes";
    GET "/library/metadata/{keys}" Account watching::details, "titles", "python-plexapi";
    GET "/library/metadata/{key}/userState" Account watching::user_state, "what one did with a title", "python-plexapi";
    GET "/library/metadata/{key}/availabilities" Account watching::availabilities, "where a title can be watched", "python-plexapi; the offers are invented";
    GET "/library/search" Account discovering::search, "titles by name", "python-plexapi";
    GET "/hubs/sections/home" Account discovering::rows, "rows of titles, empty", "a client's notes";
    GET "/hubs/sections/home/{row}" Account discovering::row, "what is in a row", "a client's notes";
};
