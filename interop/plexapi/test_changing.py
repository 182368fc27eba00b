"""What a client changes is changed: each test has a server of its own."""

from __future__ import annotations

import time

SCAN_SECONDS = 60


def films_of(plex):
    return next(section for section in plex.library.sections() if section.type == "movie")


def test_a_scan_is_seen_to_begin_and_to_end(own_plex):
    def films():
        return own_plex.query("/library/sections").find("Directory[@type='movie']").attrib

    before = films()
    films_of(own_plex).update()
    during = films()
    assert during["refreshing"] == "1"
    assert during["scannedAt"] == before["scannedAt"]
    assert own_plex.activities[0].type == "library.update.section"

    # Waits for the state, not for a time: the bound is only there to fail instead of hanging.
    bound = time.monotonic() + SCAN_SECONDS
    while films()["refreshing"] == "1" and time.monotonic() < bound:
        time.sleep(0.1)
    after = films()
    assert after["refreshing"] == "0"
    assert int(after["scannedAt"]) > int(before["scannedAt"])
    assert own_plex.activities == []


def test_a_film_is_marked_played_and_unplayed(own_plex):
    film = films_of(own_plex).all()[0]
    plays = film.viewCount
    film.markPlayed()
    film.reload()
    assert film.viewCount == plays + 1 and film.lastViewedAt is not None
    film.markUnplayed()
    film.reload()
    assert film.viewCount == 0 and film.lastViewedAt is None


def test_a_begun_film_comes_on_deck_and_goes(own_plex):
    deck = {item.ratingKey for item in own_plex.library.onDeck()}
    film = next(film for film in films_of(own_plex).all() if film.ratingKey not in deck)
    film.updateProgress(film.duration // 2)
    assert film.ratingKey in {item.ratingKey for item in own_plex.library.onDeck()}
    assert film.reload().viewOffset == film.duration // 2
    film.markPlayed()
    assert film.ratingKey not in {item.ratingKey for item in own_plex.library.onDeck()}


def test_a_rating_is_kept_and_cleared(own_plex):
    film = films_of(own_plex).all()[0]
    film.rate(7.5)
    assert film.reload().userRating == 7.5
    film.rate(None)
    assert film.reload().userRating is None


def test_a_session_is_stopped(own_plex):
    session = next(session for session in own_plex.sessions() if session.session)
    session.stop(reason="Dinner is served")
    assert session.sessionKey not in {other.sessionKey for other in own_plex.sessions()}


def test_a_play_is_forgotten(own_plex):
    newest = own_plex.history(maxresults=1)[0]
    newest.delete()
    assert newest.historyKey not in {play.historyKey for play in own_plex.history()}
