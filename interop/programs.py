"""The two programs under test: where they are, and how they are started.

Both are this repository's development builds unless PLEX_MCP_BIN and PLEX_EMULATOR_BIN say
otherwise. Nothing of the user's own Plex configuration reaches them.
"""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Iterator

REPOSITORY = Path(__file__).resolve().parent.parent
EMULATOR_TOKEN = "interop-emulator-token"
EMULATOR_LOG = "emulator.log"
START_SECONDS = 30


@cache
def _target_directory() -> Path:
    metadata = subprocess.run(
        ["cargo", "metadata", "--format-version=1", "--no-deps", "--offline"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    return Path(json.loads(metadata.stdout)["target_directory"])


def _program(name: str, variable: str) -> Path:
    named = os.environ.get(variable)
    path = Path(named) if named else _target_directory() / "debug" / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: run interop/run, or set {variable}")
    return path


def plex_mcp() -> Path:
    return _program("plex-mcp", "PLEX_MCP_BIN")


def conformance_server() -> Path:
    return _program("examples/conformance", "PLEX_MCP_CONFORMANCE_BIN")


def watch_events() -> Path:
    """plex-client's example that tells in lines what happens."""
    return _program("examples/watch_events", "PLEX_WATCH_EVENTS_BIN")


def plex_emulator() -> Path:
    return _program("plex-emulator", "PLEX_EMULATOR_BIN")


def clean_environment(home: Path) -> dict[str, str]:
    """This process's environment without any Plex settings, and with `home` as home."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLEX_", "XDG_"))
    }
    return {**kept, "HOME": str(home)}


@dataclass(frozen=True)
class Emulator:
    url: str
    token: str
    plex_tv: str | None = None
    """The address that stands for Plex's own hosts, if there is one."""
    players: dict[str, str] = field(default_factory=dict)
    """The addresses of the virtual players, by their titles."""
    control: str | None = None
    """The address at which a test tells the emulator itself what to do, if it was started with `--control`."""


@contextmanager
def running_emulator(home: Path, *options: str) -> Iterator[Emulator]:
    """A plex-emulator with the sample library, for as long as the block lasts. What it is asked, it
    writes down in `home`."""
    common = ["--port", "0", "--token", EMULATOR_TOKEN, "--log", str(home / EMULATOR_LOG)]
    process = subprocess.Popen(
        [plex_emulator(), *common, *(options or ("--library", "sample"))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=clean_environment(home),
        text=True,
    )
    try:
        yield _emulator(_printed_until(process.stdout, "ready"))
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


@contextmanager
def running_http_server(home: Path, **environment: str) -> Iterator[str]:
    """`plex-mcp serve --http` with the sample library; gives the URL of its endpoint."""
    process = subprocess.Popen(
        [plex_mcp(), "serve", "--demo", "--http", "127.0.0.1:0"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**clean_environment(home), **environment},
        text=True,
    )
    try:
        yield f"{_printed_url(process.stderr)}/mcp"
    finally:
        process.terminate()
        status = process.wait(timeout=START_SECONDS)
    assert status == 0, f"plex-mcp ended with {status} when it was told to stop"


def _emulator(lines: list[str]) -> Emulator:
    """The emulator that has printed these lines: each a name and an address."""
    printed = [line.split() for line in lines]
    first = {words[0]: words[-1] for words in printed}
    players = {" ".join(words[1:-1]): words[-1] for words in printed if words[0] == "player"}
    return Emulator(
        first["url"], EMULATOR_TOKEN, first.get("plex.tv"), players, first.get("control")
    )


def _printed_url(output: IO[str]) -> str:
    """Waits for the line that names the address."""
    url = r"http://127\.0\.0\.1:\d+"
    return re.search(url, _printed_until(output, url)[-1]).group()


def _printed_until(output: IO[str], pattern: str) -> list[str]:
    """The lines up to one that the pattern is found in; the pipe is kept drained afterwards."""
    lines: queue.Queue[str | None] = queue.Queue()

    def drain() -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=drain, daemon=True).start()
    seen = []
    while True:
        try:
            line = lines.get(timeout=START_SECONDS)
        except queue.Empty:
            raise TimeoutError(f"nothing like {pattern!r} was printed, only {seen}") from None
        if line is None:
            raise RuntimeError(f"the program ended after printing {seen}")
        seen.append(line)
        if re.search(pattern, line):
            return seen
