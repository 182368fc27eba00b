"""Assembles an MCP bundle. What differs comes from the environment, see packaging/build."""

import json
import os
import pathlib
import subprocess
import time
import zipfile

HERE, ROOT = pathlib.Path(os.environ["HERE"]), pathlib.Path(os.environ["ROOT"])
OUT, VERSION, TARGET = pathlib.Path(os.environ["OUT"]), os.environ["VERSION"], os.environ["TARGET"]
STAMP = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]


def binaries():
    """Returns the binary of each platform."""
    named = os.environ.get("PLEX_MCP_BINARIES")
    if named:
        pairs = (pair.split("=", 1) for pair in named.split())
        return {platform: pathlib.Path(path) for platform, path in pairs}
    platform = "darwin" if "apple" in TARGET else "win32" if "windows" in TARGET else "linux"
    return {platform: pathlib.Path(os.environ["BIN"])}


def inside(platform):
    return f"server/{platform}/plex-mcp" + (".exe" if platform == "win32" else "")


def tools():
    """Returns the tools as the program itself lists them; none where it does not run here."""
    try:
        listed = subprocess.run(
            [os.environ["BIN"], "tools", "--format", "json"], capture_output=True, check=True
        ).stdout
    except OSError:
        return None
    return [
        {"name": tool["name"], "description": tool["description"].splitlines()[0]}
        for tool in json.loads(listed)
    ]


def main():
    found = binaries()
    text = (HERE / "mcpb" / "manifest.json").read_text()
    text = text.replace("@VERSION@", VERSION).replace("@REPOSITORY@", os.environ["REPOSITORY"])
    manifest = json.loads(text)
    manifest["compatibility"]["platforms"] = sorted(found)
    first = "linux" if "linux" in found else sorted(found)[0]
    server = manifest["server"]
    server["entry_point"] = inside(first)
    server["mcp_config"]["command"] = "${__dirname}/" + inside(first)
    others = {
        platform: {"command": "${__dirname}/" + inside(platform)}
        for platform in sorted(found)
        if platform != first
    }
    if others:
        server["mcp_config"]["platform_overrides"] = others
    listed = tools()
    if listed:
        manifest["tools"] = listed

    files = [("manifest.json", json.dumps(manifest, indent=2).encode() + b"\n", 0o644)]
    files += [(inside(platform), path.read_bytes(), 0o755) for platform, path in sorted(found.items())]
    for name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        files.append((name, (ROOT / name).read_bytes(), 0o644))
    name = TARGET if len(found) == 1 else "all"
    level = 1 if os.environ.get("QUICK") else 9
    with zipfile.ZipFile(OUT / f"plex-mcp-{VERSION}-{name}.mcpb", "w") as bundle:
        for path, data, mode in files:
            entry = zipfile.ZipInfo(path, STAMP)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data, compresslevel=level)


main()
