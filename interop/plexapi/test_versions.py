"""Versions, files and streams: chosen, deleted, made for weak players, fetched; tasks, stations, M3U files."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Iterator

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.playqueue import PlayQueue
from plexapi.server import PlexServer

import programs

DESCRIPTION = """
[[account]]
id = 1
name = "ada"
[profile.spoken]
container = "mkv"
videoCodec = "h264"
bitrate = 9000
width = 1920
height = 1080
videoResolution = "1080"
Stream = [
    { streamType = 1, codec = "h264", index = 0 },
    { streamType = 2, codec = "aac", index = 1, selected = true, languageTag = "en" },
    { streamType = 2, codec = "aac", index = 2, languageTag = "de" },
    { streamType = 3, codec = "srt", index = 3, languageTag = "en" },
]
[[section]]
type = "movie"
title = "Films"
Location = ["/media/films"]
item = [
    { title = "Metropolis", year = 1927, duration = "1h", media = ["spoken", "sd"] },
    { title = "Sunrise", duration = "1h", Media = [{ profile = "spoken", Part = [{ size = 5000 }] }] },
]
[[section]]
type = "artist"
title = "Music"
Location = ["/media/music"]
[[section.item]]
title = "Can"
[[section.item.item]]
title = "Soon"
item = ["Dizzy", "Chain"]
[[section.item]]
title = "The Can"
item = [{ title = "Tago", item = ["Halleluwah"] }]
[[file]]
path = "/media/music/evening.m3u"
text = "#EXTM3U\\nCan/Soon/02 - Chain.flac"
[[file]]
path = "/media/films/The Lodger (1927).mkv"
"""


@pytest.fixture
def own(home, tmp_path) -> Iterator[PlexServer]:
    description = tmp_path / "versions.toml"
    description.write_text(DESCRIPTION)
    arguments = ("--library", str(description), "--scan-duration", "300ms")
    with programs.running_emulator(home, *arguments) as running:
        yield PlexServer(running.url, running.token)


def wait_for(what, seconds: float = 10):
    """What it gives once that is something."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def film(plex: PlexServer, title: str):
    return plex.library.section("Films").get(title)


def test_one_version_is_deleted(own):
    versions = film(own, "Metropolis").media
    assert len(versions) == 2
    versions[0].delete()
    left = film(own, "Metropolis").media
    assert [version.id for version in left] == [versions[1].id]
    left[0].delete()
    with pytest.raises(NotFound):
        film(own, "Metropolis")
    own.settings.get("allowMediaDeletion").set(False)
    own.settings.save()
    with pytest.raises(BadRequest):
        film(own, "Sunrise").media[0].delete()


def test_streams_are_chosen(own):
    part = film(own, "Metropolis").reload().media[0].parts[0]
    german = part.audioStreams()[1]
    part.setSelectedAudioStream(german)
    part.setSelectedSubtitleStream(part.subtitleStreams()[0])
    part = film(own, "Metropolis").reload().media[0].parts[0]
    assert [stream.id for stream in part.audioStreams() if stream.selected] == [german.id]
    assert part.subtitleStreams()[0].selected
    part.resetSelectedSubtitleStream()
    part = film(own, "Metropolis").reload().media[0].parts[0]
    assert not any(stream.selected for stream in part.subtitleStreams())
    with pytest.raises(BadRequest):
        part.setSelectedAudioStream(part.subtitleStreams()[0].id)


def test_a_file_is_downloaded(own, tmp_path):
    (path,) = film(own, "Sunrise").download(savepath=str(tmp_path))
    assert Path(path).stat().st_size == 5000


def test_versions_are_made_for_weak_players(own):
    assert own.optimizedItems() == []
    film(own, "Metropolis").optimize(target="mobile", title="Small")
    (order,) = own.optimizedItems()
    assert order.title == "Small" and order.target == "Optimized for Mobile"
    made = wait_for(lambda: [one for one in film(own, "Metropolis").media if one.proxyType == 42])
    assert made[0].optimizedForStreaming and made[0].title == "Small"
    assert made[0].videoResolution == "720" and made[0].container == "mp4"
    assert [item.title for item in order.items()] == ["Metropolis"]
    order.rename("Smaller")
    assert own.optimizedItems()[0].title == "Smaller"
    film(own, "Sunrise").optimize(deviceProfile="iOS", videoQuality=8, title="Own")
    second = own.optimizedItems()[1]
    assert second.target == "Custom: iOS"
    assert own.currentBackgroundProcess()[0].title == "Sunrise"
    second.reprocess(film(own, "Metropolis").ratingKey)
    own.query(
        f"/playlists/42000000/items/{second.id}/{film(own, 'Metropolis').ratingKey}/disable",
        method=own._session.put,
    )
    order.remove()
    assert not any(one.proxyType == 42 for one in film(own, "Metropolis").media)
    own.optimizedItems(removeAll=True)
    assert own.optimizedItems() == []
    assert own.playlists() == []


