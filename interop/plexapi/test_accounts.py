"""Others than the owner, and a server that nobody owns."""

from __future__ import annotations

import pytest
from plexapi.exceptions import BadRequest, NotFound, Unauthorized
from plexapi.server import PlexServer

import programs

GRACE, LINUS = "demo-token-for-grace", "demo-token-for-linus"
OWNERS = (
    "/accounts", "/devices", "/clients", "/butler", "/:/prefs", "/status/sessions",
    "/transcode/sessions", "/statistics/bandwidth?timespan=6", "/statistics/resources?timespan=6",
    "/statistics/media?timespan=1", "/updater/status", "/hubs/sections/1/manage",
)


@pytest.fixture
def linus(emulator) -> PlexServer:
    return PlexServer(emulator.url, LINUS)


@pytest.fixture
def grace(emulator) -> PlexServer:
    return PlexServer(emulator.url, GRACE)


def test_a_friend_sees_the_libraries_shared_with_them(plex, linus, shows):
    titles = [section.title for section in linus.library.sections()]
    assert len(titles) == 2 and len(plex.library.sections()) == 4
    provided = linus.query("/media/providers").findall(".//Feature[@type='content']/Directory[@id]")
    assert [directory.attrib["title"] for directory in provided] == titles
    with pytest.raises(NotFound):
        linus.query(f"/library/sections/{shows.key}/all")
    with pytest.raises(NotFound):
        linus.fetchItem(shows.all()[0].ratingKey)


def test_nothing_unshared_shows_in_any_list(plex, linus):
    shared = {section.key for section in linus.library.sections()}
    lists = {
        "recently added": linus.library.recentlyAdded(),
        "on deck": linus.library.onDeck(),
        "continue watching": linus.continueWatching(),
        "hubs": [item for hub in linus.library.hubs() for item in hub.items()],
        "search": [item for item in linus.search("the", limit=50) if hasattr(item, "ratingKey")],
    }
    assert any(lists.values())
    for name, items in lists.items():
        assert {int(item.librarySectionID) for item in items} <= shared, name


def test_no_paths_are_shown(plex, grace):
    for section in grace.library.sections():
        assert section.locations == []
    film = grace.library.sections()[0].all()[0]
    assert all(part.file is None for medium in film.reload().media for part in medium.parts)
    own = plex.fetchItem(film.ratingKey)
    assert all(part.file for medium in own.media for part in medium.parts)


@pytest.mark.parametrize("path", OWNERS)
def test_what_is_the_owners_is_forbidden(grace, path):
    with pytest.raises(BadRequest) as refused:
        grace.query(path)
    assert "(403)" in str(refused.value)


def test_history_is_unauthorized(grace):
    with pytest.raises(Unauthorized):
        grace.history()


def test_each_has_a_view_of_their_own(home):
    with programs.running_emulator(home) as running:
        owner, friend = PlexServer(running.url, running.token), PlexServer(running.url, GRACE)
        film = next(film for film in friend.library.sections()[0].all() if not film.isPlayed)
        before = owner.fetchItem(film.ratingKey)
        film.updateTimeline(film.duration // 3, state="playing", duration=film.duration)
        film.updateTimeline(film.duration * 95 // 100, state="stopped", duration=film.duration)
        film.rate(3)
        after = owner.fetchItem(film.ratingKey)
        assert (after.viewCount, after.userRating) == (before.viewCount, before.userRating)
        own = friend.fetchItem(film.ratingKey)
        assert own.viewCount == 1 and own.userRating == 3
        # The owner sees in the history who it was.
        newest = owner.history(maxresults=1)[0]
        assert newest.ratingKey == film.ratingKey
        assert owner.systemAccount(newest.accountID).name == "grace"


def test_an_unclaimed_server_asks_for_no_token(home):
    with programs.running_emulator(home, "--library", "sample", "--unclaimed") as running:
        nobodys = PlexServer(running.url)
        assert nobodys.myPlex is False and nobodys.myPlexSigninState == "none"
        assert nobodys.myPlexMappingState == "unknown" and nobodys.myPlexUsername is None
        assert nobodys.myPlexSubscription is False and nobodys.allowSync is False
        assert nobodys.identity().claimed is False
        assert len(nobodys.library.sections()) == 4
        assert nobodys.history(maxresults=1) and nobodys.systemAccounts()
        assert nobodys.library.sections()[0].all()[0].media[0].parts[0].file


def test_a_claimed_server_has_an_owner(plex):
    assert plex.identity().claimed is True
    assert plex.myPlexUsername == plex.systemAccount(1).name
