"""Makes an OCI image layout of a root file system: oci.py STAGE, which holds `rootfs`, gets `layout`."""

import datetime
import gzip
import hashlib
import io
import json
import os
import pathlib
import sys
import tarfile

STAGE = pathlib.Path(sys.argv[1])
EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])
VERSION, REPOSITORY = os.environ["VERSION"], os.environ["REPOSITORY"]
MACHINE = "arm64" if os.environ["TARGET"].startswith("aarch64") else "amd64"
USER = 65532

# Where the program keeps things: all of it in the one volume.
CONFIG = {
    "User": f"{USER}:{USER}",
    "Env": [
        "PATH=/usr/bin",
        "HOME=/state",
        "XDG_CONFIG_HOME=/state/config",
        "XDG_CACHE_HOME=/state/cache",
        "XDG_STATE_HOME=/state/state",
        "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
        "PLEX_MCP_HTTP=0.0.0.0:8787",
    ],
    "Entrypoint": ["/usr/bin/plex-mcp"],
    "Cmd": ["serve"],
    "WorkingDir": "/state",
    "Volumes": {"/state": {}},
    "ExposedPorts": {"8787/tcp": {}},
    # Docker and Podman read it; others have checks of their own.
    "Healthcheck": {
        "Test": ["CMD", "/usr/bin/plex-mcp", "health"],
        "Interval": 30_000_000_000,
        "Timeout": 5_000_000_000,
        "StartPeriod": 5_000_000_000,
        "Retries": 3,
    },
    "Labels": {
        "org.opencontainers.image.title": "plex-mcp",
        "org.opencontainers.image.description": "A Model Context Protocol server for Plex Media Server",
        "org.opencontainers.image.version": VERSION,
        "org.opencontainers.image.source": REPOSITORY,
        "org.opencontainers.image.licenses": "MIT OR Apache-2.0",
    },
}


def layer():
    """Returns the root file system as a tar, the same whenever it is made."""
    buffer = io.BytesIO()
    root = STAGE / "rootfs"
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root)
            entry = archive.gettarinfo(path, str(name))
            owner = USER if name.parts[0] == "state" else 0
            entry.uid = entry.gid = owner
            entry.uname = entry.gname = ""
            entry.mtime = EPOCH
            if entry.isfile():
                with path.open("rb") as file:
                    archive.addfile(entry, file)
            else:
                archive.addfile(entry)
    return buffer.getvalue()


def main():
    blobs = STAGE / "layout" / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def put(data, media_type, **more):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data), **more}

    tar = layer()
    level = 1 if os.environ.get("QUICK") else 9
    content = put(gzip.compress(tar, level, mtime=0), "application/vnd.oci.image.layer.v1.tar+gzip")
    created = datetime.datetime.fromtimestamp(EPOCH, datetime.timezone.utc).isoformat()
    image = {
        "created": created,
        "architecture": MACHINE,
        "os": "linux",
        "config": CONFIG,
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(tar).hexdigest()}"]},
        "history": [{"created": created, "created_by": "packaging/image/make"}],
    }
    config = put(json.dumps(image).encode(), "application/vnd.oci.image.config.v1+json")
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config,
        "layers": [content],
    }
    top = put(
        json.dumps(manifest).encode(),
        "application/vnd.oci.image.manifest.v1+json",
        platform={"architecture": MACHINE, "os": "linux"},
        annotations={"org.opencontainers.image.ref.name": f"plex-mcp:{VERSION}"},
    )
    index = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [top],
    }
    (STAGE / "layout" / "index.json").write_text(json.dumps(index))
    # Docker's classic store knows no layout, and loads what this names.
    blob = {name: f"blobs/sha256/{one['digest'].split(':')[1]}" for name, one in (("config", config), ("layer", content))}
    classic = [{"Config": blob["config"], "RepoTags": [f"plex-mcp:{VERSION}"], "Layers": [blob["layer"]]}]
    (STAGE / "layout" / "manifest.json").write_text(json.dumps(classic))
    (STAGE / "layout" / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')


main()
