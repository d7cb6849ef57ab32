"""What an editor reads of a revision: which words changed, from what to what."""

from __future__ import annotations

import json

from claims.body_changes import Line, changes
from claims.models import PublicBody
from tests.cases import claim, load, person, row


def shown(before, after) -> set[tuple[str, str, str]]:
    return {tuple(line) for line in changes(before, after)}


def body(**fields):
    side = {"at_least": 1, "at_most": 1, "open": False}
    return {"key": "c", "text": "It came.", "status": "unverified", "explanation": "One.", "flags": [], "sources": [],
            "support": side, "denial": {**side, "at_least": 0, "at_most": 0}, "attributions": [], **fields}  # fmt: skip


def test_equal_bodies_differ_in_nothing() -> None:
    assert changes(body(topics=["arms"]), body(topics=["arms"])) == []


def test_texts_and_counts_are_reported_with_both_values() -> None:
    after = body(text="It went.", support={"at_least": 1, "at_most": 3, "open": True})
    assert changes(body(), after) == [Line("text", "It came.", "It went."), Line("support origins", "1", "1–3+")]


def test_records_that_come_go_or_change_are_reported_by_their_key() -> None:
    before = body(flags=[{"code": "stale", "reason": "Old."}], attributions=[{"key": "ada", "stance": "supports"}])
    ada = {"key": "ada", "stance": "supports", "superseded_by": "ben"}
    after = body(attributions=[ada, {"key": "ben", "stance": "denies"}])
    assert shown(before, after) == {
        ("flag stale", "code: stale, reason: Old.", ""),
        ("attribution ada, superseded by", "", "ben"),
        ("attribution ben", "", "stance: denies"),
    }


def test_of_a_record_within_another_only_what_changed_is_reported() -> None:
    document = {"key": "story", "title": "Arms talks", "url": "https://example.org/a"}
    corrected = {**document, "corrections": [{"note": "It was ten, not 12.", "at": "2024-06-12"}]}
    before, after = (body(attributions=[{"key": "ada", "document": each}]) for each in (document, corrected))
    assert shown(before, after) == {("attribution ada, document corrections", "", "note: It was ten, not 12., at: 2024-06-12")}


def test_topics_stakes_and_relations_are_reported_one_by_one() -> None:
    before = body(topics=["arms", "asia"], interests=[{"source": "us", "side": 1}])
    after = body(topics=["arms", "europe"], relations=[{"kind": "contradicts", "claim": "d"}])
    assert shown(before, after) == {
        ("topic", "asia", ""),
        ("topic", "", "europe"),
        ("stake", "source: us, side: 1", ""),
        ("other claim", "", "kind: contradicts, claim: d"),
    }


def test_of_the_first_body_everything_is_new(db, now) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), window={"from": "2024-06"})]}, at=now)
    found = changes(None, json.loads(PublicBody.objects.get().body))
    assert all(line.before in ("", "0") for line in found)
    assert {"text", "status", "attribution ada", "source ada", "window"} <= {line.about for line in found}


def test_on_the_desk_records_are_called_by_their_names_and_codes_by_their_labels() -> None:
    sources = [{"key": "sun", "name": "The Sun", "kind": "wire_agency"}]
    rows = [{"key": "sun-2", "source": "sun", "stance": "could_not_confirm"}]
    after = body(sources=sources, attributions=rows, flags=[{"code": "single_origin", "reason": "One."}])
    assert {tuple(line) for line in changes(body(), after, named=True)} == {
        ("source The Sun", "", "name: The Sun, kind: wire agency"),
        ("attribution The Sun", "", "source: The Sun, stance: could not confirm"),
        ("flag single origin", "", "code: single origin, reason: One."),
    }
