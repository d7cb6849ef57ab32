"""What editors settle: which decision clears which flag, what is refused, and that the record replays."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.casefile import decode
from claims.models import Attribution, Claim, Decision, Flag, Revision, Standing
from claims.operations.attributions.changes import void, withdraw
from claims.operations.claims.assignment import save_claim
from claims.operations.decisions.ledger import (
    append,
    declare_change,
    link_outcome,
    reaffirm,
    request_comment,
    settle_flag,
    strike_decision,
)
from claims.operations.writing import OperationError, StaleRevisionError, writing
from claims.policy.assess import RULES
from claims.queries.facts.current import load_facts
from claims.queries.facts.past import load_facts_as_of
from claims.verification import Change, clock_at
from claims.vocabulary import MERGED, DecisionKind
from factcheck.dates.partial_dates import PartialDateError
from sources.models import Document, Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)


def change(at: datetime, reason: str = "I called them.") -> Change:
    return Change(at, "user:eve", "settled", reason)


def open_flags(key: str = "c") -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


def last_revision() -> Revision:
    return Revision.objects.filter(claim__key="c").order_by("-number")[0]


def body() -> str:
    return last_revision().body_text()


def reworded(at: datetime, *, same_meaning: bool = False) -> None:
    text = b'{"format": "factcheck-case/1", "claims": [{"key": "c", "text": "The claim c is put otherwise."}]}'
    save_claim(decode(text), "c", Change(at, "user:eve", "changed", "clearer"), same_meaning=same_meaning)


def test_a_contest_is_resolved_for_readers_until_somebody_else_denies_it(c: Claim, now: datetime) -> None:
    done = settle_flag(c.pk, "contested", change(now + HOUR, "Ben spoke of another shipment."))

    assert (done.kind, done.actor, done.reason) == ("contest_resolved", "user:eve", "Ben spoke of another shipment.")
    assert done.about == [["attribution", "ben"], ["attribution", "no"]]
    assert "contested" not in open_flags()
    assert Standing.objects.get(claim=c).status == "corroborated"
    assert "Ben spoke of another shipment." in body()
    assert (last_revision().action, last_revision().reason) == ("settled", "Ben spoke of another shipment.")
    assert_stored_equals_fresh(now + HOUR)

    load({"sources": [person("dan")], "claims": [claim("c", row("dan", stance="denies"))]}, at=now + 2 * HOUR)
    assert "contested" in open_flags()
    assert Standing.objects.get(claim=c).status == "contested"


def test_taking_a_decision_back_brings_the_flag_back_and_both_times_replay(c: Claim, now: datetime) -> None:
    done = settle_flag(c.pk, "contested", change(now + HOUR))
    strike_decision(done, change(now + 2 * HOUR, "I was wrong."))

    assert "contested" in open_flags()
    done.refresh_from_db()
    assert (done.struck_by, done.struck_reason) == ("user:eve", "I was wrong.")
    with pytest.raises(OperationError, match="already struck out"):
        strike_decision(done, change(now + 3 * HOUR))
    by_then = [load_facts_as_of([c.pk], now + n * HOUR, "2024-06-12T23:00Z").claims[c.pk].decisions for n in range(3)]
    assert [[fact.kind for fact in facts] for facts in by_then] == [[], ["contest_resolved"], []]
    flags = [{flag.code for flag in c.as_of(recorded=now + n * HOUR).flags} for n in range(3)]
    assert ["contested" in codes for codes in flags] == [True, False, True]
    assert_stored_equals_fresh(now + 2 * HOUR)


def test_the_current_facts_are_those_of_the_record(c: Claim, now: datetime) -> None:
    settle_flag(c.pk, "contested", change(now + HOUR))
    request_comment(c.pk, Source.objects.get(key="cyd"), change(now + HOUR))
    until = clock_at(now + 2 * HOUR).said_until
    assert load_facts([c.pk], until).claims[c.pk] == load_facts_as_of([c.pk], now + 2 * HOUR, until).claims[c.pk]


def test_the_last_word_of_who_said_both_is_declared(c: Claim, now: datetime) -> None:
    no = Attribution.objects.select_related("source").get(key="no")
    done = declare_change(no, change(now + HOUR, "She corrected herself the same day."))

    assert (done.attribution, done.about) == (no, [["attribution", "yes"]])
    assert not open_flags() & {"self_contradicting", "position_changed"}
    assert "She corrected herself the same day." in body()
    with pytest.raises(OperationError, match="nothing to declare"):
        declare_change(Attribution.objects.select_related("source").get(key="ben"), change(now + HOUR))
    assert_stored_equals_fresh(now + HOUR)


def test_a_change_of_position_is_acknowledged_and_hidden_from_readers(c: Claim, now: datetime) -> None:
    load({"claims": [claim("c", row("ada-now", "ada", "denies", said_at="2024-06-01"))]}, at=now + HOUR)
    assert "position_changed" in open_flags()
    settle_flag(c.pk, "position_changed", change(now + 2 * HOUR, "She was briefed since."))
    assert "position_changed" not in open_flags()
    assert "She was briefed since." not in body()


def test_a_withdrawal_is_reviewed_on_what_is_found_then(c: Claim, now: datetime) -> None:
    withdraw(Attribution.objects.get(key="ada"), change(now + HOUR), by="source")
    done = settle_flag(c.pk, "retracted_source", change(now + 2 * HOUR))
    assert done.findings_digest == Standing.objects.select_related("assessment").get(claim=c).assessment.findings_digest
    assert "retracted_source" not in open_flags()

    load({"sources": [person("dan")], "claims": [claim("c", row("dan"))]}, at=now + 3 * HOUR)
    assert "retracted_source" in open_flags()


def test_other_words_leave_all_in_doubt_until_it_is_reconfirmed_or_ended(c: Claim, now: datetime) -> None:
    reworded(now + HOUR)
    doubted = Decision.objects.get()
    assert (doubted.kind, doubted.reason) == ("reworded", "clearer")
    assert "tainted" in open_flags()

    settle_flag(c.pk, "tainted", change(now + 2 * HOUR), only=[("attribution", "ada"), ("attribution", "ben")])
    flag = Flag.objects.get(claim=c, code="tainted", cleared_at=None)
    assert flag.culprits == [["attribution", "yes"], ["attribution", "no"]]
    void(Attribution.objects.get(key="no"), change(now + 3 * HOUR))
    with pytest.raises(OperationError, match="does not, or no longer, rest on “no”"):
        settle_flag(c.pk, "tainted", change(now + 4 * HOUR), only=[("attribution", "no")])
    settle_flag(c.pk, "tainted", change(now + 4 * HOUR))

    assert "tainted" not in open_flags()
    assert_stored_equals_fresh(now + 4 * HOUR)


def test_another_spelling_leaves_nothing_in_doubt(c: Claim, now: datetime) -> None:
    reworded(now + HOUR, same_meaning=True)
    assert not Decision.objects.exists()
    assert "tainted" not in open_flags()
    assert "put otherwise" in body()


def test_a_rewording_that_was_only_style_is_withdrawn(c: Claim, now: datetime) -> None:
    reworded(now + HOUR)
    strike_decision(Decision.objects.get(), change(now + 2 * HOUR, "Only the spelling changed."))
    assert "tainted" not in open_flags()


def test_reaffirming_restarts_the_shelf_life_and_adds_nothing(c: Claim, now: datetime) -> None:
    late = now + timedelta(days=100)
    before = Standing.objects.select_related("assessment").get(claim=c).assessment.findings_digest
    with pytest.raises(OperationError, match="no longer open"):
        settle_flag(c.pk, "stale", change(late))  # nobody has verified it since
    reaffirm(c.pk, change(late))
    standing = Standing.objects.select_related("assessment").get(claim=c)
    assert "stale" not in open_flags()
    assert standing.assessment.findings_digest == before
    assert standing.due_at == late + timedelta(days=90)


def test_an_outcome_is_linked_with_what_shows_it(c: Claim, now: datetime) -> None:
    assert "overdue_outcome" in open_flags()
    paper = Document.objects.get()
    link_outcome(c.pk, "did_not", change(now + HOUR, "The visit fell through."), document=paper, happened_at="2024-06")

    assert "overdue_outcome" not in open_flags()
    assert all(shown in body() for shown in ("did_not", "The visit fell through.", "2024-06"))
    other = Claim.objects.get(key="other")
    assert link_outcome(c.pk, "came_about", change(now + 2 * HOUR), other_claim=other).other_claim == other
    assert_stored_equals_fresh(now + 2 * HOUR)


@pytest.mark.parametrize(
    ("asked", "error", "shown"),
    [
        ({"outcome": "true"}, OperationError, "“true” is not an outcome"),
        ({"document": None}, OperationError, "Link the evidence"),
        ({"other_claim": "c", "document": None}, OperationError, "its own outcome"),
        ({"happened_at": "soon"}, PartialDateError, "not a date"),
        ({"happened_at": "2024-07"}, OperationError, "in the future"),
        ({"reason": " "}, OperationError, "Say why"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(
    c: Claim, now: datetime, asked: dict[str, Any], error: type[Exception], shown: str
) -> None:
    values: dict[str, Any] = {"outcome": "did_not", "document": Document.objects.get(), "reason": "It fell through.", **asked}
    if "other_claim" in values:
        values["other_claim"] = c
    with pytest.raises(error, match=shown):
        link_outcome(c.pk, values.pop("outcome"), change(now, values.pop("reason")), **values)
    assert (Decision.objects.count(), last_revision().number) == (0, 1)


def test_asking_for_comment_clears_the_flag_and_one_write_asks_several(c: Claim, now: datetime) -> None:
    cyd, kim = Source.objects.get(key="cyd"), Source.objects.get(key="kim")
    until = now + timedelta(days=1)
    asked = request_comment(c.pk, cyd, change(now + HOUR), kim, cyd, answer_by=until)

    assert [(one.source, one.answer_by) for one in asked] == [(cyd, until), (kim, until)]
    assert "no_response_sought" not in open_flags()
    assert last_revision().number == 2
    assert "I called them." not in body()
    strike_decision(asked[0], change(now + 2 * HOUR))
    assert "no_response_sought" in open_flags()


def test_an_unnamed_source_is_not_asked(c: Claim, now: datetime) -> None:
    load({"sources": [outlet("post"), unnamed("aide", "post")]}, at=now)
    with pytest.raises(OperationError, match="Only a named party"):
        request_comment(c.pk, Source.objects.get(key="cyd"), change(now), Source.objects.get(key="aide"))
    assert not Decision.objects.exists()


def test_what_does_not_settle_a_flag_is_refused_and_leaves_nothing(c: Claim, now: datetime) -> None:
    for code, reason, shown in (
        ("contested", " ", "Say why"),
        ("single_origin", "So.", "cannot be settled this way"),
        ("overdue_outcome", "So.", "cannot be settled this way"),
        ("retracted_source", "So.", "no longer open"),
    ):
        with pytest.raises(OperationError, match=shown):
            settle_flag(c.pk, code, change(now, reason))
    with pytest.raises(OperationError, match="which of the records"):
        settle_flag(c.pk, "contested", change(now), only=[])
    with pytest.raises(StaleRevisionError):
        settle_flag(c.pk, "contested", change(now), expected={c.pk: 7})
    assert (Decision.objects.count(), last_revision().number) == (0, 1)


def test_decisions_with_further_effects_cannot_be_withdrawn_alone(c: Claim, now: datetime) -> None:
    other = Claim.objects.get(key="other")
    with writing([c.pk], change(now + HOUR)) as dated:
        merged = append(c.pk, MERGED, dated, other_claim=other)
    with pytest.raises(OperationError, match="undo the merge"):
        strike_decision(merged, change(now + 2 * HOUR))


def test_each_decision_that_a_rule_names_is_one() -> None:
    assert {kind for rule in RULES for kind in rule.settles} <= set(DecisionKind.words())


def test_a_declared_last_word_settles_that_one_source_supports_a_contradicting_claim(db: None, now: datetime) -> None:
    rival = claim("rival", row("ada"), relations=[{"kind": "contradicts", "claim": "said"}])
    load({"sources": [person("ada")], "claims": [claim("said", row("ada")), rival]}, at=now)
    assert "self_contradicting" in open_flags("said") & open_flags("rival")

    declare_change(Attribution.objects.get(claim__key="said"), change(now + HOUR, "Her later word."))

    assert "self_contradicting" not in open_flags("said")
    assert "contested" not in open_flags("said")
    assert_stored_equals_fresh(now + HOUR)
