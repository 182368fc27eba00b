"""The server's own affairs: updates, tasks, preferences, conversions, players."""

from __future__ import annotations

import pytest
from plexapi.exceptions import NotFound
from plexapi.server import PlexServer

import programs

RELEASE = """
[server.Release]
key = "https://plex.tv/updater/releases/4567"
version = "1.43.5.10999-abcdef012"
added = "Something"
fixed = "Something else"
state = "available"
"""


def test_a_current_server_has_no_update(plex):
    assert plex.checkForUpdate(force=False) is None
    assert plex.isLatest() is True
    assert plex.canInstallUpdate() is False


def test_an_update_is_told(home, tmp_path):
    description = tmp_path / "old.toml"
    description.write_text(RELEASE)
    with programs.running_emulator(home, "--library", str(description)) as running:
        old = PlexServer(running.url, running.token)
        release = old.checkForUpdate()
        assert release.version == "1.43.5.10999-abcdef012" and release.state == "available"
        assert release.added and release.fixed
        assert old.isLatest() is False


def test_tasks(plex):
    tasks = {task.name: task for task in plex.butlerTasks()}
    assert {"BackupDatabase", "OptimizeDatabase", "CleanOldBundles", "RefreshLibraries"} <= set(tasks)
    for task in tasks.values():
        assert task.title and task.description and task.interval >= 1
        assert isinstance(task.enabled, bool) and isinstance(task.scheduleRandomized, bool)
    assert tasks["BackupDatabase"].enabled and not tasks["RefreshLibraries"].enabled


def test_preferences_have_types_groups_and_choices(plex):
    settings = plex.settings.all()
    assert len(settings) > 150
    python = {"bool": bool, "int": int, "text": str, "double": float}
    for setting in settings:
        assert isinstance(setting.value, python[setting.type]), setting.id
        assert isinstance(setting.default, python[setting.type]), setting.id
        assert setting.hidden or setting.label
        if setting.enumValues and not isinstance(setting.enumValues, list):
            assert str(setting.value) in map(str, setting.enumValues), setting.id
    groups = plex.settings.groups()
    assert {"general", "library", "network", "transcoder", "dlna", "butler", "extras"} <= set(groups)
    assert plex.settings.get("OnDeckWindow").value == 16


def test_a_preference_is_changed(own_plex):
    own_plex.settings.get("FriendlyName").set("Attic")
    own_plex.settings.get("OnDeckLimit").set(1)
    own_plex.settings.save()
    again = PlexServer(own_plex._baseurl, own_plex._token)
    assert again.friendlyName == "Attic"
    assert again.settings.get("OnDeckLimit").value == 1
    assert len(again.library.onDeck()) == 1


def test_deletion_can_be_switched_off(own_plex):
    assert own_plex.allowMediaDeletion is True
    own_plex._allowMediaDeletion(False)
    assert PlexServer(own_plex._baseurl, own_plex._token).allowMediaDeletion is None


def test_conversions_are_those_of_sessions(plex):
    conversions = plex.transcodeSessions()
    assert len(conversions) == plex.transcoderActiveVideoSessions == 1
    conversion = conversions[0]
    assert conversion.videoDecision == "transcode" and conversion.context == "streaming"
    assert 0 < conversion.progress <= 100 and conversion.speed > 0
    assert conversion.duration > 0 and conversion.remaining >= 0
    playing = [session.transcodeSession for session in plex.sessions() if session.transcodeSession]
    assert [one.key for one in playing] == [f"/transcode/sessions/{conversion.key}"]


def test_no_player_advertises_itself(plex):
    assert plex.clients() == []
    with pytest.raises(NotFound):
        plex.client("Living room")


def test_players_that_advertise_themselves(home, tmp_path):
    description = tmp_path / "players.toml"
    description.write_text(
        "[[client]]\nname = 'RasPlex'\nhost = '127.0.0.1'\nport = 9\nmachineIdentifier = 'rasplex-1'\n"
        "product = 'Plex Home Theater'\nprotocolCapabilities = 'timeline,playback'\n"
    )
    with programs.running_emulator(home, "--library", str(description)) as running:
        [player] = PlexServer(running.url, running.token).clients()
        assert player.title == "RasPlex" and player.machineIdentifier == "rasplex-1"
        assert player.product == "Plex Home Theater"
        assert "playback" in player.protocolCapabilities


def test_the_server_knows_itself(plex):
    answer = plex.query("/servers")
    [server] = answer.iter("Server")
    assert server.attrib["machineIdentifier"] == plex.machineIdentifier


def test_every_capability(plex):
    for flag in (
        "allowCameraUpload", "allowChannelAccess", "allowMediaDeletion", "allowSharing", "allowSync",
        "backgroundProcessing", "certificate", "companionProxy", "eventStream",
        "hubSearch", "multiuser", "myPlex", "myPlexSubscription",
        "photoAutoTag", "pluginHost", "sync", "transcoderAudio", "transcoderLyrics",
        "transcoderPhoto", "transcoderSubtitles", "transcoderVideo", "updater", "voiceSearch",
    ):
        assert getattr(plex, flag) is True, flag
    assert not plex.readOnlyLibraries
    assert plex.myPlexMappingState == "mapped" and plex.myPlexSigninState == "ok"
    assert "logs" in plex.diagnostics and "session_kick" in plex.ownerFeatures
    assert len(plex.transcoderVideoBitrates) == len(plex.transcoderVideoQualities)


def test_sizes_of_libraries(films, shows, photos):
    for section in (films, shows):
        durations = section.search(libtype="movie" if section is films else "episode")
        assert section.totalDuration == sum(item.duration or 0 for item in durations)
    assert films.totalStorage == sum(
        part.size for film in films.all() for medium in film.media for part in medium.parts
    )
    assert photos.totalStorage > 0
