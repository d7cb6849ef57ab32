"""Starts what compose.yaml says from the roots that ``building`` made; ``__main__`` calls it in namespaces of its own."""

from __future__ import annotations

import fcntl
import http.client
import json
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.image import compose
from tests.image.building import ROOT
from tests.image.container import Container, mount

HOST = "facts.example.org"
VARIABLES = {"ALLOWED_HOSTS": HOST}
_TLS = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


class Desk:
    """The services of compose.yaml, each in a container of its own."""

    def __init__(self, given: dict[str, Any], here: Path) -> None:
        self.root, self.foreign, self.image = Path(given["root"]), Path(given["services"]), given["image"]
        self.here, self.services = here, compose.services(VARIABLES)
        self.secrets = here / "secrets"
        subprocess.run([ROOT / "deploy/make-secrets.sh", self.secrets], check=True, stdout=subprocess.DEVNULL)
        self.secrets.chmod(0o755)  # Compose mounts the files, not their directory
        self.containers: dict[str, Container] = {}
        self.running: dict[str, Any] = {}

    def ours(self, name: str) -> Container:
        """Return the container of one of our services, whose volumes belong to the image's user."""
        if name not in self.containers:
            targets = [volume.partition(":")[::2] for volume in self.services[name].get("volumes", [])]
            volumes = {target: self._volume(volume) for volume, target in targets}
            self.containers[name] = Container(self.here / name, self.root, secrets=self.secrets, volumes=volumes)
        return self.containers[name]

    def environment(self, name: str, **more: str) -> dict[str, str]:
        of_image = dict(one.split("=", 1) for one in self.image["Env"])
        return {**of_image, "HOSTNAME": socket.gethostname(), **compose.environment(self.services[name], VARIABLES), **more}

    def run(self, name: str, command: list[str] | None = None, **more: str) -> str:
        """Run a service, or another command in its container, and return what it printed."""
        how = {"user": self.image["User"], "directory": self.image["WorkingDir"], "environment": self.environment(name, **more)}
        ended = self.ours(name).run(command or self.services[name]["command"], **how)
        if ended.returncode:
            raise SystemExit(f"{name}: {command or ''} ended with {ended.returncode}:\n{ended.stdout[-2000:]}")
        return ended.stdout

    def start(self, name: str) -> None:
        how = {"user": self.image["User"], "directory": self.image["WorkingDir"], "environment": self.environment(name)}
        with (self.here / f"{name}.log").open("w") as log:
            command = self.services[name].get("command") or self.image["Cmd"]
            self.running[name] = self.ours(name).start(command, stdout=log, stderr=log, **how)

    def start_foreign(self, name: str, command: list[str], user: str, volume: Path) -> Container:
        """Start PostgreSQL or Redis from Debian's packages."""
        data = {"/data": volume}
        container = Container(self.here / name, self.foreign, secrets=self.secrets, volumes=data, read_only=False)
        with (self.here / f"{name}.log").open("w") as log:
            environment = {"PATH": "/usr/lib/postgresql/17/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
            how = {"user": user, "environment": environment, "directory": "/data"}
            if name == "postgres":
                initdb = ["initdb", "--username=factcheck", "--auth=scram-sha-256", "--pwfile=/run/secrets/database_password"]
                made = container.run([*initdb, "--pgdata=/data"], **how)
                assert made.returncode == 0, made.stdout
            self.running[name] = container.start(command, stdout=log, stderr=log, **how)
        return container

    def healthy(self, name: str, container: Container, user: str) -> None:
        """Wait until the health check of a service succeeds."""
        test = self.services[name]["healthcheck"]["test"]
        command = test[1:] if test[0] == "CMD" else ["sh", "-c", test[1]]
        own = self.environment(name) if name == "worker" else {"PATH": "/usr/bin:/bin"}
        how = {"user": user, "environment": own, "directory": self.image["WorkingDir"] if name == "worker" else "/"}
        self.until(name, lambda: container.run(command, **how).returncode == 0)

    def until(self, name: str, holds: Callable[[], bool], seconds: int = 120) -> None:
        limit = time.monotonic() + seconds
        while not holds():
            process = self.running.get(name)
            if time.monotonic() > limit or (process and process.poll() is not None):
                raise SystemExit(f"{name} does not work; its log ends:\n{(self.here / f'{name}.log').read_text()[-3000:]}")
            time.sleep(0.5)

    def _volume(self, name: str) -> Path:
        volume = self.here / "volumes" / name
        volume.mkdir(parents=True, exist_ok=True)
        owner = self.image["User"].partition(":")[::2]
        shutil.chown(volume, int(owner[0]), int(owner[1]))
        return volume

    def volume_of(self, name: str, user: str) -> Path:
        """Return a new directory that belongs to a user of the foreign root."""
        volume = self.here / "volumes" / name
        volume.mkdir(parents=True)
        (entry,) = re.findall(rf"^{user}:x:(\d+):(\d+):", (self.foreign / "etc/passwd").read_text(), re.MULTILINE)
        shutil.chown(volume, int(entry[0]), int(entry[1]))
        return volume


def get(path: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=15)
    try:
        connection.request("GET", path, headers=_TLS)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    except OSError:
        return 0, {}, ""
    finally:
        connection.close()


def loopback() -> None:
    """Bring up the only network interface of a new namespace."""
    with socket.socket() as any_socket:
        flags = 0x1 | 0x40  # up, running
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", flags))


def says(what: str) -> None:
    print(f"  {what}", flush=True)


def main() -> int:
    from tests.image import proof

    mount("--make-rprivate", "/")
    loopback()
    here = Path(tempfile.mkdtemp(prefix="factcheck-image-"))
    mount("-t", "tmpfs", "-o", "size=2g,mode=755", "tmpfs", here)
    desk = Desk(json.loads(sys.argv[1]), here)
    try:
        proof.prove(desk)
    finally:
        for process in desk.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
