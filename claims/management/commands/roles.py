"""Print the permissions of the desk's roles."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand

from claims.operations.desk.page_permissions import ACTIONS, PAGES, RECORD_PAGES, DeskPage, Needs
from claims.operations.desk.roles import PURPOSES, ROLES, lowest_role

_INTRO: Final = """\
# Roles and permissions

`manage.py roles --markdown` generates this page; do not edit it by hand.

The desk has five roles. Each is a group of that name, and has all permissions of the one before it. An administrator creates an
account under *People → Users*, with a role and a first password; its person must choose another one when they sign in. A person
may also have individual permissions. Whoever manages the accounts cannot grant more than they have themselves, and only a
superuser creates or changes a superuser.

When somebody leaves, remove *active* or *staff status*: their sessions and tokens end, and their webhooks are paused until
a colleague resumes them. What they recorded, and their drafts, stay. A changed password ends the person's other sessions, and
asks whether to end their tokens too.

Nobody deletes records: they are superseded, withdrawn, voided or struck out. Administrators delete claims that may not be kept,
which leaves a tombstone."""


class Command(BaseCommand):
    help = "Prints the roles of the desk, and which of them opens each page of the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--markdown", action="store_true", help="as the page of the documentation")

    def handle(self, *, markdown: bool, **_options: Any) -> None:
        if markdown:
            self.stdout.write("\n".join(_page()))
            return
        for role, purpose in PURPOSES.items():
            self.stdout.write(self.style.MIGRATE_HEADING(role))
            self.stdout.write(f"  {purpose}")
            self.stdout.write(f"  {', '.join(sorted(ROLES[role]))}")


def _page() -> Iterator[str]:
    yield _INTRO
    yield from _table("Roles", ("Role", "What for"), PURPOSES.items())
    records = ((kind.called, _read(label), _who(kind.adds), _who(kind.changes)) for label, kind in RECORD_PAGES.items())
    yield from _table(
        "Records: the lowest role for each action", ("Records", "Read", "Add on a page of their own", "Change there"), records
    )
    yield from _table(
        "Pages: the lowest role for each action", ("Page", "Open", "Submit", "Required permissions"), map(_line, PAGES.values())
    )
    actions = ((name, _who(needs), _code(needs)) for offered in ACTIONS.values() for name, needs in offered.items())
    yield from _table("Bulk actions of the list of claims", ("Action", "Lowest role", "Required permissions"), actions)
    granted = ((role, _code(sorted(held))) for role, held in _added())
    yield from _table("Permissions that each role adds", ("Role", "Permissions"), granted)


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield _row(heads)
    yield _row(("---",) * len(heads))
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(page: DeskPage) -> tuple[str, ...]:
    asked = sorted({*(page.opens or ()), *(page.sends or ())})
    return page.does, _who(page.opens), _who(page.sends) if page.sends is not None else "–", _code(asked)


def _read(label: str) -> str:
    return _who((label.replace(".", ".view_"),))


def _who(needs: Needs) -> str:
    if needs is None:
        return "nobody"
    return (lowest_role(needs) or "superusers") if needs else "all staff"


def _code(permissions: Iterable[str] | None) -> str:
    return ", ".join(f"`{permission}`" for permission in permissions or ()) or "–"


def _added() -> Iterator[tuple[str, frozenset[str]]]:
    before: frozenset[str] = frozenset()
    for role, held in ROLES.items():
        yield role, held - before
        before = held
