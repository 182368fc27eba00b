"""The official Python MCP client against `plex-mcp` over stdio and HTTP.

`legacy` is the initialize handshake; `auto` asks `server/discover` first, which a server of both
generations answers.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client

import programs
import tools
from connection import REVISIONS, connected

pytestmark = pytest.mark.anyio

MISTAKES = [
    ("plex_get_library_items", {"library_id": "no such library"}, "library_id"),
    ("plex_get_library_items", {"library_id": "1", "limit": 0}, "limit"),
    ("plex_get_library_items", {"library_id": "../../identity"}, "library_id"),
    ("plex_search", {"query": ""}, "query"),
    ("plex_get_on_deck", {"libary_id": "1"}, "libary_id"),
]


def only_text(result: Any) -> str:
    [block] = result.content
    assert block.type == "text"
    return block.text


async def test_negotiates(mode, server):
    async with connected(mode, server) as client:
        revision, identity = client.protocol_version, client.server_info
        capabilities = client.server_capabilities
    assert revision == REVISIONS[mode]
    assert capabilities.tools is not None
    assert identity.name == "plex-mcp" and identity.version


async def test_lists_the_tools_in_a_fixed_order(mode, server):
    names = []
    async with connected(mode, server) as client:
        for _ in range(2):
            listed = await client.list_tools(cache_mode="bypass")
            names.append([tool.name for tool in listed.tools])
    assert tools.called_here(names[0]) == tools.NAMES
    assert names[0] == names[1]


async def test_describes_each_tool_fully(mode, server):
    async with connected(mode, server) as client:
        listed = (await client.list_tools()).tools
    for tool in listed:
        assert tool.title and tool.description, tool.name
        hints = tool.annotations.model_dump(exclude={"title"})
        assert all(isinstance(hint, bool) for hint in hints.values()), (tool.name, hints)
        # A picture is content: who reads structured content would not see it.
        is_picture = tool.name == "plex_get_image"
        assert (tool.output_schema is None) == is_picture, tool.name
        for schema in filter(None, (tool.input_schema, tool.output_schema)):
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"


@pytest.mark.parametrize("name", tools.NAMES)
async def test_result_keeps_its_schema_in_both_forms(mode, server, name):
    async with connected(mode, server) as client:
        listed = (await client.list_tools()).tools
        film = await tools.find_film(client)
        result = await client.call_tool(name, tools.arguments(name, *film))
    assert not result.is_error, result.content
    tools.check_result(name, result.structured_content)
    schema = next(tool.output_schema for tool in listed if tool.name == name)
    jsonschema.Draft202012Validator(schema).validate(result.structured_content)
    assert json.loads(only_text(result)) == result.structured_content


@pytest.mark.parametrize("name, arguments, culprit", MISTAKES)
async def test_mistake_is_a_tool_error_that_teaches(mode, server, name, arguments, culprit):
    async with connected(mode, server) as client:
        result = await client.call_tool(name, arguments)
        afterwards = await client.call_tool("plex_get_libraries", {})
    assert result.is_error
    error = result.structured_content["error"]
    assert error["kind"] in ("invalid_argument", "not_found"), error
    assert culprit in error["message"], error
    assert json.loads(only_text(result)) == result.structured_content
    assert not afterwards.is_error, "one bad call spoilt the next"


async def test_unreachable_server_is_not_an_empty_one(mode, home):
    server = StdioServerParameters(
        command=str(programs.plex_mcp()),
        # Port 9 of loopback: the discard service, which nobody runs.
        args=["--url", "http://127.0.0.1:9", "--token", "unused"],
        env=programs.clean_environment(home),
    )
    async with Client(server, mode=mode, read_timeout_seconds=30) as client:
        listed = (await client.list_tools()).tools
        result = await client.call_tool("plex_get_libraries", {})
    assert listed
    assert result.is_error
    assert result.structured_content["error"]["kind"] == "unreachable"
