"""How pages call the actors that records store: people by their names, jobs and commands in words.

Records store ``user:NAME``, ``token:ID (NAME)``, ``job:NAME`` or ``command:NAME``; the name is that of the account then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_ACTOR: Final = re.compile(r"(?P<kind>user|token|job|command):(?P<name>.+)", re.DOTALL)
_TOKEN: Final = re.compile(r"(?P<key>\w+)(?: \((?P<holder>.+)\))?", re.DOTALL)
#: Of an actor within a sentence: a point may end that.
_USER: Final = re.compile(r"\buser:([\w@+-]+(?:\.[\w@+-]+)*)")
_JOBS: Final[dict[str, Any]] = {
    "nightly": gettext_lazy("the nightly run"),
    "weekly": gettext_lazy("the weekly run"),
    "source-changes": gettext_lazy("the job that follows changes of sources"),
    "webhooks": gettext_lazy("the job that sends webhooks"),
}
#: The full names by user name, read once in a request; None outside of one.
_names: ContextVar[dict[str, str] | None] = ContextVar("names", default=None)
#: A key that is no user name: the names were read.
_READ: Final = ""


class NamesOnce:
    """Middleware that lets a page read the names of the desk's people once, however many it shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _names.set({})
        try:
            return self.get_response(request)
        finally:
            _names.reset(token)


def person_name(user: User) -> str:
    """Return the full name of a person, or the user name where none is on record."""
    return user.get_full_name() or user.get_username()


def name_of(username: str) -> str:
    """Return the full name of the account that has a user name now, or else the user name."""
    known = _names.get()
    if known is None:
        known = _read(User.objects.filter(username=username))
    elif _READ not in known:
        known.update(_read(User.objects.all()), **{_READ: _READ})
    return known.get(username, username)


def _read(users: Any) -> dict[str, str]:
    rows = users.exclude(first_name="", last_name="").values_list("username", "first_name", "last_name")
    return {username: f"{first} {last}".strip() for username, first, last in rows}


def actors_named(text: str) -> str:
    """Return a sentence that says who changed something, such as a refusal, with people called by their names."""
    return _USER.sub(lambda found: name_of(found[1]), text)


def actor_name(actor: str) -> str:
    """Return how a page calls an actor, in its language; a text of another form stays."""
    found = _ACTOR.fullmatch(actor)
    if found is None:
        return actor
    name = found["name"]
    if found["kind"] == "user":
        return name_of(name)
    if found["kind"] == "token":
        token = _TOKEN.fullmatch(name)
        return (
            _("%(name)s, through the API") % {"name": name_of(token["holder"])} if token and token["holder"] else _("the API")
        )
    if found["kind"] == "job":
        return str(_JOBS.get(name, name.replace("-", " ")))
    return _("the command %(name)s") % {"name": name}
