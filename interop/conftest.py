"""What every check shares: a home directory of its own, and a running emulator."""

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


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
