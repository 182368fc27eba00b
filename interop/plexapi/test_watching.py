"""Watching: what plays now, what is half watched, and what was watched before."""

from __future__ import annotations

from datetime import datetime, timedelta


def test_on_deck_is_what_to_watch_next(plex):
    deck = plex.library.onDeck()
    assert deck
    assert any(item.viewOffset for item in deck)
    for item in deck:
        assert not item.isPlayed or item.viewOffset
        assert item.viewOffset < item.duration


def test_each_library_has_its_share_of_the_deck(plex):
    whole = {item.ratingKey for item in plex.library.onDeck()}
    shares = [
        {item.ratingKey for item in section.onDeck()}
        for section in plex.library.sections()
        if section.type in ("movie", "show")
    ]
    assert set().union(*shares) == whole


def test_an_episode_on_deck_is_begun_or_comes_next(plex):
    for item in plex.library.onDeck():
        if item.type != "episode" or item.viewOffset:
            continue
        episodes = [episode for episode in item.show().episodes() if episode.parentIndex > 0]
        place = [episode.ratingKey for episode in episodes].index(item.ratingKey)
        assert episodes[place - 1].isPlayed, item


def test_sessions_of_every_sort(plex):
    sessions = plex.sessions()
    assert {"track"} < {session.type for session in sessions}
    assert {"playing", "paused"} <= {session.player.state for session in sessions}
    assert any(session.transcodeSession for session in sessions)
    assert any(session.transcodeSession is None for session in sessions)
    assert len({session.sessionKey for session in sessions}) == len(sessions)


def test_session_names_its_viewer_player_and_item(plex):
    accounts = {account.name for account in plex.systemAccounts()}
    for session in plex.sessions():
        assert set(session.usernames) < accounts
        assert session.player.title and session.player.product and session.player.machineIdentifier
        assert 0 <= session.viewOffset <= session.duration
        assert plex.fetchItem(session.ratingKey).title == session.title
        if session.transcodeSession:
            assert session.transcodeSession.videoDecision or session.transcodeSession.audioDecision
            assert session.transcodeSession.key


def test_history_is_long_and_newest_first(plex):
    history = plex.history()
    viewed = [play.viewedAt for play in history]
    assert len(history) > 100
    assert viewed == sorted(viewed, reverse=True)
    assert viewed[0] - viewed[-1] > timedelta(days=300)
    assert len({play.historyKey for play in history}) == len(history)


def test_history_names_known_people_devices_and_items(plex):
    accounts = {account.id for account in plex.systemAccounts()}
    devices = {device.id for device in plex.systemDevices()}
    sections = {section.key for section in plex.library.sections()}
    for play in plex.history():
        assert play.accountID in accounts
        assert play.deviceID in devices
        assert play.librarySectionID in sections
        assert play.type in ("movie", "episode", "track")
        assert play.title


def test_history_is_narrowed(plex):
    whole = plex.history()
    for account in {play.accountID for play in whole}:
        own = plex.history(accountID=account)
        assert len(own) == sum(play.accountID == account for play in whole)
    section = whole[0].librarySectionID
    own = plex.history(librarySectionID=section)
    assert len(own) == sum(play.librarySectionID == section for play in whole)
    since = datetime.now() - timedelta(days=90)
    recent = plex.history(mindate=since)
    assert 0 < len(recent) < len(whole)
    assert all(play.viewedAt >= since - timedelta(seconds=1) for play in recent)


def test_history_of_a_show_is_that_of_its_episodes(plex):
    play = next(play for play in plex.history() if play.type == "episode" and play.grandparentKey)
    show = plex.fetchItem(play.grandparentKey)
    own = plex.history(ratingKey=show.ratingKey)
    assert play.historyKey in [other.historyKey for other in own]
    assert {other.grandparentTitle for other in own} == {show.title}


def test_history_stops_where_it_is_told(plex):
    assert len(plex.history(maxresults=7)) == 7
