"""What a run of these checks touched: the emulator's endpoints, their parameters, plexapi's calls.

The emulators write down what they were asked (`plex-emulator --log`), and plexapi's calls are seen as
Python makes them, so that nothing about either is changed by being counted.
"""

from __future__ import annotations

import cProfile
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import parse_qsl

import plexapi

import programs

COVERED = Path(__file__).with_name("covered.txt")
UNCOVERED = Path(__file__).with_name("uncovered.txt")
PACKAGE = str(Path(plexapi.__file__).parent)

Endpoint = tuple[str, str]


def endpoints() -> list[Endpoint]:
    """Every method and path that the emulator says it has, on the server and on plex.tv."""
    return listed("--endpoints", "") + listed("--plex-tv-endpoints", "plex.tv")


def listed(option: str, host: str) -> list[Endpoint]:
    """The endpoints of a table, as the log names them."""
    table = subprocess.run(
        [programs.plex_emulator(), option], check=True, capture_output=True, text=True
    )
    rows = [line.strip("| \n").split(" | ") for line in table.stdout.splitlines()[2:]]
    return [(method, host + row[1].strip("`")) for row in rows for method in row[0].split(", ")]


class Asked:
    """What emulators were asked, by endpoint: how often, with which parameters and statuses."""

    def __init__(self) -> None:
        self.counts: dict[Endpoint, int] = defaultdict(int)
        self.parameters: dict[Endpoint, set[str]] = defaultdict(set)
        self.statuses: dict[Endpoint, set[str]] = defaultdict(set)

    def read(self, log: Path) -> None:
        for line in log.read_text().splitlines():
            status, method, path, _, query = line.split("\t")
            endpoint = (method, path)
            self.counts[endpoint] += 1
            self.statuses[endpoint].add(status)
            names = (name for name, _ in parse_qsl(query, keep_blank_values=True))
            self.parameters[endpoint].update(
                # `year>` and `year>>` are operators of one parameter, `prefs[x]` one of many.
                name.rstrip("<>!=").split("[")[0]
                for name in names
                if not name.startswith("X-Plex-")
            )

    def was_answered(self, endpoint: Endpoint) -> bool:
        return bool(self.statuses[endpoint] & {"101", "200", "201", "204", "206"})


class Calls:
    """plexapi's public functions and properties that were called."""

    def __init__(self) -> None:
        # Written in C, it costs far less than a trace function.
        self.profile = cProfile.Profile(subcalls=False, builtins=False)

    def watch(self) -> None:
        self.profile.enable()

    def rest(self) -> None:
        self.profile.disable()

    def names(self) -> set[str]:
        codes = (entry.code for entry in self.profile.getstats())
        own = (code for code in codes if code.co_filename.startswith(PACKAGE))
        return {
            f"{Path(code.co_filename).stem}.{code.co_qualname}"
            for code in own
            if not code.co_name.startswith(("_", "<"))
        }


def report(asked: Asked, calls: Calls) -> str:
    """The table of all endpoints, with what was asked of each."""
    known = endpoints()
    answered = sum(asked.was_answered(endpoint) for endpoint in known)
    lines = [
        f"plexapi {plexapi.VERSION}: {answered} of {len(known)} endpoints were answered, "
        f"{sum(asked.counts.values())} requests, {len(calls.names())} public calls of plexapi",
        "",
        "| method | path | requests | statuses | parameters |",
        "| --- | --- | --- | --- | --- |",
    ]
    for method, path in known:
        endpoint = (method, path)
        statuses = ", ".join(sorted(asked.statuses[endpoint])) or "–"
        parameters = ", ".join(sorted(asked.parameters[endpoint]))
        lines.append(
            f"| {method} | `{path}` | {asked.counts[endpoint]} | {statuses} | {parameters} |"
        )
    lines += ["", "Calls: " + ", ".join(sorted(calls.names()))]
    return "\n".join(lines) + "\n"


def lost(asked: Asked) -> list[str]:
    """The endpoints that used to be covered and were not answered in this run."""
    promised = [tuple(line.split()) for line in COVERED.read_text().splitlines() if line]
    return [" ".join(endpoint) for endpoint in promised if not asked.was_answered(endpoint)]


def unnamed() -> list[str]:
    """The endpoints that are neither among the covered nor excused with a reason, and names of none."""
    covered = {line for line in COVERED.read_text().splitlines() if line}
    excused = dict(
        line.split(" | ", 1)
        for line in UNCOVERED.read_text().splitlines()
        if line and not line.startswith("#")
    )
    known = {" ".join(endpoint) for endpoint in endpoints()}
    named = covered | set(excused)
    without_reason = {name for name, reason in excused.items() if not reason.strip()}
    return sorted((known ^ named) | (covered & set(excused)) | without_reason)
