"""A connection of the Python client to `plex-mcp`."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import AsyncIterator

from mcp import StdioServerParameters
from mcp.client.client import Client

REVISIONS = {"legacy": "2025-11-25", "auto": "2026-07-28"}


@asynccontextmanager
async def connected(mode: str, server: StdioServerParameters | str) -> AsyncIterator[Client]:
    async with Client(server, mode=mode, read_timeout_seconds=30) as client:
        yield client
