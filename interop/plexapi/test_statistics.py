"""What the server measures, as plexapi's dashboard calls show it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from plexapi.exceptions import BadRequest, NotFound
from plexapi.server import PlexServer

import programs

TIMESPANS = ("seconds", "hours", "days", "weeks", "months")


@pytest.mark.parametrize("timespan", TIMESPANS)
def test_bandwidth_names_accounts_and_devices(plex, timespan):
    samples = plex.bandwidth(timespan=timespan)
    assert samples
    for sample in samples:
        assert sample.bytes > 0
        assert sample.at <= datetime.now()
        assert sample.account().name and sample.device().name
    assert len({sample.timespan for sample in samples}) == 1
    assert {sample.lan for sample in samples} == {True, False}


def test_bandwidth_adds_up_whatever_the_timespan(plex):
    # What plays now grows between two questions: only what is over can be compared.
    before = datetime.now() - timedelta(days=40)
    before = before.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sums = {
        timespan: sum(sample.bytes for sample in plex.bandwidth(timespan=timespan) if sample.at < before)
        for timespan in ("hours", "days", "months")
    }
    assert len(set(sums.values())) == 1 and min(sums.values()) > 0, sums


def test_bandwidth_is_filtered(plex):
    days = plex.bandwidth("days")
    middle = sorted(sample.at for sample in days)[len(days) // 2]
    large = sorted(sample.bytes for sample in days)[len(days) // 2]
    device = days[0].deviceID
    old = datetime.now() - timedelta(days=2)

    def same(filters, meets):
        found = {(s.at, s.accountID, s.deviceID): s.bytes for s in plex.bandwidth("days", **filters) if s.at < old}
        expected = {(s.at, s.accountID, s.deviceID): s.bytes for s in days if meets(s) and s.at < old}
        assert found and found == expected and len(expected) < len(days), filters

    same({"deviceID": device}, lambda sample: sample.deviceID == device)
    same({"lan": True}, lambda sample: sample.lan)
    same({"lan": False}, lambda sample: not sample.lan)
    same({"at": middle}, lambda sample: sample.at == middle)
    same({"at<": middle}, lambda sample: sample.at <= middle)
    same({"at>": middle}, lambda sample: sample.at >= middle)
    same({"bytes": large}, lambda sample: sample.bytes == large)
    same({"bytes<": large}, lambda sample: sample.bytes <= large)
    same({"bytes>": large, "lan": True}, lambda sample: sample.bytes >= large and sample.lan)


def test_bandwidth_of_one_account(plex):
    # plexapi asks plex.tv who the owner is before it filters by account: the path is asked directly.
    answer = plex.query("/statistics/bandwidth?timespan=3&accountID=2")
    assert {sample.attrib["accountID"] for sample in answer.iter("StatisticsBandwidth")} == {"2"}
    assert [account.attrib["id"] for account in answer.iter("Account")] == ["2"]


def test_an_unknown_timespan_is_refused(plex):
    with pytest.raises(BadRequest):
        plex.query("/statistics/bandwidth?timespan=99")


def test_resources_are_recent_and_in_order(plex):
    samples = plex.resources()
    assert len(samples) >= 20
    moments = [sample.at for sample in samples]
    assert moments == sorted(moments)
    assert datetime.now() - moments[0] < timedelta(minutes=10)
    for sample in samples:
        assert 0 < sample.processCpuUtilization <= sample.hostCpuUtilization <= 100
        assert 0 < sample.processMemoryUtilization <= sample.hostMemoryUtilization <= 100


def test_plays_by_kind(plex):
    answer = plex.query("/statistics/media?timespan=1")
    plays = sum(int(sample.attrib["count"]) for sample in answer.iter("StatisticsMedia"))
    assert plays == len(plex.history())


def test_a_server_without_plex_pass_measures_nothing(home, tmp_path):
    description = tmp_path / "plain.toml"
    description.write_text("[server]\nmyPlexSubscription = false\n")
    with programs.running_emulator(home, "--library", str(description)) as running:
        plain = PlexServer(running.url, running.token)
        assert plain.myPlexSubscription is False
        for ask in (plain.bandwidth, plain.resources):
            with pytest.raises(NotFound):
                ask()
