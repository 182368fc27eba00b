"""The server itself: identity, who may ask, and the people and devices it knows."""

from __future__ import annotations

import re

import pytest
import requests
from plexapi.exceptions import NotFound, Unauthorized
from plexapi.server import PlexServer


def test_server_says_who_it_is(plex):
    assert re.fullmatch(r"[0-9a-f]{40}", plex.machineIdentifier)
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+-[0-9a-f]+", plex.version)
    assert plex.friendlyName and plex.platform and plex.platformVersion
    assert plex.updatedAt is not None
    assert plex.ownerFeatures


def test_identity_is_the_same_server(plex):
    identity = plex.identity()
    assert identity.machineIdentifier == plex.machineIdentifier
    assert identity.version == plex.version


@pytest.mark.parametrize("token", ["", "not-the-token"])
def test_a_wrong_token_is_refused(emulator, token):
    with pytest.raises(Unauthorized):
        PlexServer(emulator.url, token)


def test_an_unknown_item_is_not_found(plex):
    with pytest.raises(NotFound):
        plex.fetchItem(987_654_321)


def test_an_unknown_section_is_not_found(plex):
    with pytest.raises(NotFound):
        plex.query("/library/sections/987654/all")


def test_accounts_have_an_owner_and_others(plex):
    accounts = plex.systemAccounts()
    named = [account.name for account in accounts if account.name]
    assert len(named) >= 3
    assert len(set(named)) == len(named)
    assert plex.systemAccount(1).name in named


def test_devices_are_distinct(plex):
    devices = plex.systemDevices()
    assert devices
    assert len({device.clientIdentifier for device in devices}) == len(devices)
    for device in devices:
        assert device.name and device.platform and device.createdAt
        assert plex.systemDevice(device.id).clientIdentifier == device.clientIdentifier


def test_nothing_runs_on_an_idle_server(plex):
    assert [activity.type for activity in plex.activities] == []


def test_artwork_is_a_picture(plex, films):
    film = films.all(maxresults=1)[0]
    answer = requests.get(plex.url(film.thumb, includeToken=True), timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/")
    assert answer.content[:3] == b"\xff\xd8\xff" or answer.content[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_machine_shows_its_folders_agents_and_logs(plex, tmp_path):
    library = next(section for section in plex.library.sections() if section.type == "movie")
    assert all(plex.isBrowsable(path) for path in library.locations)
    assert plex.browse()
    folder = plex.browse(library.locations[0])
    assert folder and folder[0].path.startswith(library.locations[0])
    agents = [agent.identifier for agent in plex.agents(mediaType="movie")]
    # Today's first, then those of old, which libraries made with them still name.
    assert agents[0] == "tv.plex.agents.movie"
    assert "com.plexapp.agents.imdb" in agents
    assert not any("thetvdb" in agent or "series" in agent for agent in agents)
    for download in (plex.downloadLogs, plex.downloadDatabases):
        assert download(savepath=str(tmp_path), unpack=True)
