"""MyPlexAccount against the emulated plex.tv: home, friends, sharing, the watchlist, settings."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from plexapi.exceptions import BadRequest, NotFound, Unauthorized
from plexapi.myplex import MyPlexAccount, MyPlexPinLogin
from plexapi.server import PlexServer
from requests.adapters import HTTPAdapter

import programs

# Who owns a server has one token for it and for plex.tv.
ACCOUNT = programs.EMULATOR_TOKEN
HOSTS = ("plex.tv", "clients.plex.tv", "discover.provider.plex.tv", "metadata.provider.plex.tv")


class Instead(HTTPAdapter):
    """Sends what is for Plex's hosts to the emulated one."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.place = urlsplit(url)

    def send(self, request, *args, **kwargs):
        parts = urlsplit(request.url)
        request.url = urlunsplit((self.place.scheme, self.place.netloc, *parts[2:]))
        return super().send(request, *args, **kwargs)


def session_for(url: str) -> requests.Session:
    session = requests.Session()
    for host in HOSTS:
        session.mount(f"https://{host}", Instead(url))
    return session


@pytest.fixture
def running(home):
    with programs.running_emulator(home, "--library", "sample", "--plex-tv") as running:
        yield running


@pytest.fixture
def account(running) -> MyPlexAccount:
    return MyPlexAccount(token=ACCOUNT, session=session_for(running.plex_tv))


@pytest.fixture
def server(running) -> PlexServer:
    return PlexServer(running.url, running.token)


def seen_by(running, token: str) -> list[str]:
    sections = PlexServer(running.url, token).library.sections()
    return [section.title for section in sections]


def test_the_account_is_read_whole(account):
    assert account.title == "Ada" and account.homeAdmin and account.home
    assert account.subscriptionActive and "webhooks" in account.subscriptionFeatures
    assert account.roles == ["plexpass"]
    assert account.joinedAt and account.rememberExpiresAt
    assert account.ping() is True
    assert account.claimToken().startswith("claim-")
    assert account.publicIP() == "203.0.113.7"
    assert account.geoip("203.0.113.7").country == "Netherlands"


def test_nobody_is_let_in_without_an_account(running):
    with pytest.raises(Unauthorized):
        MyPlexAccount(token="nobodys", session=session_for(running.plex_tv))


def test_a_pin_signs_in(running):
    session = session_for(running.plex_tv)
    login = MyPlexPinLogin(session=session)
    account = MyPlexAccount(token=ACCOUNT, session=session)
    assert login.pin and not login.checkLogin()
    account.link(login.pin)
    assert login.checkLogin() and login.token == ACCOUNT


def test_the_server_is_a_resource_that_can_be_connected_to(account, server):
    resource = next(one for one in account.resources() if one.provides == "server")
    assert resource.owned and resource.connections[0].local
    assert resource.connect().machineIdentifier == server.machineIdentifier
    device = account.device(resource.name)
    assert device.clientIdentifier == server.machineIdentifier
    assert {one.name for one in account.devices()} >= {resource.name, "Telephone"}
    telephone = account.device("Telephone")
    telephone.delete()
    with pytest.raises(NotFound):
        account.device("Telephone")


def test_members_of_the_home_come_are_protected_and_go(account, running, server):
    created, shared = account.createHomeUser("Ralph", server, sections=["Films"])
    assert created.attrib["restricted"] == "1" and shared is not None
    ralph = account.user("Ralph")
    assert ralph.home and not ralph.protected
    account.setManagedUserPin(ralph, "1234")
    assert account.user("Ralph").protected
    account.removeManagedUserPin(ralph)
    assert not account.user("Ralph").protected
    token = ralph.get_token(server.machineIdentifier)
    assert seen_by(running, token) == ["Films"]
    as_ralph = account.switchHomeUser("Ralph")
    assert as_ralph.title == "Ralph" and as_ralph.restricted
    # The token of the account is none of the server's.
    with pytest.raises(Unauthorized):
        PlexServer(running.url, as_ralph.authToken)
    resource = next(one for one in as_ralph.resources() if one.provides == "server")
    assert resource.accessToken == token and not resource.owned
    account.removeHomeUser(ralph)
    with pytest.raises(NotFound):
        account.user("Ralph")
    with pytest.raises(Unauthorized):
        PlexServer(running.url, token)


def test_a_pin_keeps_others_out(account, running):
    account.setPin("2468")
    grace = account.switchHomeUser("grace")
    with pytest.raises(BadRequest, match="A valid PIN is required"):
        grace.switchHomeUser(account.uuid and grace.user("Ada"))
    assert grace.switchHomeUser(grace.user("Ada"), pin="2468").homeAdmin
    account.removePin("2468")
    assert grace.switchHomeUser(grace.user("Ada")).homeAdmin


