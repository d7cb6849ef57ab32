"""Attributions: links stay within the claim, lead somewhere, and copies go in no circle."""

from __future__ import annotations

from typing import Any

import pytest

from claims.casefile import Stored, StoredAttribution
from tests.claims.casefile.build import GONE, objections

CLAIM = "putin-visit-weeks"
AT = "$.claims[0].attributions"


def row(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "source": "bloomberg", "stance": "reports"} | more


def stored(**attributions: StoredAttribution) -> Stored:
    return Stored(claims={CLAIM}, attributions={(CLAIM, key): attribution for key, attribution in attributions.items()})


ELSEWHERE = {"$.claims[1]": {"key": "other", "text": "T", "attributions": [row("far", stance="supports")]}}


@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        ({f"{AT}[4]": row("bb", cites=["ved"])}, f"{AT}[4].key: already given at {AT}[2].key; keep one"),
        (
            {f"{AT}[0].source": "vedomosti-diplomt"},
            f"{AT}[0].source: no source 'vedomosti-diplomt', in this file or stored; did you mean 'vedomosti-diplomat'?",
        ),
        ({f"{AT}[0].document": "zzz"}, f"{AT}[0].document: no document 'zzz', in this file or stored"),
        (
            {f"{AT}[1].cites[0]": "dipl"},
            f"{AT}[1].cites[0]: no attribution 'dipl' in this claim; did you mean 'dip'?",
        ),
        (
            {f"{AT}[1].cites[1]": "far"} | ELSEWHERE,
            f"{AT}[1].cites[1]: attribution 'far' belongs to claim 'other'; a citation stays within one claim",
        ),
        (
            {f"{AT}[3].copies": "far"} | ELSEWHERE,
            f"{AT}[3].copies: attribution 'far' belongs to claim 'other'; a citation stays within one claim",
        ),
        ({f"{AT}[1].cites[1]": "dip"}, f"{AT}[1].cites[1]: cited twice; keep one"),
        (
            {f"{AT}[1].cites[1]": "ved"},
            f"{AT}[1].cites[1]: attribution 'ved' names itself; name another, or leave it out",
        ),
        ({f"{AT}[3].copies": "sr"}, f"{AT}[3].copies: attribution 'sr' names itself; name another, or leave it out"),
        ({f"{AT}[0].supersedes": "dip"}, f"{AT}[0].supersedes: attribution 'dip' names itself; name another, or leave it out"),
        ({f"{AT}[0].supersedes": "zzz"}, f"{AT}[0].supersedes: no attribution 'zzz' in this claim"),
        (
            {f"{AT}[0].supersedes": "far"} | ELSEWHERE,
            f"{AT}[0].supersedes: attribution 'far' belongs to claim 'other'; a citation stays within one claim",
        ),
        (
            {f"{AT}[1].struck_links": [{"kind": "cites", "to": "zzz", "reason": "Misread."}]},
            f"{AT}[1].struck_links[0].to: no attribution 'zzz' in this claim",
        ),
        (
            {f"{AT}[3].cites": ["bb"]},
            f"{AT}[3].copies: has both 'copies' ('bb') and 'cites'; a copy cites nothing of its own, so keep one",
        ),
        (
            {f"{AT}[3].stance": "supports"},
            f"{AT}[3].stance: a copy has no stance of its own: write 'reports', or cite 'bb' instead of copying it",
        ),
        (
            {f"{AT}[1].cites": GONE},
            f"{AT}[1]: 'reports' needs a link: give what it cites or copies, or a stance of its own",
        ),
        (
            {f"{AT}[1].cites": []},
            f"{AT}[1]: 'reports' needs a link: give what it cites or copies, or a stance of its own",
        ),
        (
            {f"{AT}[2]": row("bb", copies="sr")},
            f"{AT}[2].copies: cycle: bb → sr → bb; one of them must be the original",
        ),
        (
            {f"{AT}[1].supersedes": "bb", f"{AT}[2].supersedes": "ved"},
            f"{AT}[1].supersedes: cycle: ved → bb → ved; the first of them supersedes nothing",
        ),
        ({f"{AT}[0].quote": {"exact": "x", "start": 9, "end": 8}}, f"{AT}[0].quote.end: 8 is before start, 9"),
    ],
)
def test_a_fault_of_attributions_is_named_with_its_path_and_mending(changes: dict[str, Any], objection: str) -> None:
    assert objections(changes) == [objection]


