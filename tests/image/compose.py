"""Reads compose.yaml as Docker Compose does, as far as ours needs it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.image.building import ROOT

#: One substitution that holds no other: ${NAME}, ${NAME:-default}, ${NAME:?error}.
_INNERMOST = re.compile(r"(?<!\$)\$\{([A-Z_]+)(?::([-?])([^${}]*))?\}")


def services(variables: dict[str, str]) -> dict[str, Any]:
    """Return the services with the variables of an .env put in. Raises: ValueError for one that is required and missing."""
    found: dict[str, Any] = _filled(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"], variables)
    return found


def environment(service: dict[str, Any], variables: dict[str, str]) -> dict[str, str]:
    """Return the environment of a service; a variable without a value is passed on if it is set."""
    given = service.get("environment", {})
    return {name: str(variables[name] if value is None else value) for name, value in given.items()
            if value is not None or name in variables}  # fmt: skip


def _filled(value: Any, variables: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, variables) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, variables) for one in value]
    return _text(value, variables) if isinstance(value, str) else value


def _text(text: str, variables: dict[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        name, kind, other = found.groups()
        if variables.get(name) or kind != "?":
            return variables.get(name) or other or ""
        raise ValueError(f"{name}: {other}")

    while _INNERMOST.search(text):
        text = _INNERMOST.sub(put, text)
    return text.replace("$$", "$")
