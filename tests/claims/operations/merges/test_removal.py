"""Deleting a claim for good: what is erased, what is kept, and that everything else copes with the gap."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile import CaseFileError
from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimRelation,
    Comment,
    Complaint,
    Flag,
    PrivateNote,
    PublicBody,
    RatingWord,
    Revision,
    Standing,
    Verdict,
    VerdictEvidence,
)
from claims.models.run import ALL
from claims.operations.decisions.ledger import reaffirm, request_comment
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError, StaleRevisionError
from claims.queries.cases.export import claim_ids, export
from claims.queries.claims.selection import ids_of_all
from claims.queries.history.revisions import recent_changes
from claims.queries.integrity import broken_rules
from claims.queries.merges.retired import surviving_claim
from claims.revision_chain import BODY, commitment
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification.replaying import DIFFERS, EQUAL, ERASED, replay
from sources.models import Source
from tests.cases import claim, load, person, row
from tests.claims.operations.moving import LATER, assert_whole, because, flags, pk
from tests.examples import histories
from tests.histories import live_through, steps

SECRET = "stole the silver"


@pytest.fixture
def desk(db: None, now: datetime, ed: User) -> datetime:
    """A claim with all that may hang on one, and a rival that it makes contested."""
    shown = [
        row("ada", quote={"exact": f"He {SECRET}."}),
        row("ben", stance="denies"),
        row("post", "cy", stance="reports", cites=["ada"]),
        row("again", "ada", supersedes="ada", quote={"exact": f"I say he {SECRET}."}),
    ]
    hangs = {
        "topics": ["silver"],
        "interests": [{"source": "ben", "side": -1, "reason": f"said to have {SECRET}"}],
        "relations": [{"kind": "contradicts", "claim": "rival"}],
    }
    sources = [*map(person, ("ada", "ben", "cy"))]
    gone = claim("gone", *shown, text=f"Ben {SECRET}.", **hangs)
    load({"sources": sources, "claims": [gone, claim("rival", row("cy"))]}, at=now)
    reaffirm(pk("gone"), because(now + LATER / 4, "reaffirmed", "it holds"))
    request_comment(pk("gone"), Source.objects.get(key="ben"), because(now + LATER / 2, "comment", "asked by mail"))
    word = RatingWord.objects.create(key="true-test", word="True", definition="It is so.")
    boss = User.objects.create_user("boss-2")
    verdict = Verdict.objects.create(
        claim_id=pk("gone"), rating=word, rationale=f"He {SECRET}.", drafted_by=ed, drafted_at=now, decided_by=boss
    )
    VerdictEvidence.objects.create(verdict=verdict, attribution=Attribution.objects.get(key="again"))
    PrivateNote.objects.create(claim_id=pk("gone"), text=f"{SECRET}, I hear", actor="user:ed", recorded_at=now)
    Comment.objects.create(claim_id=pk("gone"), text=f"{SECRET}, I hear", actor="user:ed", recorded_at=now)
    said = {
        "kind": "legal_letter",
        "source": Source.objects.earliest("pk"),
        "received_at": now,
        "due_at": now,
        "actor": "user:ed",
    }
    Complaint.objects.create(**said, text=SECRET, recorded_at=now).claims.add(pk("gone"))
    return now + LATER


def order(at: datetime) -> Any:
    return because(at, "removed", "ordered by the court, 7 O 12/24")


def everything_stored() -> str:
    """Return the text of every row of this app, whatever table it is in; packed bodies are not read."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("claims_")]
        shown = []
        for name in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            shown += [str(one) for one in cursor.fetchall()]
    return "\n".join(shown)


def test_nothing_of_what_it_said_is_left(desk: datetime) -> None:
    assert SECRET in everything_stored()
    remove_claim(pk("gone"), order(desk))

    assert SECRET not in everything_stored()
    gone = Claim.objects.get(key="gone")
    assert (gone.text, str(gone), gone.removed_at) == ("", "gone", desk)
    assert not Revision.objects.filter(claim=gone, number__lt=gone.revision).exclude(body=None).exists()
    assert not Standing.objects.filter(claim=gone).exists()
    assert {shown["flags"] == [] for shown in Assessment.objects.filter(claim=gone).values_list("result", flat=True)} == {True}
    assert Source.objects.filter(key="ada").exists()


def test_the_chain_of_revisions_stays_and_ends_with_a_tombstone(desk: datetime) -> None:
    before = list(Revision.objects.filter(claim=pk("gone")).order_by("number").values("number", "actor", "action", "sha256"))
    remove_claim(pk("gone"), order(desk), expected={pk("gone"): len(before)})

    *kept, last = Revision.objects.filter(claim=pk("gone")).order_by("number")
    assert [{name: getattr(one, name) for name in before[0]} for one in kept] == before
    assert {one.reason for one in kept} == {"", "[erased]"}
    assert (last.action, last.reason, last.actor) == ("removed", "ordered by the court, 7 O 12/24", "user:ed")
    body = PublicBody.objects.get(claim=pk("gone"))
    assert json.loads(body.body) == {"key": "gone", "removed_at": desk.isoformat()}
    assert last.body_text() == body.body
    assert commitment(last.salt, BODY, body.body.encode()) == body.sha256
    assert_whole(desk)


