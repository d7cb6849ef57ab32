"""A retraction of a document is undone as one step: what it withdrew is restored, and later changes stay."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, Decision, Flag, PublicBody, Revision, UndoneWithdrawal, Verdict
from claims.operations.attributions.changes import void, withdraw
from claims.operations.decisions.ledger import settle_flag
from claims.operations.documents.changes import attach_document, correct_document, undo_retraction, withdraw_document
from claims.operations.flags.waivers import waive
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split, undo_split
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.claims.selection import ids_of_all
from claims.queries.documents.read import revisions_shown
from claims.queries.integrity import broken_rules
from claims.verification import Change
from claims.verification.replaying import EQUAL, replay
from sources.models import Correction, Document, UndoneRetraction
from tests.cases import claim, load, outlet, person, row
from tests.claims.verdicts import author, ensure_words, published, reviewer
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)
_marking: Any = import_module("claims.migrations.0042_withdrawals_with_documents")


class Desk:
    """A story from which two claims are recorded, and a third claim of another document; a clock that advances."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        documents = [{"key": key, "publisher": "post", "kind": "article", "title": key.title()} for key in ("story", "other")]
        said = row("ada", document="story"), row("ben", document="story")
        sources = [outlet("post"), person("ada"), person("ben"), person("cy")]
        claims = [claim("c", *said, row("cy", document="other")), claim("d", *said), claim("e", row("ada", document="other"))]
        load({"sources": sources, "documents": documents, "claims": claims}, at=now)

    @property
    def story(self) -> Document:
        return Document.objects.get(key="story")

    def change(self, reason: str = "because", action: str = "edit") -> Change:
        self.now += HOUR
        return Change(self.now, "user:eve", action, reason)

    def retract(self, reason: str = "Fabricated.") -> None:
        withdraw_document(self.story, self.change(reason, "document withdrawn"), withdrawn_at="2024-06-12")

    def undo(self, reason: str = "The notice was a hoax.") -> set[tuple[str, str]]:
        """Return the attributions that are no longer withdrawn, each with its claim."""
        done = undo_retraction(self.story, self.change(reason, "retraction undone"))
        return {(each.claim.key, each.key) for each in done.restored}

    def load(self, **case: Any) -> None:
        self.now += HOUR
        load(case, at=self.now)


@pytest.fixture
def desk(db: None, now: datetime) -> Desk:
    return Desk(now)


ALL = {("c", "ada"), ("c", "ben"), ("d", "ada"), ("d", "ben")}


def attribution(key: str, claim: str = "c") -> Attribution:
    return Attribution.objects.get(key=key, claim__key=claim)


def pk(key: str) -> int:
    return Claim.objects.get(key=key).pk


def open_flags(key: str = "c") -> set[str]:
    return set(Flag.objects.filter(cleared_at=None, claim__key=key).values_list("code", flat=True))


def withdrawn() -> set[tuple[str, str]]:
    rows = Attribution.objects.exclude(withdrawal_recorded_at=None)
    return set(rows.values_list("claim__key", "key"))


