"""The official Python MCP client subscribes to resources of `plex-mcp`, and is told of updates."""

from __future__ import annotations

import json

import anyio
import mcp_types as types
import pytest
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError

from connection import REVISIONS

pytestmark = pytest.mark.anyio

SECONDS = 30


async def scan(client: Client) -> None:
    """Changes something that everybody may change: a library is scanned."""
    result = await client.call_tool("plex_refresh_library", {"library_id": "1", "wait": True})
    assert not result.is_error


async def test_is_told_of_a_scan(mode, server):
    heard: list[str] = []

    async def hear(message) -> None:
        if isinstance(message, types.ResourceUpdatedNotification):
            heard.append(str(message.params.uri))

    client = Client(server, mode=mode, read_timeout_seconds=SECONDS, message_handler=hear)
    async with client:
        assert client.server_capabilities.resources.subscribe is True
        with anyio.fail_after(SECONDS):
            if REVISIONS[mode] == "2026-07-28":
                async with client.listen(resource_subscriptions=["pms://libraries"]) as updates:
                    await scan(client)
                    async for update in updates:
                        assert str(update.uri) == "pms://libraries"
                        break
            else:
                await client.subscribe_resource("pms://libraries")
                await scan(client)
                while "pms://libraries" not in heard:
                    await anyio.sleep(0.05)
                await client.unsubscribe_resource("pms://libraries")
        [contents] = (await client.read_resource("pms://libraries")).contents
        assert json.loads(contents.text)["items"]


async def test_what_cannot_be_subscribed_to_is_refused(mode, server):
    async with Client(server, mode=mode, read_timeout_seconds=SECONDS) as client:
        if REVISIONS[mode] == "2026-07-28":
            uris = ["pms://server", "pms://sessions"]
            async with client.listen(resource_subscriptions=uris) as updates:
                honored = updates.honored.resource_subscriptions
                assert [str(uri) for uri in honored] == ["pms://sessions"]
        else:
            for uri in ["pms://server", "pms://item/99999999", "pms://nothing"]:
                with pytest.raises(MCPError) as raised:
                    await client.subscribe_resource(uri)
                assert raised.value.error.message
        assert (await client.read_resource("pms://libraries")).contents
