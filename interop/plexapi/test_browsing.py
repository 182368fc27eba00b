"""Ways through a library: letters, folders, lists by name; and the paths that plexapi has no call for."""

from __future__ import annotations

import pytest
from plexapi.library import FirstCharacter


@pytest.fixture(params=["films", "shows", "music", "photos"])
def section(request):
    return request.getfixturevalue(request.param)


def keys(items) -> list[int]:
    return [item.ratingKey for item in items]


def test_letters_count_everything(section):
    letters = section.firstCharacter()
    assert sum(int(letter.size) for letter in letters) == section.totalSize
    assert all(isinstance(letter, FirstCharacter) and letter.title for letter in letters)


def test_folders_hold_everything(films):
    def within(folder) -> list[int]:
        # plexapi calls titles folders as well, and tells them by their keys.
        if folder.key.startswith("/library/metadata/"):
            return [int(folder.key.rsplit("/", 1)[-1])]
        return [key for inside in folder.subfolders() for key in within(inside)]

    found = [key for folder in films.folders() for key in within(folder)]
    assert set(found) == set(keys(films.all()))
    assert all(folder.title for folder in films.folders())


def test_lists_by_name_agree_with_filters(plex, films):
    def named(name: str) -> list[int]:
        return keys(plex.fetchItems(f"/library/sections/{films.key}/{name}"))

    assert set(named("unwatched")) == set(keys(films.search(unwatched=True)))
    assert named("newest") == keys(films.search(sort="originallyAvailableAt:desc"))
    assert named("recentlyAdded") == keys(films.search(sort="addedAt:desc"))
    viewed = named("recentlyViewed")
    assert viewed and viewed == keys(films.search(filters={"viewCount>>": 0}, sort="lastViewedAt:desc"))


def test_recently_added_calls(plex, films, shows, music, photos):
    assert keys(films.recentlyAddedMovies(5)) == keys(films.recentlyAdded(5))
    for found in (
        shows.recentlyAddedShows(5), shows.recentlyAddedSeasons(5), shows.recentlyAddedEpisodes(5),
        music.recentlyAddedArtists(5), music.recentlyAddedAlbums(5), music.recentlyAddedTracks(5),
        photos.recentlyAddedAlbums(5),
    ):
        added = [item.addedAt for item in found]
        assert added and added == sorted(added, reverse=True)
    home = plex.fetchItems(f"/hubs/home/recentlyAdded?type=1&sectionID={films.key}")
    assert keys(home)[:5] == keys(films.recentlyAdded(5))


def test_searches_within_a_library(films, shows, music, photos):
    film = films.all()[3]
    assert film.ratingKey in keys(films.searchMovies(title=film.title))
    assert films.get(film.title).title == film.title
    assert films.getGuid(film.guid).ratingKey == film.ratingKey
    assert shows.searchShows(title=shows.all()[0].title)
    assert len(shows.searchSeasons()) == shows.totalViewSize("season")
    assert len(shows.searchEpisodes(unwatched=True)) < shows.totalViewSize("episode")
    assert len(music.searchAlbums()) == len(music.albums())
    assert music.searchTracks(title=music.searchTracks()[0].title)
    assert photos.searchPhotos() and photos.searchAlbums()
    assert film.ratingKey in [getattr(hit, "ratingKey", 0) for hit in films.hubSearch(film.title)]


def test_the_other_two_generations_of_search(plex, films):
    film = films.all()[0]
    assert film.ratingKey in keys(plex.fetchItems(f"/search?query={film.title}&type=1"))
    assert keys(plex.fetchItems(f"/library/sections/{films.key}/search?type=1&query={film.title}"))
    answer = plex.query(f"/library/search?query={film.title}&limit=5&searchTypes=movies,people")
    found = [result.find("Video").attrib for result in answer.iter("SearchResult") if len(result)]
    assert str(film.ratingKey) in [attributes["ratingKey"] for attributes in found]


def test_a_persons_films_come_with_the_reason(plex, films):
    film = films.all()[0].reload()
    director = film.directors[0].tag
    found = [item for item in plex.search(director, limit=50) if item.type == "movie"]
    assert film.ratingKey in keys(found)
    for item in found:
        if item._data.attrib.get("reason") == "director":
            assert item._data.attrib["reasonTitle"] == director


def test_playlists_and_their_items(plex):
    playlists = plex.playlists()
    kinds = [plex.playlists(playlistType=kind) for kind in ("video", "audio", "photo")]
    assert sorted(keys(playlists)) == sorted(key for kind in kinds for key in keys(kind))
    for playlist in playlists:
        assert plex.playlist(playlist.title).ratingKey == playlist.ratingKey
        again = playlist.reload()
        items = again.items()
        assert len(items) == again.leafCount
        if not again.smart:
            assert len({item.playlistItemID for item in items}) == len(items)
            assert again.item(items[0].title).ratingKey == items[0].ratingKey
    assert plex.playlists(title=playlists[0].title)[0] == playlists[0]


def test_collections_and_their_items(plex, films):
    collection = films.collections()[0]
    assert films.collection(collection.title).ratingKey == collection.ratingKey
    items = collection.reload().items()
    assert keys(plex.fetchItems(f"/library/collections/{collection.ratingKey}/items")) == keys(items)
    member = items[0].reload()
    assert collection.title in [tag.tag for tag in member.collections]
    by_tag = films.search(collection=collection.title)
    assert set(keys(by_tag)) == set(keys(items))


def test_paths_without_a_call(plex, films, shows):
    key = films.key
    titles = [section.attrib["title"] for section in plex.query("/library/sections/all")]
    assert titles == [section.title for section in plex.library.sections()]
    ways = [way.attrib["key"] for way in plex.query(f"/library/sections/{key}")]
    assert {"all", "unwatched", "genre", "year", "folder"} <= set(ways)
    assert len(plex.query(f"/library/sections/{key}/filters")) > 5
    assert len(plex.query(f"/library/sections/{key}/sorts")) > 5
    assert len(plex.query(f"/library/sections/{key}/firstCharacters")) > 5
    for kind in ("firstCharacter", "firstCharacters"):
        assert keys(plex.fetchItems(f"/library/sections/{key}/{kind}/M"))
    show = shows.all()[0]
    episodes = plex.fetchItems(f"/library/metadata/{show.ratingKey}/grandchildren")
    assert keys(episodes) == keys(show.episodes())
    deck = keys(plex.library.onDeck())
    assert keys(plex.fetchItems("/hubs/home/onDeck")) == deck
    for path in ("/hubs/continueWatching", "/hubs/home/continueWatching"):
        [hub] = plex.fetchItems(path)
        assert keys(hub.items()) == deck
    assert [hub.title for hub in plex.fetchItems("/hubs/home")] == [hub.title for hub in plex.library.hubs()]
    assert plex.fetchItem("/:/prefs/get?id=OnDeckWindow").value == 16
    assert plex.query("/accounts/1")[0].attrib["name"] == plex.systemAccount(1).name
    device = plex.systemDevices()[0]
    assert plex.query(f"/devices/{device.id}")[0].attrib["name"] == device.name
    play = plex.history(maxresults=1)[0]
    assert plex.query(play.historyKey)[0].attrib["historyKey"] == play.historyKey
    assert keys(plex.fetchItems("/playlists/all")) == keys(plex.playlists())
    collection = films.collections()[0]
    assert plex._session.get(plex.url(collection.thumb, includeToken=True)).status_code == 200
