"""plexapi's alert listener: what a server tells while things happen."""

from __future__ import annotations

import queue

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
