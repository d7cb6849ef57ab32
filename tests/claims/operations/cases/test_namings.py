"""Unnamed sources that have named themselves since, exchanged in case files: only what two senior editors confirmed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from claims.casefile import CaseFileError, decode, encode
from claims.operations.cases import Rights, load_case
from claims.queries.cases.export import claim_ids, export
from claims.verification import Change
from sources.models import Document, SelfNaming, Source
from sources.operations import By, confirm_naming, propose_naming
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db

NAMED: dict[str, Any] = {
    "source": "roe", "document": "book", "reason": "Page 12.", "proposed_by": "Ann", "confirmed_by": "Bo",
}  # fmt: skip


def case(**fields: Any) -> dict[str, Any]:
    """Return a claim of an official who names herself in a book of another publisher, about whom the claim says nothing."""
    official = unnamed("official", "post", **fields)
    book = {"key": "book", "publisher": "press", "kind": "report", "title": "My years"}
    said = [row("official"), row("post", stance="reports", cites=["official"])]
    sources = [outlet("post"), outlet("press"), person("roe"), official]
    return {"sources": sources, "documents": [book], "claims": [claim("c", *said)]}


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def faults(error: Any) -> dict[str, str]:
    return {problem.path: problem.message for problem in error.value.problems}


def as_person(told: dict[str, Any], now: datetime) -> Any:
    """Load a case as a senior editor does on the desk or over the API."""
    ed = User.objects.get_or_create(username="sen")[0]
    data = json.dumps({"format": "factcheck-case/1", **told}).encode()
    return load_case(decode(data), Change(now, "user:sen", "load case", ""), rights=Rights(person=ed))


def test_the_command_line_records_what_two_editors_confirmed(now: datetime) -> None:
    load(case(named_as=NAMED), at=now)
    assert key("official").named_as == key("roe")
    naming = SelfNaming.objects.get()
    assert (naming.proposed_by, naming.confirmed_by, naming.confirmed_at is not None) == ("Ann", "Bo", True)
    again = load(case(named_as=NAMED), at=now + timedelta(hours=1))
    assert (again.sources, SelfNaming.objects.count()) == (0, 1)


def test_an_export_brings_the_name_and_the_document_and_loads_back(now: datetime) -> None:
    load(case(named_as=NAMED), at=now)
    exported = export(claim_ids(["c"]), whole=False)

    assert {record.key for record in exported.sources} == {"post", "press", "roe", "official"}
    assert [record.key for record in exported.documents] == ["book"]
    assert load_case(decode(encode(exported)), Change(now, "user:ada", "load case", "")).sources == 0
    shown = next(record for record in export(claim_ids(["c"]), whole=False, approvals=False).sources if record.named_as)
    assert not shown.named_as.proposed_by
    assert not shown.named_as.confirmed_by


def test_a_proposal_is_in_no_export(now: datetime) -> None:
    load(case(), at=now)
    before = [encode(export(claim_ids([]), whole=whole)) for whole in (False, True)]
    sen = User.objects.create_user("sen")
    sen.user_permissions.add(Permission.objects.get(codename="approve_unnamed"))
    sen = User.objects.get(pk=sen.pk)
    naming = propose_naming(key("official"), key("roe"), Document.objects.get(), By(now, "user:sen", sen), reason="Page 12.")
    assert [encode(export(claim_ids([]), whole=whole)) for whole in (False, True)] == before
    confirm_naming(naming, By(now, "Bo", None))
    assert b'"named_as"' in encode(export(claim_ids(["c"]), whole=False))


def test_whoever_loads_as_a_person_proposes_it_on_the_page(now: datetime) -> None:
    with pytest.raises(CaseFileError) as error:
        as_person(case(named_as=NAMED), now)
    assert "propose it on the page" in faults(error)["$.sources[3].named_as"]
    load(case(named_as=NAMED), at=now)
    assert as_person(case(named_as=NAMED), now + timedelta(hours=1)).sources == 0


@pytest.mark.parametrize("missing", ["proposed_by", "confirmed_by"])
def test_both_editors_are_named(missing: str, now: datetime) -> None:
    with pytest.raises(CaseFileError) as error:
        load(case(named_as={name: value for name, value in NAMED.items() if name != missing}), at=now)
    assert "say which senior editors" in faults(error)["$.sources[3].named_as"]


@pytest.mark.parametrize("told", [None, {**NAMED, "source": "ben"}])
def test_a_file_cannot_undo_or_change_it(told: Any, now: datetime) -> None:
    load(case(named_as=NAMED), at=now)
    other = case(named_as=told)
    other["sources"].append(person("ben"))
    with pytest.raises(CaseFileError) as error:
        load(other, at=now)
    assert "is bound to 'roe'" in faults(error)["$.sources[3].named_as"]


def test_second_records_are_merged_and_bound_in_one_load(now: datetime) -> None:
    told = case(named_as=NAMED)
    told["sources"].append(unnamed("official-2", "post", merged_into="official"))
    load(told, at=now)
    assert key("official-2").named_as == key("official").named_as == key("roe")
    exported = export(claim_ids(["c"]), whole=True)
    assert [record.key for record in exported.sources if record.named_as] == ["official"]


def test_its_own_name_needs_no_confirmation_once_it_is_bound(now: datetime) -> None:
    load(case(named_as=NAMED), at=now)
    load(case(description="Roe herself"), at=now + timedelta(hours=1))
    assert key("official").description == "Roe herself"
