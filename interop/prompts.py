"""The prompts every MCP client here gets: which there are, how they are filled in, what they give."""

from __future__ import annotations

import json
import re
from typing import Any, Iterable

ARGUMENTS: dict[str, dict[str, str]] = {
    "whats_on_tonight": {"minutes": "120"},
    "catch_me_up": {"show": "Cosmos"},
    "weekly_digest": {"days": "30"},
    "library_health_check": {"library": "Films"},
    "why_is_it_buffering": {},
    "movie_night": {"people": "ada, grace", "genre": "Drama"},
}
NAMES = list(ARGUMENTS)


def known(listed: Iterable[str]) -> list[str]:
    """Of the names a server lists, those this file knows, in the server's order."""
    return [name for name in listed if name in NAMES]


def check_messages(name: str, texts: list[str], tools: list[str]) -> dict[str, Any]:
    """Words first, then data; and no tool is named that is not offered."""
    words, data = texts
    assert words and not words.startswith("{"), f"{name} says {words!r}"
    gathered = json.loads(data)
    assert gathered, f"{name} brings no data"
    named = {call["tool"] for call in gathered.get("calls", [])}
    named.update(re.findall(r"plex_[a-z_]+", words))
    assert named <= set(tools), f"{name} names {named - set(tools)}"
    return gathered