def test_conversions_wait_in_a_queue_and_change_places(own):
    own.conversions(pause=True)
    assert own.settings.get("BackgroundQueueIdlePaused").value
    for title in ("Sunrise", "Metropolis"):
        film(own, title).optimize(target="tv", title=title)
    titles = lambda: [one.title for one in own.conversions()]
    first, second = own.conversions()
    assert [first.title, second.title] == ["Sunrise", "Metropolis"]
    assert second.generatorID == str(own.optimizedItems()[1].id) and second.username
    assert second.target == "Optimized for TV"
    second.move(-1)
    assert titles() == ["Metropolis", "Sunrise"]
    second.move(first.playQueueItemID)
    assert titles() == ["Sunrise", "Metropolis"]
    first.remove()
    assert titles() == ["Metropolis"]
    own.conversions(pause=False)
    wait_for(lambda: [one for one in film(own, "Metropolis").media if one.proxyType == 42])
    assert titles() == []
    assert not any(one.proxyType == 42 for one in film(own, "Sunrise").media)


def test_tasks_run_and_are_seen(own):
    own.runButlerTask("BackupDatabase")
    assert [one.title for one in own.activities] == ["Back up the database"]
    wait_for(lambda: not own.activities)
    own.query("/butler", method=own._session.post)
    assert len(own.activities) > 5
    own.query("/butler/BackupDatabase", method=own._session.delete)
    own.query("/butler", method=own._session.delete)
    assert own.activities == []
    with pytest.raises(NotFound):
        own.query("/butler/BackupDatabase", method=own._session.delete)


def test_a_scan_finds_a_file_by_its_name(own):
    films = own.library.section("Films")
    films.update()
    wait_for(lambda: not films.reload().refreshing and films.totalSize == 3)
    assert films.get("The Lodger").year == 1927


def test_stations_play_and_list_nothing(own):
    music = own.library.section("Music")
    stations = music.stations()
    assert [one.title for one in stations][0] == "Library Radio"
    assert stations[0].radio and stations[0].items() == []
    queue = PlayQueue.fromStationKey(own, stations[0].key)
    assert len(queue.items) == 3
    own.query(f"/hubs/sections/{music.key}/stations")
    station = music.get("Can").station()
    assert station.title == "Can Radio"
    assert len(PlayQueue.fromStationKey(own, station.key).items) == 2


def test_a_playlist_is_made_of_an_m3u_file(own):
    music = own.library.section("Music")
    playlist = music.createPlaylist("Evening", m3ufilepath="/media/music/evening.m3u")
    assert playlist.title == "Evening"
    assert [track.title for track in playlist.items()] == ["Chain"]
    with pytest.raises(BadRequest):
        music.createPlaylist("Secrets", m3ufilepath="/etc/passwd")


def test_artists_of_one_title_become_one(own):
    music = own.library.section("Music")
    other = music.get("The Can")
    album = other.albums()[0]
    other.editTitle("Can")
    artist = music.get("Can")
    assert len(music.all()) == 1
    assert {one.title for one in artist.albums()} == {"Soon", "Tago"}
    album.reload().editTitle("Soon")
    assert [one.title for one in artist.reload().albums()] == ["Soon"]
    assert len(artist.tracks()) == 3


def test_a_tree_and_a_token_path(own):
    key = film(own, "Metropolis").ratingKey
    tree = own.query(f"/library/metadata/{key}/tree")
    assert len(tree.findall(".//MediaPart")) == 2
    part = film(own, "Sunrise").media[0].parts[0]
    answer = own._session.get(
        own.url(f"/library/parts/{part.id}/file.mkv", includeToken=True), headers={"Range": "bytes=0-9"}
    )
    assert answer.status_code == 206 and len(answer.content) == 10
    own.query("/playlists/42000000")
