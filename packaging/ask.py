"""Asks an MCP server one question, with nothing but the standard library.

    ask.py COMMAND [ARGUMENT...]          over its standard input and output
    ask.py --http URL [--bearer SECRET]   over HTTP

The server must have the sample library (--demo, or PLEX_MCP_DEMO=true in its environment). Prints what
it answered, and exits 1 where that is not the film that was asked for.
"""

import json
import subprocess
import sys
import threading
import urllib.request

PATIENCE_S = 60
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "packaging", "version": "1"},
    },
}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}
CALL = {
    "jsonrpc": "2.0",
    "id": 2,
    "method": "tools/call",
    "params": {"name": "plex_search", "arguments": {"query": "metropolis", "limit": 1}},
}


def over_pipes(command):
    """Returns the answers to `initialize` and to the call."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    # Whatever hangs is ended, and the reading with it.
    timer = threading.Timer(PATIENCE_S, process.kill)
    timer.start()
    try:

        def answer(message):
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            while line := process.stdout.readline():
                found = json.loads(line)
                if found.get("id") == message["id"]:
                    return found
            raise SystemExit(f"the server ended without an answer to {message['method']}")

        first = answer(INITIALIZE)
        process.stdin.write(json.dumps(INITIALIZED) + "\n")
        second = answer(CALL)
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit(f"the server exited with {process.returncode}")
        return first, second
    finally:
        timer.cancel()
        process.kill()


def over_http(url, bearer):
    """Returns the answers to `initialize` and to the call."""
    session = {}

    def post(message):
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **session,
        }
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        request = urllib.request.Request(url, json.dumps(message).encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
            if response.headers.get("Mcp-Session-Id"):
                session["Mcp-Session-Id"] = response.headers["Mcp-Session-Id"]
            text = response.read().decode()
        lines = [line[5:] for line in text.splitlines() if line.startswith("data:")]
        for candidate in lines or [text]:
            if candidate.strip():
                found = json.loads(candidate)
                if found.get("id") == message.get("id"):
                    return found
        return None

    first = post(INITIALIZE)
    post(INITIALIZED)
    return first, post(CALL)


def main(words):
    if words[:1] == ["--http"]:
        first, second = over_http(words[1], words[3] if words[2:3] == ["--bearer"] else None)
    else:
        first, second = over_pipes(words)
    server = first["result"]["serverInfo"]
    rows = second["result"]["structuredContent"]["items"]
    if [row["title"] for row in rows] != ["Metropolis"]:
        raise SystemExit(f"asked for Metropolis, and got {rows}")
    print(f"{server['name']} {server['version']} answered: {rows[0]['title']} ({rows[0]['year']})")


main(sys.argv[1:])
