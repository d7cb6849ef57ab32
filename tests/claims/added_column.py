"""Run by itself (``python -m tests.claims.added_column``): every door, with columns that only the list and the model have.

One column of each kind of value that readers see, and one of the desk alone, are added to a copy of the list. What each door
makes of them is printed as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import django
from django.db import models
from django.db.models.signals import class_prepared

from claims import claim_fields
from claims.claim_fields import ClaimField, Kind
from factcheck.database.exact_decimals import ExactDecimalField
from factcheck.figures import as_text
from factcheck.text.erasing import OnErase

AT = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
_TEXT: dict[str, Any] = {"max_length": 300, "blank": True, "default": ""}
_OPEN: dict[str, Any] = {"null": True, "blank": True}
#: Of each kind: what nobody has said, the model's column, and two values as a case file has them.
KINDS: dict[Kind, tuple[Any, models.Field[Any, Any], Any, Any]] = {
    Kind.LINE: ("", models.CharField(**_TEXT), "a first line", "another line"),
    Kind.LANGUAGE: ("", models.CharField(**_TEXT), "uk", "pt-BR"),
    Kind.DATE: ("", models.CharField(**_TEXT), "2024-06", "2025"),
    Kind.WORD: ("low", models.CharField(max_length=20, default="low"), "mid", "high"),
    Kind.PRIORITY: (5, models.PositiveSmallIntegerField(default=5), 1, 7),
    Kind.YES_NO: (False, models.BooleanField(default=False), True, False),
    Kind.YES_NO_OPEN: (None, models.BooleanField(**_OPEN), False, True),
    Kind.INSTANT: (None, models.DateTimeField(**_OPEN), "2024-07-01T10:00:00+00:00", "2024-08-01T10:00:00+00:00"),
    Kind.FIGURE: (None, ExactDecimalField(**_OPEN), "1234567890123456.50", "-2"),
}
FILTERED = (Kind.LINE, Kind.LANGUAGE)
HIDDEN = "added_hidden"


def added(name: str, kind: Kind, *, hidden: bool) -> ClaimField:
    """Return the one entry that a new column takes."""
    return ClaimField(
        name=name,
        kind=kind,
        label=name.replace("_", " "),
        meaning=f"the meaning of {name}",
        case_file=name,
        body="" if hidden else name,
        editable=True,
        filterable=kind in FILTERED,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.TEXT if kind is Kind.LINE else OnErase.KEPT,
        empty=KINDS[kind][0],
        filter_help=f"Filters by {name}." if kind in FILTERED else "",
        words=("low", "mid", "high"),
        left_open="left open",
        of_the_desk=hidden,
        sheet=f"sheet_{name}",
    )


COLUMNS = [*(added(f"added_{kind}", kind, hidden=False) for kind in KINDS), added(HIDDEN, Kind.LINE, hidden=True)]
FIRST = {column.name: KINDS[column.kind][2] for column in COLUMNS}
SECOND = {column.name: KINDS[column.kind][3] for column in COLUMNS}
EMPTY = {column.name: column.empty for column in COLUMNS}


def _extend(sender: Any, **_signal: Any) -> None:
    if sender.__module__ == "claims.models.claim" and sender.__name__ == "Claim":
        for column in COLUMNS:
            sender.add_to_class(column.name, KINDS[column.kind][1].clone())


def _set_up() -> None:
    claim_fields.FIELDS = (*claim_fields.FIELDS, *COLUMNS)  # type: ignore[misc, assignment]
    class_prepared.connect(_extend, weak=False)
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from claims.models import Claim
    from tests.migrated import SQLite

    setup_test_environment()
    if (template := SQLite()).exists():
        connection.ensure_connection()
        template.copy_into(connection.connection)
    call_command("migrate", verbosity=0)
    # The table is empty: made anew, it has the columns that no migration knows of.
    with connection.schema_editor() as editor:
        editor._remake_table(Claim)  # type: ignore[attr-defined]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return as_text(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _stored(key: str) -> dict[str, Any]:
    from claims.models import Claim

    row = Claim.objects.get(key=key)
    return {name: _plain(getattr(row, name)) for name in FIRST}


def _body(key: str) -> dict[str, Any]:
    from claims.models import PublicBody

    body = json.loads(PublicBody.objects.get(claim__key=key).body)
    return {name: body[name] for name in body if name in FIRST}


def case_file() -> dict[str, Any]:
    """Load, store, publish and export; the schema and the documentation."""
    import msgspec

    from claims.casefile.schema import json_schema
    from claims.management.commands.field_tables import documents, with_tables
    from claims.models import Claim
    from claims.queries.cases.export import export
    from tests.cases import claim, load, person, row

    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), **FIRST), claim("plain", row("ada"))]}, at=AT)
    (exported,) = msgspec.to_builtins(export([Claim.objects.get(key="c").pk], whole=False).claims)
    (plain,) = msgspec.to_builtins(export([Claim.objects.get(key="plain").pk], whole=False).claims)
    pages = "".join(with_tables(path.read_text()) for path in documents())
    return {
        "stored": _stored("c"),
        "body": _body("c"),
        "body of one without": _body("plain"),
        "exported": {name: exported.get(name) for name in FIRST},
        "exported of one without": {name: plain[name] for name in plain if name in FIRST},
        "schema": {name: name in json_schema()["$defs"]["ClaimRecord"]["properties"] for name in FIRST},
        "docs": {name: pages.count(f"| `{name}` |") for name in FIRST},
    }


def aged() -> dict[str, Any]:
    """Only the assessment changes: time has passed, and nothing else was read."""
    from datetime import timedelta

    from claims.models import Revision
    from claims.models.run import ALL
    from claims.runs.chunks import start_run, work_chunk

    before = Revision.objects.filter(claim__key="c").count()
    run = start_run(ALL, now=AT + timedelta(days=900), actor="job:nightly")
    while work_chunk(run, lambda: AT + timedelta(days=900)) is not None:
        pass
    return {"aged": _body("c"), "revisions since": Revision.objects.filter(claim__key="c").count() - before}


def api() -> dict[str, Any]:
    """Read, filter and change over the API."""
    from claims.api.claims.filters import DESK_PARAMETERS, PARAMETERS
    from claims.operations.desk.roles import EDITOR
    from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
    from tests.factcheck.api.asking import caller

    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    seen = ed.get("claims/c/?expand=desk")
    filtered = [column.name for column in COLUMNS if column.filterable]
    found = {name: ed.get(f"claims/?{urlencode({name: FIRST[name]})}").json() for name in filtered}
    none = {name: ed.get(f"claims/?{name}=none").json() for name in filtered}
    etag = ed.get("claims/c/")["ETag"]
    changed = ed.patch("claims/c/", {**SECOND, "reason": "Known now."}, **{"If-Match": etag})
    stale = ed.patch("claims/c/", {"reason": "Again.", **FIRST}, **{"If-Match": etag})
    return {
        "read": {name: seen.json().get(name) for name in FIRST},
        "for the desk": seen.json()["desk"].get(HIDDEN),
        "filtered": {name: [one["key"] for one in page["claims"]] for name, page in found.items()},
        "without": {name: [one["key"] for one in page["claims"]] for name, page in none.items()},
        "parameters": sorted(PARAMETERS.keys() & FIRST.keys()),
        "parameters of the desk": sorted(DESK_PARAMETERS.keys() & FIRST.keys()),
        "patched": changed.status_code,
        "stored after patch": _stored("c"),
        "diff": {line["about"]: [line.get("before", ""), line.get("after", "")] for line in stale.json()["changes"]},
    }


def admin() -> dict[str, Any]:
    """Change in the form of a claim, filter the list, and take a spreadsheet."""
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from claims.models import Claim
    from claims.operations.desk.roles import EDITOR, ensure_role
    from claims.queries.cases.spreadsheets import COLUMNS as HEADINGS
    from claims.queries.cases.spreadsheets import claim_rows
    from tests.claims.admin.listing import listed, shown
    from tests.claims.admin.posting import opened

    user = User.objects.create_user("ed", is_staff=True)
    user.groups.add(ensure_role(EDITOR))
    client = Client()
    client.force_login(user)
    pk = Claim.objects.get(key="c").pk
    url = reverse("admin:claims_claim_edit", args=[pk])
    typed = {name: str(value) for name, value in FIRST.items()}
    typed["added_instant"] = "2024-07-01T10:00"
    client.post(url, opened(client, url, **typed))
    (line,) = claim_rows([pk], AT)
    return {
        "stored after the form": _stored("c"),
        "listed": {column.name: listed(client, **{column.name: FIRST[column.name]}) for column in COLUMNS if column.filterable},
        "listed without": {column.name: listed(client, **{column.name: "none"}) for column in COLUMNS if column.filterable},
        "offered": {c.name: str(FIRST[c.name]) in shown(client).content.decode() for c in COLUMNS if c.filterable},
        "sheet": {name: _plain(line[HEADINGS.index(f"sheet_{name}")]) for name in FIRST},
    }


def moves() -> dict[str, Any]:
    """Split the claim, then delete it for good."""
    from datetime import timedelta

    from claims.models import Claim
    from claims.operations.merges.removal import remove_claim
    from claims.operations.merges.split import Part, split
    from claims.queries.integrity import broken_rules
    from claims.verification import Change

    later = AT + timedelta(days=1000)
    pk = Claim.objects.get(key="c").pk
    split(pk, [Part("one", "One."), Part("two", "Two.")], {}, Change(later, "user:ed", "split", "Two things."))
    parts = {"part": _stored("one"), "other part": _stored("two")}
    remove_claim(pk, Change(later + timedelta(days=1), "user:ed", "removed", "Ordered by a court."))
    whole = list(broken_rules())
    Claim.objects.filter(pk=pk).update(**{HIDDEN: "left"})
    return {
        **parts,
        "erased": _stored("c"),
        "whole": whole,
        "left": [reported for reported in broken_rules() if "added hidden" in reported],
    }


if __name__ == "__main__":
    _set_up()
    json.dump({**case_file(), **aged(), **api(), **admin(), **moves()}, sys.stdout)
