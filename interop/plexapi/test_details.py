"""What goes with an item: streams, chapters, extras, the alike, pictures, matches."""

from __future__ import annotations

import pytest


def keys(items) -> list[int]:
    return [item.ratingKey for item in items]


@pytest.fixture(scope="module")
def metropolis(films):
    """The sample's film with everything."""
    return films.get("Metropolis")


def test_streams_say_what_they_are(films):
    kinds = {}
    for film in films.all():
        for medium in film.reload().media:
            for part in medium.parts:
                for stream in part.streams:
                    kinds.setdefault(stream.streamType, []).append(stream)
                    assert stream.displayTitle and stream.extendedDisplayTitle, film
    for video in kinds[1]:
        assert video.width > 0 and video.height > 0 and video.frameRate > 0 and video.bitDepth in (8, 10)
        assert video.codec
    for audio in kinds[2]:
        assert audio.channels >= 1 and audio.samplingRate >= 8000 and audio.audioChannelLayout
    assert any(video.colorTrc == "smpte2084" for video in kinds[1])
    assert any(video.DOVIPresent for video in kinds[1])
    assert any(subtitle.forced or subtitle.language for subtitle in kinds[3])


def test_chapters_and_markers(metropolis):
    film = metropolis.reload()
    assert len(film.chapters) >= 2
    for chapter, following in zip(film.chapters, film.chapters[1:]):
        assert chapter.start < chapter.end <= following.start
    assert film.chapters[0].title
    [credits] = [marker for marker in film.markers if marker.type == "credits"]
    assert film.hasCreditsMarker and credits.start < credits.end <= film.duration


def test_extras(metropolis):
    extras = metropolis.extras()
    assert extras
    for extra in extras:
        assert extra.type == "clip" and extra.title and extra.duration > 0 and extra.subtype


def test_reviews_ratings_and_guids(metropolis):
    reviews = metropolis.reviews()
    assert reviews and all(review.text and review.source for review in reviews)
    film = metropolis.reload()
    assert film.ratings and all(rating.value and rating.image for rating in film.ratings)
    assert {guid.id.split("://")[0] for guid in film.guids} == {"imdb", "tmdb"}
    assert film.images


def test_the_alike(music, metropolis):
    hubs = metropolis.hubs()
    assert hubs
    for hub in hubs:
        assert hub.title and metropolis.ratingKey not in keys(hub.items())
    assert any(artist.hubs() for artist in music.all())


def test_what_comes_next_in_a_show(shows):
    show = next(show for show in shows.all() if 0 < show.viewedLeafCount < show.leafCount)
    following = show.onDeck()
    assert following.grandparentRatingKey == show.ratingKey


@pytest.mark.parametrize("kind", ["films", "shows", "music"])
def test_pictures_to_choose_from(request, kind):
    item = request.getfixturevalue(kind).all()[0]
    for pictures in (item.posters(), item.arts()):
        assert pictures
        assert sum(bool(picture.selected) for picture in pictures) == 1
        for picture in pictures:
            assert picture.key and picture.ratingKey


def test_matches(films):
    for film in (films.all()[0], next(film for film in films.all() if "none://" in film.guid)):
        for match in film.matches(title="Metropolis", year=1927):
            assert match.name and match.guid and 0 <= match.score <= 100


def test_editions_versions_and_parts(films):
    whole = [film.reload() for film in films.all()]
    editions = [film for film in whole if film.editionTitle]
    assert editions
    assert any(len(film.media) > 1 for film in whole)
    assert any(len(medium.parts) > 1 for film in whole for medium in film.media)
    assert any(other.guid == film.guid for film in editions for other in film.editions())


def test_what_several_have_in_common(films):
    two = films.search(director="Buster Keaton")[:2]
    common = films.common(two)
    assert common.commonType == "movie" and common.ratingKeys == keys(two)
    assert [director.tag for director in common.directors] == ["Buster Keaton"]
    assert common.mixedFields is not None


def test_tags_of_the_whole_server(plex, films):
    genres = {tag.tag for tag in plex.library.tags("genre")}
    assert {choice.title for choice in films.listFilterChoices("genre")} <= genres


def test_the_whole_library_is_listed_and_searched(plex, films, shows):
    whole = keys(plex.library.all())
    assert set(keys(films.all())) | set(keys(shows.all())) <= set(whole)
    assert keys(plex.library.search("Metropolis", libtype="movie"))
    tags = plex.query(f"/library/sections/{films.key}/autocomplete?type=1&director.query=keat")
    assert "Buster Keaton" in [found.attrib.get("tag") for found in tags]


def test_a_file_is_had_in_part_by_its_number(plex, films):
    part = films.get("Metropolis").media[0].parts[0]
    url = plex.url(f"/library/parts/{part.id}/file.{part.container}", includeToken=True)
    got = plex._session.get(url, headers={"Range": "bytes=10-19"})
    assert (got.status_code, len(got.content)) == (206, 10)
    assert got.headers["Content-Range"].startswith("bytes 10-19/")


def test_people(plex, films):
    film = next(film for film in films.all() if film.directors)
    director = film.reload().directors[0]
    answer = plex.query(f"/library/people/{director.id}")
    assert director.tag in [found.attrib["tag"] for found in answer.iter("Directory")]
    found = plex.fetchItems(f"/library/people/{director.id}/media")
    assert film.ratingKey in keys(found)


@pytest.mark.parametrize("kind", ["films", "shows", "music", "photos"])
def test_a_librarys_own_preferences(request, kind):
    settings = request.getfixturevalue(kind).settings()
    assert len({setting.id for setting in settings}) == len(settings)
    for setting in settings:
        assert setting.label and setting.type in ("bool", "int", "text", "double")


def test_timelines_count_scans(films):
    timeline = films.timeline()
    assert timeline.title1 == films.title and timeline.latestEntryTime > 0
    assert timeline.updateQueueSize == 0


def test_paths_without_a_call(plex, films, shows, metropolis):
    key = metropolis.ratingKey
    [hub] = [hub for hub in plex.fetchItems(f"/library/metadata/{key}/related") if hub.items()][:1]
    related = plex.fetchItems(f"/hubs/metadata/{key}/related")
    assert hub.hubIdentifier in [other.hubIdentifier for other in related]
    assert key not in keys(plex.fetchItems(f"/library/metadata/{key}/similar"))
    assert len(plex.query(f"/library/sections/{films.key}/categories")) > 3
    show = shows.all()[0].ratingKey
    assert [item.grandparentRatingKey for item in plex.fetchItems(f"/library/metadata/{show}/onDeck")] in ([], [show])
    matches = plex.query("/library/matches?type=1&title=Metropolis&year=1927")
    assert "Metropolis" in [match.attrib.get("name", match.attrib.get("title")) for match in matches]
    [chapter] = metropolis.reload().chapters[:1]
    for picture in (chapter.thumb, metropolis.posters()[0].key):
        answer = plex._session.get(plex.url(picture, includeToken=True))
        assert answer.headers["content-type"].startswith("image/"), picture
