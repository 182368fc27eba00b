"""In which era, and over which transport, the Python client speaks to `plex-mcp`."""

from __future__ import annotations

import pytest
from mcp import StdioServerParameters

import programs
from connection import REVISIONS


@pytest.fixture(params=REVISIONS)
def mode(request) -> str:
    return request.param


@pytest.fixture(params=["stdio", "http"])
def server(request, home) -> StdioServerParameters | str:
    if request.param == "http":
        return request.getfixturevalue("http_url")
    return StdioServerParameters(
        command=str(programs.plex_mcp()),
        args=["--demo"],
        env=programs.clean_environment(home),
    )
