"""What the database itself refuses on the claims side, whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from claims.models import Assessment, Attribution, Citation, Claim, Flag, Interest, Revision, VerificationRun
from sources.models import Source
from tests.cases import claim, outlet, person, row

Load = Callable[..., Any]


@pytest.fixture(autouse=True)
def _two_claims(loaded: Load) -> None:
    rows = [row("ada"), row("post", stance="reports", cites=["ada"])]
    loaded(sources=[outlet("post"), person("ada")], claims=[claim("c", *rows), claim("d", row("ada"), row("extra", "post"))])


def attribution(claim_key: str, key: str) -> Attribution:
    return Attribution.objects.get(claim__key=claim_key, key=key)


@pytest.mark.parametrize(
    "fields",
    [
        {"ground_rule": "off_the_record"},
        {"stance": "doubts"},
        {"scope": "half"},
        {"basis": "rumour"},
        {"withdrawn_at": "2024"},
        {"withdrawn_by": "source"},
        {"voided_at": datetime.fromisoformat("2024-06-12T00:00Z")},
        {"void_reason": "no date"},
        {"quote_start": 9, "quote_end": 3},
        {"key": "post"},
    ],
)
def test_an_attribution_that_means_nothing_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.filter(claim__key="c", key="ada").update(**fields)


def test_nothing_supersedes_itself_and_nothing_is_superseded_twice() -> None:
    ada, post = attribution("c", "ada"), attribution("c", "post")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.filter(pk=ada.pk).update(supersedes=ada)
    Attribution.objects.filter(pk=post.pk).update(supersedes=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attribution.objects.filter(claim__key="d").update(supersedes=ada)


def test_a_link_is_no_self_citation_exists_once_and_copies_one(now: datetime) -> None:
    ada, post = attribution("c", "ada"), attribution("c", "post")
    extra = Attribution.objects.create(claim=ada.claim, key="more", source=post.source, stance="supports", recorded_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.create(citing=ada, cited=ada, recorded_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.create(citing=post, cited=ada, recorded_at=now)
    Citation.objects.create(citing=extra, cited=ada, kind="copies", recorded_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.create(citing=extra, cited=post, kind="copies", recorded_at=now)


def test_a_citation_across_claims_is_refused_or_found(now: datetime) -> None:
    across = Citation(citing=attribution("c", "post"), cited=attribution("d", "ada"), recorded_at=now)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="two claims"), transaction.atomic():
            across.save()
        return
    across.save()
    shown = StringIO()
    with pytest.raises(CommandError):
        call_command("check_integrity", stderr=shown)
    assert "an attribution of another claim" in shown.getvalue()


@pytest.mark.postgresql
def test_an_attribution_cannot_move_to_another_claim() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("held by a trigger on PostgreSQL")
    with pytest.raises(IntegrityError, match="cannot move"), transaction.atomic():
        Attribution.objects.filter(claim__key="d", key="extra").update(claim=Claim.objects.get(key="c"))


def test_a_claim_has_one_open_flag_of_a_code(now: datetime) -> None:
    flag = Flag.objects.filter(claim__key="c", cleared_at=None)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(
            claim=flag.claim, code=flag.code, severity="info", reason="again", raised_at=now, raised_by=flag.raised_by
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(cleared_at=now)


def test_a_stake_has_one_of_two_sides_and_exists_once(now: datetime) -> None:
    fields = {"claim": Claim.objects.get(key="c"), "source": Source.objects.get(key="ada"), "recorded_at": now}
    Interest.objects.create(side=1, **fields)
    for side in (0, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(side=side, **fields)


def test_revisions_are_numbered_once_from_one() -> None:
    last = Revision.objects.filter(claim__key="c")[0]
    for number, previous in ((1, ""), (0, ""), (2, "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.create(
                claim=last.claim, number=number, at=last.at, actor="x", action="y", assessment=last.assessment,
                body_sha256="", previous_sha256=previous, sha256="",
            )  # fmt: skip


def test_one_run_over_a_scope_is_under_way_and_a_status_is_one_of_four(now: datetime) -> None:
    fields = {"actor": "x", "started_at": now, "now": now, "policy_version": "1+0", "desk_policy": 0}
    VerificationRun.objects.create(scope="all", **fields)
    VerificationRun.objects.create(scope="due", **fields)
    for scope in ("all", "some"):
        with pytest.raises(IntegrityError), transaction.atomic():
            VerificationRun.objects.create(scope=scope, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.update(status="true")


def test_what_is_referred_to_is_never_deleted() -> None:
    from django.db.models import ProtectedError

    for record in (Claim.objects.get(key="c"), Source.objects.get(key="ada"), attribution("c", "ada")):
        with pytest.raises(ProtectedError):
            record.delete()
