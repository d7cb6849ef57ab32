"""Lines of ``.env`` (Compose) and ``/etc/factcheck/factcheck.env`` (systemd): both read what this writes alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_PLAIN: Final = re.compile(r"[\w@%+,./:-]*", re.ASCII)
_SPECIAL: Final = re.compile(r'([\\"$`])')


def line(name: str, value: str) -> str:
    """Return the line that sets a variable.

    Raises: ValueError for a value of more than one line.
    """
    if len(value.splitlines()) > 1:
        raise ValueError(f"{name} has more than one line")
    if _PLAIN.fullmatch(value):
        return f"{name}={value}"
    # Within single quotes both take everything as it is.
    return f"{name}='{value}'" if "'" not in value else f'{name}="{_escaped(value)}"'


def with_lines(text: str, values: Mapping[str, str]) -> str:
    """Return the text of a file in which these variables are set; every other line stays, in its place."""
    left = dict(values)
    lines = []
    for old in text.splitlines():
        name = old.partition("=")[0].strip()
        # Of a variable that is set twice, the last counts: each gets the value.
        lines.append(line(name, values[name]) if name in values else old)
        left.pop(name, None)
    return "".join(f"{each}\n" for each in [*lines, *(line(name, value) for name, value in left.items())])


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)
