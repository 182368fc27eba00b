"""What every check shares: a home directory of its own, a running emulator and a running server."""

from __future__ import annotations

from typing import Iterator

import pytest

import programs


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def emulator(home) -> Iterator[programs.Emulator]:
    with programs.running_emulator(home) as running:
        yield running


@pytest.fixture(scope="session")
def http_url(home) -> Iterator[str]:
    """The endpoint of a `plex-mcp` that serves over HTTP."""
    with programs.running_http_server(home) as url:
        yield url


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
