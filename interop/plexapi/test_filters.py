"""Filters: every field, with every operator, that the server says each type of item has.

What a filter finds is held against the laws of its operators and, where plexapi shows the value, against
the items themselves.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Iterator

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.library import FilteringField, LibrarySection
from plexapi.server import PlexServer

import programs

LIBTYPES = {
    "movie": ("movie", "collection"),
    "show": ("show", "season", "episode", "collection"),
    "artist": ("artist", "album", "track", "collection"),
    "photo": ("photoalbum", "photo"),
}
EVERY_TYPE = [(kind, libtype) for kind, libtypes in LIBTYPES.items() for libtype in libtypes]
# plexapi adds these by itself: they say how results are put together, not which ones there are.
NO_FILTERS = {"group", "having"}
# What no item of a type has differently, so that no filter can tell.
IDLE: dict[str, set[str]] = {}


def section_of(plex: PlexServer, kind: str) -> LibrarySection:
    return next(section for section in plex.library.sections() if section.type == kind)


def test_each_kind_tells_of_its_types(plex):
    for section in plex.library.sections():
        told = [type_.type for type_ in section.filterTypes()]
        assert [libtype for libtype in LIBTYPES[section.type] if libtype not in told] == []
        known = {field_type.type for field_type in section.fieldTypes()}
        for type_ in section.filterTypes():
            assert {field.type for field in type_.fields} <= known
            for sort in type_.sorts:
                assert sort.defaultDirection in ("asc", "desc")


@pytest.fixture(scope="module")
def small(home) -> Iterator[PlexServer]:
    """A server with few items, in which every field tells some of them apart."""
    with programs.running_emulator(home, "--library", str(Path(__file__).with_name("filters.toml"))) as one:
        yield PlexServer(one.url, one.token)


@pytest.mark.parametrize(("kind", "libtype"), EVERY_TYPE)
def test_every_field_and_operator(small, kind, libtype):
    section = section_of(small, kind)
    items = section.search(libtype=libtype)
    whole = {item.ratingKey for item in items}
    idle = []
    for field in section.listFields(libtype):
        if field.key in NO_FILTERS:
            continue
        values, given = some_values(section, field, libtype, items)
        tells = False
        for value in values:
            results = {
                operator.key: keys(section.search(libtype=libtype, filters={name(field, operator.key): value}))
                for operator in section.listOperators(field.type)
            }
            laws(field, results, whole)
            if given is not None:
                agrees(field, results, given, value)
            tells |= any(0 < len(result) < len(whole) for result in results.values())
        if not tells:
            idle.append(field.key)
    # Collections are like each other in what plexapi adds to every type.
    assert set(idle) <= IDLE.get(libtype, set())


def name(field: FilteringField, operator: str) -> str:
    return field.key + operator.removesuffix("=")


def keys(items) -> set[int]:
    return {item.ratingKey for item in items}


def some_values(section: LibrarySection, field: FilteringField, libtype: str, items):
    """Values for a field, and each item's own where plexapi shows it: `None` where it does not."""
    bare = field.key.split(".")[-1]
    if field.type == "boolean":
        return [True], None
    if field.type in ("tag", "resolution", "audioLanguage", "subtitleLanguage"):
        offered = {filter_.filter for filter_ in section.listFilters(libtype)}
        if field.key not in offered and bare not in offered:
            return ["nothing"], None
        choices = section.listFilterChoices(field.key, libtype)
        assert len({choice.key for choice in choices}) == len(choices)
        return (choices[:1] + choices[1:][-1:]) or ["nothing"], None
    given = {item.ratingKey: shown(item, bare) for item in items}
    values = sorted(value for value in given.values() if value)
    if not values:
        nobodys = {"date": "-30d", "string": "nothing", "guid": "plex://movie/none"}
        return [nobodys.get(field.type, 1)], None
    middle = values[len(values) // 2]
    # What plexapi makes of an absent number is 0, which the server does not have.
    return [middle], given if len(values) == len(items) else None


def shown(item, bare: str):
    """What plexapi shows of a field; nothing for what it makes up or takes from elsewhere."""
    if bare == "id":
        return item.ratingKey
    if bare == "index" and item.type == "collection":
        return None  # It shows the id of the collection's tag in that place.
    if bare == "decade":
        return item.year and item.year // 10 * 10
    if bare == "unviewedLeafCount":
        return item.leafCount - item.viewedLeafCount
    media = getattr(item, "media", [])
    if bare == "mediaBitrate":
        return max((version.bitrate for version in media), default=None)
    if bare == "mediaSize":
        return max((part.size for version in media for part in version.parts), default=None)
    return getattr(media[0], bare, None) if bare == "iso" and media else getattr(item, bare, None)


def laws(field: FilteringField, results: dict[str, set[int]], whole: set[int]) -> None:
    """What holds between operators, whatever the value."""
    for result in results.values():
        assert result <= whole, field.key
    for one, other in (("=", "!="), ("==", "!==")):
        if one in results and other in results:
            assert results[one] & results[other] == set(), field.key
            assert results[one] | results[other] == whole, field.key
    if ">>=" in results:
        assert results[">>="] & results["<<="] == set(), field.key
    if ">>=" in results and "=" in results:
        assert results["="] & (results[">>="] | results["<<="]) == set(), field.key
        assert results["="] | results[">>="] | results["<<="] <= whole, field.key
    if field.type == "string":
        assert results["=="] <= results["<="] & results[">="], field.key
        # A text is found by the beginnings of its words as well.
        assert results["=="] <= results["="], field.key


def agrees(field: FilteringField, results: dict[str, set[int]], given: dict, value) -> None:
    """What the items themselves say, each of which has a value."""

    def having(meets) -> set[int]:
        return {key for key, own in given.items() if meets(own)}

    if field.type in ("integer", "date"):
        assert results[">>="] == having(lambda own: own > value), field.key
        assert results["<<="] == having(lambda own: own < value), field.key
    if field.type == "integer":
        assert results["="] == having(lambda own: own == value), field.key
    if field.type == "string":
        folded = value.lower()
        assert results["=="] == having(lambda own: own.lower() == folded), field.key
        assert results["<="] >= having(lambda own: own.lower().startswith(folded)), field.key


def test_choices_lead_to_items(small):
    """Every choice that a tag's list offers finds something."""
    for section in small.library.sections():
        for filter_ in section.listFilters():
            if filter_.filterType == "boolean":
                continue
            for choice in section.listFilterChoices(filter_.filter):
                # plexapi takes a choice for a tag, and a text for a text.
                value = {"string": choice.title, "integer": choice.key}.get(filter_.filterType, choice)
                assert section.search(**{filter_.filter: value}), (filter_.filter, choice)


def test_or_and_groups(films):
    early = {"year<<": 1930}
    drama = {"genre": "Drama"}
    a, b = keys(films.search(filters=early)), keys(films.search(filters=drama))
    assert a and b and a != b
    assert keys(films.search(filters={"and": [early, drama]})) == a & b
    assert keys(films.search(filters={"or": [early, drama]})) == a | b
    long = {"duration>>": 7_200_000}
    c = keys(films.search(filters=long))
    nested = {"or": [{"and": [early, drama]}, long]}
    assert keys(films.search(filters=nested)) == (a & b) | c
    assert keys(films.search(filters={"and": [{"or": [early, long]}, drama]})) == (a | c) & b


def test_commas_are_or_and_repetition_is_and(films):
    genres = films.listFilterChoices("genre")[:2]
    one, other = (keys(films.search(genre=genre)) for genre in genres)
    assert keys(films.search(genre=genres)) == one | other
    assert keys(films.search(filters={"genre&": genres})) == one & other
    assert keys(films.search(filters={"genre!": genres[0]})) == keys(films.all()) - one


def test_a_lower_level_is_asked_through_a_higher_one(shows):
    show = shows.all()[0]
    episodes = keys(shows.search(libtype="episode", filters={"show.title==": show.title}))
    assert episodes == keys(show.episodes())
    with_unseen = keys(shows.search(libtype="show", filters={"episode.unwatched": True}))
    assert with_unseen == {s.ratingKey for s in shows.all() if s.viewedLeafCount < s.leafCount}


def test_relative_and_absolute_dates(films):
    whole = keys(films.all())
    recent = keys(films.search(filters={"addedAt>>": "-30d"}))
    older = keys(films.search(filters={"addedAt<<": "-30d"}))
    assert recent and older and recent | older == whole
    fifties = {"originallyAvailableAt>>": "1950-01-01", "originallyAvailableAt<<": "1960-01-01"}
    found = films.search(filters={"and": [{field: date} for field, date in fifties.items()]})
    assert found
    for film in found:
        assert datetime(1950, 1, 1) <= film.originallyAvailableAt < datetime(1960, 1, 1)


@pytest.mark.parametrize(("kind", "libtype"), EVERY_TYPE)
def test_every_sort(small, kind, libtype):
    section = section_of(small, kind)
    whole = keys(section.search(libtype=libtype))
    for sort in section.listSorts(libtype):
        for direction in ("asc", "desc"):
            order = ",".join(f"{part}:{direction}" for part in sort.key.split(","))
            found = section.search(libtype=libtype, sort=order) if known(section, libtype, sort.key) else None
            if found is None:
                continue
            assert len(found) == len(whole) and keys(found) == whole, order
            values = [shown_sorted(item, sort.key) for item in found]
            if all(value is not None for value in values):
                assert values == sorted(values, reverse=direction == "desc"), order


def known(section: LibrarySection, libtype: str, key: str) -> bool:
    """plexapi takes a sort of several keys only where each of them is one by itself."""
    if "," not in key:
        return True
    told = {of: {sort.key for sort in section.listSorts(of)} for of in LIBTYPES[section.type]}
    parts = (part.split(".") for part in key.split(","))
    return all(bare in told[of] for of, bare in parts)


def shown_sorted(item, key: str):
    """What plexapi shows of a sort's key, where that is one plain value that every item has."""
    if key in ("titleSort", "guid", "summary", "tagline", "random", "contentRating") or "." in key:
        # Texts are in the order of the server's language, which is for the server to know.
        return None
    # An episode's number comes after its season's, which plexapi does not show as one value.
    return None if key == "index" else shown(item, key) or None


def test_titles_are_in_order_without_their_articles(films):
    titles = [film.titleSort for film in films.search(sort="titleSort:asc")]
    assert titles == sorted(titles, key=str.casefold)
    assert not any(title.startswith(("The ", "A ")) for title in titles)


def test_unknown_fields_and_operators_are_refused_by_the_client(films):
    with pytest.raises(NotFound):
        films.search(filters={"colour": "red"})
    with pytest.raises(NotFound):
        films.search(filters={"genre>>": "Drama"})
    with pytest.raises(NotFound):
        films.search(sort="colour")
    with pytest.raises(BadRequest):
        films.search(year="nineteen")
