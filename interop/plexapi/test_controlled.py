"""What plexapi sees of what a test does to the emulator itself, through the emulator's control channel."""

from __future__ import annotations

import pytest
import requests
from plexapi.exceptions import BadRequest
from plexapi.server import PlexServer

import programs

MOMENT = 1_803_932_100
"""2027-03-01T20:15:00Z"""


class Control:
    """The control channel of one emulator."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, method: str, endpoint: str, body: dict | None = None, **parameters: str):
        answer = requests.request(
            method, self.url + endpoint, json=body, params=parameters, timeout=30
        )
        answer.raise_for_status()
        return answer


@pytest.fixture
def controlled(home):
    """A server of the test's own by a clock that stands still, and its control channel."""
    with programs.running_emulator(home, "--control", "0") as running:
        control = Control(running.control)
        control("POST", "/clock", {"to": "2027-03-01T20:15:00Z", "held": True})
        yield PlexServer(running.url, running.token), control


def test_a_scan_finds_a_file_that_a_test_adds(controlled):
    plex, control = controlled
    films = plex.library.section("Films")
    path = f"{films.locations[0]}/The Hands of Orlac (1924).mkv"
    control("PUT", "/files", {"duration": "92m"}, path=path)
    assert films.search(title="The Hands of Orlac") == []
    films.update()
    # The clock stands still, and so does the scan.
    assert films.reload().refreshing and films.search(title="The Hands of Orlac") == []
    control("POST", "/clock", {"by_s": 60})
    found = films.get("The Hands of Orlac")
    assert (found.year, found.duration, found.locations) == (1924, 92 * 60_000, [path])
    assert MOMENT <= found.addedAt.timestamp() <= MOMENT + 60

    control("DELETE", "/files", path=path)
    films.update()
    control("POST", "/clock", {"by_s": 60})
    assert films.search(title="The Hands of Orlac") == []


def test_faults_hit_until_they_are_ended(controlled):
    plex, control = controlled
    control("POST", "/faults", {"rule": "status=503,path=/library/*"})
    with pytest.raises(BadRequest, match="503"):
        plex.query("/library/sections")
    control("DELETE", "/faults")
    assert plex.library.section("Films").totalSize > 0


def test_what_plexapi_changes_is_in_the_state_and_a_restart_keeps_it(controlled):
    plex, control = controlled
    plex.library.section("Films").get("Metropolis").editTitle("Metropolis, again")
    assert "Metropolis, again" in control("GET", "/dump").text
    control("POST", "/restart")
    assert plex.library.section("Films").get("Metropolis, again")
