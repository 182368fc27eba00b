"""The tools every MCP client here calls: with which arguments, and what must come back."""

from __future__ import annotations

from typing import Any, Iterable

NAMES = [
    "plex_get_libraries",
    "plex_get_library_items",
    "plex_get_recently_added",
    "plex_get_on_deck",
    "plex_search",
    "plex_refresh_library",
    "plex_get_sessions",
    "plex_get_history",
]

Arguments = dict[str, Any]
Structured = dict[str, Any]


def called_here(listed: Iterable[str]) -> list[str]:
    """Of the names a server lists, those this file knows, in the server's order."""
    return [name for name in listed if name in NAMES]


def film_library(libraries: Structured) -> str:
    """The id of the first film library in an answer of `plex_get_libraries`."""
    return next(row["library_id"] for row in libraries["items"] if row["type"] == "movie")


async def find_film(client: Any) -> tuple[str, str]:
    """A film library of the sample, and the title of a film in it, asked for by a Python client."""
    libraries = await client.call_tool("plex_get_libraries", {})
    library = film_library(libraries.structured_content)
    page = await client.call_tool("plex_get_library_items", {"library_id": library, "limit": 1})
    return library, page.structured_content["items"][0]["title"]


def arguments(tool: str, library_id: str, title: str) -> Arguments:
    """Arguments with which `tool` finds something, given a film library and a film in it."""
    return {
        "plex_get_libraries": {},
        "plex_get_library_items": {"library_id": library_id, "limit": 5},
        "plex_get_recently_added": {"limit": 5},
        "plex_get_on_deck": {},
        "plex_search": {"query": title},
        "plex_refresh_library": {"library_id": library_id},
        "plex_get_sessions": {},
        "plex_get_history": {"limit": 5},
    }[tool]


def check_result(tool: str, result: Structured) -> None:
    """A result says something, says it to a model, and wastes nothing."""
    assert isinstance(result, dict) and result, f"{tool} answered {result!r}"
    if tool != "plex_refresh_library":
        assert result["items"], f"{tool} found nothing in the sample library"
    _check_lean(result, tool)


def _check_lean(value: Any, place: str) -> None:
    """No nulls anywhere, and nothing empty except a list of items."""
    assert value is not None, f"{place} is null"
    if not place.endswith(".items"):
        assert value not in ("", [], {}), f"{place} is empty"
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_lean(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_lean(inner, f"{place}[{index}]")