def test_what_a_friend_is_shown_changes(account, running, server):
    linus = account.user("linus")
    share = linus.servers[0]
    assert share.numLibraries == 2 and not share.allLibraries and share.owned
    assert [one.title for one in share.sections() if one.shared] == ["Films", "Music"]
    token = linus.get_token(server.machineIdentifier)
    assert seen_by(running, token) == ["Films", "Music"]
    account.updateFriend(
        linus, server, sections=["Shows"], allowSync=True,
        filterMovies={"contentRating": ["G", "PG"], "label": ["x"]},
    )
    assert seen_by(running, token) == ["Shows"]
    linus = account.user("linus")
    assert linus.allowSync and linus.filterMovies == "contentRating=G%2CPG|label=x"
    with pytest.raises(BadRequest, match="already sharing"):
        account.inviteFriend("linus", server, sections=["Films"])
    account.updateFriend(linus, server, sections=["Shows"], removeSections=True)
    with pytest.raises(Unauthorized):
        PlexServer(running.url, token)
    assert account.user("linus").servers == []


def test_a_friend_is_parted_from_and_invited_again(account, running, server):
    account.removeFriend("linus")
    assert "linus" not in [user.title for user in account.users()]
    account.inviteFriend("linus", server, sections=["Films"], allowSync=True)
    linus = account.user("linus")
    assert linus.servers[0].pending
    assert not linus.get_token(server.machineIdentifier)
    # The lists of old are gone.
    for call in (account.pendingInvites, lambda: account.acceptInvite("linus")):
        with pytest.raises(BadRequest, match="410"):
            call()


def test_what_is_wanted_is_kept_on_a_list(account, server):
    film = server.library.section("Films").get("Metropolis")
    assert not film.onWatchlist(account)
    film.addToWatchlist(account)
    assert film.onWatchlist(account)
    severance = account.searchDiscover("Severance", libtype="show")[0]
    account.addToWatchlist(severance)
    assert [item.title for item in account.watchlist()] == ["Severance", "Metropolis"]
    assert [item.title for item in account.watchlist(libtype="movie")] == ["Metropolis"]
    titles = [item.title for item in account.watchlist(sort="titleSort:asc", maxresults=1)]
    assert titles == ["Metropolis"]
    assert account.watchlist(filter="released")
    assert isinstance(film.streamingServices(account), list)
    account.removeFromWatchlist([film, severance])
    assert account.watchlist() == []
    artist = server.library.section("Music").all()[0]
    with pytest.raises((BadRequest, NotFound)):
        account.addToWatchlist(artist)


def test_what_is_watched_elsewhere_is_kept_apart_unless_wanted(account, server):
    film = server.library.section("Films").get("Nosferatu")
    before = film.viewCount
    account.markPlayed(film)
    assert account.isPlayed(film)
    assert film.reload().viewCount == before
    account.markUnplayed(film)
    assert not account.isPlayed(film)
    account.enableViewStateSync()
    assert account.viewStateSync is True
    account.markPlayed(film)
    assert film.reload().viewCount == before + 1
    account.disableViewStateSync()
    assert account.viewStateSync is False


def test_settings_of_the_account_are_kept(account):
    one, two = "http://one.example/?a=b", "https://two.example"
    assert account.setWebhooks([one, two]) == [one, two]
    account.deleteWebhook(one)
    assert account.webhooks() == [two]
    account.addWebhook(one)
    assert account.webhooks() == [two, one]
    assert account.setWebhooks([]) == []
    news = next(one for one in account.onlineMediaSources() if one.key.endswith("news"))
    news.optOut()
    news = next(one for one in account.onlineMediaSources() if one.key.endswith("news"))
    assert news.value == "opt_out"
    account.optOut(playback=True, library=False)


def test_a_playlist_is_copied_to_somebody_else(running, server, account):
    server._myPlexAccount = account
    films = next(section for section in server.library.sections() if section.type == "movie")
    playlist = server.createPlaylist("For grace", items=films.all()[:3])
    copied = playlist.copyToUser("grace")
    assert [item.ratingKey for item in copied.items()] == [
        item.ratingKey for item in playlist.items()
    ]
    theirs = PlexServer(running.url, "demo-token-for-grace").playlists()
    assert "For grace" in [other.title for other in theirs]
    copied.delete()
    assert "For grace" in [other.title for other in server.playlists()]
