"""python-plexapi connected to the running emulator, and the libraries it sees there."""

from __future__ import annotations

import os
from typing import Iterator

# plexapi reads a configuration file at import: none of the user's may reach these checks.
os.environ["PLEXAPI_CONFIG_PATH"] = os.devnull

import pytest
from plexapi.library import LibrarySection
from plexapi.server import PlexServer

import programs


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
