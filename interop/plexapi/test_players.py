"""plexapi's client control: players reached directly and over the server."""

from __future__ import annotations

import time

import pytest
from plexapi.client import PlexClient
from plexapi.server import PlexServer

import programs


@pytest.fixture
def running(home):
    with programs.running_emulator(home, "--library", "sample", "--players") as running:
        yield running


@pytest.fixture
def plex(running) -> PlexServer:
    return PlexServer(running.url, running.token)


@pytest.fixture(params=["direct", "as listed", "over the server"])
def television(request, running, plex) -> PlexClient:
    if request.param == "direct":
        client = plex.client("Desk")
        assert client._baseurl == running.players["Desk"]
        return client
    # It is listed at the server's own address, with which it holds a connection, and listens nowhere.
    assert running.players["Living Room"] == "-"
    client = plex.client("Living Room")
    assert client._baseurl == plex._baseurl
    if request.param == "over the server":
        client.proxyThroughServer(server=plex)
    return client


def until(condition, seconds=10):
    """Waits until something is so."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.1)


def playing(plex, client):
    """The session of a player."""
    sessions = plex.sessions()
    own = [one for one in sessions if one.player.machineIdentifier == client.machineIdentifier]
    return own[0] if own else None


def timeline(client, kind="video"):
    timelines = client.timelines()
    return next(one for one in timelines if one.type == kind)


def test_players_say_what_they_are(plex, running):
    assert [client.title for client in plex.clients()] == ["Living Room", "Desk"]
    for title, product in [("Desk", "OpenPHT"), ("Kitchen", "Plexamp")]:
        client = PlexClient(baseurl=running.players[title], server=plex)
        assert client.product == product
        assert "playback" in client.protocolCapabilities


def test_a_film_is_played_and_controlled(plex, television):
    film = plex.library.section("Films").get("Metropolis")
    television.sendCommand(
        "playback/playMedia",
        machineIdentifier=plex.machineIdentifier,
        protocol="http",
        address="127.0.0.1",
        port=plex._baseurl.rsplit(":", 1)[-1],
        key=film.key,
        offset=60_000,
        type="video",
    )
    until(lambda: playing(plex, television))
    session = playing(plex, television)
    assert session.ratingKey == film.ratingKey
    until(lambda: timeline(television).state == "playing")
    television.pause()
    until(lambda: timeline(television).state == "paused")
    television.seekTo(600_000)
    until(lambda: timeline(television).time == 600_000)
    television.setVolume(40)
    television.setShuffle(1)
    television.setRepeat(2)
    television.setAudioStream(7)
    television.setSubtitleStream(8)
    until(lambda: timeline(television).volume == 40)
    told = timeline(television)
    assert (told.volume, told.shuffle, told.repeat) == (40, True, 2)
    assert told.ratingKey == film.ratingKey
    television.stepForward()
    until(lambda: timeline(television).time == 630_000)
    television.stepBack()
    television.play()
    television.goToHome()
    television.stop()
    until(lambda: playing(plex, television) is None)
    until(lambda: not television.isPlayingMedia())
