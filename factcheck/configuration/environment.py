"""Reads environment variables, and secrets from files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from factcheck.configuration.variables import SECRETS

_YES: Final = ("true", "on", "ok", "y", "yes", "1")
_NO: Final = ("false", "off", "n", "no", "0")
#: What a value of each type has to be, as errors and docs/configuration.md say it.
FORMS: Final = {
    bool: "`1` or `0`",
    int: "a whole number",
    float: "a number",
    list: "comma-separated",
    str: "text",
}


class Read(NamedTuple):
    """How a variable was read: the type of its value, and the value where it is not set."""

    kind: type
    default: Any


class Environment(environ.Env):  # type: ignore[misc]
    """The variables of a process, for ``env.int("NAME", default=1)`` and the like. An empty variable counts as unset.

    Compose files and templates of .env often have some. ``reads`` has how each was read, ``files`` the files of secrets.

    Raises: ImproperlyConfigured for a value that does not fit its type, and for a secret whose file cannot be read.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__()
        self.files = {name: variables[f"{name}_FILE"] for name in SECRETS if variables.get(f"{name}_FILE")}
        given = {**variables, **{name: secret(name, variables) for name in self.files}}
        self.ENVIRON = {name: value for name, value in given.items() if value}
        self.reads: dict[str, Read] = {}

    def get_value(self, var: str, cast: Any = None, default: Any = None, parse_default: bool = False) -> Any:  # noqa: ARG002
        """Return the value of a variable; environ.Env calls it for each type.

        Its own method takes a value that begins with ``$`` as the name of another variable, which a password is not.
        """
        kind = cast or str
        self.reads[var] = Read(kind, default)
        if var not in self.ENVIRON:
            return default
        return _parsed(var, self.ENVIRON[var], kind)


def secret(name: str, variables: Mapping[str, str]) -> str:
    """Return a secret, which ``NAME`` holds, or the file that ``NAME_FILE`` names; an empty file counts as unset.

    Raises: ImproperlyConfigured if both are set or the file cannot be read.
    """
    file = variables.get(f"{name}_FILE")
    if not file:
        return variables.get(name, "")
    if variables.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; remove one of them.")
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise ImproperlyConfigured(
            f"{name}_FILE: {file} cannot be read: {why}. Is it readable by the service's user?"
        ) from None


def networks(name: str, written: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Return the networks that a variable lists.

    Raises: ImproperlyConfigured.
    """
    try:
        return [ip_network(each) for each in written]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}. Use comma-separated networks: 10.1.0.0/16.") from None


def file_digest(name: str, named: str, sha256: str) -> str:
    """Return the SHA-256 of what a variable names, in lower case; empty where it names nothing.

    Raises: ImproperlyConfigured where one is without the other, or the digest is none.
    """
    digest = sha256.strip().lower()
    if bool(named) != bool(digest) or not re.fullmatch("(?:[0-9a-f]{64})?", digest):
        raise ImproperlyConfigured(f"{name} and {name}_DIGEST belong together; the latter is a SHA-256, 64 hexadecimal digits.")
    return digest


def with_password(url: str, password: str) -> str:
    """Return a URL with a password, which may hold any characters. A URL that has one, or that has no host, stays."""
    parts = urlsplit(url)
    if not password or not parts.hostname or parts.password:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _parsed(name: str, value: str, kind: Any) -> Any:
    try:
        if kind is list:
            return [item.strip() for item in value.split(",") if item.strip()]
        if kind is bool:
            return (*_NO, *_YES).index(value.strip().lower()) >= len(_NO)
        return kind(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; use {FORMS[kind].replace('`', '')}.") from None
