"""Unpacks an OCI image as an engine would: unpack.py IMAGE ROOT. Checks every digest on the way, and
prints the configuration as lines of NAME=VALUE, then the command."""

import gzip
import hashlib
import io
import json
import sys
import tarfile

image, root = sys.argv[1:]
with tarfile.open(image) as archive:

    def read(name):
        return archive.extractfile(f"./{name}").read()

    def blob(descriptor):
        algorithm, digest = descriptor["digest"].split(":")
        data = read(f"blobs/{algorithm}/{digest}")
        assert hashlib.sha256(data).hexdigest() == digest and len(data) == descriptor["size"]
        return data

    assert json.loads(read("oci-layout"))["imageLayoutVersion"] == "1.0.0"
    (top,) = json.loads(read("index.json"))["manifests"]
    manifest = json.loads(blob(top))
    config = json.loads(blob(manifest["config"]))
    # What Docker's classic store loads is the same image.
    (classic,) = json.loads(read("manifest.json"))
    named = [classic["Config"], *classic["Layers"]]
    wanted = [manifest["config"], *manifest["layers"]]
    assert named == ["blobs/" + one["digest"].replace(":", "/") for one in wanted], named
    assert classic["RepoTags"] == [top["annotations"]["org.opencontainers.image.ref.name"]]
    for layer, expected in zip(manifest["layers"], config["rootfs"]["diff_ids"], strict=True):
        tar = gzip.decompress(blob(layer))
        assert "sha256:" + hashlib.sha256(tar).hexdigest() == expected
        with tarfile.open(fileobj=io.BytesIO(tar)) as files:
            files.extractall(root, filter="fully_trusted", numeric_owner=True)
config = config["config"]
assert config["User"].split(":")[0] not in ("", "0", "root"), "the image runs as root"
assert config["Healthcheck"]["Test"][0] == "CMD"
print("\n".join(config["Env"]))
