"""Items: each can be asked for by its key, and families agree about who belongs to whom."""

from __future__ import annotations

import pytest


def same(one, other) -> bool:
    return (one.ratingKey, one.type, one.title, one.guid) == (
        other.ratingKey,
        other.type,
        other.title,
        other.guid,
    )


@pytest.mark.parametrize("kind", ["films", "shows", "music", "photos"])
def test_each_item_of_a_listing_reloads(request, plex, kind):
    for listed in request.getfixturevalue(kind).all():
        assert same(plex.fetchItem(listed.ratingKey), listed)


def test_matched_film_says_all_about_itself(films):
    matched = [film for film in films.all() if film.guid.startswith("plex://movie/")]
    assert len(matched) >= 60
    for film in matched:
        film.reload()
        assert 1880 < film.year < 2030
        assert film.duration > 60_000
        assert film.summary and film.titleSort
        assert film.genres and film.directors
        assert film.originallyAvailableAt is not None
        assert {guid.id.split("://")[0] for guid in film.guids} <= {"imdb", "tmdb", "tvdb"}


def test_unmatched_film_has_little_more_than_a_file(films):
    [film] = [film.reload() for film in films.all() if "agents.none://" in film.guid]
    assert film.title and film.media[0].parts[0].file
    assert film.year is None and not film.summary and not film.guids


def test_some_films_have_a_cast_and_external_ids(films):
    reloaded = [film.reload() for film in films.all()]
    assert any(role.role for film in reloaded for role in film.roles)
    assert any(guid.id.startswith("imdb://tt") for film in reloaded for guid in film.guids)
    assert any(film.editionTitle or film.originalTitle for film in reloaded)


def test_film_has_media_parts_and_streams(films):
    film = films.all()[0].reload()
    for medium in film.media:
        assert medium.videoCodec and medium.audioCodec and medium.container
        assert medium.width > 0 and medium.height > 0 and medium.bitrate > 0
        for part in medium.parts:
            assert any(part.file.startswith(root) for root in films.locations)
            assert part.size > 0 and part.key.startswith("/library/parts/")
            kinds = {stream.streamType for stream in part.streams}
            assert {1, 2} <= kinds <= {1, 2, 3, 4}
            assert all(stream.codec for stream in part.streams)
            assert part.audioStreams()[0].channels >= 1
    assert film.media and film.media[0].parts


def test_listings_carry_media_without_streams(plex, films):
    listing = plex.query(f"/library/sections/{films.key}/all?type=1")
    assert listing.findall("./Video/Media/Part")
    assert not listing.findall(".//Stream")


def test_shows_seasons_and_episodes_agree(shows):
    for show in shows.all():
        seasons = show.seasons()
        episodes = show.episodes()
        assert len(seasons) == show.childCount
        assert len(episodes) == show.leafCount == sum(season.leafCount for season in seasons)
        assert sum(episode.isPlayed for episode in episodes) == show.viewedLeafCount
        for season in seasons:
            assert season.parentRatingKey == show.ratingKey
            assert season.parentTitle == show.title
            own = season.episodes()
            assert [episode.index for episode in own] == sorted(episode.index for episode in own)
            for episode in own:
                assert episode.parentRatingKey == season.ratingKey
                assert episode.parentIndex == season.index
                assert episode.grandparentTitle == show.title
        assert {episode.ratingKey for season in seasons for episode in season.episodes()} == {
            episode.ratingKey for episode in episodes
        }


def test_episode_is_found_by_its_number(shows):
    show = shows.all()[0]
    episode = show.episode(season=1, episode=2)
    assert episode.seasonEpisode == "s01e02"
    assert same(episode.show(), show)
    assert same(episode.season(), show.season(season=1))
    assert episode.reload().media[0].parts[0].streams


def test_artists_albums_and_tracks_agree(music):
    for artist in music.all():
        tracks = artist.tracks()
        assert tracks
        albums = {track.parentRatingKey for track in tracks}
        for key in albums:
            album = artist.fetchItem(key)
            assert same(album.artist(), artist)
            own = album.tracks()
            assert len(own) == album.leafCount
            assert [track.index for track in own] == list(range(1, len(own) + 1))
            assert {track.ratingKey for track in own} <= {track.ratingKey for track in tracks}
        for track in tracks:
            assert track.grandparentTitle == artist.title
            assert track.duration > 0


def test_photo_albums_hold_photos(photos):
    albums = [item for item in photos.all() if item.type == "photo" and hasattr(item, "photos")]
    assert albums
    for album in albums:
        for photo in album.photos():
            assert photo.parentRatingKey == album.ratingKey
            assert photo.media[0].parts[0].file
