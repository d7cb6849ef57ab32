"""`python -m bootstrap.release 0.2.0`: makes a release of what is committed. It pushes nothing.

It writes the version into pyproject.toml, dates the changes of CHANGELOG.md, commits both and tags the commit; what it needs
first, and what is left to do, it says.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_CHANGES: Final = Path("CHANGELOG.md")
_PROJECT: Final = Path("pyproject.toml")
_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_STATED: Final = re.compile(r'^version = "([^"]*)"$', re.MULTILINE)
_UNRELEASED: Final = "## Unreleased\n"


class ReleaseError(Exception):
    """Why no release was made, and what to do."""


def main(arguments: list[str]) -> int:
    """Make the release; return an exit code."""
    try:
        version = _wanted(arguments)
        _require_clean()
        project, changes = _PROJECT.read_text(), _CHANGES.read_text()
        dated = with_date(changes, version, datetime.now(UTC).date().isoformat())
        _PROJECT.write_text(with_version(project, version))
        _CHANGES.write_text(dated)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    _git("commit", "--quiet", "--message", f"Release {version}", str(_PROJECT), str(_CHANGES))
    _git("tag", "--annotate", f"v{version}", "--message", f"Release {version}")
    print(f"Release {version} is committed and tagged v{version}. Now: .ci/run on it, then git push --follow-tags.")
    return 0


def with_version(project: str, version: str) -> str:
    """Return pyproject.toml with a version. Raises: ReleaseError if it is not later than the one that is there."""
    stated = _STATED.search(project)
    now = _VERSION.fullmatch(stated[1]) if stated else None
    wanted = _VERSION.fullmatch(version)
    if now is None or wanted is None or tuple(map(int, wanted.groups())) <= tuple(map(int, now.groups())):
        raise ReleaseError(f"{version} is not later than {stated[1] if stated else 'the version of pyproject.toml'}.")
    return _STATED.sub(f'version = "{version}"', project)


def with_date(changes: str, version: str, day: str) -> str:
    """Return the changelog with its unreleased changes under a version. Raises: ReleaseError if there are none."""
    head, found, rest = changes.partition(_UNRELEASED)
    if not found or not rest.partition("\n## ")[0].strip():
        raise ReleaseError("CHANGELOG.md has no changes under “Unreleased”: say what is new.")
    return f"{head}{_UNRELEASED}\n## {version} ({day})\n{rest}"


def _wanted(arguments: list[str]) -> str:
    if len(arguments) != 1 or not _VERSION.fullmatch(arguments[0]):
        raise ReleaseError("Name the version: python -m bootstrap.release 0.2.0")
    return arguments[0]


def _require_clean() -> None:
    if _git("status", "--porcelain"):
        raise ReleaseError("There are changes that are not committed: commit or discard them.")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
