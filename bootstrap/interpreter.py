"""Which Pythons the service supports, and where to find one. Python 3.6 must be able to run this file."""

import os
import shutil
import subprocess
import sys

#: The range of `requires-python` in pyproject.toml.
OLDEST = (3, 11)
NEWEST = (3, 14)
_REPORT = "import sys; print('%d %d' % sys.version_info[:2])"


def is_supported(major: int, minor: int) -> bool:
    return OLDEST <= (major, minor) <= NEWEST


def supported_elsewhere() -> str:
    """Return the newest supported Python on PATH, or an empty string."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031 - Python 3.6 reads it, and so does everyone
        # A version manager can have a launcher on PATH for a version that is not installed.
        if found and reported_version(found) == (3, minor):
            return found
    return ""


def reported_version(python: str) -> tuple:  # type: ignore[type-arg] # tuple[int, int] is a TypeError before 3.9
    """Return the version that `python` reports, such as (3, 12); an empty tuple if it does not answer."""
    try:
        answer = subprocess.run(  # noqa: S603 - an interpreter from PATH, asked for its version
            [python, "-c", _REPORT], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20
        )
        return tuple(int(part) for part in answer.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ()


def wrong_version_line() -> str:
    running = sys.version_info
    return (
        f"needs Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}, "
        f"and this is {running[0]}.{running[1]} ({sys.executable}); "
        "install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3"
    )


def continue_with(python: str, root: str, arguments: list) -> None:  # type: ignore[type-arg] # as above
    """Replace this process by the same call under `python`; does not return."""
    print(f"this is Python {sys.version_info[0]}.{sys.version_info[1]}; going on with {python}")
    sys.stdout.flush()
    os.chdir(root)
    os.execv(python, [python, "-m", "bootstrap", *arguments])  # noqa: S606 - the interpreter found above
