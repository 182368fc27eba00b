"""Playlists and play queues, made and changed through plexapi and read back another way."""

from __future__ import annotations

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.playqueue import PlayQueue


def section(plex, kind):
    return next(section for section in plex.library.sections() if section.type == kind)


def keys(items):
    return [item.ratingKey for item in items]


def test_a_playlist_is_made_filled_ordered_and_deleted(own_plex):
    films = section(own_plex, "movie").all()
    playlist = own_plex.createPlaylist("Evening", items=films[:3])
    assert playlist.leafCount == 3 and not playlist.smart and playlist.playlistType == "video"
    assert playlist.duration == sum(film.duration // 1000 * 1000 for film in films[:3])
    # What is in it already is passed over.
    playlist.addItems(films[2:5])
    playlist.reload()
    assert playlist.leafCount == 5
    assert keys(playlist.items()) == keys(films[:5])

    first, second, *_, last = playlist.items()
    playlist.moveItem(last)
    assert keys(playlist.reload().items())[0] == last.ratingKey
    playlist.moveItem(last, after=second)
    assert keys(playlist.reload().items())[:3] == keys([first, second, last])
    playlist.removeItems([first])
    assert first.ratingKey not in keys(playlist.reload().items())
    with pytest.raises(NotFound):
        playlist.removeItems([films[8]])

    playlist.editTitle("Night").editSummary("Late")
    playlist.reload()
    assert (playlist.title, playlist.summary) == ("Night", "Late")
    found = own_plex.playlist("Night")
    assert found.ratingKey == playlist.ratingKey
    own_plex.query(f"/playlists/{playlist.ratingKey}/items", method=own_plex._session.delete)
    assert playlist.reload().leafCount == 0
    playlist.delete()
    with pytest.raises(NotFound):
        own_plex.playlist("Night")


def test_a_smart_playlist_is_a_query(own_plex):
    films = section(own_plex, "movie")
    playlist = own_plex.createPlaylist(
        "Recent", smart=True, section=films, sort="year:desc", filters={"year>>": 1950}
    )
    assert playlist.smart
    expected = keys(films.search(sort="year:desc", filters={"year>>": 1950}))
    assert keys(playlist.items()) == expected
    assert playlist.filters()["sort"] == ["movie.year:desc"]
    playlist.updateFilters(sort="titleSort", filters={"year<<": 1930})
    old = keys(films.search(sort="titleSort", filters={"year<<": 1930}))
    assert keys(own_plex.playlist("Recent").items()) == old
    with pytest.raises(BadRequest):
        playlist.addItems(films.all()[:1])


def test_music_and_films_do_not_mix(own_plex):
    tracks = section(own_plex, "artist").searchTracks()
    playlist = own_plex.createPlaylist("Songs", items=tracks[:2])
    assert playlist.playlistType == "audio" and playlist.isAudio
    with pytest.raises(BadRequest):
        playlist.addItems(section(own_plex, "movie").all()[:1])


def test_a_queue_is_made_changed_and_read_again(own_plex):
    tracks = section(own_plex, "artist").searchTracks()[:4]
    queue = PlayQueue.create(own_plex, tracks, startItem=tracks[1])
    assert keys(queue.items) == keys(tracks)
    assert queue.selectedItem.ratingKey == tracks[1].ratingKey
    assert queue.playQueueTotalCount == 4 and not queue.playQueueShuffled

    other = section(own_plex, "movie").all()[0]
    queue.addItem(other)
    assert keys(queue.items)[2] == other.ratingKey
    assert queue.playQueueLastAddedItemID == queue.items[2].playQueueItemID
    queue.moveItem(queue.items[2])
    assert keys(queue.items)[0] == other.ratingKey
    queue.moveItem(queue.items[0], after=queue.items[1])
    assert keys(queue.items)[1] == other.ratingKey
    queue.removeItem(queue.items[1])
    again = PlayQueue.get(own_plex, queue.playQueueID)
    assert keys(again.items) == keys(tracks)
    assert again.playQueueVersion == queue.playQueueVersion

    path = f"/playQueues/{queue.playQueueID}"
    own_plex.query(f"{path}/shuffle", method=own_plex._session.put)
    assert queue.refresh().playQueueShuffled
    own_plex.query(f"{path}/unshuffle", method=own_plex._session.put)
    assert keys(queue.refresh().items) == keys(tracks)
    own_plex.query(f"{path}/reset", method=own_plex._session.put)
    assert queue.refresh().selectedItem.ratingKey == tracks[0].ratingKey
    queue.clear()
    assert keys(queue.items) == keys(tracks[:1])


def test_a_queue_is_made_of_a_playlist_and_of_a_show(own_plex):
    films = section(own_plex, "movie").all()[:3]
    playlist = own_plex.createPlaylist("Evening", items=films)
    assert keys(PlayQueue.create(own_plex, playlist).items) == keys(films)
    show = section(own_plex, "show").all()[0]
    assert keys(PlayQueue.create(own_plex, show).items) == keys(show.episodes())
    episode = show.episodes()[0]
    following = PlayQueue.create(own_plex, episode, continuous=True)
    assert keys(following.items) == keys(show.episodes())
