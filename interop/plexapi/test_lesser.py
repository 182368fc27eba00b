"""What few ask for: subtitles from elsewhere, previews, the server's account, what other devices keep."""

from __future__ import annotations

from conftest import section_of


def test_subtitles_are_found_fetched_brought_and_removed(own_plex, tmp_path):
    film = section_of(own_plex, "movie").get("Metropolis")
    before = len(film.reload().subtitleStreams())
    found = film.searchSubtitles(language="de")
    assert found and all(one.languageTag == "de" for one in found)
    film.downloadSubtitles(found[0])
    mine = tmp_path / "mine.srt"
    mine.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n")
    film.uploadSubtitles(str(mine))
    streams = film.reload().subtitleStreams()
    assert len(streams) == before + 2
    assert "mine" in [one.title for one in streams]
    film.removeSubtitles(streamTitle="mine")
    titles = [one.title for one in film.reload().subtitleStreams()]
    assert len(titles) == before + 1 and "mine" not in titles


def test_previews_are_deleted(own_plex):
    own_plex.library.deleteMediaPreviews()


def test_the_account_of_the_server(plex):
    account = plex.account()
    assert account.username
    assert account.signInState == "ok" and account.subscriptionActive is True


def test_what_other_devices_keep_is_renewed(own_plex):
    own_plex.refreshSync()


def test_collections_count_among_what_a_library_shows(own_plex):
    shows = section_of(own_plex, "show")
    before = shows.totalViewSize()
    shows.all()[0].addCollection("Counted")
    assert shows.totalViewSize() == before + 1
    assert shows.totalViewSize(includeCollections=False) == before + 1 - len(shows.collections())


def test_seasons_can_be_hidden(own_plex):
    show = section_of(own_plex, "show").all()[0]
    episode = show.episodes()[0]
    assert episode.skipParent is False
    show.editAdvanced(flattenSeasons=1)
    episode.reload()
    assert episode.skipParent is True
    assert episode.parentRatingKey and episode.parentKey and episode.seasonNumber


def test_a_smart_playlist_of_shows_holds_their_episodes(own_plex):
    shows = section_of(own_plex, "show")
    playlist = own_plex.createPlaylist(
        "Smart",
        section=shows,
        smart=True,
        libtype="show",
        limit=5,
        sort=["season.index:nullsLast", "episode.index:nullsLast", "show.titleSort"],
    )
    filters = playlist.filters()
    filters["libtype"] = shows.METADATA_TYPE
    assert playlist.items() == shows.search(**filters)


def test_members_of_a_collection_move_at_once(own_plex):
    films = section_of(own_plex, "movie")
    collection = own_plex.createCollection("Moved", section=films, items=films.all()[:3])
    items = collection.items()
    collection.moveItem(items[1])
    assert collection.reload().items() == [items[1], items[0], items[2]]
    visibility = collection.visibility()
    visibility.updateVisibility(recommended=True)
    visibility.move()
    visibility.remove()
