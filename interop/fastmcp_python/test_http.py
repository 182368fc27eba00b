"""The `fastmcp` client against `plex-mcp` over HTTP, with and without a bearer.

`legacy` is the initialize handshake; `auto` asks `server/discover` first, which a server of both
generations answers.
"""

from __future__ import annotations

from typing import Iterator

import pytest
from fastmcp import Client
from mcp.shared.exceptions import MCPError

import programs
import prompts
import resources
import tools

pytestmark = pytest.mark.anyio

SECRET = "interop-secret-of-thirty-two-characters"


@pytest.fixture(params=["legacy", "auto"])
def mode(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def guarded_url(home) -> Iterator[str]:
    """The endpoint of a `plex-mcp` that demands a bearer."""
    with programs.running_http_server(home, PLEX_MCP_HTTP_TOKEN=SECRET) as url:
        yield url


@pytest.mark.parametrize("name", tools.NAMES)
async def test_tool_answers(mode, http_url, name):
    async with Client(http_url, mode=mode, timeout=30) as client:
        film = await tools.find_film(client)
        result = await client.call_tool(name, tools.arguments(name, *film))
    tools.check_result(name, result.structured_content)


@pytest.mark.parametrize("uri", resources.READ)
async def test_resource_is_read(mode, http_url, uri):
    async with Client(http_url, mode=mode, timeout=30) as client:
        [contents] = await client.read_resource(uri)
    resources.check_data(uri, contents.text)


@pytest.mark.parametrize("name", prompts.NAMES)
async def test_prompt_is_filled_in(mode, http_url, name):
    async with Client(http_url, mode=mode, timeout=30) as client:
        tools_listed = [tool.name for tool in await client.list_tools()]
        got = await client.get_prompt(name, prompts.ARGUMENTS[name])
    prompts.check_messages(name, [message.content.text for message in got.messages], tools_listed)


async def test_the_bearer_lets_in(mode, guarded_url):
    async with Client(guarded_url, auth=SECRET, mode=mode, timeout=30) as client:
        listed = [tool.name for tool in await client.list_tools()]
        result = await client.call_tool("plex_get_libraries", {})
    assert tools.called_here(listed) == tools.NAMES
    assert result.structured_content["items"]


@pytest.mark.parametrize("auth", [None, "another-secret-of-thirty-two-characters"])
async def test_without_the_bearer_nobody_is_let_in(mode, guarded_url, auth):
    with pytest.raises(MCPError, match="error response"):
        async with Client(guarded_url, auth=auth, mode=mode, timeout=30):
            pass
