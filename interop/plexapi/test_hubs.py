"""Hubs: at home, in a library; each holds what its key gives."""

from __future__ import annotations

import pytest


def whole(hub) -> list[int]:
    return [item.ratingKey for item in hub.items()]


@pytest.mark.parametrize("kind", ["films", "shows", "music", "photos"])
def test_a_librarys_hubs(request, kind):
    section = request.getfixturevalue(kind)
    hubs = section.hubs(count=3)
    assert hubs
    assert len({hub.hubIdentifier for hub in hubs}) == len(hubs)
    for hub in hubs:
        assert hub.title and hub.context.startswith("hub.") and hub.style
        if hub.context == "hub.music.stations":
            # Stations are no items that could be fetched.
            continue
        shown = [item.ratingKey for item in hub._partialItems]
        assert len(shown) == hub.size <= 3
        # plexapi fetches the rest of a hub that says it has more.
        more = hub.more
        assert whole(hub)[: len(shown)] == shown
        assert more == (len(hub.items()) > len(shown))
        assert hub.reload().hubIdentifier == hub.hubIdentifier


def test_continue_watching_is_one_list_everywhere(plex, films, shows):
    everywhere = [item.ratingKey for item in plex.continueWatching()]
    assert everywhere == [item.ratingKey for item in plex.library.onDeck()]
    own = [item.ratingKey for section in (films, shows) for item in section.continueWatching()]
    assert sorted(own) == sorted(everywhere)
    [hub] = [hub for hub in plex.library.hubs() if hub.hubIdentifier == "home.continue"]
    assert whole(hub) == everywhere


def test_home_has_what_is_new_in_each_library(plex):
    hubs = {hub.hubIdentifier: hub for hub in plex.library.hubs()}
    for name in ("home.movies.recent", "home.television.recent", "home.music.recent", "home.playlists"):
        assert name in hubs
    films = [item.addedAt for item in hubs["home.movies.recent"].items()]
    assert films == sorted(films, reverse=True)
    assert {item.type for item in hubs["home.playlists"].items()} == {"playlist"}


def test_home_hubs_can_be_chosen(plex, films):
    promoted = plex.fetchItems(f"/hubs/promoted?contentDirectoryID={films.key}")
    names = [hub.hubIdentifier for hub in promoted]
    assert names == ["home.continue", f"movie.recentlyadded.{films.key}"]


def test_managed_hubs(films):
    managed = {hub.identifier: hub for hub in films.managedHubs()}
    assert "movie.recentlyadded" in managed and "movie.inprogress" not in managed
    recent = managed["movie.recentlyadded"]
    assert recent.promotedToOwnHome and recent.promotedToRecommended and not recent.deletable
    assert not managed["movie.topunwatched"].promotedToOwnHome
