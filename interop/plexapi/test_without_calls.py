"""Endpoints that plexapi has no call of its own for, asked through its connection, and read back through its calls."""

from __future__ import annotations

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.server import PlexServer

import programs
from conftest import section_of

RELEASE = """
[server.Release]
key = "https://plex.tv/updater/releases/4567"
version = "1.43.5.10999-abcdef012"
state = "available"
"""


def put(plex: PlexServer, path: str):
    return plex.query(path, method=plex._session.put)


def post(plex: PlexServer, path: str, **more):
    return plex.query(path, method=plex._session.post, **more)


def delete(plex: PlexServer, path: str):
    return plex.query(path, method=plex._session.delete)


@pytest.fixture
def film(own_plex):
    return section_of(own_plex, "movie").get("Metropolis")


def test_markers_are_made_moved_and_removed(own_plex, film):
    before = len(film.reload(includeMarkers=True).markers)
    post(own_plex, f"{film.key}/marker?type=bookmark&startTimeOffset=1000&endTimeOffset=5000")
    film.reload(includeMarkers=True)
    made = [marker for marker in film.markers if marker.start == 1000]
    assert len(film.markers) == before + 1 and made[0].end == 5000
    marker = f"{film.key}/marker/{made[0].id}"
    put(own_plex, f"{marker}?type=bookmark&startTimeOffset=2000&endTimeOffset=6000")
    starts = [one.start for one in film.reload(includeMarkers=True).markers]
    assert 2000 in starts and 1000 not in starts
    delete(own_plex, marker)
    assert len(film.reload(includeMarkers=True).markers) == before


def test_work_on_an_item_is_asked_for(own_plex, film):
    for what in ["intro", "credits", "chapterThumbs", "index", "voiceActivity", "addetect"]:
        put(own_plex, f"{film.key}/{what}")
        with pytest.raises(NotFound):
            put(own_plex, f"/library/metadata/none/{what}")
    delete(own_plex, f"/library/sections/{section_of(own_plex, 'show').key}/intros")
    assert put(own_plex, f"{film.key}/matches?manual=1&title=Metropolis&year=1927") is not None


def test_a_library_is_made_by_the_other_path(own_plex):
    choices = own_plex.query("/library/sections/prefs?type=1&agent=tv.plex.agents.movie")
    assert choices.findall("Setting")
    path = "/library/sections/all?name=Other&type=movie&agent=tv.plex.agents.movie&language=en-US"
    post(own_plex, f"{path}&scanner=Plex%20Movie&location=/media/other")
    section = own_plex.library.section("Other")
    assert section.locations == ["/media/other"] and section.agent == "tv.plex.agents.movie"


def test_subtitles_that_were_brought_are_read(own_plex, film, tmp_path):
    mine = tmp_path / "mine.srt"
    mine.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    film.uploadSubtitles(str(mine))
    brought = [one for one in film.reload().subtitleStreams() if one.title == "mine"]
    response = own_plex._session.get(own_plex.url(brought[0].key, includeToken=True))
    assert response.status_code == 200 and "Hello" in response.text


def test_an_item_is_deleted_only_where_that_is_allowed(own_plex, film):
    own_plex.settings.get("allowMediaDeletion").set(False)
    own_plex.settings.save()
    with pytest.raises(BadRequest):
        film.delete()
    assert section_of(own_plex, "movie").get("Metropolis") == film
    own_plex.settings.get("allowMediaDeletion").set(True)
    own_plex.settings.save()
    film.delete()
    with pytest.raises(NotFound):
        own_plex.fetchItem(film.ratingKey)


def test_rows_are_moved_by_the_documented_path(own_plex):
    section = section_of(own_plex, "movie")
    order = [hub.identifier for hub in section.managedHubs()]
    path = f"/hubs/sections/{section.key}/manage/move?identifier={order[-1]}"
    put(own_plex, path)
    assert [hub.identifier for hub in section.managedHubs()] == [order[-1], *order[:-1]]


def test_a_conversion_is_kept_alive_and_ended(own_plex):
    session = own_plex.transcodeSessions()[0]
    key = session.key.rsplit("/", 1)[-1]
    own_plex.query(f"/video/:/transcode/universal/ping?session={key}")
    put(own_plex, f"/video/:/transcode/universal/ping?session={key}")
    delete(own_plex, f"/transcode/sessions/{key}")
    assert own_plex.transcodeSessions() == []


def test_tokens_for_players_are_good(own_plex):
    for ask in [own_plex.query, lambda path: post(own_plex, path)]:
        token = ask("/security/token?type=delegation&scope=all").attrib["token"]
        as_player = PlexServer(own_plex._baseurl, token)
        seen = [section.key for section in as_player.library.sections()]
        assert seen == [section.key for section in own_plex.library.sections()]
    with pytest.raises(BadRequest):
        own_plex.query("/security/token?type=delegation")


def test_an_update_that_cannot_be_installed(home, tmp_path):
    description = tmp_path / "old.toml"
    description.write_text(RELEASE)
    with programs.running_emulator(home, "--library", str(description)) as running:
        old = PlexServer(running.url, running.token)
        assert old.checkForUpdate() is not None
        with pytest.raises(BadRequest):
            put(PlexServer(running.url, running.token), "/updater/apply?tonight=0")


def test_lines_are_written_into_the_log(own_plex):
    put(own_plex, "/log?level=2&message=hello&source=interop")
    post(own_plex, "/log", data="level=2&message=one&source=interop\nlevel=3&message=two&source=interop")


def test_the_same_is_found_by_other_paths(plex, film):
    spoken = plex.query("/hubs/search/voice?query=metropolis")
    titles = [item.get("title") for hub in spoken for item in hub]
    assert "Metropolis" in titles
    settings = {one.get("id") for one in plex.query("/system/settings")}
    assert settings == {one.id for one in plex.settings.all()}
    part = film.reload().media[0].parts[0]
    directory, file = part.key.rsplit("/", 1)
    short = directory.rsplit("/", 1)[0]
    url = plex.url(f"{short}/{file}", includeToken=True)
    response = plex._session.get(url, headers={"Range": "bytes=0-9"})
    assert response.status_code == 206 and len(response.content) == 10


def test_events_come_over_the_event_source(own_plex):
    url = own_plex.url("/:/eventsource/notifications?filters=activity", includeToken=True)
    with own_plex._session.get(url, stream=True, timeout=10) as response:
        section_of(own_plex, "movie").update()
        lines = response.iter_lines(decode_unicode=True)
        assert next(lines) == "event: activity"
        assert "library.update.section" in next(lines)
