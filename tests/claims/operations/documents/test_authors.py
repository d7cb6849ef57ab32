"""Some authors of a document retract it while another one stands by it; and what undoing that restores."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Attribution, Claim, Decision, Flag, Revision, UndoneWithdrawal
from claims.operations.attributions.changes import void
from claims.operations.decisions.ledger import settle_flag
from claims.operations.documents.authors import retract_by_authors, undo_authors_retraction
from claims.operations.documents.changes import attach_document, detach_document, undo_retraction, withdraw_document
from claims.operations.merges.merge import merge
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.documents.read import authors_retractions_of, revisions_shown
from claims.queries.integrity import broken_rules
from sources.models import AuthorsRetraction, Document, Source, UndoneRetraction
from tests.cases import claim, row
from tests.claims.disowned import AUTHORS, HOUR, THREE, WHY, Desk, assert_whole, attribution, withdrawn


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


def pk(key: str) -> int:
    return Claim.objects.get(key=key).pk


def flag() -> Flag | None:
    return Flag.objects.filter(code="retracted_source", cleared_at=None, claim__key="c").first()


def test_only_what_they_say_is_withdrawn_in_one_write(desk: Desk) -> None:
    made = desk.retract()
    assert withdrawn() == THREE
    rows = Attribution.objects.exclude(withdrawal_recorded_at=None)
    assert set(rows.values_list("withdrawn_by", "withdrawn_at", "withdrawal_reason", "withdrawal_recorded_at")) == {
        ("source", "2024-06-12", WHY, desk.now)
    }
    assert [author.key for author in made.authors.order_by("key")] == ["ada", "ben", "cy"]
    assert (made.document.key, made.withdrawn_at, made.recorded_by) == ("paper", "2024-06-12", "user:eve")
    assert dict(Revision.objects.filter(at=desk.now).values_list("claim__key", "number")) == {"c": 2, "d": 2}
    assert_whole(desk)


def test_the_flag_says_who_withdrew_it(desk: Desk) -> None:
    desk.retract()
    raised = flag()
    assert raised is not None
    assert (raised.severity, raised.reason) == ("warning", "Ada, Ben and Cy withdrew it; other support remains.")


def test_undoing_restores_exactly_what_it_withdrew_and_the_past_stays(desk: Desk) -> None:
    before = Claim.objects.get(key="c").as_of(recorded=desk.now).body
    made = desk.retract()
    meantime = desk.now + HOUR / 2
    void(attribution("cy"), desk.change("Misread."))
    done = undo_authors_retraction(made, desk.change("A hoax."))
    assert {(each.claim.key, each.key) for each in done.restored} == THREE
    assert withdrawn() == set()
    assert attribution("cy").voided_at is not None
    then = Claim.objects.get(key="c").as_of(recorded=meantime)
    assert '"withdrawn":{"by":"source"' in then.body.decode()
    assert "retracted_source" in {each.code for each in then.flags}
    assert Claim.objects.get(key="c").as_of(recorded=made.recorded_at - HOUR / 2).body == before
    undone = UndoneRetraction.objects.get()
    assert (undone.authors_retraction, undone.withdrawal_reason, undone.undo_reason) == (made, WHY, "A hoax.")
    assert UndoneWithdrawal.objects.count() == len(THREE)
    assert authors_retractions_of(desk.paper) == []
    assert_whole(desk)
    with pytest.raises(OperationError, match="already undone"):
        undo_authors_retraction(made, desk.change())


def test_undoing_strikes_the_reviews_of_it(desk: Desk) -> None:
    made = desk.retract()
    settle_flag(pk("c"), "retracted_source", desk.change("Di stands by it."))
    assert flag() is None
    undo_authors_retraction(made, desk.change("A hoax."))
    assert Decision.objects.get(kind="reviewed").struck_reason == "A hoax."
    desk.retract()
    assert flag() is not None
    assert_whole(desk)


@pytest.mark.parametrize(
    ("authors", "reason", "problem"),
    [
        ([], WHY, "Choose the authors"),
        (["ada", "journal"], WHY, "No current attribution from “Paper” is by “Journal”"),
        (["aide"], WHY, "is an unnamed source"),
        (["ada"], " ", "Say why"),
    ],
)
def test_what_says_too_little_is_refused(desk: Desk, authors: list[str], reason: str, problem: str) -> None:
    named = list(Source.objects.filter(key__in=authors))
    with pytest.raises(OperationError, match=problem):
        retract_by_authors(desk.paper, named, desk.change(reason))
    assert (withdrawn(), AuthorsRetraction.objects.count()) == (set(), 0)


def test_a_second_one_by_the_same_and_one_after_the_publishers_are_refused(desk: Desk) -> None:
    desk.retract("ada")
    with pytest.raises(OperationError, match="No current attribution"):
        desk.retract("ada")
    withdraw_document(desk.paper, desk.change("Retracted."))
    with pytest.raises(OperationError, match="already retracted by its publisher"):
        desk.retract("di")


def test_it_is_refused_on_another_revision_than_was_seen(desk: Desk) -> None:
    seen = revisions_shown(desk.paper)
    desk.load(claims=[claim("e", text="Other words.")])
    desk.retract("ada", expected=seen)  # that claim is not written
    with pytest.raises(StaleRevisionError):
        desk.retract("ben", expected=seen)
    seen = revisions_shown(desk.paper)
    del seen[pk("d")]
    with pytest.raises(StaleRevisionError, match="Another claim was recorded"):
        desk.retract("ben", expected=seen)
    made = authors_retractions_of(desk.paper)[0]
    with pytest.raises(StaleRevisionError):
        undo_authors_retraction(made, desk.change(), expected={pk("c"): 1})


def test_what_is_recorded_from_it_later_is_withdrawn_too_and_restored(desk: Desk) -> None:
    made = desk.retract()
    desk.load(claims=[claim("f", row("ada", document="paper"), row("di", document="paper"))])
    assert withdrawn() == THREE | {("f", "ada")}
    desk.load(claims=[claim("f", row("ada2", "ada"))])
    with pytest.raises(OperationError, match="retracted “Paper”"):
        attach_document(attribution("ada2", "f"), desk.paper, desk.change())
    with pytest.raises(OperationError, match="undo that first"):
        detach_document(attribution("ben", "d"), desk.paper, desk.change())
    undo_authors_retraction(made, desk.change("A hoax."))
    assert withdrawn() == set()
    assert_whole(desk)


def test_a_copy_in_a_claim_that_was_merged_since_is_restored_too(desk: Desk) -> None:
    made = desk.retract()
    merge(pk("c"), pk("e"), desk.change("The same."))
    assert {("e", key) for key in AUTHORS[:3]} <= withdrawn()
    undo_authors_retraction(made, desk.change("A hoax."))
    assert withdrawn() == set()
    assert_whole(desk)


def test_undone_while_its_publisher_retracts_it_the_rest_is_withdrawn_with_the_document(desk: Desk) -> None:
    made = desk.retract("ada", "ben")
    withdraw_document(desk.paper, desk.change("Retracted."))
    undo_authors_retraction(made, desk.change("A hoax."))
    ada = attribution("ada")
    assert (ada.withdrawn_by, ada.withdrawal_reason, ada.withdrawn_with_document) == ("outlet", "Retracted.", True)
    assert ("d", "ben") not in withdrawn()  # its other document is current
    assert_whole(desk)
    undo_retraction(desk.paper, desk.change("Not so."))
    assert withdrawn() == set()
    assert_whole(desk)


def test_what_another_retraction_of_the_author_covers_stays_withdrawn(desk: Desk) -> None:
    desk.load(claims=[claim("f", row("ben", document="talk"))])
    made = desk.retract("ben")
    talk = retract_by_authors(
        Document.objects.get(key="talk"), [Source.objects.get(key="ben")], desk.change("The talk was wrong.")
    )
    undo_authors_retraction(made, desk.change("A hoax."))
    assert withdrawn() == {("d", "ben"), ("f", "ben")}
    assert attribution("ben", "d").withdrawn_with_authors == talk
    assert_whole(desk)


def test_a_withdrawal_with_a_retraction_that_was_undone_breaks_a_rule(desk: Desk) -> None:
    made = desk.retract("ada")
    undo_authors_retraction(made, desk.change("A hoax."))
    gone = {"withdrawn_by": "source", "withdrawal_recorded_at": desk.now, "withdrawal_reason": WHY}
    Attribution.objects.filter(key="ada").update(**gone, withdrawn_with_authors=made)
    assert [found.partition(" is ")[2] for found in broken_rules()] == [
        "withdrawn by a retraction of its authors that was undone"
    ]
