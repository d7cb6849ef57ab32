"""Builds the image of the Dockerfile with buildah, on a base of Debian's packages."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SUITE, MIRROR = "trixie", "http://deb.debian.org/debian"
BASE, SERVICES, IMAGE = "localhost/factcheck-base", "localhost/factcheck-services", "localhost/factcheck"
#: PostgreSQL and Redis of Debian, instead of the two images that compose.yaml takes from a registry.
_SERVICES = f"""\
FROM {BASE}
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-17 redis-server
"""
#: Whose files must be the same in each build of one commit: all that is ours, and what the lock names.
OURS = ("opt/venv", "srv/static", "srv/factcheck")


class Builder:
    """buildah with its storage in one directory, which may be deleted at any time."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.state.mkdir(parents=True, exist_ok=True)

    def call(self, *arguments: str | Path, text: str | None = None, log: Path | None = None) -> str:
        """Run buildah and return what it prints; with ``log``, all of it goes there."""
        places = ("--root", self.state / "storage", "--runroot", self.state / "run", "--storage-driver", "overlay")
        command = ["buildah", *map(str, places), *map(str, arguments)]
        if log is None:
            return subprocess.run(command, input=text, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        with log.open("w") as out:
            ended = subprocess.run(command, check=False, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        if ended.returncode:
            raise SystemExit(f"buildah failed; the end of {log}:\n{''.join(log.read_text().splitlines(keepends=True)[-15:])}")
        return ""

    def has(self, image: str) -> bool:
        return image in self.call("images", "--format", "{{.Name}}")

    def base(self) -> None:
        """Make the base once: a minimal Debian with Debian's Python under the names that the real base has."""
        if self.has(BASE):
            return
        root = self.state / "base"
        shutil.rmtree(root, ignore_errors=True)
        packages = "--include=python3,python3-venv,python3-pip,ca-certificates"
        with (self.state / "debootstrap.log").open("w") as log:
            subprocess.run(["debootstrap", "--variant=minbase", packages, SUITE, root, MIRROR], check=True, stdout=log)
        for name in ("python", "pip"):
            (root / "usr/local/bin" / name).symlink_to(f"/usr/bin/{name}3")
        # Whom this machine trusts, so that a proxy between it and the package index is trusted too.
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", root / "etc/ssl/certs/ca-certificates.crt")
        container = self.call("from", "scratch")
        self.call("add", "--quiet", container, root, "/")
        self.call("commit", "--quiet", "--rm", container, BASE)
        shutil.rmtree(root)

    def services(self) -> None:
        """Make the root of PostgreSQL and Redis once."""
        if not self.has(SERVICES):
            file = self.state / "services"
            file.write_text(_SERVICES)
            empty = self.state / "empty"
            empty.mkdir(exist_ok=True)
            self.call("bud", "--isolation", "chroot", "--pull-never", "-t", SERVICES, "-f", file, empty,
                      log=self.state / "services.log")  # fmt: skip

    def image(self) -> None:
        """Execute every step of the Dockerfile, without a cache."""
        options = ("--isolation", "chroot", "--format", "docker", "--pull-never", "--no-cache", "--build-arg", f"PYTHON={BASE}")
        self.call("bud", *options, "-t", IMAGE, "-f", ROOT / "Dockerfile", ROOT, log=self.state / "image.log")

    def settings(self) -> dict[str, Any]:
        """Return what the image says about how it runs: user, environment, command, health check."""
        found: dict[str, Any] = json.loads(self.call("inspect", "--type", "image", IMAGE))["Docker"]["config"]
        return found

    def mounted(self, image: str) -> Path:
        """Return the root of a new container of an image."""
        return Path(self.call("mount", self.call("from", "--pull-never", image)))

    def clean(self) -> None:
        """Delete the containers; the images stay."""
        self.call("rm", "--all")


def fingerprint(root: Path) -> dict[str, str]:
    """Return the digest of each file below the directories of an image that must be reproducible."""
    files = [file for ours in OURS for file in sorted((root / ours).rglob("*")) if file.is_file() and not file.is_symlink()]
    return {str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def megabytes(root: Path) -> int:
    counted = subprocess.run(["du", "-sxm", root], check=True, capture_output=True, text=True).stdout
    return int(counted.split()[0])
