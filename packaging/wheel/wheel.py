"""Assembles a wheel that holds one binary, under a name that is free: plex-mcp is another project's.

What differs comes from the environment, see packaging/build."""

import base64
import hashlib
import os
import pathlib
import re
import time
import zipfile

ROOT = pathlib.Path(os.environ["ROOT"])
VERSION, TARGET = os.environ["VERSION"], os.environ["TARGET"]
BINARY = pathlib.Path(os.environ["BIN"])
STAMP = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]


def platform():
    """Returns the platform tag: where the binary runs."""
    machine = TARGET.split("-")[0]
    if "apple" in TARGET:
        return "macosx_11_0_universal2" if machine == "universal" else f"macosx_11_0_{machine}"
    if "windows" in TARGET:
        return "win_amd64"
    if "musl" in TARGET:
        # Static: it asks nothing of the system.
        return f"manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}"
    versions = re.findall(rb"GLIBC_(\d+)\.(\d+)", BINARY.read_bytes())
    major, minor = max((int(major), int(minor)) for major, minor in versions)
    return f"manylinux_{major}_{minor}_{machine}"


METADATA = f"""\
Metadata-Version: 2.4
Name: plex-mcp-rs
Version: {VERSION}
Summary: A Model Context Protocol server for Plex Media Server
Keywords: plex,mcp,model-context-protocol,media-server,assistant
License-Expression: MIT OR Apache-2.0
License-File: LICENSE-MIT
License-File: LICENSE-APACHE
Project-URL: Repository, {os.environ["REPOSITORY"]}
Requires-Python: >=3.8
Description-Content-Type: text/markdown

# plex-mcp

An MCP server for Plex Media Server. `uvx plex-mcp-rs setup` signs in, adds it to the assistants on this
machine and asks a first question. The program itself is `plex-mcp`, one binary that needs no Python; the name
`plex-mcp` on PyPI is another project's.

<!-- mcp-name: io.github.OWNER/plex-mcp -->
"""


# uvx starts the program that is called as the package is.
LAUNCHER = b'''\
"""Starts plex-mcp, the binary that this package brings."""

import os
import subprocess
import sys
import sysconfig


def main():
    name = "plex-mcp.exe" if os.name == "nt" else "plex-mcp"
    command = [os.path.join(sysconfig.get_path("scripts"), name), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)
'''


def main():
    tag = platform()
    info = f"plex_mcp_rs-{VERSION}.dist-info"
    tags = "".join(f"Tag: py3-none-{one}\n" for one in tag.split("."))
    files = [
        (f"plex_mcp_rs-{VERSION}.data/scripts/{BINARY.name}", BINARY.read_bytes(), 0o755),
        ("plex_mcp_rs/__init__.py", LAUNCHER, 0o644),
        (f"{info}/entry_points.txt", b"[console_scripts]\nplex-mcp-rs = plex_mcp_rs:main\n", 0o644),
        (f"{info}/METADATA", METADATA.encode(), 0o644),
        (
            f"{info}/WHEEL",
            f"Wheel-Version: 1.0\nGenerator: plex-mcp packaging\nRoot-Is-Purelib: false\n{tags}".encode(),
            0o644,
        ),
    ]
    for name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        files.append((f"{info}/licenses/{name}", (ROOT / name).read_bytes(), 0o644))
    record = ""
    for name, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(data)}\n"
    record += f"{info}/RECORD,,\n"
    files.append((f"{info}/RECORD", record.encode(), 0o644))

    path = pathlib.Path(os.environ["OUT"]) / f"plex_mcp_rs-{VERSION}-py3-none-{tag}.whl"
    level = 1 if os.environ.get("QUICK") else 9
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as wheel:
        for name, data, mode in files:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)


main()
