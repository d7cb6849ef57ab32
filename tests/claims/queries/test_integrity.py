"""Records that break a rule which the database does not hold are reported, each in a sentence that names them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from claims.models import Attribution, Citation, Claim, Flag, PublicBody, Revision, Standing
from claims.queries.integrity import broken_rules
from sources.models import Source, SourceRelation
from tests.cases import claim, load, outlet, person, row, unnamed


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    """Two claims: ``c`` of ada, whom a post cites and an echo copies, and ``d`` of an unnamed source."""
    rows = row("ada"), row("post", cites=["ada"]), row("echo", stance="reports", copies="post")
    loaded(
        sources=[person("ada"), outlet("post"), outlet("echo"), unnamed("u", "post"), unnamed("v", "post")],
        claims=[claim("c", *rows), claim("d", row("u"))],
    )
    assert list(broken_rules()) == []


def broken() -> str:
    return "\n".join(broken_rules())


def attribution(key: str) -> Attribution:
    return Attribution.objects.get(key=key)


@pytest.mark.parametrize(("model", "field"), [(Standing, "assessment"), (Flag, "raised_by"), (Revision, "assessment")])
def test_what_names_a_missing_assessment_is_reported(
    db: None, now: datetime, model: type[Standing | Flag | Revision], field: str
) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    first = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    model.objects.filter(pk=first).update(**{f"{field}_id": 10**6})
    assert f"{first} of claim “c” names an assessment that is missing or another claim's" in broken()


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a constraint of PostgreSQL refuses it")
def test_a_link_to_another_claim_is_reported(desk: None) -> None:
    Citation.objects.filter(citing=attribution("post")).update(cited=attribution("u"))
    assert "links “post” to “u”, an attribution of another claim" in broken()


def test_a_row_that_both_cites_and_copies_is_reported(desk: None, now: datetime) -> None:
    ends = {"claim": attribution("echo").claim, "citing": attribution("echo"), "cited": attribution("ada")}
    Citation.objects.create(kind="cites", recorded_at=now, **ends)
    assert "(“echo”) both cites and copies" in broken()


def test_a_bare_report_is_reported_unless_it_was_voided(desk: None, now: datetime) -> None:
    Citation.objects.filter(citing=attribution("echo")).delete()
    assert "(“echo”) reports, and neither cites nor copies anything" in broken()
    Attribution.objects.filter(key="echo").update(voided_at=now, void_reason="typed twice")
    assert "echo" not in broken()


def test_a_named_source_that_did_not_speak_on_the_record_is_reported(desk: None) -> None:
    Attribution.objects.filter(key__in=["ada", "u"]).update(ground_rule="deep_background")
    assert broken().count("names a source that spoke deep background") == 1


@pytest.mark.skipif(connection.vendor == "postgresql", reason="a trigger of PostgreSQL refuses it")
def test_a_tie_of_an_unnamed_source_is_reported(desk: None, now: datetime) -> None:
    ends = {"from_source": Source.objects.get(key="post"), "to_source": Source.objects.get(key="u")}
    SourceRelation.objects.create(kind="owned_by", reason="so", recorded_at=now, **ends)
    assert "ties an unnamed source to another" in broken()


def test_an_unnamed_voucher_is_reported(desk: None) -> None:
    Source.objects.filter(key="v").update(vouched_by=Source.objects.get(key="u"))
    assert "(“v”) is vouched for by an unnamed source" in broken()


def test_a_revision_too_few_or_too_many_is_reported(desk: None) -> None:
    PublicBody.objects.filter(claim__key="d").update(revision=2)
    assert "claim “d” counts 2 revisions and has 1" in broken()


def test_a_claim_that_nobody_ever_wrote_breaks_no_rule(desk: None, now: datetime) -> None:
    Claim.objects.create(key="bare", text="Bare.", recorded_at=now)
    assert broken() == ""
