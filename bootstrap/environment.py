"""The virtual environment: created, filled with what the requirement files pin, and repaired after an interruption.

A marker inside it records its contents. The marker says "unsound" from before the first change until after the last one, so
a killed run is recognised by it, and the next run starts again (pip's own cache keeps the downloads).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from bootstrap.interpreter import is_supported, reported_version
from bootstrap.pip_errors import explain
from bootstrap.processes import StopError, answer_of, clean_environment, run_quietly, step

#: What a killed `python -m venv` can have left before it wrote pyvenv.cfg; any other content belongs to somebody.
_SKELETON = {"bin", "include", "lib", "lib64"}


@dataclass(frozen=True, slots=True)
class Environment:
    """One virtual environment of the project in `root`; relative paths are relative to the project."""

    root: Path
    path: Path

    @property
    def python(self) -> Path:
        return self.path / "bin" / "python"

    @property
    def marker(self) -> Path:
        return self.path / "factcheck-venv.json"

    @property
    def lock(self) -> Path:
        return self.path / "factcheck-venv.lock"

    @property
    def log(self) -> Path:
        return self.root / "var" / "pip.log"

    def shown(self, path: Path) -> str:
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def variables(self, **extra: str) -> dict[str, str]:
        """Return the environment variables of a program that runs in it."""
        search = os.pathsep.join((str(self.path / "bin"), os.environ.get("PATH", os.defpath)))
        return clean_environment(VIRTUAL_ENV=str(self.path), PATH=search, **extra)


def project_environment(root: Path) -> Environment:
    """Return the environment in `.venv`, or at the path in VENV."""
    return Environment(root, root / (os.environ.get("VENV") or ".venv"))


def prepare(environment: Environment, files: Sequence[str], *, again: str) -> None:
    """Install what `files` pin into the environment; quick and silent if it is installed already.

    Raises:
        StopError: with the next step for the person, and `again` as the command to repeat.
    """
    if _holds(environment, files):
        return
    _refuse_foreign_directory(environment)
    environment.path.mkdir(parents=True, exist_ok=True)
    with _locked(environment, again) as lock:
        if not _is_sound(environment):
            _make(environment, lock)
        _fill(environment, files, lock, again)


def _holds(environment: Environment, files: Sequence[str]) -> bool:
    installed = _marker(environment).get("requirements", {})
    return all(installed.get(name) == _digest(environment, name) for name in files) and _is_sound(environment)


def _digest(environment: Environment, name: str) -> str:
    return hashlib.sha256((environment.root / name).read_bytes()).hexdigest()


def _is_sound(environment: Environment) -> bool:
    """Return whether its Python starts and has pip, nothing was interrupted, and its path and Python are unchanged."""
    marker = _marker(environment)
    if marker.get("unsound") or not (environment.path / "pyvenv.cfg").is_file():
        return False
    # Scripts contain the directory that they were created for, so a copied environment would run the original's programs.
    if marker and (marker.get("path") != str(environment.path) or marker.get("python") != list(sys.version_info[:2])):
        return False
    version = reported_version(str(environment.python))
    return len(version) > 1 and is_supported(*version) and _has_pip(environment)


def _has_pip(environment: Environment) -> bool:
    return answer_of([environment.python, "-c", "import pip"], env=clean_environment()) is not None


def _marker(environment: Environment) -> dict[str, Any]:
    try:
        marker = json.loads(environment.marker.read_text())
    except FileNotFoundError:
        return {}
    except ValueError:  # truncated while it was written
        return {"unsound": True}
    return marker if isinstance(marker, dict) else {"unsound": True}


def _mark(environment: Environment, **content: Any) -> None:
    marker = {"path": str(environment.path), "python": list(sys.version_info[:2]), **content}
    fresh = environment.marker.with_suffix(".new")
    fresh.write_text(json.dumps(marker, indent=1))
    fresh.replace(environment.marker)


def _refuse_foreign_directory(environment: Environment) -> None:
    """Refuse a directory that is no environment: an unsound environment is emptied, so VENV=/home/me must not count as one."""
    try:
        found = {entry.name for entry in environment.path.iterdir()}
    except FileNotFoundError:
        return
    ours = _SKELETON | {environment.marker.name, environment.lock.name}
    if environment.marker.name not in found and "pyvenv.cfg" not in found and not found <= ours:
        raise StopError(f"{environment.path} is not a virtual environment and not empty; name another one with VENV=")


@contextmanager
def _locked(environment: Environment, again: str) -> Iterator[int]:
    with environment.lock.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = environment.shown(environment.path)
            raise StopError(f"another run is installing into {where}; when it is done, run `{again}` again") from None
        yield lock.fileno()


def _make(environment: Environment, lock: int) -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise StopError(
            f"this Python {version} comes without {' and '.join(missing)}, which make virtual environments; "
            f"on Debian and Ubuntu: apt-get install python{version}-venv"
        )
    what = "making" if not environment.python.is_symlink() else "making anew"
    with step(f"{what} {environment.shown(environment.path)} with Python {sys.version.split()[0]}"):
        _mark(environment, unsound=True)
        _empty(environment)
        # Inside another environment sys.executable is a link into it, so this environment would break when that one is deleted.
        python = getattr(sys, "_base_executable", None) or sys.executable
        command = [python, "-m", "venv", environment.path]
        if run_quietly(command, log=environment.log, env=clean_environment(), keep=[lock]) != 0:
            raise StopError(f"could not make it:\n{_last_lines(environment.log)}")
        _mark(environment)


def _empty(environment: Environment) -> None:
    """Remove everything except the marker and the lock, which the next run needs to know the state of this one."""
    for entry in environment.path.iterdir():
        if entry in {environment.marker, environment.lock}:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _fill(environment: Environment, files: Sequence[str], lock: int, again: str) -> None:
    before = _marker(environment).get("requirements", {})
    kept = {name: digest for name, digest in before.items() if digest == _digest(environment, name)}
    _mark(environment, unsound=True)
    with step(f"installing {_package_count(environment, files)} packages ({' and '.join(files)})"):
        # pip inherits the lock: if we are killed, pip may keep running, and the next run must not work against it.
        code = run_quietly(_pip_command(environment, files), log=environment.log, env=_pip_variables(environment), keep=[lock])
        if code != 0:
            _give_up(environment, again)
    _mark(environment, requirements={**kept, **{name: _digest(environment, name) for name in files}})


def _give_up(environment: Environment, again: str) -> NoReturn:
    output = environment.log.read_text(errors="replace")
    # Before that line pip only downloads. After it, an error such as a full disk can leave half a package that looks installed.
    if "Installing collected packages" not in output:
        _mark(environment)
    raise StopError(
        f"{explain(output, again)}\n{_last_lines(environment.log)}\n(all of it: {environment.shown(environment.log)})"
    )


def _package_count(environment: Environment, files: Sequence[str]) -> int:
    pinned = re.compile(r"^([\w.-]+)(?:\[[\w ,.-]+\])?==", re.MULTILINE)
    return len({package for name in files for package in pinned.findall((environment.root / name).read_text())})


def _pip_command(environment: Environment, files: Sequence[str]) -> list[str | Path]:
    requirements = [part for name in files for part in ("-r", environment.root / name)]
    return [environment.python, "-m", "pip", "install", "--require-hashes", *requirements]


def _pip_variables(environment: Environment) -> dict[str, str]:
    # PIP_USER: a person's pip settings may require --user, which is an error inside an environment.
    return environment.variables(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0", PIP_PROGRESS_BAR="off")


def _last_lines(log: Path, count: int = 4) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:])
