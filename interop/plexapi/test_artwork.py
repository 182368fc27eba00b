"""Pictures, themes and matches, changed through plexapi and read back."""

from __future__ import annotations

import struct
import zlib

import pytest

from test_playlists import keys, section


def chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.png"
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b""))
    return str(path)


@pytest.mark.parametrize(
    ("listed", "upload", "choose", "delete", "lock"),
    [
        ("posters", "uploadPoster", "setPoster", "deletePoster", "thumb"),
        ("arts", "uploadArt", "setArt", "deleteArt", "art"),
        ("logos", "uploadLogo", "setLogo", "deleteLogo", "clearLogo"),
        ("squareArts", "uploadSquareArt", "setSquareArt", "deleteSquareArt", "squareArt"),
    ],
)
def test_a_picture_is_brought_chosen_and_taken_away(
    own_plex, picture, listed, upload, choose, delete, lock
):
    film = section(own_plex, "movie").all()[0]
    choices = getattr(film, listed)
    before = [choice.ratingKey for choice in choices()]
    getattr(film, upload)(filepath=picture)
    brought = [choice for choice in choices() if choice.ratingKey not in before]
    assert len(brought) == 1 and brought[0].selected and brought[0].provider is None
    assert lock in {field.name for field in film.reload().fields if field.locked}
    if before:
        getattr(film, choose)(choices()[0])
        assert [choice.selected for choice in choices()].index(True) == 0
    getattr(film, choose)(next(choice for choice in choices() if choice.ratingKey not in before))
    assert choices()[-1].selected
    getattr(film, delete)()
    assert not any(choice.selected for choice in choices())


def test_a_theme_is_brought_and_taken_away(own_plex, picture):
    show = section(own_plex, "show").all()[0]
    show.uploadTheme(filepath=picture)
    assert show.reload().theme and show.themes()[0].selected
    assert show.episodes()[0].reload().grandparentTheme == show.theme
    show.deleteTheme()
    assert not show.reload().theme


def test_a_film_is_matched_unmatched_split_and_merged(own_plex):
    library = section(own_plex, "movie")
    film = library.all()[0]
    candidate = film.matches(title="Metropolis", year=1927)[0]
    film.fixMatch(candidate)
    assert film.reload().guid == candidate.guid and film.title == candidate.name
    film.unmatch()
    assert film.reload().guid.startswith("tv.plex.agents.none://")

    several = next(film for film in library.all() if len(film.media) > 1)
    count, total = len(several.media), library.totalSize
    several.split()
    own_plex.library.reload()
    library = section(own_plex, "movie")
    assert library.totalSize == total + count - 1
    parts = [other for other in library.all() if other.guid == several.reload().guid]
    several.merge([part.ratingKey for part in parts if part != several])
    assert len(several.reload().media) >= count
    assert several.ratingKey in keys(library.all())
