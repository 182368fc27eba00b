"""Items of every kind are edited through plexapi, and locked against the agents."""

from __future__ import annotations

from datetime import datetime

import pytest
from plexapi.exceptions import BadRequest

from test_playlists import section


def names(tags):
    return [tag.tag for tag in tags]


def locked(item):
    return {field.name for field in item.reload().fields if field.locked}


def kinds(plex):
    show = section(plex, "show").all()[0]
    artist = section(plex, "artist").all()[0]
    photos = section(plex, "photo")
    return {
        "movie": section(plex, "movie").all()[0],
        "show": show,
        "season": show.seasons()[0],
        "episode": show.episodes()[0],
        "artist": artist,
        "album": artist.albums()[0],
        "track": artist.tracks()[0],
        "photo": photos.searchPhotos()[0],
        "photoalbum": photos.all()[0],
    }


TEXTS = [
    ("Title", "title"),
    ("SortTitle", "titleSort"),
    ("OriginalTitle", "originalTitle"),
    ("Summary", "summary"),
    ("Tagline", "tagline"),
    ("Studio", "studio"),
    ("ContentRating", "contentRating"),
]
TAGS = [
    ("Collection", "collections", "collection"),
    ("Country", "countries", "country"),
    ("Director", "directors", "director"),
    ("Genre", "genres", "genre"),
    ("Label", "labels", "label"),
    ("Mood", "moods", "mood"),
    ("Producer", "producers", "producer"),
    ("SimilarArtist", "similar", "similar"),
    ("Style", "styles", "style"),
    ("Tag", "tags", "tag"),
    ("Writer", "writers", "writer"),
]


@pytest.mark.parametrize(
    "kind",
    ["movie", "show", "season", "episode", "artist", "album", "track", "photo", "photoalbum"],
)
def test_every_field_and_tag_of_a_kind_is_edited_and_locked(own_plex, kind):
    item = kinds(own_plex)[kind]
    for method, field in TEXTS:
        edit = getattr(item, f"edit{method}", None)
        if edit is None:
            continue
        edit(f"New {field}")
        assert getattr(item.reload(), field) == f"New {field}"
        assert field in locked(item)
        edit(f"Other {field}", locked=False)
        assert getattr(item.reload(), field) == f"Other {field}"
        assert field not in locked(item)
    for method, attribute, field in TAGS:
        add = getattr(item, f"add{method}", None)
        if add is None or not hasattr(item, attribute):
            continue
        before = names(getattr(item.reload(), attribute))
        add(["One", "Two & Three"])
        assert names(getattr(item.reload(), attribute)) == [*before, "One", "Two & Three"]
        assert field in locked(item)
        getattr(item, f"remove{method}")(["One", "Two & Three"], locked=False)
        assert names(getattr(item.reload(), attribute)) == before
    if hasattr(item, "editAddedAt"):
        item.editAddedAt("2001-02-03")
        assert item.reload().addedAt == datetime(2001, 2, 3)
    if hasattr(item, "editUserRating"):
        item.editUserRating(7)
        assert item.reload().userRating == 7


def test_several_are_edited_at_once(own_plex):
    library = section(own_plex, "movie")
    films = library.all()[:3]
    library.batchMultiEdits(films).addGenre("Ours").editStudio("Us").saveMultiEdits()
    for film in films:
        assert "Ours" in names(film.reload().genres) and film.studio == "Us"
    assert {film.ratingKey for film in library.search(genre="Ours")} == {
        film.ratingKey for film in films
    }
    common = library.common(films)
    assert common.studio == "Us"


def test_items_are_edited_by_their_keys(own_plex):
    """Official documents name this way; plexapi goes by the library."""
    films = section(own_plex, "movie").all()[:2]
    keys = ",".join(str(film.ratingKey) for film in films)
    own_plex.query(f"/library/metadata/{keys}?studio.value=Us&studio.locked=1", method=own_plex._session.put)
    for film in films:
        film.reload()
        assert film.studio == "Us" and [field.name for field in film.fields] == ["studio"]


def test_a_refresh_leaves_what_is_locked(own_plex):
    film = section(own_plex, "movie").all()[0]
    title, summary = film.title, film.summary
    film.editTitle("Mine").editSummary("Mine", locked=False)
    film.refresh()
    film.reload()
    assert (film.title, film.summary) == ("Mine", summary)
    film.editTitle(film.title, locked=False)
    film.refresh()
    assert film.reload().title == title
    film.analyze()
    section(own_plex, "movie").lockAllField("title")
    assert "title" in locked(film)
    section(own_plex, "movie").unlockAllField("title")
    assert "title" not in locked(film)


def test_preferences_of_an_item_are_set(own_plex):
    show = section(own_plex, "show").all()[0]
    show.editAdvanced(episodeSort=1)
    assert show.reload().episodeSort == 1
    assert {pref.id: pref.value for pref in show.preferences()}["episodeSort"] == 1
    show.defaultAdvanced()
    assert {pref.id: pref.value for pref in show.preferences()}["episodeSort"] == -1
    with pytest.raises(BadRequest):
        own_plex.query(
            f"/library/metadata/{show.ratingKey}/prefs?episodeSort=9",
            method=own_plex._session.put,
        )
