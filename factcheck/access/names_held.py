"""Find the account that a past user name belonged to. Migrations use this for old rows.

The admin log shows when an account was renamed there. Renaming from a shell leaves no trace, so a name without an account may
belong to any account of that time.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import datetime
from typing import Any, Final, NamedTuple

_ACTOR: Final = re.compile(r"user:(?P<name>.+)|token:(?P<key>[a-z2-7]{12}) \((?P<holder>.+)\)", re.DOTALL)


class Seen(NamedTuple):
    """The name of an account at a time. ``renamed`` means that it got the name then."""

    at: datetime
    name: str
    renamed: bool


class Held(NamedTuple):
    """An account: when it was created, its names in the log, in order, and its current name."""

    joined: datetime
    seen: tuple[Seen, ...]
    name: str

    def existed(self, at: datetime) -> bool:
        return min([self.joined, *(each.at for each in self.seen)]) <= at

    def names(self, at: datetime) -> tuple[str, ...]:
        """Return its possible names at that time, or none if the log only shows a later rename."""
        before = [each.name for each in self.seen if each.at <= at][-1:]
        after = next((each for each in self.seen if each.at > at), Seen(at, self.name, renamed=False))
        # The account got its next name only then, so only the name before counts.
        if after.renamed:
            return tuple(before)
        return tuple(dict.fromkeys([*before, after.name]))


class Meant(NamedTuple):
    """The matching account if there is exactly one; otherwise the possible ones, and all accounts of that time."""

    person: int | None
    may_be: tuple[int, ...] = ()
    there: tuple[int, ...] = ()


def meant(name: str, at: datetime, accounts: dict[int, Held]) -> Meant:
    """Return the account that a name meant at a time."""
    there = {pk: held.names(at) for pk, held in accounts.items() if held.existed(at)}
    fitting = [pk for pk, names in there.items() if name in names or not names]
    # Only if no other account could have had the name: permissions depend on it (decision 23).
    if len(fitting) == 1 and there[fitting[0]] == (name,):
        return Meant(fitting[0])
    return Meant(None, tuple(fitting), tuple(there))


class Accounts:
    """The accounts and tokens of a database, for a migration."""

    def __init__(self, apps: Any) -> None:
        User = apps.get_model("auth", "User")
        log = apps.get_model("admin", "LogEntry").objects.filter(
            content_type__app_label="auth", content_type__model="user", action_flag__in=(1, 2)
        )
        seen = defaultdict(list)
        for pk, at, name, message in log.order_by("action_time", "id").values_list(
            "object_id", "action_time", "object_repr", "change_message"
        ):
            seen[pk].append(Seen(at, name, _renames(message)))
        rows = User.objects.values_list("pk", "date_joined", "username")
        self.held = {pk: Held(joined, tuple(seen[str(pk)]), name) for pk, joined, name in rows}
        self.tokens = dict(apps.get_model("access", "ApiToken").objects.values_list("key", "user"))

    def of(self, actor: str, at: datetime) -> Meant | None:
        """Return the account of a row's actor, or None if the actor is not a user."""
        found = _ACTOR.fullmatch(actor)
        if found is None:
            return None
        # The key of a token never passes to somebody else.
        if found["key"] in self.tokens:
            return Meant(self.tokens[found["key"]])
        return meant(found["name"] or found["holder"], at, self.held)


def _renames(message: str) -> bool:
    """Return whether a message of the admin log records a change of the user name."""
    try:
        parts = json.loads(message)
    except ValueError:
        return False
    changes = [part.get("changed") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return any("username" in str(change.get("fields", "")).lower() for change in changes if isinstance(change, dict))
