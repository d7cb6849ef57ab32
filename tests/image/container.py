"""Runs a command in an image's root as Docker does with ``read_only``, ``tmpfs``, ``cap_drop`` and ``no-new-privileges``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

#: Devices that a container has; /dev is otherwise empty, but for shared memory.
_DEVICES = ("null", "zero", "full", "random", "urandom")
_HOSTS = "127.0.0.1 localhost postgres redis\n"


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


class Container:
    """One root, mounted read-only at ``place``, with what a container may write mounted over it."""

    def __init__(self, place: Path, root: Path, *, secrets: Path, volumes: dict[str, Path], read_only: bool = True) -> None:
        self.place = place
        place.mkdir(parents=True)
        for target in ("run/secrets", *volumes):  # as Docker makes the places of mounts
            (root / target.lstrip("/")).mkdir(parents=True, exist_ok=True)
        mount("--bind", root, place)
        if read_only:
            mount("-o", "remount,bind,ro", place)
        mount("-t", "proc", "proc", place / "proc")
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", place / "tmp")
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", place / "dev")
        for device in _DEVICES:
            (place / "dev" / device).touch()
            mount("--bind", f"/dev/{device}", place / "dev" / device)
        (place / "dev/shm").mkdir()
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", place / "dev/shm")
        mount("--bind", secrets, place / "run/secrets")
        hosts = place.with_name(f"{place.name}.hosts")
        hosts.write_text(_HOSTS)
        mount("--bind", hosts, place / "etc/hosts")
        for target, volume in volumes.items():
            mount("--bind", volume, place / target.lstrip("/"))

    def start(self, command: list[str], *, user: str, environment: dict[str, str], directory: str = "/", **how: Any) -> Any:
        """Start a command as a user (name or uid:gid) who has no capability and gets none."""
        name, _, group = user.partition(":")
        who = [f"--reuid={name}", *([f"--regid={group}", "--clear-groups"] if group else ["--regid", name, "--init-groups"])]
        without = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        given = [f"{variable}={value}" for variable, value in environment.items()]
        inside = ["setpriv", *who, *without, "env", "-i", f"--chdir={directory}", *given, *command]
        return subprocess.Popen(["chroot", str(self.place), *inside], **how)

    def run(self, command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, and return what it printed."""
        process = self.start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how)
        out, _ = process.communicate(timeout=600)
        return subprocess.CompletedProcess(command, process.returncode, out, "")
