"""``python -m tests.image``: build the image without Docker, run it as compose.yaml says, and say what was seen."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.image.building import BASE, IMAGE, ROOT, SERVICES, Builder, fingerprint, megabytes

NEEDED = {"debootstrap": "debootstrap", "buildah": "buildah", "unshare": "util-linux", "chroot": "coreutils"}
#: A namespace of its own for mounts, processes and network: it disturbs nothing here, and leaves nothing behind.
_APART = ["unshare", "--mount", "--pid", "--net", "--uts", "--fork", "--kill-child", "--mount-proc"]


def main() -> int:
    asked = _arguments()
    if missing := sorted(package for program, package in NEEDED.items() if shutil.which(program) is None):
        raise SystemExit(f"Install first: apt-get install {' '.join(missing)}")
    if os.geteuid():
        raise SystemExit("Run it as root: it mounts file systems and changes roots, below its own directory and namespaces.")
    builder = Builder(asked.state)
    try:
        _timed("the base: Debian 13 with Debian's Python 3.13, by debootstrap", builder.base)
        if not asked.built:
            _timed("the Dockerfile, each step as written, by buildah", builder.image)
        root = builder.mounted(IMAGE)
        print(f"  {megabytes(root)} MB, of which the base {megabytes(builder.mounted(BASE))} MB")
        if asked.twice:
            _compare(builder, root)
        _timed("PostgreSQL 17 and Redis of Debian", builder.services)
        given = {"root": str(root), "services": str(builder.mounted(SERVICES)), "image": builder.settings()}
        inside = [*_APART, sys.executable, "-m", "tests.image.running", json.dumps(given)]
        return subprocess.run(inside, cwd=ROOT, check=False).returncode
    finally:
        builder.clean()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.image", description=__doc__)
    parser.add_argument("--state", type=Path, default=Path("/var/tmp/factcheck-image"), help="where images are kept")  # noqa: S108
    parser.add_argument("--built", action="store_true", help="build nothing: run the image of the last time")
    parser.add_argument("--twice", action="store_true", help="build it twice, and compare every file")
    return parser.parse_args()


def _compare(builder: Builder, first: Path) -> None:
    _timed("the same once more", builder.image)
    files, again = fingerprint(first), fingerprint(builder.mounted(IMAGE))
    differing = sorted(name for name in files.keys() | again.keys() if files.get(name) != again.get(name))
    if differing:
        raise SystemExit(f"{len(differing)} files differ between two builds: {', '.join(differing[:10])}")
    print(f"  {len(files)} files of the venv, the code and the static files are the same in both builds")


def _timed(what: str, does: object) -> None:
    print(f"{what} …", flush=True)
    begun = time.monotonic()
    does()  # type: ignore[operator]
    print(f"  {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
