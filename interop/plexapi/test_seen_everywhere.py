"""What a viewer does shows in every answer that would tell of it. Each test has a server of its own."""

from __future__ import annotations

import pytest


def section(plex, kind: str):
    return next(section for section in plex.library.sections() if section.type == kind)


def keys(items) -> list[int]:
    return [item.ratingKey for item in items]


@pytest.fixture
def film(own_plex):
    deck = keys(own_plex.library.onDeck())
    films = section(own_plex, "movie").all()
    return next(film for film in films if not film.isPlayed and film.ratingKey not in deck)


def hub(plex, kind: str, name: str) -> list[int]:
    own = section(plex, kind)
    hubs = own.hubs(count=500, includeEmpty=True)
    [found] = [hub for hub in hubs if hub.hubIdentifier == f"{name}.{own.key}"]
    return keys(found.items())


def play(item) -> None:
    """Plays something to its end, as a player reports it: a place before the end arms the mark, one near it sets it."""
    item.updateTimeline(item.duration // 3, state="playing", duration=item.duration)
    item.updateTimeline(item.duration * 95 // 100, state="stopped", duration=item.duration)


def test_a_played_film(own_plex, film):
    films = section(own_plex, "movie")
    plays = len(own_plex.history())
    unwatched = len(films.search(unwatched=True))
    play(film)
    seen = own_plex.fetchItem(film.ratingKey)
    assert seen.isPlayed and seen.viewCount == 1 and seen.viewOffset == 0 and seen.lastViewedAt
    assert films.get(film.title, year=film.year).viewCount == 1
    assert len(films.search(unwatched=True)) == unwatched - 1
    assert film.ratingKey not in hub(own_plex, "movie", "movie.topunwatched")
    assert hub(own_plex, "movie", "movie.recentlyviewed")[0] == film.ratingKey
    history = own_plex.history()
    assert len(history) == plays + 1 and history[0].ratingKey == film.ratingKey
    # Others had seen it before.
    assert film.history()[0].historyKey == history[0].historyKey
    recent = films.search(sort="lastViewedAt:desc", maxresults=1)
    assert keys(recent) == [film.ratingKey]
    seen.markUnplayed()
    again = own_plex.fetchItem(film.ratingKey)
    assert not again.isPlayed and again.viewCount == 0 and again.lastViewedAt is None
    assert len(films.search(unwatched=True)) == unwatched


def test_a_begun_film(own_plex, film):
    half = film.duration // 2
    film.updateProgress(half)
    places = {
        "details": own_plex.fetchItem(film.ratingKey).viewOffset,
        "listing": section(own_plex, "movie").get(film.title, year=film.year).viewOffset,
        "on deck": own_plex.library.onDeck()[0].viewOffset,
        "continue watching": own_plex.continueWatching()[0].viewOffset,
    }
    assert set(places.values()) == {half}, places
    assert hub(own_plex, "movie", "movie.inprogress")[0] == film.ratingKey
    assert film.ratingKey in keys(section(own_plex, "movie").search(inProgress=True))
    own_plex.fetchItem(film.ratingKey).removeFromContinueWatching()
    assert film.ratingKey not in keys(own_plex.continueWatching())
    assert own_plex.fetchItem(film.ratingKey).viewOffset == half


def test_a_player_that_comes_to_the_end(own_plex, film):
    film.updateTimeline(film.duration // 3, state="playing", duration=film.duration)
    assert own_plex.fetchItem(film.ratingKey).viewOffset == film.duration // 3
    # A few seconds are not worth remembering; the end is as good as having seen it all.
    film.updateTimeline(film.duration * 95 // 100, state="stopped", duration=film.duration)
    seen = own_plex.fetchItem(film.ratingKey)
    assert seen.isPlayed and seen.viewOffset == 0
    assert own_plex.history()[0].ratingKey == film.ratingKey


def test_a_film_marked_as_played_is_no_play(own_plex, film):
    plays = len(own_plex.history())
    film.markPlayed()
    seen = own_plex.fetchItem(film.ratingKey)
    assert seen.isPlayed and seen.viewCount == 1
    assert len(own_plex.history()) == plays


def test_an_episode_counts_for_its_season_and_show(own_plex):
    shows = section(own_plex, "show")
    episode = next(e for show in shows.all() for e in show.episodes() if not e.isPlayed and e.parentIndex)
    season, show = episode.season(), episode.show()
    play(episode)
    assert episode.season().viewedLeafCount == season.viewedLeafCount + 1
    assert episode.show().viewedLeafCount == show.viewedLeafCount + 1
    listed = next(one for one in shows.all() if one.ratingKey == show.ratingKey)
    assert listed.viewedLeafCount == show.viewedLeafCount + 1
    assert listed.lastViewedAt is not None
    assert show.ratingKey not in keys(shows.search(unwatchedLeaves=False)) or listed.isPlayed
    assert own_plex.history()[0].grandparentTitle == show.title
    own = own_plex.history(ratingKey=show.ratingKey)
    assert own[0].ratingKey == episode.ratingKey


def test_a_show_played_as_a_whole(own_plex):
    show = next(show for show in section(own_plex, "show").all() if not show.isPlayed)
    plays = len(own_plex.history())
    show.markPlayed()
    seen = own_plex.fetchItem(show.ratingKey)
    assert seen.viewedLeafCount == seen.leafCount and seen.isPlayed
    assert show.unwatched() == []
    assert all(episode.isPlayed for episode in show.episodes())
    # It leaves no trace in the history.
    assert len(own_plex.history()) == plays
    seen.markUnplayed()
    assert own_plex.fetchItem(show.ratingKey).viewedLeafCount == 0
    assert show.watched() == []


def test_a_rating(own_plex, film):
    films = section(own_plex, "movie")
    film.rate(9.5)
    assert own_plex.fetchItem(film.ratingKey).userRating == 9.5
    assert own_plex.fetchItem(film.ratingKey).lastRatedAt is not None
    assert film.ratingKey in keys(films.search(filters={"userRating>>": 9}))
    track = section(own_plex, "artist").searchTracks()[0]
    track.rate(4)
    assert own_plex.fetchItem(track.ratingKey).userRating == 4
    assert track.ratingKey in keys(section(own_plex, "artist").searchTracks(userRating=4))


def test_a_play_shows_in_the_statistics(own_plex, film):
    def sent():
        return sum(sample.bytes for sample in own_plex.bandwidth("months"))

    before = sent()
    play(film)
    assert sent() >= before + film.media[0].bitrate * film.duration // 8 - 1


def test_a_scan_finds_what_waits(own_plex):
    films = section(own_plex, "movie")
    before = set(keys(films.all()))
    films.update()
    assert own_plex.activities
    films.cancelUpdate()
    assert own_plex.activities == [] and set(keys(films.all())) == before
    own_plex.library.update()
    assert len(own_plex.activities) == len(own_plex.library.sections())
    own_plex.library.cancelUpdate()
    assert own_plex.activities == []


def test_the_other_methods_do_the_same(own_plex, film):
    """Official documents name other methods than the ones that plexapi uses; PMS takes both."""
    put, post, get = own_plex._session.put, own_plex._session.post, own_plex._session.get
    own = f"key={film.ratingKey}&identifier=com.plexapp.plugins.library"
    own_plex.query(f"/:/progress?{own}&time=120000&state=stopped", method=put)
    assert own_plex.fetchItem(film.ratingKey).viewOffset == 120_000
    own_plex.query(f"/:/scrobble?{own}", method=put)
    assert own_plex.fetchItem(film.ratingKey).viewCount == 1
    own_plex.query(f"/:/unscrobble?{own}", method=put)
    assert own_plex.fetchItem(film.ratingKey).viewCount == 0
    own_plex.query(f"/:/rate?{own}&rating=5", method=get)
    assert own_plex.fetchItem(film.ratingKey).userRating == 5
    timeline = f"ratingKey={film.ratingKey}&state=playing&time=180000&duration={film.duration}"
    answer = own_plex.query(f"/:/timeline?{timeline}", method=post)
    assert answer.attrib["viewOffset"] == "180000"

    own_plex.query("/library/sections/all/refresh", method=post)
    activities = own_plex.activities
    assert len(activities) == len(own_plex.library.sections())
    own_plex.query(f"/activities/{activities[0].uuid}", method=own_plex._session.delete)
    assert len(own_plex.activities) == len(activities) - 1
    own_plex.library.cancelUpdate()
    own_plex.query(f"/library/sections/{section(own_plex, 'movie').key}/refresh", method=post)
    assert len(own_plex.activities) == 1

    session = next(session for session in own_plex.sessions() if session.session)
    own_plex.query(f"/status/sessions/terminate?sessionId={session.session.id}", method=post)
    assert session.sessionKey not in [other.sessionKey for other in own_plex.sessions()]
