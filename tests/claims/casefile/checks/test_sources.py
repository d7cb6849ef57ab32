"""Sources, their relations and judgements, and documents: keys lead somewhere, and unnamed sources stay unnamed."""

from __future__ import annotations

from typing import Any

import pytest

from claims.casefile import Stored, StoredSource
from tests.claims.casefile.build import GONE, objections

DIPLOMAT = "$.sources[1]"
UNNAMED = Stored(sources={"whistle": StoredSource(identified=False, vouched_by="reuters"), "reuters": StoredSource(True)})


def relation(a: str, b: str, **more: Any) -> dict[str, Any]:
    return {"from": a, "to": b, "kind": "owned_by", "reason": "Register."} | more


def judgement(a: str, b: str, outcome: str = "independent") -> dict[str, Any]:
    return {"a": a, "b": b, "outcome": outcome, "reason": "Asked."}


def document(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "publisher": "bloomberg", "kind": "article", "title": "T"} | more


@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        (
            {"$.sources[4]": {"key": "bloomberg", "name": "B", "kind": "outlet"}},
            "$.sources[4].key: already given at $.sources[2].key; keep one",
        ),
        (
            {f"{DIPLOMAT}.vouched_by": "vedomsti"},
            f"{DIPLOMAT}.vouched_by: no source 'vedomsti', in this file or stored; did you mean 'vedomosti'?",
        ),
        ({f"{DIPLOMAT}.vouched_by": GONE}, f"{DIPLOMAT}: an unnamed source needs vouched_by: the outlet that knows who it is"),
        ({f"{DIPLOMAT}.vouched_by": None}, f"{DIPLOMAT}: an unnamed source needs vouched_by: the outlet that knows who it is"),
        (
            {f"{DIPLOMAT}.vouched_by": "vedomosti-diplomat"},
            f"{DIPLOMAT}.vouched_by: source 'vedomosti-diplomat' is unnamed; only a named source can vouch: name the outlet"
            " that knows it",
        ),
        ({f"{DIPLOMAT}.vouched_by": []}, f"{DIPLOMAT}: an unnamed source needs vouched_by: the outlet that knows who it is"),
        (
            {f"{DIPLOMAT}.vouched_by": ["vedomosti", "bloomberg", "vedomosti"]},
            f"{DIPLOMAT}.vouched_by[2]: already given at {DIPLOMAT}.vouched_by[0]; keep one",
        ),
        (
            {f"{DIPLOMAT}.vouched_by": ["vedomosti", "bloombreg"]},
            f"{DIPLOMAT}.vouched_by[1]: no source 'bloombreg', in this file or stored; did you mean 'bloomberg'?",
        ),
        (
            {f"{DIPLOMAT}.vouched_by": ["vedomosti", "vedomosti-diplomat"]},
            f"{DIPLOMAT}.vouched_by[1]: source 'vedomosti-diplomat' is unnamed; only a named source can vouch: name the outlet"
            " that knows it",
        ),
        (
            {f"{DIPLOMAT}.named_as": {"source": "nobody", "document": "sr-visit", "reason": "so"}},
            f"{DIPLOMAT}.named_as.source: no source 'nobody', in this file or stored",
        ),
        (
            {f"{DIPLOMAT}.named_as": {"source": "bloomberg", "document": "sr-vist", "reason": "so"}},
            f"{DIPLOMAT}.named_as.document: no document 'sr-vist', in this file or stored; did you mean 'sr-visit'?",
        ),
        (
            {f"{DIPLOMAT}.named_as": {"source": "vedomosti-diplomat", "document": "sr-visit", "reason": "so"}},
            f"{DIPLOMAT}.named_as.source: source 'vedomosti-diplomat' is unnamed; name the one that it has said to be",
        ),
        (
            {"$.sources[0].named_as": {"source": "bloomberg", "document": "sr-visit", "reason": "so"}},
            "$.sources[0].named_as: only an unnamed source can have named itself since; leave it out",
        ),
        (
            {
                f"{DIPLOMAT}.named_as": {
                    **{"source": "bloomberg", "document": "sr-visit", "reason": "so"},
                    **{"proposed_by": "ann", "confirmed_by": "ann"},
                }
            },
            f"{DIPLOMAT}.named_as.confirmed_by: two senior editors are needed; name the one who confirmed it",
        ),
        (
            {"$.sources[0].vouched_by": "bloomberg"},
            '$.sources[0].vouched_by: a named source needs no voucher; leave it out, or say "identified": false',
        ),
        ({f"{DIPLOMAT}.aliases": ["Ivanov"]}, f"{DIPLOMAT}.aliases: would identify this unnamed source; leave it out"),
        (
            {f"{DIPLOMAT}.homepage": "https://example.org"},
            f"{DIPLOMAT}.homepage: would identify this unnamed source; leave it out",
        ),
        ({f"{DIPLOMAT}.wikidata_id": "Q1"}, f"{DIPLOMAT}.wikidata_id: would identify this unnamed source; leave it out"),
        ({"$.sources[0].approved_by": "Ed"}, "$.sources[0].approved_by: only for unnamed sources; leave it out"),
        ({"$.sources[0].anonymity_reason": "x"}, "$.sources[0].anonymity_reason: only for unnamed sources; leave it out"),
        (
            {"$.relations[0]": relation("bloomberg", "vedomsti")},
            "$.relations[0].to: no source 'vedomsti', in this file or stored; did you mean 'vedomosti'?",
        ),
        ({"$.relations[0]": relation("zzz", "bloomberg")}, "$.relations[0].from: no source 'zzz', in this file or stored"),
        (
            {"$.relations[0]": relation("bloomberg", "bloomberg")},
            "$.relations[0].to: a source cannot relate to itself; name another",
        ),
        (
            {"$.relations[0]": relation("vedomosti-diplomat", "bloomberg")},
            "$.relations[0].from: source 'vedomosti-diplomat' is unnamed; a relation would identify it: remove the relation",
        ),
        (
            {"$.relations[0]": relation("bloomberg", "vedomosti", from_on="2020-01-02", until_on="2020-01-01")},
            "$.relations[0].until_on: 2020-01-01 is before from_on, 2020-01-02",
        ),
        (
            {"$.relations[0]": relation("bloomberg", "vedomosti"), "$.relations[1]": relation("bloomberg", "vedomosti")},
            "$.relations[1]: already given at $.relations[0]; keep one",
        ),
        (
            {
                "$.relations[0]": relation("bloomberg", "vedomosti", from_on="2020-01-01"),
                "$.relations[1]": relation("bloomberg", "vedomosti", until_on="2020-01-01"),
            },
            "$.relations[1]: already given at $.relations[0]; keep one",
        ),
        (
            {"$.relations[0]": relation("bloomberg", "vedomosti", kind="same_as", from_on="2020-01-01")},
            "$.relations[0].from_on: two records of one source are the same at all times; leave the dates out",
        ),
        ({"$.judgements[0]": judgement("bloomberg", "zzz")}, "$.judgements[0].b: no source 'zzz', in this file or stored"),
        (
            {"$.judgements[0]": judgement("bloomberg", "bloomberg")},
            "$.judgements[0].b: a source cannot be judged against itself; name another",
        ),
        (
            {"$.judgements[0]": judgement("vedomosti", "vedomosti-diplomat", "dependent")},
            "$.judgements[0].outcome: source 'vedomosti-diplomat' is unnamed: dependence would help identify it;"
            " write 'independent' or 'unsure'",
        ),
        (
            {"$.judgements[0]": judgement("bloomberg", "vedomosti"), "$.judgements[1]": judgement("vedomosti", "bloomberg")},
            "$.judgements[1]: these two are already judged at $.judgements[0]; keep one",
        ),
        (
            {"$.documents[1]": document("sr-visit")},
            "$.documents[1].key: already given at $.documents[0].key; keep one",
        ),
        (
            {"$.documents[1]": document("d", publisher="zzz")},
            "$.documents[1].publisher: no source 'zzz', in this file or stored",
        ),
        (
            {"$.documents[1]": document("d", copy_of="sr-vist")},
            "$.documents[1].copy_of: no document 'sr-vist', in this file or stored; did you mean 'sr-visit'?",
        ),
        (
            {"$.documents[1]": document("d", copy_of="d")},
            "$.documents[1].copy_of: a document cannot be a copy of itself; name the original, or leave it out",
        ),
        (
            {"$.documents[0].copy_of": "d", "$.documents[1]": document("d", copy_of="sr-visit")},
            "$.documents[0].copy_of: cycle: sr-visit → d → sr-visit; one of them must be the original",
        ),
    ],
)
def test_a_fault_of_sources_is_named_with_its_path_and_mending(changes: dict[str, Any], objection: str) -> None:
    assert objections(changes) == [objection]


