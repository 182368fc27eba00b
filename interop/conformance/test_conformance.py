"""The conformance suite against `plex-mcp`: alone, and with the suite's fixtures beside it."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

import programs

RUN = Path(__file__).parent / "run"
SECONDS = 300


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("alone", [True, False], ids=["alone", "with fixtures"])
def test_every_required_scenario_passes(alone, home, capsys):
    address = free_address()
    if alone:
        options = ["--generic"]
        server = [programs.plex_mcp(), "serve", "--demo", "--http", address]
    else:
        options = []
        server = [programs.conformance_server(), address]
    run = subprocess.run(
        [RUN, f"http://{address}/mcp", *options, "--", *server],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        timeout=SECONDS,
        env=programs.clean_environment(home),
    )
    with capsys.disabled():
        print(f"\n{run.stdout}", end="")
    assert run.returncode == 0
