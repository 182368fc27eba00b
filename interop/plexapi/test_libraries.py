"""Libraries: what each says of itself must agree with what it holds."""

from __future__ import annotations

import pytest

KINDS = {"movie": 60, "show": 8, "artist": 12, "photo": 1}


@pytest.fixture(params=KINDS)
def section(request, plex):
    return next(section for section in plex.library.sections() if section.type == request.param)


def test_every_kind_of_library_is_there(plex):
    sections = plex.library.sections()
    assert {section.type for section in sections} == set(KINDS)
    for distinct in ("key", "uuid", "title"):
        assert len({getattr(section, distinct) for section in sections}) == len(sections)


def test_library_describes_itself(section):
    assert section.title and section.agent and section.scanner and section.language
    assert section.locations and all(path.startswith("/") for path in section.locations)
    assert section.createdAt <= section.updatedAt
    assert section.refreshing is False
    # plexapi does not read this one, but other clients do.
    assert section.updatedAt.timestamp() <= int(section._data.attrib["scannedAt"])


def test_total_is_what_all_yields(section):
    items = section.all()
    assert len(items) == section.totalSize
    assert len(items) >= KINDS[section.type]
    assert len({item.ratingKey for item in items}) == len(items)
    for item in items:
        assert item.librarySectionID == section.key
        assert item.title and item.addedAt is not None


def test_pages_join_up(section):
    whole = [item.ratingKey for item in section.all()]
    size = max(1, len(whole) // 3)
    joined = [
        item.ratingKey
        for start in range(0, len(whole), size)
        for item in section.all(container_start=start, container_size=size, maxresults=size)
    ]
    assert joined == whole


def test_a_page_past_the_end_is_empty(section):
    past = section.totalSize + 1
    assert section.all(container_start=past, container_size=10, maxresults=10) == []


def test_a_title_finds_its_item(section):
    wanted = section.all()[-1]
    found = section.search(title=wanted.title)
    assert wanted.ratingKey in [item.ratingKey for item in found]
    assert all(wanted.title.lower() in item.title.lower() for item in found)


def test_collections_hold_their_children(films):
    for collection in films.collections():
        assert collection.type == "collection"
        assert len(collection.items()) == collection.childCount


def test_totals_of_the_lower_levels(shows, music):
    assert shows.totalViewSize("episode") == sum(show.leafCount for show in shows.all())
    assert shows.totalViewSize("season") == sum(show.childCount for show in shows.all())
    assert music.totalViewSize("track") == sum(len(artist.tracks()) for artist in music.all())


def test_recently_added_is_newest_first(plex):
    added = [item.addedAt for item in plex.library.recentlyAdded()]
    assert added
    assert added == sorted(added, reverse=True)


def test_hubs_are_filled(plex):
    hubs = plex.library.hubs()
    assert "home.continue" in [hub.hubIdentifier for hub in hubs]
    for hub in hubs:
        assert hub.title and hub.hubIdentifier and hub.type
        if not hub.more:
            assert len(hub.items()) == hub.size


def test_a_library_is_made_changed_and_given_up(own_plex):
    own_plex.query(
        "/library/sections?name=Ours&type=movie&agent=tv.plex.agents.movie"
        "&scanner=Plex+Movie&language=en-US&location=/ours",
        method=own_plex._session.post,
    )
    own_plex.library.reload()
    ours = own_plex.library.section("Ours")
    assert ours.locations == ["/ours"] and ours.totalSize == 0
    ours.edit(name="Theirs", agent="tv.plex.agents.movie")
    ours.editAdvanced(hidden=1)
    own_plex.library.reload()
    theirs = own_plex.library.section("Theirs")
    assert {setting.id: setting.value for setting in theirs.settings()}["hidden"] == 1
    theirs.defaultAdvanced()
    own_plex.query(
        f"/library/sections/{theirs.key}/prefs?enableCinemaTrailers=0",
        method=own_plex._session.put,
    )
    settings = {setting.id: setting.value for setting in theirs.settings()}
    assert settings["hidden"] == 0 and settings["enableCinemaTrailers"] is False
    theirs.emptyTrash()
    theirs.analyze()
    own_plex.library.cleanBundles()
    own_plex.library.optimize()
    own_plex.library.emptyTrash()
    own_plex.query("/library/caches", method=own_plex._session.delete)
    own_plex.query("/library/sections/refresh", method=own_plex._session.post)
    theirs.delete()
    own_plex.library.reload()
    assert "Theirs" not in [section.title for section in own_plex.library.sections()]
