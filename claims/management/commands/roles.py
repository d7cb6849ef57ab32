"""Print who may do what at the desk."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand

from claims.operations.desk.page_permissions import ACTIONS, KINDS, PAGES, DeskPage, Needs
from claims.operations.desk.roles import PURPOSES, ROLES, lowest_role

_INTRO: Final = """\
# Who may do what

This page is made by `manage.py roles --markdown`; do not edit it by hand.

The desk has five roles. Each is a group of that name, and may do all that the one before it may. An administrator makes an
account under *People → Users*, with a role and a first password; its person chooses another one as they sign in. A person may
also have permissions of their own. Whoever keeps the accounts gives nobody more than they have themselves, and only a superuser
makes or changes a superuser.

When somebody leaves, take away *active* or *staff status*: their sessions and tokens end, and their webhooks are paused until
somebody else resumes them. What they recorded, and their drafts, stay. A changed password ends the person's other sessions, and
asks whether their tokens end too.

Nobody deletes a record: it is superseded, withdrawn, voided or struck out. Administrators delete a claim that may not be kept,
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
    records = ((kind.called, _read(label), _who(kind.adds), _who(kind.changes)) for label, kind in KINDS.items())
    yield from _table("Records, from which role on", ("Records", "Read", "Add on a page of their own", "Change there"), records)
    yield from _table("Pages, from which role on", ("Page", "Open", "Send", "What it asks for"), map(_line, PAGES.values()))
    actions = ((name, _who(needs), _code(needs)) for offered in ACTIONS.values() for name, needs in offered.items())
    yield from _table("What the list of claims offers", ("Action", "From", "What it asks for"), actions)
    granted = ((role, _code(sorted(held))) for role, held in _added())
    yield from _table("Permissions, each with the role that has it first", ("Role", "Permissions"), granted)


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
