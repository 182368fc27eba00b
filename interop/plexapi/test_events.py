"""plexapi's alert listener: what a server tells while things happen."""

from __future__ import annotations

import queue
import subprocess
import threading
from typing import Iterator

import programs
import pytest

WAIT = 15


@pytest.fixture
def heard(own_plex):
    """Everything that is told from now on."""
    alerts: queue.Queue[dict] = queue.Queue()
    errors: queue.Queue[object] = queue.Queue()
    listener = own_plex.startAlertListener(alerts.put, errors.put)
    # The listener connects in a thread of its own: ask until it hears.
    for _ in range(100):
        own_plex.settings.get("FriendlyName").set("Beacon")
        own_plex.settings.save()
        try:
            first = alerts.get(timeout=0.2)
        except queue.Empty:
            continue
        assert first["type"] == "preference"
        assert first["Setting"][0]["value"] == "Beacon"
        break
    while not alerts.empty():
        alerts.get()
    yield alerts
    listener.stop()
    assert errors.empty()


def test_a_scan_is_heard_from_beginning_to_end(own_plex, heard):
    films = own_plex.library.section("Films")
    waiting = {item.title for item in films.all()}
    films.update()
    kinds, found = [], {}
    while not kinds or kinds[-1] != "status":
        alert = heard.get(timeout=WAIT)
        kinds.append(alert["type"])
        for entry in alert.get("TimelineEntry", []):
            found[entry["itemID"]] = (entry["title"], entry["state"])
    assert kinds[0] == "activity" and "timeline" in kinds
    assert alert["StatusNotification"][0]["notificationName"] == "LIBRARY_UPDATE"
    new = {item.title for item in films.all()} - waiting
    assert new and new <= {title for title, state in found.values() if state == 5}


def test_what_is_played_is_heard(own_plex, heard):
    sessions = {str(session.sessionKey) for session in own_plex.sessions()}
    told = set()
    while told != sessions:
        alert = heard.get(timeout=WAIT)
        for notification in alert.get("PlaySessionStateNotification", []):
            told.add(notification["sessionKey"])
            item = own_plex.fetchItem(notification["key"])
            assert item.ratingKey == int(notification["ratingKey"])


@pytest.fixture
def told_by_ours(own_plex, home) -> Iterator[queue.Queue[str]]:
    """The lines of plex-client's own listener to the same server, once it listens."""
    lines: queue.Queue[str] = queue.Queue()
    process = subprocess.Popen(
        [programs.watch_events(), "timeline,activity,status,playing"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={
            **programs.clean_environment(home),
            "PLEX_URL": own_plex._baseurl,
            "PLEX_TOKEN": own_plex._token,
        },
        text=True,
    )
    reader = threading.Thread(target=lambda: [lines.put(line.rstrip("\n")) for line in process.stdout])
    reader.start()
    try:
        assert lines.get(timeout=programs.START_SECONDS) == "listening by websocket"
        yield lines
    finally:
        process.terminate()
        process.wait(timeout=programs.START_SECONDS)
        reader.join()


def in_words(alert: dict) -> Iterator[tuple[str, str]]:
    """What plexapi was told, as the example says it, by kinds: their order among each other is open."""
    becomes = {0: "new", 5: "ready", 9: "gone"}
    for entry in alert.get("TimelineEntry", []):
        state = entry["state"]
        is_now = f"is {becomes[state]}" if state in becomes else "is on its way"
        yield "timeline", f"{entry['title']} {is_now}"
    for told in alert.get("ActivityNotification", []):
        yield "activity", f"{told['Activity']['title']} {told['event']}"
    for told in alert.get("StatusNotification", []):
        yield "status", told["title"]
    for told in alert.get("PlaySessionStateNotification", []):
        yield "playing", f"{told['key']} {told['state']}"


def kind_of(line: str) -> str:
    """The kind of a line that the example wrote."""
    if line.startswith("/library/metadata/"):
        return "playing"
    if line.endswith((" is new", " is ready", " is gone", " is on its way")):
        return "timeline"
    return "activity" if line.endswith((" started", " updated", " ended")) else "status"


def test_our_listener_is_told_what_plexapis_is(own_plex, heard, told_by_ours):
    kinds = ("timeline", "activity", "status", "playing")
    theirs = {kind: [] for kind in kinds}
    ours = {kind: [] for kind in kinds}
    own_plex.library.section("Films").update()
    while not theirs["status"]:
        for kind, words in in_words(heard.get(timeout=WAIT)):
            theirs[kind].append(words)
    while not ours["status"] or any(
        len(ours[kind]) < len(theirs[kind]) for kind in ("timeline", "activity")
    ):
        line = told_by_ours.get(timeout=WAIT)
        ours[kind_of(line)].append(line)
    for kind in ("timeline", "activity", "status"):
        assert ours[kind] == theirs[kind]
    assert theirs["timeline"] and theirs["activity"]

    # What plays is told all the time; each hears of every playback, whenever it began to listen.
    sessions = {f"{session.key} playing" for session in own_plex.sessions() if session.player.state == "playing"}
    assert sessions
    while not sessions <= set(theirs["playing"]):
        theirs["playing"] += [words for kind, words in in_words(heard.get(timeout=WAIT)) if kind == "playing"]
    while not sessions <= {line.split(" at ")[0] for line in ours["playing"]}:
        line = told_by_ours.get(timeout=WAIT)
        ours[kind_of(line)].append(line)
