"""Pictures: as they are, and in the size that is asked for."""

from __future__ import annotations

import struct

import pytest
import requests
from plexapi.exceptions import NotFound


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height, read from the bytes of a JPEG or a PNG."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\xff\xd8")
    place = 2
    while place < len(picture):
        marker, length = struct.unpack(">xBH", picture[place : place + 4])
        if marker in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack(">HH", picture[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise AssertionError("no size in it")


def fetch(plex, path: str) -> requests.Response:
    return requests.get(plex.url(path, includeToken=True), timeout=30)


@pytest.mark.parametrize("kind", ["films", "shows", "music", "photos"])
def test_everything_has_its_picture(request, plex, kind):
    for item in request.getfixturevalue(kind).all()[:2]:
        for url in filter(None, (item.thumb, item.art)):
            answer = fetch(plex, url)
            assert answer.status_code == 200 and min(size_of(answer.content)) > 100


def test_a_picture_is_fitted_into_a_frame(plex, films):
    film = films.all()[0]
    whole = size_of(fetch(plex, film.thumb).content)
    fitted = plex.transcodeImage(film.thumb, height=90, width=200, minSize=False)
    small = requests.get(fitted, timeout=30)
    width, height = size_of(small.content)
    assert height == 90 and abs(width - whole[0] * 90 / whole[1]) <= 1


def test_a_picture_covers_a_frame_and_does_not_grow(plex, films):
    film = films.all()[0]
    whole = size_of(fetch(plex, film.thumb).content)
    covered = plex.transcodeImage(film.thumb, height=90, width=90, minSize=True)
    assert min(size_of(requests.get(covered, timeout=30).content)) == 90
    larger = plex.transcodeImage(film.thumb, height=5000, width=5000, upscale=False)
    assert size_of(requests.get(larger, timeout=30).content) == whole


def test_a_picture_comes_as_png(plex, films):
    url = plex.transcodeImage(films.all()[0].thumb, height=50, width=50, imageFormat="png")
    answer = requests.get(url, timeout=30)
    assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("query", "status"),
    [("width=10", 400), ("width=10&height=10&url=/library/metadata/987654/thumb/1", 404)],
)
def test_what_cannot_be_is_refused(plex, query, status):
    assert fetch(plex, f"/photo/:/transcode?{query}").status_code == status


def test_composites_and_resources(plex, films):
    playlist = plex.playlists()[0]
    for path in (playlist.composite, films.composite, films.art, films.thumb):
        assert fetch(plex, path).headers["content-type"].startswith("image/"), path
    with pytest.raises(NotFound):
        plex.query("/library/sections/987/composite/1")