@pytest.mark.parametrize(
    "changes",
    [
        {"$.judgements[0]": judgement("vedomosti", "vedomosti-diplomat", "unsure")},
        {"$.sources[1].description": GONE},
        {"$.sources[1].aliases": [], "$.sources[1].homepage": ""},
        {"$.sources[1].approved_by": "The editor", "$.sources[1].country": "RU"},
        {"$.relations[0]": relation("bloomberg", "vedomosti", from_on="2020-01-01", until_on="2020-01-01")},
        {"$.relations[0]": relation("bloomberg", "vedomosti"), "$.relations[1]": relation("vedomosti", "bloomberg")},
        {
            "$.relations[0]": relation("bloomberg", "vedomosti", until_on="2012-12-31"),
            "$.relations[1]": relation("bloomberg", "vedomosti", from_on="2020-01-01"),
        },
    ],
)
def test_what_is_in_order_raises_no_objection(changes: dict[str, Any]) -> None:
    assert objections(changes) == []


def test_a_reference_may_lead_to_what_is_stored() -> None:
    changes = {"$.relations[0]": relation("bloomberg", "reuters"), "$.documents[1]": document("d", copy_of="old")}

    assert objections(changes, Stored(sources={"reuters": StoredSource(True)}, documents={"old"})) == []