@pytest.mark.parametrize(
    "changes",
    [
        {f"{AT}[0].quote": {"exact": "without a document"}},
        {f"{AT}[0].quote": {"exact": "x", "start": 8}},
        {f"{AT}[1].cites": GONE, f"{AT}[1].struck_links": [{"kind": "cites", "to": "dip", "reason": "Misread."}]},
        {f"{AT}[0].cites": ["bb"]},  # a circle of citations is a finding, not a fault
        {"$.claims[1]": {"key": "other", "text": "T", "attributions": [row("dip", stance="denies")]}},
    ],
)
def test_what_is_in_order_raises_no_objection(changes: dict[str, Any]) -> None:
    assert objections(changes) == []


def test_a_citation_may_lead_to_a_stored_attribution_of_the_claim() -> None:
    changes = {f"{AT}[1].cites": ["old"], f"{AT}[3].copies": "older", f"{AT}[0].supersedes": "old"}

    assert objections(changes, stored(old=StoredAttribution("supports"), older=StoredAttribution("reports"))) == []


def test_an_attribution_stored_in_another_claim_is_reported_where_it_lives() -> None:
    elsewhere = Stored(claims={"other"}, attributions={("other", "far"): StoredAttribution("supports")})

    assert objections({f"{AT}[1].cites": ["far"]}, elsewhere) == [
        f"{AT}[1].cites[0]: attribution 'far' belongs to claim 'other'; a citation stays within one claim"
    ]


@pytest.mark.parametrize("before", [StoredAttribution("reports", cites=frozenset({"dip"})), StoredAttribution("reports")])
def test_a_known_relay_keeps_its_stored_links_when_the_file_leaves_them_out(before: StoredAttribution) -> None:
    assert objections({f"{AT}[1].cites": GONE}, stored(ved=before)) == []


def test_the_stored_links_of_a_stored_relay_count_with_those_of_the_file() -> None:
    copy, relay = StoredAttribution("reports", copies="dip"), StoredAttribution("reports", cites=frozenset({"dip"}))

    assert objections(stored=stored(ved=copy)) == [
        f"{AT}[1].cites: cites while the copy of 'dip' is stored; keep one: \"copies\": null removes the copy"
    ]
    assert objections(stored=stored(sr=relay)) == [
        f"{AT}[3].copies: copies 'bb' while citations are stored; keep one: \"cites\": [] removes the citations"
    ]


def test_null_takes_the_stored_copy_away() -> None:
    assert objections({f"{AT}[1].copies": None}, stored(ved=StoredAttribution("reports", copies="dip"))) == []


@pytest.mark.parametrize("field", ["copies", "supersedes"])
def test_a_circle_may_run_through_stored_attributions(field: str) -> None:
    before = stored(old=StoredAttribution("reports", **{field: "older"}), older=StoredAttribution("reports", **{field: "sr"}))

    (objection,) = objections({f"{AT}[3].{field}": "old"}, before)

    assert objection.startswith(f"{AT}[3].{field}: cycle: ")
    assert "old → older → sr" in objection


def test_the_stance_of_a_stored_attribution_never_changes() -> None:
    assert objections(stored=stored(dip=StoredAttribution("denies"))) == [
        f"{AT}[0].stance: stored as 'denies'; a stance never changes: add an attribution that supersedes 'dip'"
    ]


@pytest.mark.parametrize("rule", ["background", "deep_background"])
def test_a_named_source_speaks_on_the_record(rule: str) -> None:
    found = objections({f"{AT}[1].ground_rule": rule})
    assert len(found) == 1
    assert found[0].startswith(f"{AT}[1].ground_rule: 'vedomosti' is named")
    assert objections({f"{AT}[0].ground_rule": rule}) == []
