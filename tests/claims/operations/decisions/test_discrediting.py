"""Attributions that were shown to be forged or false."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from claims.models import Attribution, Claim, Decision, Flag
from claims.operations.attributions.changes import void
from claims.operations.cases import LoadResult
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import strike_decision
from claims.operations.writing import OperationError
from claims.verification import Change
from sources.models import Document, Source
from tests.cases import claim, outlet, person, row
from tests.recompute import assert_stored_equals_fresh


@pytest.fixture
def change(clock: Callable[[], datetime]) -> Callable[[], Change]:
    """A change by eve, each later than the one before."""
    return lambda: Change(clock(), "user:eve", "discredited", "The seals are of another year.")


@pytest.fixture
def c(loaded: Callable[..., LoadResult]) -> Claim:
    """A claim that rests on a dossier alone, which Rome passes on."""
    report = {"key": "report", "publisher": "agency", "kind": "report", "title": "On the dossier"}
    scan = {"key": "scan", "publisher": "dossier", "kind": "report", "title": "Seventeen pages"}
    sources = [outlet("rome"), outlet("agency"), person("dossier"), person("expert"), person("other")]
    rows = (
        row("dos", "dossier", document="scan"),
        row("rome", stance="reports", cites=["dos"]),
        row("ex", "expert", "questions"),
    )
    loaded(sources=sources, documents=[report, scan], claims=[claim("c", *rows), claim("elsewhere", row("other"))])
    return Claim.objects.get(key="c")


def dossier() -> Attribution:
    return Attribution.objects.get(key="dos")


def open_codes(of: Claim) -> set[str]:
    return set(Flag.objects.filter(claim=of, cleared_at=None).values_list("code", flat=True))


def report() -> Document:
    return Document.objects.get(key="report")


def test_what_is_discredited_counts_for_nothing_until_the_decision_is_struck(
    c: Claim, change: Callable[[], Change], now: datetime
) -> None:
    made = discredit([dossier()], Evidence(document=report()), change())
    assert {"discredited_source", "orphaned", "unsourced"} <= open_codes(c)
    assert (made.source, made.about) == (Source.objects.get(key="agency"), [["attribution", "dos"]])
    assert_stored_equals_fresh(now + timedelta(hours=1))
    before = c.as_of(recorded=made.recorded_at - timedelta(microseconds=1))
    assert "discredited_source" not in {flag.code for flag in before.flags}
    strike_decision(made, change())
    assert not {"discredited_source", "orphaned", "unsourced"} & open_codes(c)
    assert_stored_equals_fresh(now + timedelta(hours=1))


def test_the_sentence_names_who_showed_it(c: Claim, change: Callable[[], Change]) -> None:
    discredit([dossier()], Evidence(attribution=Attribution.objects.get(key="ex")), change())
    reason = Flag.objects.get(claim=c, code="discredited_source", cleared_at=None).reason
    assert reason == "What Dossier said was discredited by Expert; Rome still passes it on; no origin is left."


@pytest.mark.parametrize(
    ("evidence", "problem"),
    [
        (Evidence, "Link what shows it"),
        (lambda: Evidence(by=Source.objects.get(key="agency")), "Link what shows it"),
        (lambda: Evidence(attribution=dossier()), "cannot discredit itself"),
        (lambda: Evidence(document=Document.objects.get(key="scan")), "is what is discredited"),
        (lambda: Evidence(attribution=Attribution.objects.get(key="other")), "belongs to another claim"),
        (lambda: Evidence(claim=Claim.objects.get(key="c")), "its own attributions"),
        (lambda: Evidence(document=report(), shown_at="2042-01-01"), "is in the future"),
    ],
)
def test_without_evidence_nothing_is_stored(
    c: Claim, change: Callable[[], Change], evidence: Callable[[], Evidence], problem: str
) -> None:
    with pytest.raises(OperationError, match=problem):
        discredit([dossier()], evidence(), change())
    assert not Decision.objects.exists()


def test_a_second_decision_on_the_same_attribution_is_refused(c: Claim, change: Callable[[], Change]) -> None:
    discredit([dossier()], Evidence(document=report()), change())
    with pytest.raises(OperationError, match="already discredited"):
        discredit([dossier()], Evidence(document=report()), change())


def test_what_is_voided_cannot_be_discredited(c: Claim, change: Callable[[], Change]) -> None:
    void(dossier(), change())
    with pytest.raises(OperationError, match="is voided"):
        discredit([dossier()], Evidence(document=report()), change())


def test_attributions_of_two_claims_are_refused(c: Claim, change: Callable[[], Change]) -> None:
    with pytest.raises(OperationError, match="several claims"):
        discredit([dossier(), Attribution.objects.get(key="other")], Evidence(document=report()), change())
