"""A case file that says of an attribution that it is discredited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Decision, Flag
from claims.operations.cases import LoadResult
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import strike_decision
from claims.verification import Change
from sources.models import Document
from tests.cases import claim, load, outlet, person, row
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., LoadResult]
REPORT = {"key": "report", "publisher": "agency", "kind": "report", "title": "On the dossier"}
SHOWN = {"at": "2003-03-07", "document": "report", "reason": "The seals are of another year."}


def case(**shown: Any) -> dict[str, Any]:
    """A claim that rests on a dossier alone, which is discredited in the same file."""
    dossier = row("dos", "dossier", discredited={**SHOWN, **shown})
    rows = (dossier, row("rome", stance="reports", cites=["dos"]))
    sources = [outlet("rome"), outlet("agency"), person("dossier"), person("expert")]
    return {"sources": sources, "documents": [REPORT], "claims": [claim("c", *rows)]}


def flags() -> set[str]:
    return set(Flag.objects.filter(claim__key="c", cleared_at=None).values_list("code", flat=True))


def test_a_new_attribution_is_discredited_in_the_same_file(loaded: Load, now: datetime) -> None:
    loaded(**case())
    made = Decision.objects.get()
    assert (made.kind, made.about, made.happened_at) == ("discredited", [["attribution", "dos"]], "2003-03-07")
    assert (made.document, made.source and made.source.key) == (Document.objects.get(), "agency")
    assert {"discredited_source", "orphaned", "unsourced"} <= flags()
    assert Claim.objects.get().revision == 1
    assert_stored_equals_fresh(now + timedelta(hours=1))


def test_a_second_load_changes_nothing_even_once_the_decision_is_struck(loaded: Load, change: Callable[[], Change]) -> None:
    loaded(**case())
    assert loaded(**case()).revised == ()
    strike_decision(Decision.objects.get(), change())
    assert loaded(**case()).revised == ()
    assert "discredited_source" not in flags()


def test_a_stored_attribution_is_discredited_later(loaded: Load, now: datetime) -> None:
    before = case()
    del before["claims"][0]["attributions"][0]["discredited"]
    loaded(**before)
    assert loaded(**case()).revised == ("c",)
    assert "discredited_source" in flags()
    assert_stored_equals_fresh(now + timedelta(hours=1))


def test_a_decision_of_the_desk_that_is_in_force_is_enough(loaded: Load, change: Callable[[], Change]) -> None:
    before = case()
    del before["claims"][0]["attributions"][0]["discredited"]
    loaded(**before)
    discredit([Attribution.objects.get(key="dos")], Evidence(document=Document.objects.get()), change())
    assert loaded(**case()).revised == ()
    assert Decision.objects.count() == 1


def test_it_is_exported_as_the_decision(loaded: Load, now: datetime) -> None:
    loaded(**case(by="expert"))
    (record,) = exported()[0]["claims"]
    assert [(one["kind"], one["source"], one["document"]) for one in record["decisions"]] == [
        ("discredited", "expert", "report")
    ]
    assert "discredited" not in record["attributions"][0]
    assert load(exported()[0], at=now + timedelta(hours=2)).revised == ()


def test_one_that_lies_in_the_future_is_refused(loaded: Load) -> None:
    at = r"\$\.claims\[0\]\.attributions\[0\]\.discredited\.at: 2042 is in the future; discredit it once it is shown"
    with pytest.raises(CaseFileError, match=at):
        loaded(**case(at="2042"))
    assert not Claim.objects.exists()


@pytest.fixture
def change(clock: Callable[[], datetime]) -> Callable[[], Change]:
    """A change by eve, each later than the one before."""
    return lambda: Change(clock(), "user:eve", "settled", "It was not so.")
