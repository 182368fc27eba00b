"""python-plexapi connected to the running emulator, and the libraries it sees there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator

# plexapi reads a configuration file at import: none of the user's may reach these checks.
os.environ["PLEXAPI_CONFIG_PATH"] = os.devnull

import plexapi
import pytest
from plexapi.library import LibrarySection
from plexapi.server import PlexServer

import covering
import programs

REPORT = Path(__file__).parent.parent / ".cache" / "plexapi-covered.md"


@pytest.fixture(scope="session", autouse=True)
def counted(request, home) -> Iterator[None]:
    """Reports what the run touched and, of a whole run, that nothing was lost."""
    calls = covering.Calls()
    calls.watch()
    yield
    calls.rest()
    asked = covering.Asked()
    log = home / programs.EMULATOR_LOG
    if not log.exists():
        # No emulator was needed.
        return
    asked.read(log)
    REPORT.write_text(covering.report(asked, calls))
    request.config.stash[SUMMARY] = REPORT.read_text().splitlines()[0]
    if is_whole(request.session) and not request.session.testsfailed:
        assert covering.lost(asked) == []
        assert covering.unnamed() == []


def is_whole(session: pytest.Session) -> bool:
    """Whether every file of these checks takes part, and nothing of them was left out."""
    here = Path(__file__).parent
    taking_part = {item.path for item in session.items}
    return taking_part >= set(here.glob("test_*.py")) and not session.config.option.keyword


SUMMARY = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter, config) -> None:
    if summary := config.stash.get(SUMMARY, None):
        terminalreporter.write_line(f"{summary}; see {REPORT}")


@pytest.fixture(autouse=True)
def headers_of_their_own() -> Iterator[None]:
    """plexapi's PlexClient writes its token into the headers that all of plexapi sends from then on."""
    before = dict(plexapi.BASE_HEADERS)
    yield
    plexapi.BASE_HEADERS.clear()
    plexapi.BASE_HEADERS.update(before)


@pytest.fixture(scope="session")
def plex(emulator) -> PlexServer:
    return PlexServer(emulator.url, emulator.token)


@pytest.fixture
def own_plex(home) -> Iterator[PlexServer]:
    """A server of the test's own, for what changes it."""
    with programs.running_emulator(home) as running:
        yield PlexServer(running.url, running.token)


def section_of(plex: PlexServer, kind: str) -> LibrarySection:
    return next(section for section in plex.library.sections() if section.type == kind)


@pytest.fixture(scope="session")
def films(plex) -> LibrarySection:
    return section_of(plex, "movie")


@pytest.fixture(scope="session")
def shows(plex) -> LibrarySection:
    return section_of(plex, "show")


@pytest.fixture(scope="session")
def music(plex) -> LibrarySection:
    return section_of(plex, "artist")


@pytest.fixture(scope="session")
def photos(plex) -> LibrarySection:
    return section_of(plex, "photo")