def shown(key: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(PublicBody.objects.get(claim__key=key).body)
    return body


def assert_whole(desk: Desk) -> None:
    """Nothing stored differs from what the records give: not now, and not at any time in the past."""
    assert_stored_equals_fresh(desk.now)
    assert [one for one in replay(ids_of_all()) if one.outcome != EQUAL] == []


def test_it_restores_all_that_the_retraction_withdrew_in_one_step(desk: Desk) -> None:
    before = {key: shown(key) for key in "cde"}
    flags = open_flags()
    desk.retract()
    assert "retracted_source" in open_flags()

    assert desk.undo() == ALL

    assert {key: shown(key) for key in "cde"} == before
    assert open_flags() == flags
    assert withdrawn() == set()
    story = desk.story
    assert (story.withdrawn_at, story.withdrawal_recorded_at, story.withdrawal_reason) == ("", None, "")
    assert_whole(desk)


def test_history_says_who_undid_it_when_and_why_and_what_was_retracted(desk: Desk) -> None:
    desk.retract()
    retracted_at = desk.now
    desk.undo()

    undone = UndoneRetraction.objects.get()
    assert (undone.document.key, undone.withdrawn_at, undone.withdrawal_reason) == ("story", "2024-06-12", "Fabricated.")
    assert (undone.withdrawal_recorded_at, undone.undone_at) == (retracted_at, desk.now)
    assert (undone.undone_by, undone.undo_reason) == ("user:eve", "The notice was a hoax.")
    rows = UndoneWithdrawal.objects.values_list("attribution__claim__key", "attribution__key", "recorded_at", "reason")
    assert set(rows) == {(*both, retracted_at, "Fabricated.") for both in ALL}
    for key in "cd":
        last = Revision.objects.filter(claim__key=key).latest("number")
        assert (last.number, last.actor, last.action, last.reason) == (
            3, "user:eve", "retraction undone", "The notice was a hoax.",
        )  # fmt: skip
    assert Revision.objects.filter(claim__key="e").count() == 1


def test_what_was_shown_in_the_meantime_stays_as_it_was(desk: Desk) -> None:
    desk.retract()
    meantime = desk.now + HOUR / 2
    desk.undo()

    then = Claim.objects.get(key="c").as_of(recorded=meantime)
    assert "retracted_source" in {flag.code for flag in then.flags}
    assert '"withdrawn":{"by":"outlet"' in then.body.decode()
    again = Claim.objects.get(key="c").as_of(
        recorded=meantime, said="2024-06-30"
    )  # computed again from the records of that time
    assert (again.recomputed, again.status, again.explanation) == (True, then.status, then.explanation)
    assert again.flags == then.flags
    said_now = Claim.objects.get(key="c").as_of(said="2024-06-30")
    assert "retracted_source" not in {flag.code for flag in said_now.flags}


def test_what_was_withdrawn_by_other_means_stays_withdrawn(desk: Desk) -> None:
    withdraw(attribution("ada"), desk.change("Fabricated."), by="outlet", withdrawn_at="2024-06-12")  # in the same words
    correct_document(desk.story, "Ben was misquoted.", desk.change(), taken_back=[attribution("ben", "d")])
    desk.retract()
    withdraw(attribution("cy"), desk.change("I misspoke."), by="source")

    assert desk.undo() == {("c", "ben"), ("d", "ada")}
    assert withdrawn() == {("c", "ada"), ("c", "cy"), ("d", "ben")}
    assert_whole(desk)


def test_what_was_voided_superseded_or_corrected_since_stays_so(desk: Desk) -> None:
    desk.retract()
    void(attribution("ada"), desk.change("Ours."))
    correct_document(desk.story, "The name was misspelt.", desk.change())
    desk.load(claims=[claim("d", row("ada-2", "ada", stance="denies", supersedes="ada"))])

    assert desk.undo() == ALL  # a withdrawal that was no retraction says nothing of what was voided either
    assert attribution("ada").voided_at is not None
    assert "ada" not in {each["key"] for each in shown("c")["attributions"]}
    (superseded,) = [each for each in shown("d")["attributions"] if each["key"] == "ada"]
    assert superseded["superseded_by"] == "ada-2"
    assert Correction.objects.get().note == "The name was misspelt."
    assert_whole(desk)


def test_attributions_recorded_from_the_retracted_document_since_are_restored_too(desk: Desk) -> None:
    desk.retract()
    desk.load(claims=[claim("e", row("ben", document="story"))])
    assert ("e", "ben") in withdrawn()

    assert desk.undo() == ALL | {("e", "ben")}
    assert_whole(desk)
    attach_target = Document.objects.get(key="story")
    desk.load(claims=[claim("e", row("cy"))])
    attach_document(attribution("cy", "e"), attach_target, desk.change())


def test_it_may_be_retracted_and_undone_again(desk: Desk) -> None:
    desk.retract("First.")
    desk.undo("Not so.")
    void(attribution("ada"), desk.change("Ours."))
    desk.retract("Second.")
    seen = desk.now
    assert attribution("ben").withdrawal_reason == "Second."
    assert desk.undo("Nor this.") == ALL - {("c", "ada")}  # that one was no longer current

    reported = UndoneRetraction.objects.order_by("id").values_list("withdrawal_reason", "undo_reason")
    assert list(reported) == [("First.", "Not so."), ("Second.", "Nor this.")]
    assert UndoneWithdrawal.objects.filter(attribution=attribution("ben")).count() == 2
    assert "Second." in Claim.objects.get(key="c").as_of(recorded=seen).body.decode()
    assert_whole(desk)


def test_it_needs_a_reason_and_a_document_that_is_retracted(desk: Desk) -> None:
    with pytest.raises(OperationError, match="is not retracted"):
        desk.undo()
    desk.retract()
    with pytest.raises(OperationError, match="Say why"):
        desk.undo(" ")
    assert not UndoneRetraction.objects.exists()
    desk.undo()
    with pytest.raises(OperationError, match="already undone"):
        desk.undo()


def test_it_is_made_on_what_was_seen_of_every_claim_and_of_the_retraction(desk: Desk) -> None:
    desk.retract()
    seen, retracted_at = revisions_shown(desk.story), desk.now
    void(attribution("ben", "d"), desk.change("Ours."))
    with pytest.raises(StaleRevisionError, match="by user:eve, edit"):
        undo_retraction(desk.story, desk.change(), expected=seen)
    seen = revisions_shown(desk.story)
    desk.load(claims=[claim("e", row("ben", document="story"))])
    with pytest.raises(StaleRevisionError, match="Another claim was recorded from “Story”"):
        undo_retraction(desk.story, desk.change(), expected=seen)
    desk.undo()
    desk.retract("Anew.")
    with pytest.raises(StaleRevisionError, match="retracted again"):
        undo_retraction(desk.story, desk.change(), retracted_at=retracted_at)
    assert UndoneRetraction.objects.count() == 1
    undo_retraction(
        desk.story, desk.change(), retracted_at=desk.story.withdrawal_recorded_at, expected=revisions_shown(desk.story)
    )


def test_a_document_that_no_claim_shows_is_undone_alone(desk: Desk) -> None:
    desk.load(documents=[{"key": "bare", "publisher": "post", "kind": "article", "title": "Bare"}])
    bare = Document.objects.get(key="bare")
    withdraw_document(bare, desk.change("Gone."))
    done = undo_retraction(bare, desk.change("It is back."))
    assert (done.restored, done.record.undone_by) == ((), "user:eve")
    assert Document.objects.get(key="bare").withdrawal_recorded_at is None


class TestClaimsThatWereMoved:
    """Merged, split and deleted while the document was retracted."""

    def test_a_merge_since_stays_and_its_copies_are_restored_too(self, desk: Desk) -> None:
        desk.retract()
        merge(pk("d"), pk("e"), desk.change("The same."))
        assert desk.undo() == ALL | {("e", "ada-2"), ("e", "ben")}
        assert Claim.objects.get(key="d").merged_into_id == pk("e")
        assert_whole(desk)

        undo_merge(pk("d"), desk.change("Two after all."))
        assert withdrawn() == set()
        assert attribution("ben", "e").voided_at is not None
        assert_whole(desk)

    def test_a_merge_before_it_is_undone_while_retracted(self, desk: Desk) -> None:
        merge(pk("d"), pk("e"), desk.change("The same."))
        desk.retract()
        undo_merge(pk("d"), desk.change("Two after all."))
        desk.undo()
        assert withdrawn() == set()
        assert_whole(desk)

    def test_a_withdrawal_by_itself_is_not_merged_with_one_by_the_document(self, desk: Desk) -> None:
        withdraw(attribution("ada", "d"), desk.change("I misspoke."), by="source")
        desk.retract()
        done = merge(pk("d"), pk("c"), desk.change("The same."))
        assert dict(done.copied).keys() == {"ada"}  # for the other claim has Ada withdrawn with the document
        desk.undo()
        assert withdrawn() == {("d", "ada"), ("c", dict(done.copied)["ada"])}
        assert_whole(desk)

    def test_a_split_since_stays_with_what_its_parts_have(self, desk: Desk) -> None:
        desk.retract()
        split(pk("d"), [Part("x", "One."), Part("y", "Two.")], {"ada": ["x"]}, desk.change("Two things."))
        assert desk.undo() == ALL | {("x", "ada"), ("x", "ben"), ("y", "ben")}
        assert_whole(desk)
        undo_split(pk("d"), desk.change("One after all."))
        assert_whole(desk)

    def test_of_a_deleted_claim_nothing_is_left(self, desk: Desk) -> None:
        desk.retract()
        desk.undo()
        desk.retract("Again.")
        remove_claim(pk("d"), desk.change("A court."))
        assert not UndoneWithdrawal.objects.filter(attribution__claim__key="d").exists()
        assert desk.undo() == {("c", "ada"), ("c", "ben")}
        assert list(broken_rules()) == []


class TestWhatEditorsSettled:
    """What was decided while the document was retracted, and before."""

    def test_a_review_of_the_retraction_is_struck_out_so_that_the_next_one_is_flagged(self, desk: Desk) -> None:
        desk.retract()
        settle_flag(pk("c"), "retracted_source", desk.change("It holds without them."))
        assert "retracted_source" not in open_flags()
        done = undo_retraction(desk.story, desk.change("A hoax."))
        assert [(each.claim.key, each.kind) for each in done.struck] == [("c", "reviewed")]
        review = Decision.objects.get(kind="reviewed")
        assert (review.struck_by, review.struck_reason) == ("user:eve", "A hoax.")
        desk.retract()
        assert "retracted_source" in open_flags()
        assert_whole(desk)

    def test_a_review_of_another_withdrawal_stays(self, desk: Desk) -> None:
        withdraw(attribution("cy"), desk.change("I misspoke."), by="source")
        settle_flag(pk("c"), "retracted_source", desk.change("Two others say so."))
        desk.retract()
        desk.undo()
        assert Decision.objects.get(kind="reviewed").struck_at is None
        assert "retracted_source" not in open_flags()  # on the same findings as were reviewed

    def test_a_verdict_holds_again_on_the_findings_that_it_was_made_on(self, desk: Desk) -> None:
        ensure_words()
        desk.now += HOUR
        published(Claim.objects.get(key="c"), author("eve"), reviewer("kim"), desk.now)
        desk.retract()
        assert "verdict_outdated" in open_flags()
        desk.undo()
        assert "verdict_outdated" not in open_flags()
        assert Verdict.objects.get().state == "published"

    def test_a_waiver_that_lapsed_does_not_come_back(self, desk: Desk) -> None:
        code = "unverified"
        desk.load(claims=[claim("f", row("ada", document="story"))])
        waive([pk("f")], {code}, desk.change("Until Friday."), until=desk.now + timedelta(days=5))
        desk.retract()
        desk.undo()
        flag = Flag.objects.filter(claim__key="f", code=code, cleared_at=None).get()
        assert flag.waived_until is None
        assert_whole(desk)


class TestCaseFiles:
    """What is exported loads back to the same, whether the document is retracted or no longer."""

    def test_an_export_after_the_undo_has_no_withdrawal_and_changes_nothing(self, desk: Desk) -> None:
        desk.retract()
        desk.undo()
        case = exported()[0]
        assert "withdrawn" not in json.dumps(case)
        revisions = Revision.objects.count()
        desk.load(**{name: case[name] for name in ("sources", "documents", "claims")})
        assert Revision.objects.count() == revisions

    def test_an_export_shows_what_the_retraction_withdrew_so_that_it_can_be_undone_where_it_is_loaded(self, desk: Desk) -> None:
        withdraw(attribution("ada"), desk.change("Fabricated."), by="outlet", withdrawn_at="2024-06-12")
        desk.retract()
        case = exported()[0]
        rows = {each["key"]: each["withdrawn"] for each in case["claims"][0]["attributions"] if "withdrawn" in each}
        reported = {"at": "2024-06-12", "by": "outlet", "reason": "Fabricated."}
        assert rows == {"ada": reported, "ben": {**reported, "with_document": True}}

        renamed = json.loads(json.dumps(case["claims"][0]).replace('"key": "c"', '"key": "copy"'))
        desk.load(claims=[renamed])
        assert desk.undo() == (ALL - {("c", "ada")}) | {("copy", "ben")}

    def test_a_file_with_a_retraction_of_its_own_can_be_undone(self, desk: Desk) -> None:
        page = {"key": "page", "publisher": "post", "kind": "article", "title": "Page", "withdrawn": {"reason": "Wrong."}}
        gone = {"by": "outlet", "reason": "Wrong.", "with_document": True}
        desk.load(
            documents=[page], claims=[claim("f", row("ada", document="page", withdrawn=gone), row("ben", document="page"))]
        )
        done = undo_retraction(Document.objects.get(key="page"), desk.change())
        assert {each.key for each in done.restored} == {"ada", "ben"}
        assert_whole(desk)

    @pytest.mark.parametrize(
        ("gone", "document", "reported"),
        [
            ({"by": "outlet", "reason": "x", "with_document": True}, "story", "is not retracted"),
            ({"by": "outlet", "reason": "x", "with_document": True}, None, 'needs a "document"'),
            ({"by": "source", "reason": "x", "with_document": True}, "story", 'needs a "document"'),
        ],
    )
    def test_a_withdrawal_with_a_document_needs_one_that_is_retracted(
        self, gone: dict[str, Any], document: str | None, reported: str, desk: Desk
    ) -> None:
        with pytest.raises(CaseFileError, match=reported) as refused:
            desk.load(claims=[claim("f", row("ada", document=document, withdrawn=gone))])
        assert [one.path for one in refused.value.problems] == ["$.claims[0].attributions[0].withdrawn.with_document"]


def test_older_withdrawals_are_recognized_by_their_words_and_times(desk: Desk) -> None:
    withdraw(attribution("ada"), desk.change("Fabricated."), by="outlet", withdrawn_at="2024-06-12")
    desk.retract()
    desk.load(claims=[claim("e", row("ben", document="story"))])
    other = {"by": "outlet", "at": "2024-06-12", "reason": "It was never there."}
    desk.load(claims=[claim("e", row("late", "ada", document="story", withdrawn=other))])
    marked = set(Attribution.objects.filter(withdrawn_with_document=True).values_list("pk", flat=True))
    Attribution.objects.update(withdrawn_with_document=False)

    _marking.mark(apps, None)

    assert set(Attribution.objects.filter(withdrawn_with_document=True).values_list("pk", flat=True)) == marked
    assert desk.undo() == (ALL - {("c", "ada")}) | {("e", "ben")}
    assert withdrawn() == {("c", "ada"), ("e", "late")}


def test_a_withdrawal_with_a_document_that_is_not_retracted_breaks_a_rule(desk: Desk) -> None:
    desk.retract()
    Document.objects.update(withdrawn_at="", withdrawal_recorded_at=None, withdrawal_reason="")
    assert [reported.partition(" is ")[2] for reported in broken_rules()] == [
        "withdrawn with its document, but one of its documents is not retracted"
    ] * 4
