"""Decisions: what each kind says, the records that it names, and what answers what."""

from __future__ import annotations

from typing import Any

import pytest

from claims.casefile import Stored, StoredAttribution
from tests.claims.casefile.build import complaints, encoded, objections, visit

DECISIONS = "$.claims[0].decisions"
AT = f"{DECISIONS}[0]"


def decision(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "reason": "R", **fields}


def about(*subjects: tuple[str, str]) -> list[dict[str, str]]:
    return [{"kind": kind, "key": key} for kind, key in subjects]


DIP = about(("attribution", "dip"))
ASKED = decision("comment_requested", key="asked", source="vedomosti", answer_by="2024-06-13T12:00:00Z")
SOUND = [
    decision("contest_resolved", about=about(("attribution", "dip"), ("claim", "rival"), ("source", "bloomberg"))),
    *(decision(kind, about=DIP) for kind in ("acknowledged", "reviewed", "reconfirmed", "reworded", "reaffirmed")),
    decision("reaffirmed", by="user:eve", findings="0" * 32, struck={"reason": "No.", "by": "user:ada"}),
    decision("change_declared", attribution="dip", about=about(("attribution", "bb"))),
    decision("outcome_linked", outcome="did_not", document="sr-visit", happened_at="2024-06"),
    decision("outcome_linked", outcome="came_about", claim="rival"),
    ASKED,
    decision("comment_answered", request="asked"),
    decision("comment_answered", request="asked", attribution="ved"),
    decision("split", about=about(("claim", "rival"))),
    decision("discredited", attribution="bb", about=[*DIP, *about(("document", "sr-visit"))]),
]
RIVAL = {"$.claims[1]": {"key": "rival", "text": "Another."}}


def test_every_kind_may_be_reported() -> None:
    assert objections({DECISIONS: SOUND} | RIVAL) == []


def test_decisions_may_speak_of_what_is_stored() -> None:
    stored = Stored(claims={"rival"}, attributions={("putin-visit-weeks", "old"): StoredAttribution("denies")})
    shown = about(("attribution", "old"), ("claim", "rival"))

    assert objections({DECISIONS: [decision("contest_resolved", about=shown)]}, stored) == []


@pytest.mark.parametrize(
    ("shown", "objection"),
    [
        ([decision("reviewed")], f"{AT}: 'reviewed' needs 'about': the records that it settles"),
        ([decision("change_declared")], f"{AT}: 'change_declared' needs 'attribution': the statement that is the last word"),
        ([decision("comment_requested")], f"{AT}: 'comment_requested' needs 'source': who was asked"),
        (
            [decision("outcome_linked", outcome="did_not")],
            f"{AT}: 'outcome_linked' needs evidence of the outcome: a 'document' or a 'claim'",
        ),
        ([decision("reaffirmed", outcome="did_not")], f"{AT}.outcome: 'reaffirmed' has no 'outcome'; leave it out"),
        (
            [decision("acknowledged", about=about(("attribution", "dp")))],
            f"{AT}.about[0].key: no attribution 'dp' in this claim; did you mean 'dip'?",
        ),
        (
            [decision("acknowledged", about=about(("source", "zzz")))],
            f"{AT}.about[0].key: no source 'zzz', in this file or stored",
        ),
        ([decision("acknowledged", about=DIP * 2)], f"{AT}.about[1]: already given at {AT}.about[0]; keep one"),
        (
            [decision("reviewed", about=about(("document", "sr-visit")))],
            f"{AT}.about[0].kind: 'reviewed' is not about documents; leave it out",
        ),
        (
            [decision("discredited", attribution="bb", about=about(("document", "sr-visit")))],
            f"{AT}.about: only attributions can be discredited; name those of this claim",
        ),
        (
            [decision("discredited", document="sr-visit", about=[*DIP, *about(("document", "sr-visit"))])],
            f"{AT}.document: 'sr-visit' is what is discredited; name the document that shows it",
        ),
        (
            [decision("discredited", attribution="bb", about=[*DIP, *about(("document", "sr-vist"))])],
            f"{AT}.about[1].key: no document 'sr-vist', in this file or stored; did you mean 'sr-visit'?",
        ),
        (
            [decision("split", about=about(("claim", "putin-visit-weeks")))],
            f"{AT}.about[0].key: names the claim itself; name another",
        ),
        (
            [decision("outcome_linked", outcome="did_not", claim="zzz")],
            f"{AT}.claim: no claim 'zzz', in this file or stored",
        ),
        (
            [decision("outcome_linked", outcome="did_not", document="zzz")],
            f"{AT}.document: no document 'zzz', in this file or stored",
        ),
        (
            [decision("comment_requested", source="vedomosti-diplomat")],
            f"{AT}.source: source 'vedomosti-diplomat' is unnamed; only a named source can be asked:"
            " name the outlet that vouches",
        ),
        ([ASKED, ASKED], f"{DECISIONS}[1].key: already given at {AT}.key; keep one"),
        (
            [ASKED, decision("comment_answered", request="asket")],
            f"{DECISIONS}[1].request: no request for comment 'asket' on this claim in the file; add"
            " the request to the file; did you mean 'asked'?",
        ),
        (
            [decision("comment_answered", request="asked"), ASKED],
            f"{AT}.request: request 'asked' comes after its answer; move it before",
        ),
        (
            [{**ASKED, "struck": {"reason": "No."}}, decision("comment_answered", request="asked")],
            f"{DECISIONS}[1]: answers 'asked', which was struck out; strike this out too, or keep the request",
        ),
    ],
)
def test_a_fault_of_decisions_is_named_with_its_path_and_mending(shown: list[dict[str, Any]], objection: str) -> None:
    assert objections({DECISIONS: shown}) == [objection]


@pytest.mark.parametrize(
    ("shown", "complaint"),
    [
        (decision("merged"), f'{AT}.kind: mergers are not decisions in a case file; set "merged_into" on the claim'),
        (
            decision("verdict_published"),
            f"{AT}.kind: verdicts are not exchanged: two editors of a desk publish each; leave the decision out",
        ),
        (
            decision("reaffirmed", about=about(("relation", "sr-visit"))),
            f"{AT}.about[0].kind: expected 'attribution', 'claim', 'document' or 'source', got the text 'relation'",
        ),
        (
            decision("reaffirmed", findings="x"),
            f"{AT}.findings: 'x' is not a digest: 32 hexadecimal digits, as in an export",
        ),
        (decision("reaffirmed", reason=""), f"{AT}.reason: may not be empty"),
        (
            decision("reaffirmed", answer_by="tomorrow"),
            f"{AT}.answer_by: 'tomorrow' is not a date-time with a UTC offset: write",
        ),
        (decision("reafirmed"), f"{AT}.kind: expected 'acknowledged', 'change_declared', "),
        (decision("reaffirmed", struck={}), f"{AT}.struck: the field 'reason' is missing"),
        (decision("reaffirmed", actor="user:eve"), f"{AT}.actor: unknown field"),
    ],
)
def test_a_decision_that_no_case_file_shows_is_refused(shown: dict[str, Any], complaint: str) -> None:
    (found,) = complaints(encoded(visit({DECISIONS: [shown]})))

    assert found.startswith(complaint)
