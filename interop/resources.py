"""The resources every MCP client here reads: what is listed, and what must be in them."""

from __future__ import annotations

import base64
import json
from typing import Any

LISTED = ["pms://server", "pms://libraries", "pms://sessions", "pms://activities"]
TEMPLATES = [
    "pms://library/{library_id}",
    "pms://item/{rating_key}",
    "pms://item/{rating_key}/poster",
    "pms://playlist/{playlist_id}",
]
READ = [*LISTED, "pms://library/Films"]


def known(uris: list[str], ours: list[str]) -> list[str]:
    """Of the URIs a server lists, those this file knows, in the server's order."""
    return [uri for uri in uris if uri in ours]


def check_data(uri: str, text: str) -> dict[str, Any]:
    """What is read says something, compactly."""
    data = json.loads(text)
    assert isinstance(data, dict) and data, f"{uri} holds {text!r}"
    assert text == json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    return data


def first_item(library: dict[str, Any]) -> str:
    """The URI of something in a library that was read."""
    return f"pms://item/{library['recently_added'][0]['rating_key']}"


def check_picture(media_type: str, blob: str) -> None:
    """A picture is what it says it is."""
    magic = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
    assert base64.b64decode(blob, validate=True).startswith(magic[media_type])
