"""Changes of many things, put to a person by the official Python client, in both generations of the protocol,
over stdio and over HTTP."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Iterator

import httpx2
import pytest
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitResult

import programs

pytestmark = pytest.mark.anyio

SECRET = "interop-secret-of-thirty-two-characters"
ALL_FILMS = {"where": {"library_id": "Films"}}
ASKED_BEYOND = 25
"""More things than this are not changed unless the person agrees."""


class Person:
    """Whoever sits at the client: answers each question in one way, and remembers it."""

    def __init__(self, action: str, content: dict[str, Any] | None = None) -> None:
        self.action, self.content = action, content
        self.questions: list[str] = []

    async def __call__(self, _context: Any, params: Any) -> ElicitResult:
        self.questions.append(params.message)
        assert list(params.requested_schema["properties"]) == ["confirm"]
        return ElicitResult(action=self.action, content=self.content)


AGREES = ("accept", {"confirm": True})
REFUSALS = [("decline", None), ("cancel", None), ("accept", {"confirm": False})]


@pytest.fixture
def guarded_url(home) -> Iterator[str]:
    """The endpoint of a `plex-mcp` with a secret: without one nothing can be changed over HTTP. Each check has
    its own, because a plan that was declined is not asked about again within a minute."""
    with programs.running_http_server(home, PLEX_MCP_HTTP_TOKEN=SECRET) as url:
        yield url


@pytest.fixture(params=["stdio", "http"])
def door(request, home) -> Any:
    if request.param == "stdio":
        return StdioServerParameters(
            command=str(programs.plex_mcp()),
            args=["--demo"],
            env=programs.clean_environment(home),
        )
    return request.getfixturevalue("guarded_url")


@asynccontextmanager
async def connected(mode: str, door: Any, person: Person | None) -> AsyncIterator[Client]:
    if isinstance(door, str):
        headers = {"Authorization": f"Bearer {SECRET}"}
        door = streamable_http_client(door, http_client=httpx2.AsyncClient(headers=headers))
    async with Client(
        door, mode=mode, read_timeout_seconds=30, elicitation_callback=person
    ) as client:
        yield client


async def change(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    return (await client.call_tool(tool, arguments)).structured_content


async def test_whoever_agrees_is_asked_once_and_can_take_it_back(mode, door):
    person = Person(*AGREES)
    async with connected(mode, door, person) as client:
        done = await change(client, "plex_mark_watched", state="unwatched", **ALL_FILMS)
        assert done["changed"] > ASKED_BEYOND, done
        assert len(person.questions) == 1
        assert person.questions[0].startswith(f"Mark {done['changed']} films as unwatched? \"")
        back = await change(client, "plex_undo", change_id=done["change_id"])
        assert back["changed"] == done["changed"], back
        assert len(person.questions) == 2


@pytest.mark.parametrize("answer", REFUSALS)
async def test_whoever_does_not_agree_has_nothing_changed(mode, door, answer):
    person = Person(*answer)
    async with connected(mode, door, person) as client:
        before = await change(client, "plex_get_library_items", library_id="Films", limit=100)
        refused = await change(client, "plex_mark_watched", state="unwatched", **ALL_FILMS)
        assert refused["error"]["kind"] == "not_allowed", refused
        assert len(person.questions) == 1
        again = await change(client, "plex_mark_watched", state="unwatched", **ALL_FILMS)
        assert again["error"]["kind"] == "not_allowed", again
        assert len(person.questions) == 1, "the same is not asked again within a minute"
        after = await change(client, "plex_get_library_items", library_id="Films", limit=100)
        assert after == before


async def test_a_client_that_cannot_ask_is_refused(mode, door):
    async with connected(mode, door, None) as client:
        refused = await change(client, "plex_mark_watched", state="unwatched", **ALL_FILMS)
    assert refused["error"]["kind"] == "not_allowed", refused
    assert "--yes" in refused["error"]["hint"]


async def test_a_single_change_is_not_asked_about(mode, door):
    async with connected(mode, door, None) as client:
        plan = {"rating_keys": ["Metropolis"], "stars": 2}
        done = await change(client, "plex_rate", **plan)
        assert done["changed"] == 1, done
        back = await change(client, "plex_undo", change_id=done["change_id"])
        assert back["changed"] == 1, back