def test_the_rival_is_shown_and_assessed_without_it(desk: datetime) -> None:
    assert "contested" in flags("rival")
    remove_claim(pk("gone"), order(desk))

    assert "contested" not in flags("rival")
    assert ClaimRelation.objects.get().struck_reason == "ordered by the court, 7 O 12/24"
    assert Revision.objects.filter(claim=pk("rival")).count() == 2
    outcomes = {(one.key, one.revision): one.outcome for one in replay(ids_of_all())}
    assert outcomes == {("rival", 1): ERASED, ("rival", 2): EQUAL}


def test_reading_sweeping_exporting_and_loading_cope_with_it(desk: datetime) -> None:
    Flag.objects.filter(claim__key="gone", code="unverified").update(cleared_at=desk, cleared_by=F("raised_by"))
    remove_claim(pk("gone"), order(desk))
    gone = Claim.objects.get(key="gone")

    early, late = gone.as_of(recorded=desk - LATER * 2 / 3), gone.as_of()
    assert (early.revision, early.reason, early.body, early.flags, early.status) == (2, "[erased]", b"", (), "")
    assert json.loads(late.body)["removed_at"] == desk.isoformat()
    assert gone.as_of(said="2024").revision == late.revision
    assert [one.lines for one in recent_changes(gone, 10)][1:] == [[]] * (gone.revision - 1)
    run = start_run(ALL, now=desk + LATER, actor="job:weekly")
    while work_chunk(run, lambda: desk + LATER) is not None:
        pass
    assert finish_run(run, desk + LATER)
    run.refresh_from_db()
    assert (run.verified, run.failed) == (1, 0)
    assert not Flag.objects.filter(claim=gone).exists()
    assert [each.key for each in export(claim_ids([]), whole=True).claims or ()] == ["rival"]
    with pytest.raises(CaseFileError, match=r"\$\.claims\[0\]: “gone” was deleted"):
        load({"claims": [claim("gone", row("ada"))]}, at=desk + LATER)
    with pytest.raises(OperationError, match="was deleted"):
        merge(pk("rival"), gone.pk, because(desk + LATER))


def test_it_is_deleted_once_with_a_reason_and_as_it_was_seen(desk: datetime) -> None:
    with pytest.raises(OperationError, match="Say why"):
        remove_claim(pk("gone"), because(desk, reason=" "))
    with pytest.raises(StaleRevisionError):
        remove_claim(pk("gone"), order(desk), expected={pk("gone"): 1})
    assert Claim.objects.get(key="gone").text
    remove_claim(pk("gone"), order(desk))
    with pytest.raises(OperationError, match="“gone” was deleted"):
        remove_claim(pk("gone"), order(desk + LATER))


def test_a_redirect_continues_through_a_deleted_claim(desk: datetime) -> None:
    load({"claims": [claim("twin", row("ada")), claim("end", row("ada"))]}, at=desk)
    merge(pk("twin"), pk("gone"), because(desk))
    merge(pk("gone"), pk("end"), because(desk + LATER))
    remove_claim(pk("gone"), order(desk + 2 * LATER))
    assert surviving_claim(Claim.objects.get(key="twin")).key == "end"
    assert surviving_claim(Claim.objects.get(key="gone")).key == "gone"
    assert SECRET in everything_stored()  # the other one has copies: the page of the deletion says so
    assert_whole(desk + 2 * LATER)


def test_tampering_with_what_is_left_is_found(desk: datetime) -> None:
    remove_claim(pk("gone"), order(desk))
    tampered = {
        "does not continue the chain": lambda: Revision.objects.filter(claim=pk("gone"), number=2).update(actor="user:eve"),
        "is not what its erasure left": lambda: Revision.objects.filter(claim=pk("gone"), number=2).update(reason="mild"),
        "which was deleted, is left": lambda: Revision.objects.filter(claim=pk("gone"), number=1).update(body=b"kept"),
        "is not a tombstone": lambda: Claim.objects.filter(key="gone").update(removed_at=desk + LATER),
        "its text was not erased": lambda: Claim.objects.filter(key="gone").update(text="Ben did it."),
        "is not the one that was published": lambda: Claim.objects.filter(key="gone").update(removed_at=None),
        "a relation to it is in force": lambda: ClaimRelation.objects.update(struck_at=None, struck_reason=""),
    }
    for sentence, tamper in tampered.items():
        with transaction.atomic():
            tamper()
            assert any(sentence in found for found in broken_rules()), sentence
            transaction.set_rollback(True)
    assert list(broken_rules()) == []


@pytest.mark.django_db
@histories(8)
@given(steps, st.integers(0, 2))
def test_after_any_history_deleting_a_claim_keeps_the_rules(sequence: list[tuple[Any, ...]], number: int) -> None:
    with transaction.atomic():
        at = live_through(sequence) + timedelta(minutes=1)
        remove_claim(pk(f"c{number}"), order(at))
        assert_whole(at)
        assert DIFFERS not in {one.outcome for one in replay(ids_of_all())}
        transaction.set_rollback(True)
