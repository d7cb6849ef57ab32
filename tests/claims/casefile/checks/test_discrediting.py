"""An attribution that says itself that it is discredited."""

from __future__ import annotations

from typing import Any

import pytest

from claims.casefile import Stored, StoredAttribution, discreditings, named_keys
from tests.claims.casefile.build import complaints, decoded, encoded, objections, visit

AT = "$.claims[0].attributions[0].discredited"
BB = "$.claims[0].attributions[3].discredited"
DECISIONS = "$.claims[0].decisions"


def shown(**fields: Any) -> dict[str, Any]:
    return {"reason": "The seals are of another year.", **fields}


@pytest.mark.parametrize(
    "said",
    [
        shown(document="sr-visit", by="bloomberg", at="2024-06"),
        shown(attribution="bb"),
        shown(claim="rival"),
        shown(attribution="old", document=None, by=None, at=None),
    ],
)
def test_evidence_of_each_kind_is_enough(said: dict[str, Any]) -> None:
    stored = Stored(claims={"rival"}, attributions={("putin-visit-weeks", "old"): StoredAttribution("denies")})
    assert objections({AT: said}, stored) == []


@pytest.mark.parametrize(
    ("said", "objection"),
    [
        (shown(by="bloomberg"), "needs what shows it: a 'document', an 'attribution' of this claim or a 'claim'"),
        (shown(document="sr-vist"), ".document: no document 'sr-vist', in this file or stored; did you mean 'sr-visit'?"),
        (shown(document="sr-visit", by="zzz"), ".by: no source 'zzz', in this file or stored"),
        (
            shown(document="sr-visit", by="vedomosti-diplomat"),
            ".by: source 'vedomosti-diplomat' is unnamed; leave it out, and name the document that shows it",
        ),
        (shown(claim="zzz"), ".claim: no claim 'zzz', in this file or stored"),
        (
            shown(claim="putin-visit-weeks"),
            ".claim: names the claim itself; name another, or an attribution of this one",
        ),
        (shown(attribution="dip"), ".attribution: 'dip' cannot discredit itself; name what else shows it"),
        (shown(attribution="bbb"), ".attribution: no attribution 'bbb' in this claim; did you mean 'bb'?"),
    ],
)
def test_a_fault_is_named_with_its_path_and_mending(said: dict[str, Any], objection: str) -> None:
    assert objections({AT: said}) == [f"{AT}{objection}" if objection.startswith(".") else f"{AT}: {objection}"]


def test_what_is_discredited_shows_nothing_of_itself() -> None:
    said = objections({BB: shown(document="sr-visit")})
    assert said == [f"{BB}.document: 'sr-visit' is what is discredited; name the document that shows it"]


def test_what_counts_as_never_recorded_is_not_discredited() -> None:
    said = objections({AT: shown(document="sr-visit"), "$.claims[0].attributions[0].voided": {"reason": "Our error."}})
    assert said == [f"{AT}: 'voided' counts as never recorded, so there is nothing to discredit; leave one of them out"]


@pytest.mark.parametrize(("struck", "faults"), [({}, 1), ({"struck": {"reason": "Not so."}}, 0)])
def test_it_is_said_once_in_a_file(struck: dict[str, Any], faults: int) -> None:
    about = [{"kind": "attribution", "key": "dip"}]
    decision = {"kind": "discredited", "reason": "R", "about": about, "document": "sr-visit", **struck}
    said = objections({AT: shown(document="sr-visit"), DECISIONS: [decision]})
    assert said == [f"{AT}: {DECISIONS}[0] already says that 'dip' is discredited; keep one"] * faults


def test_it_needs_a_reason() -> None:
    assert complaints(encoded(visit({AT: {"document": "sr-visit"}}))) == [f"{AT}: the field 'reason' is missing"]


def test_it_is_read_as_the_decision_that_it_stands_for() -> None:
    case = decoded({AT: shown(document="sr-visit", claim="rival", by="bloomberg", at="2024-06")})
    (claim,) = case.claims or ()
    (made,) = discreditings(claim)
    assert (made.kind, made.reason, made.document, made.source) == (
        "discredited", "The seals are of another year.", "sr-visit", "bloomberg",
    )  # fmt: skip
    assert [(each.kind, each.key) for each in made.about or ()] == [("attribution", "dip")]
    assert made.happened_at == "2024-06"
    assert "rival" in named_keys(case).claims
