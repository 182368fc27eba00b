"""Search: each of PMS's ways finds a title, and people and collections where PMS has them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("kind", ["films", "shows", "music"])
def test_hub_search_finds_a_title(request, plex, kind):
    section = request.getfixturevalue(kind)
    for wanted in section.all()[:5]:
        found = plex.search(wanted.title, limit=50)
        keys = [item.ratingKey for item in found if getattr(item, "ratingKey", None)]
        assert wanted.ratingKey in keys, wanted.title


def test_hub_search_narrows_to_a_kind(plex, films):
    wanted = films.all()[0]
    found = plex.search(wanted.title, mediatype="movie", limit=50)
    assert wanted.ratingKey in [item.ratingKey for item in found]
    assert {item.type for item in found} == {"movie"}


def test_hub_search_finds_people(plex, films):
    director = films.all()[0].reload().directors[0].tag
    found = plex.search(director, mediatype="director")
    assert director in [person.tag for person in found]


def test_hub_search_for_nothing_known_is_empty(plex):
    assert plex.search("qqqzzzxxxnothing") == []
