"""A version of the code: its files, its commands and its web server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
#: The same for both versions, as an upgrade keeps its .env.
_KEYS: Final = {
    "SECRET_KEY": "upgrade-" + "k" * 60,
    "TOKEN_PEPPER": "upgrade-pepper",
    "WEBHOOK_KEY": "upgrade-webhooks",
    "API_PER_MINUTE": "1000000",
    "LOG_LEVEL": "ERROR",
    # Of the receiver of webhooks.
    "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8",
}


def checked_out(commit: str, directory: Path) -> Path:
    """Write the files of a commit into a directory, with the Python that has what they require, and return the directory."""
    found = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if found.returncode:
        raise SystemExit(f"{found.stderr.decode().strip()}: this needs a clone with its history (git fetch --unshallow).")
    with tarfile.open(fileobj=BytesIO(found.stdout)) as archive:
        archive.extractall(directory, filter="data")
    return directory


class Version:
    """One version of the code on a database."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory = directory
        self.python = _python_for(directory)
        cleared = {name: value for name, value in os.environ.items() if name not in {"CELERY_BROKER_URL", "REDIS_URL"}}
        (directory / "var").mkdir(exist_ok=True)
        self.environment = cleared | _KEYS | {"DATABASE_URL": url, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "factcheck.settings"}

    def manage(self, *arguments: str, allowed: tuple[int, ...] = (0,)) -> str:
        """Run a command of manage.py, and return what it printed."""
        command = [self.python, "manage.py", *arguments]
        ended = subprocess.run(command, cwd=self.directory, env=self.environment, capture_output=True, text=True, check=False)
        if ended.returncode not in allowed:
            shown = (ended.stdout + ended.stderr)[-3000:]
            raise SystemExit(f"manage.py {' '.join(arguments)} in {self.directory} ended with {ended.returncode}:\n{shown}")
        return ended.stdout

    def python_says(self, code: str) -> str:
        """Run Python code with the models of this version, and return what it printed last."""
        return self.manage("shell", "--no-startup", "-c", code).strip().splitlines()[-1]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Run the web server, two processes of gunicorn; yield its address, and show its log if it logs an error."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = ["gunicorn", "factcheck.wsgi:application", f"--bind=127.0.0.1:{port}"]
        with self.running(
            "upgrade", *command, "--workers=2", "--worker-class=gthread", "--threads=4", "--timeout=120"
        ) as process:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        if "Traceback" in (text := self.log("upgrade")):
            print(f"    its log ends:\n{text[-4000:]}", flush=True)

    @contextmanager
    def running(self, name: str, *module: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a module of Python with its arguments, and end it; its log has that name."""
        command = [self.python, "-m", *module]
        with (self.directory / f"var/{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=self.directory, env=self.environment | variables, start_new_session=True, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            # It ends its children itself: a worker, after the task at hand.
            process.terminate()
            process.wait(timeout=120)

    def log(self, name: str) -> str:
        """Return what a program in the background has logged."""
        return (self.directory / f"var/{name}.log").read_text(errors="replace")


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < limit:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)


def _python_for(directory: Path) -> str:
    """Return this Python if it has every package of a version, of the same major version; else that of a new environment."""
    missing = sorted(name for name, wanted in _required(directory).items() if not _serves(name, wanted))
    if not missing:
        return sys.executable
    print(f"  an environment of its own, for {', '.join(missing)} …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", directory / ".venv"], check=True)
    python = str(directory / ".venv/bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(directory / "requirements.txt")]
    subprocess.run(install, check=True)
    return python


def _required(directory: Path) -> dict[str, str]:
    text = (directory / "requirements.in").read_text()
    named = {name.lower() for name in re.findall(r"^([\w.-]+)", text, re.MULTILINE)}
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]*\])?==([\w.]+)", (directory / "requirements.txt").read_text(), re.MULTILINE)
    return {name: wanted for name, wanted in pinned if name.lower() in named}


def _serves(name: str, wanted: str) -> bool:
    try:
        return version(name).partition(".")[0] == wanted.partition(".")[0]
    except PackageNotFoundError:
        return False
