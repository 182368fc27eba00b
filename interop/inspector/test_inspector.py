"""The MCP Inspector's command line against `plex-mcp` over stdio and HTTP, in both eras.

The Inspector exits 5 for a tool error and 6 for a tool schema that some clients cannot take, so its
exit status is most of the check.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

import programs
import prompts
import resources
import tools

CACHE = programs.REPOSITORY / "interop" / ".cache"
NODE = CACHE / "venv" / "bin" / "node"
LAUNCHER = (
    CACHE / "node/node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
)
SECONDS = 60
TOOL_ERROR = 5
"""What the Inspector exits with when a tool answers with an error."""


class Inspector:
    def __init__(self, era: str, target: list[str], home) -> None:
        self.era = era
        self.target = target
        self.home = home

    def ask(self, *options: str) -> tuple[dict[str, Any], str]:
        """One run of the Inspector that succeeds: the result it printed, and what it said on stderr."""
        run = self.run(*options)
        assert run.returncode == 0, f"exit {run.returncode}\n{run.stdout}\n{run.stderr}"
        return json.loads(run.stdout)["result"], run.stderr

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [NODE, LAUNCHER, "--cli", "--protocol-era", self.era, "--format", "json", *options]
            + self.target,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env=programs.clean_environment(self.home),
        )

    def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        result, _ = self.ask(*called(tool, arguments))
        assert not result.get("isError"), result
        return result["structuredContent"]


def called(tool: str, arguments: dict[str, Any]) -> list[str]:
    """The options that call a tool."""
    return [
        *("--method", "tools/call", "--tool-name", tool),
        *("--tool-args-json", json.dumps(arguments)),
    ]


@pytest.fixture(scope="module", params=["stdio", "http"])
def target(request) -> list[str]:
    if request.param == "stdio":
        return ["--", str(programs.plex_mcp()), "--demo"]
    return ["--server-url", request.getfixturevalue("http_url"), "--transport", "http"]


@pytest.fixture(scope="module", params=["legacy", "modern"])
def inspector(request, target, home) -> Inspector:
    return Inspector(request.param, target, home)


@pytest.fixture(scope="module")
def film(inspector) -> tuple[str, str]:
    """A film library of the sample, and the title of a film in it."""
    library = tools.film_library(inspector.call("plex_get_libraries", {}))
    page = inspector.call("plex_get_library_items", {"library_id": library, "limit": 1})
    return library, page["items"][0]["title"]


def test_tool_list_passes_the_strict_lint(inspector):
    listed, stderr = inspector.ask("--method", "tools/list", "--strict")
    assert tools.called_here(tool["name"] for tool in listed["tools"]) == tools.NAMES
    assert "Warning: tool" not in stderr, stderr


@pytest.mark.parametrize("tool", tools.NAMES)
def test_tool_answers(inspector, film, tool):
    tools.check_result(tool, inspector.call(tool, tools.arguments(tool, *film)))


def test_resources_are_listed_and_read(inspector):
    listed, _ = inspector.ask("--method", "resources/list")
    uris = [resource["uri"] for resource in listed["resources"]]
    assert resources.known(uris, resources.LISTED) == resources.LISTED
    listed, _ = inspector.ask("--method", "resources/templates/list")
    patterns = [template["uriTemplate"] for template in listed["resourceTemplates"]]
    assert resources.known(patterns, resources.TEMPLATES) == resources.TEMPLATES
    read, _ = inspector.ask("--method", "resources/read", "--uri", "pms://library/Films")
    [contents] = read["contents"]
    resources.check_data(contents["uri"], contents["text"])


@pytest.mark.parametrize("name", prompts.NAMES)
def test_prompts_are_listed_and_filled_in(inspector, name):
    listed, _ = inspector.ask("--method", "prompts/list")
    assert prompts.known(prompt["name"] for prompt in listed["prompts"]) == prompts.NAMES
    filled = [f"{argument}={value}" for argument, value in prompts.ARGUMENTS[name].items()]
    options = [option for one in filled for option in ("--prompt-args", one)]
    got, _ = inspector.ask("--method", "prompts/get", "--prompt-name", name, *options)
    tools_listed, _ = inspector.ask("--method", "tools/list")
    texts = [message["content"]["text"] for message in got["messages"]]
    prompts.check_messages(name, texts, [tool["name"] for tool in tools_listed["tools"]])


@pytest.mark.parametrize("era", ["legacy", "modern"])
def test_what_needs_consent_is_refused_where_nobody_can_be_asked(era, home):
    """The Inspector's command line has no person to ask."""
    inspector = Inspector(era, ["--", str(programs.plex_mcp()), "--demo"], home)
    every = {"where": {"library_id": "Films"}, "state": "watched"}
    plan = inspector.call("plex_mark_watched", {**every, "dry_run": True})
    assert plan["changed"] > 25, plan
    run = inspector.run(*called("plex_mark_watched", every))
    assert run.returncode == TOOL_ERROR, f"{run.returncode}\n{run.stdout}\n{run.stderr}"
    error = json.loads(run.stdout)["result"]["structuredContent"]["error"]
    assert error["kind"] == "not_allowed", error
    assert "--yes" in error["hint"], error
