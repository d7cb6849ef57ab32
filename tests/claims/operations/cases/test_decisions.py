"""Decisions in case files: they load back to the same, twice is once, and what they are bound to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Decision, Flag, PublicBody, Revision
from claims.operations.attributions.changes import withdraw
from claims.operations.cases import LoadResult
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import (
    declare_change,
    link_outcome,
    reaffirm,
    request_comment,
    settle_flag,
    strike_decision,
)
from claims.operations.documents.changes import correct_document
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.operations.writing import OperationError
from claims.queries.cases.export import claim_ids, export
from claims.verification import Change
from claims.vocabulary import EXCHANGED_DECISIONS
from sources.models import Correction, Document, Source
from tests.cases import claim, load, outlet, person, row, two_statements
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., LoadResult]
PAPER = {"key": "paper", "publisher": "ada", "kind": "article", "title": "What came of it"}


def open_flags(key: str = "c") -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


def decided(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "reason": "I called them.", **fields}


def about(*keys: str, kind: str = "attribution") -> list[dict[str, str]]:
    return [{"kind": kind, "key": key} for key in keys]


@pytest.fixture
def change(clock: Callable[[], datetime]) -> Callable[[], Change]:
    """A change by eve, each later than the one before."""
    return lambda: Change(clock(), "user:eve", "settled", "I called them.")


def settle_all(loaded: Load, change: Callable[[], Change]) -> None:
    """Settle something of every kind, and take some of it back."""
    rows = (row("ada", said_at="2024-05-01"), row("ben", stance="denies"), row("gus"), row("hal"), row("yes", "kim"))
    turned = (
        row("no", "kim", "denies"),
        row("once", "leo", said_at="2024-01"),
        row("now", "leo", "questions", said_at="2024-06"),
    )
    shown = {"interests": [{"source": "cyd", "side": -1}], "window": {"until": "2024-05"}}
    people = [person(key) for key in ("ada", "ben", "cyd", "dee", "gus", "hal", "kim", "leo")]
    rival = claim("rival", row("dee"), relations=[{"kind": "contradicts", "claim": "c"}])
    others = (rival, claim("whole", row("ada")), claim("twin", row("ada")))
    loaded(sources=people, documents=[PAPER], claims=[claim("c", *rows, *turned, **shown), *others])
    c = Claim.objects.get(key="c").pk
    settle_flag(c, "contested", change())
    settle_flag(c, "position_changed", change())
    declare_change(Attribution.objects.get(key="no"), change())
    withdraw(Attribution.objects.get(key="gus"), change(), by="source")
    settle_flag(c, "retracted_source", change())
    loaded(claims=[{"key": "c", "text": "The claim c, put otherwise."}])
    settle_flag(c, "tainted", change(), only=[("attribution", "ada")])
    reaffirm(c, change())
    strike_decision(reaffirm(c, change()), change())
    link_outcome(c, "came_about_in_part", change(), document=Document.objects.get(), happened_at="2024-05-20")
    link_outcome(c, "did_not", change(), other_claim=Claim.objects.get(key="rival"))
    asked = request_comment(c, Source.objects.get(key="cyd"), change(), Source.objects.get(key="dee"))
    record_answer(asked[1], "declined", change(), quote="No comment.")
    record_silence(asked[0], change())
    strike_decision(request_comment(c, asked[0].source or Source(), change())[0], change())
    split(Claim.objects.get(key="whole").pk, [Part("half", "One half."), Part("rest", "The rest.")], {}, change())
    merge(Claim.objects.get(key="twin").pk, c, change())
    hal, paper = Attribution.objects.get(key="hal"), Document.objects.get()
    strike_decision(discredit([hal], Evidence(document=paper, shown_at="2024-05"), change()), change())
    discredit([hal], Evidence(claim=Claim.objects.get(key="rival")), change())
    correct_document(Document.objects.get(), "It was Tuesday.", change(), said_at="2024-06")


def test_what_was_settled_loads_back_to_the_same(loaded: Load, change: Callable[[], Change], now: datetime) -> None:
    with transaction.atomic():
        settle_all(loaded, change)
        before = exported()
        transaction.set_rollback(True)
    assert {shown["kind"] for one in before[0]["claims"] for shown in one.get("decisions", ())} == set(EXCHANGED_DECISIONS)
    load(before[0], at=now + timedelta(hours=1))
    assert exported() == before
    assert load(before[0], at=now + timedelta(hours=2)).revised == ()
    assert_stored_equals_fresh(now + timedelta(hours=2))


def test_what_a_file_says_of_a_decision_is_kept_as_its_word(loaded: Load) -> None:
    shown = decided("reaffirmed", by="user:boss", struck={"reason": "No.", "by": "user:ed"})
    loaded(**two_statements())
    loaded(claims=[claim("c", decisions=[shown, decided("reaffirmed")])])
    ledger = Decision.objects.order_by("id").values_list("actor", "struck_by")
    assert list(ledger) == [("file:user:boss", "file:user:ed"), ("user:ada", "")]
    again = exported()[0]["claims"][0]["decisions"]
    assert [one["by"] for one in again] == ["user:boss", "user:ada"]
    assert again[0]["struck"] == shown["struck"]


def test_of_two_that_say_the_same_the_second_is_the_second_stored(loaded: Load) -> None:
    once, struck = decided("reaffirmed"), decided("reaffirmed", struck={"reason": "Not so."})
    loaded(**two_statements())
    assert loaded(claims=[claim("c", decisions=[once])]).revised == ("c",)
    assert loaded(claims=[claim("c", decisions=[once])]).revised == ()
    assert loaded(claims=[claim("c", decisions=[struck, once])]).revised == ("c",)
    assert [row.struck_at is None for row in Decision.objects.order_by("id")] == [False, True]
    assert loaded(claims=[claim("c", decisions=[struck, once])]).revised == ()
    assert Decision.objects.count() == 2


def test_a_review_holds_for_the_findings_that_it_was_made_on(loaded: Load, now: datetime) -> None:
    gone = row("ben", withdrawn={"by": "source", "reason": "Misspoke."})
    seen = decided("reviewed", about=about("ben"))
    people = [person("ada"), person("ben"), person("cy")]
    loaded(sources=people, claims=[claim("c", row("ada"), gone, decisions=[{**seen, "findings": "0" * 32}])])
    assert "retracted_source" in open_flags()
    loaded(claims=[claim("d", row("ada"), gone, decisions=[seen])])
    assert "retracted_source" not in open_flags("d")
    loaded(claims=[claim("d", row("cy"))])
    assert "retracted_source" in open_flags("d")
    assert_stored_equals_fresh(now)


def test_a_review_of_a_contest_that_the_file_resolves_is_bound_to_what_is_found_then(loaded: Load, now: datetime) -> None:
    """The one changes the status, and so the findings, that the other is bound to."""
    rows = row("ada"), row("ben", withdrawn={"by": "source", "reason": "Misspoke."}), row("cy", stance="denies")
    settled = decided("reviewed", about=about("ben")), decided("contest_resolved", about=about("cy"))
    loaded(sources=[person("ada"), person("ben"), person("cy")], claims=[claim("c", *rows, decisions=list(settled))])
    assert not open_flags() & {"retracted_source", "contested"}
    assert_stored_equals_fresh(now)


def test_a_file_with_a_rewording_says_itself_what_is_in_doubt(loaded: Load) -> None:
    loaded(**two_statements())
    shown = decided("reworded", about=about("ben"))
    loaded(claims=[{"key": "c", "text": "Otherwise.", "decisions": [shown]}])
    assert list(Decision.objects.values_list("about", flat=True)) == [[["attribution", "ben"]]]
    loaded(claims=[{"key": "c", "text": "Once more.", "decisions": [shown]}])
    assert list(Decision.objects.order_by("id").values_list("kind", flat=True)) == ["reworded", "reworded"]
    assert len(Decision.objects.latest("id").about) == 2


@pytest.mark.parametrize(
    ("decisions", "shown"),
    [
        (
            [decided("outcome_linked", outcome="did_not", document="paper", happened_at="2030")],
            r"\$\.claims\[0\]\.decisions\[0\]\.happened_at: 2030 is in the future; link an outcome once it is known",
        ),
        (
            [decided("comment_requested", source="ada", key="asked", struck={"reason": "No."})],
            "The request for comment has an answer",
        ),
    ],
)
def test_what_the_desk_would_refuse_a_file_is_refused_too(loaded: Load, decisions: list[Any], shown: str) -> None:
    asked = [decided("comment_requested", source="ada", key="asked"), decided("comment_answered", request="asked")]
    loaded(sources=[person("ada")], documents=[PAPER], claims=[claim("c", row("ada"), decisions=asked)])
    with pytest.raises((CaseFileError, OperationError), match=shown):
        loaded(claims=[claim("c", decisions=decisions)])
    assert Decision.objects.filter(struck_at=None).count() == 2


def test_nothing_is_settled_on_a_merged_claim(loaded: Load) -> None:
    loaded(sources=[person("ada")], claims=[claim("c"), claim("d", row("ada"), merged_into="c")])
    with pytest.raises(CaseFileError, match=r"\$\.claims\[0\]: “d” was merged into “c”"):
        loaded(claims=[claim("d", decisions=[decided("reaffirmed")])])
    assert Revision.objects.filter(claim__key="d").count() == 1


def test_a_part_of_the_desk_is_exported_with_all_that_its_decisions_name(loaded: Load, change: Callable[[], Change]) -> None:
    rival = claim("rival", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}])
    shown = claim("told", row("ben"))
    people = [person(key) for key in ("ada", "ben", "cyd")]
    loaded(sources=people, documents=[PAPER], claims=[claim("c", row("ada")), rival, shown, claim("apart")])
    c = Claim.objects.get(key="c").pk
    settle_flag(c, "contested", change())
    link_outcome(c, "did_not", change(), document=Document.objects.get())
    link_outcome(c, "did_not", change(), other_claim=Claim.objects.get(key="told"))
    request_comment(c, Source.objects.get(key="cyd"), change())
    case = export(claim_ids(["c"]), whole=False)
    assert {record.key for record in case.claims or ()} == {"c", "rival", "told"}
    assert {record.key for record in case.sources or ()} == {"ada", "ben", "cyd"}
    assert {record.key for record in case.documents or ()} == {"paper"}
    for key in ("rival", "told"):
        remove_claim(Claim.objects.get(key=key).pk, change())
    (left,) = export(claim_ids(["c", "told"]), whole=False).claims or ()
    assert [shown.kind for shown in left.decisions or ()] == ["outcome_linked", "comment_requested"]


def test_a_correction_is_loaded_once_and_shown_with_its_document(loaded: Load, now: datetime) -> None:
    page = {"key": "page", "publisher": "post", "kind": "article", "title": "A story"}
    loaded(sources=[outlet("post"), person("ada")], documents=[page], claims=[claim("c", row("ada", document="page"))])
    shown = [{"note": "Not Hanoi.", "at": "2024-06-11"}, {"note": "Not Monday."}]
    first = loaded(documents=[{**page, "corrections": shown[:1]}])
    assert (first.documents, first.revised) == (1, ("c",))
    assert "Not Hanoi." in PublicBody.objects.get().body
    assert Revision.objects.count() == 2
    loaded(documents=[{**page, "corrections": shown}])
    assert loaded(documents=[{**page, "corrections": shown}]).documents == 0
    assert list(Correction.objects.order_by("id").values_list("note", "said_at", "recorded_by")) == [
        ("Not Hanoi.", "2024-06-11", "user:ada"),
        ("Not Monday.", "", "user:ada"),
    ]
    assert exported()[0]["documents"][0]["corrections"] == shown
    assert_stored_equals_fresh(now + timedelta(hours=1))
