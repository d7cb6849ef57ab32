"""What was discredited in a claim stays so where the claim is merged, or split."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.documents.discrediting import discredit_document
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.split import Part, split
from claims.queries.decisions.discrediting import discredited
from claims.verification import Change
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.recompute import assert_stored_equals_fresh

REPORT = {"key": "report", "publisher": "agency", "kind": "report", "title": "On the dossier"}


@pytest.fixture
def change(clock: Callable[[], datetime]) -> Callable[[], Change]:
    return lambda: Change(clock(), "user:eve", "settled", "The seals are of another year.")


@pytest.fixture
def c(loaded: Callable[..., Any]) -> Claim:
    """A claim that rests on a dossier and on Cy, and one that rests on the same dossier."""
    sources = [outlet("agency"), person("dossier"), person("expert"), person("cy")]
    rows = (row("dos", "dossier"), row("ex", "expert", "questions"), row("cy"))
    loaded(sources=sources, documents=[REPORT], claims=[claim("c", *rows), claim("d", row("dos", "dossier"))])
    return Claim.objects.get(key="c")


def pk(key: str) -> int:
    return Claim.objects.get(key=key).pk


def dossier(of: str = "c") -> Attribution:
    return Attribution.objects.get(claim__key=of, key="dos")


def gone(of: str) -> set[str]:
    return {key for _claim, key in discredited([pk(of)])}


def test_a_merge_takes_the_decision_along_and_undoing_it_strikes_that_out(
    c: Claim, change: Callable[[], Change], now: datetime
) -> None:
    discredit([dossier()], Evidence(document=Document.objects.get(), shown_at="2003"), change())
    merge(c.pk, pk("d"), change())
    copied = Decision.objects.get(claim__key="d", kind="discredited")
    assert (copied.document, copied.happened_at, copied.reason) == (
        Document.objects.get(), "2003", "The seals are of another year.",
    )  # fmt: skip
    # The dossier that counts there is another row than the one that does not.
    assert gone("d") == {"dos-2"}
    assert_stored_equals_fresh(now + timedelta(days=1))
    undo_merge(c.pk, change())
    assert gone("d") == set()
    assert gone("c") == {"dos"}


@pytest.mark.parametrize("evidence", ["attribution", "claim"])
def test_evidence_in_the_claims_themselves_is_named_from_there(c: Claim, change: Callable[[], Change], evidence: str) -> None:
    shown = {"attribution": Attribution.objects.get(key="ex"), "claim": Claim.objects.get(key="d")}[evidence]
    discredit([dossier()], Evidence(**{evidence: shown}), change())
    merge(c.pk, pk("d"), change())
    copied = Decision.objects.get(claim__key="d", kind="discredited")
    if evidence == "attribution":
        assert copied.attribution == Attribution.objects.get(claim__key="d", key="ex")
    else:
        assert copied.other_claim == c


def test_a_split_narrows_nothing_that_is_discredited(c: Claim, change: Callable[[], Change], now: datetime) -> None:
    discredit([dossier()], Evidence(document=Document.objects.get()), change())
    done = split(c.pk, [Part("half", "One half."), Part("rest", "The rest.")], {"dos": ["half"], "cy": ["half"]}, change())
    assert done.narrowed == ("cy-part",)
    assert (gone("half"), gone("rest")) == ({"dos"}, set())
    assert_stored_equals_fresh(now + timedelta(days=1))


def test_undoing_a_merge_carries_back_what_was_discredited_since(c: Claim, change: Callable[[], Change], now: datetime) -> None:
    merge(c.pk, pk("d"), change())
    discredit(
        [dossier("d")], Evidence(attribution=Attribution.objects.get(claim__key="d", key="ex"), shown_at="2004"), change()
    )
    undo_merge(c.pk, change())
    assert gone("c") == {"dos"}
    carried = Decision.objects.get(claim__key="c", kind="discredited")
    assert (carried.attribution, carried.happened_at) == (Attribution.objects.get(claim__key="c", key="ex"), "2004")
    assert gone("d") == {"dos"}
    assert_stored_equals_fresh(now + timedelta(days=1))


def test_undoing_a_merge_discredits_nothing_twice(loaded: Callable[..., Any], change: Callable[[], Change]) -> None:
    pages = {"key": "pages", "publisher": "agency", "kind": "report", "title": "The dossier"}
    claims = [claim("c", row("dos", "dossier", document="pages")), claim("d", row("other", "dossier"))]
    loaded(sources=[outlet("agency"), person("dossier")], documents=[REPORT, pages], claims=claims)
    merge(pk("c"), pk("d"), change())
    shown = Document.objects.get(key="report")
    discredit_document(Document.objects.get(key="pages"), Evidence(document=shown), change())  # in both claims
    undo_merge(pk("c"), change())
    assert Decision.objects.filter(claim__key="c", kind="discredited").count() == 1