def test_a_stored_unnamed_source_keeps_its_voucher_when_the_file_leaves_it_out() -> None:
    assert objections({"$.sources[4]": {"key": "whistle", "name": "Insider", "kind": "person"}}, UNNAMED) == []


def test_identified_never_flips() -> None:
    unmasked = {"key": "whistle", "name": "Jane Doe", "kind": "person", "identified": True}
    masked = {"key": "reuters", "name": "R", "kind": "person", "identified": False, "vouched_by": "bloomberg"}

    assert objections({"$.sources[4]": unmasked, "$.sources[5]": masked}, UNNAMED) == [
        "$.sources[4].identified: source 'whistle' is stored as unnamed; this never changes: use another key",
        "$.sources[5].identified: source 'reuters' is stored as named; this never changes: use another key",
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"$.relations[0]": relation("bloomberg", "whistle")}, "$.relations[0].to: "),
        ({"$.judgements[0]": judgement("whistle", "bloomberg", "dependent")}, "$.judgements[0].outcome: "),
        ({"$.sources[1].vouched_by": "whistle"}, "$.sources[1].vouched_by: "),
        ({"$.sources[4]": {"key": "whistle", "name": "I", "kind": "person", "aliases": ["J"]}}, "$.sources[4].aliases: "),
        ({"$.sources[4]": {"key": "whistle", "name": "I", "kind": "person", "vouched_by": None}}, "$.sources[4]: "),
    ],
)
def test_a_source_stored_as_unnamed_is_protected_as_one_in_the_file(changes: dict[str, Any], path: str) -> None:
    (objection,) = objections(changes, UNNAMED)

    assert objection.startswith(path)


def test_a_circle_of_copies_may_run_through_stored_documents() -> None:
    stored = Stored(documents={"old"}, document_copies={"old": "older", "older": "sr-visit"})

    assert objections({"$.documents[0].copy_of": "old"}, stored) == [
        "$.documents[0].copy_of: cycle: old → older → sr-visit → old; one of them must be the original"
    ]


def test_a_correction_is_reported_once() -> None:
    corrections = [{"note": "Not Hanoi.", "at": "2024-06"}, {"note": "Not Hanoi."}, {"note": "Not Hanoi.", "at": "2024-06"}]

    assert objections({"$.documents[0].corrections": corrections}) == [
        "$.documents[0].corrections[2]: already given at $.documents[0].corrections[0]; keep one"
    ]


@pytest.mark.parametrize(
    ("changes", "objection"),
    [
        ({"$.sources[2].merged_into": "vedomost"}, "no source 'vedomost', in this file or stored; did you mean 'vedomosti'?"),
        (
            {"$.sources[2].merged_into": "bloomberg"},
            "a source cannot be merged into itself; name the first record, or leave it out",
        ),
        (
            {"$.sources[2].merged_into": "vedomosti-diplomat"},
            "one of 'bloomberg' and 'vedomosti-diplomat' is unnamed; a merge would identify it: leave it out",
        ),
        (
            {"$.sources[2].merged_into": "spokesman-review", "$.sources[3].merged_into": "bloomberg"},
            "cycle: bloomberg → spokesman-review → bloomberg; one of them must be the first record",
        ),
    ],
)
def test_a_second_record_has_a_first_of_its_own_kind(changes: dict[str, Any], objection: str) -> None:
    assert objections(changes) == [f"$.sources[2].merged_into: {objection}"]
