"""The official Python MCP client gets the prompts of `plex-mcp`, and has arguments completed."""

from __future__ import annotations

import pytest
from mcp.shared.exceptions import MCPError
from mcp.types import PromptReference, ResourceTemplateReference

import prompts
from connection import connected

pytestmark = pytest.mark.anyio


async def test_lists_prompts_with_their_arguments(mode, server):
    async with connected(mode, server) as client:
        assert client.server_capabilities.prompts is not None
        listed = (await client.list_prompts()).prompts
    assert prompts.known(prompt.name for prompt in listed) == prompts.NAMES
    for prompt in listed:
        assert prompt.title and prompt.description
        assert all(argument.description for argument in prompt.arguments)


@pytest.mark.parametrize("name", prompts.NAMES)
async def test_prompt_gives_words_and_data(mode, server, name):
    async with connected(mode, server) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        got = await client.get_prompt(name, prompts.ARGUMENTS[name])
        texts = [message.content.text for message in got.messages]
        data = prompts.check_messages(name, texts, tools)
        for call in data.get("calls", []):
            result = await client.call_tool(call["tool"], call["arguments"])
            assert not result.is_error, (call, result.content)


async def test_mistake_is_an_error_of_the_protocol(mode, server):
    async with connected(mode, server) as client:
        for name, arguments in [("nothing", {}), ("catch_me_up", {})]:
            with pytest.raises(MCPError) as raised:
                await client.get_prompt(name, arguments)
            assert raised.value.error.code == -32602


async def test_arguments_are_completed(mode, server):
    library = ResourceTemplateReference(type="ref/resource", uri="pms://library/{library_id}")
    tonight = PromptReference(type="ref/prompt", name="whats_on_tonight")
    async with connected(mode, server) as client:
        assert client.server_capabilities.completions is not None
        libraries = await client.complete(library, {"name": "library_id", "value": "fi"})
        genres = await client.complete(
            tonight, {"name": "genre", "value": ""}, context_arguments={"library": "Films"}
        )
    assert libraries.completion.values == ["Films"]
    assert "Drama" in genres.completion.values
