"""Drafts of verdicts: what may be drafted, by whom, and each step in its turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Claim, RatingWord, Revision, Verdict, VerdictNote
from claims.operations.attributions.changes import void
from claims.operations.verdicts.drafts import change_draft, draft_verdict, drop_draft, submit_draft
from claims.operations.verdicts.rating_words import Meaning, change_word
from claims.operations.verdicts.review import publish_verdict, return_draft
from claims.operations.writing import OperationError
from claims.queries.verdicts.read import returned_to, to_review
from claims.vocabulary import VerdictState
from tests.cases import claim, load, row
from tests.claims.verdicts import author, change, in_review, reviewer, seen, wording


def test_who_changes_the_words_under_review_takes_them_back_and_out_of_their_own_hands(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    stale = in_review(c, eve, now)  # as it was read before sam changed it
    change_draft(stale, wording("true", "I know better.", of=c), sam, change(now, sam))
    with pytest.raises(OperationError, match="because the verdict is a draft"):
        publish_verdict(stale, sam, change(now, sam, "Checked."), expected=seen(c))
    submit_draft(stale, eve, change(now, eve))
    with pytest.raises(OperationError, match="You drafted or changed this verdict"):
        publish_verdict(stale, sam, change(now, sam, "Checked."), expected=seen(c))
    assert list(to_review(sam)) == []
    eve.user_permissions.set(sam.user_permissions.all())
    assert list(to_review(eve)) == []
    return_draft(stale, reviewer("kim"), change(now, sam, "Whose words are these?"))
    assert [row.pk for row in returned_to(sam)] == [stale.pk]


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("Say why", {"rationale": " "}),
    ("no longer one of the desk's words", {"word": "mixed"}),
    ("“ben” was voided", {"keys": ("ada", "ben")}),
    ("belongs to another claim", {"keys": ("d-ada",), "other": "d"}),
    ("Name each piece of evidence once", {"keys": ("ada", "ada")}),
]


@pytest.mark.parametrize(("reported", "said"), REFUSED, ids=[reported for reported, _ in REFUSED])
def test_what_readers_cannot_be_shown_is_not_drafted(reported: str, said: dict[str, Any], c: Claim, now: datetime) -> None:
    eve, mixed = author("eve"), RatingWord.objects.get(key="mixed")
    load({"claims": [claim("c", row("ada"), row("ben")), claim("d", row("d-ada", "ada"))]}, at=now)
    void(Attribution.objects.get(key="ben"), change(now, eve, "Misheard."))
    meaning = Meaning(mixed.word, mixed.definition, mixed.scale, mixed.position)
    change_word(mixed, meaning, change(now, eve, "Nobody knew what it meant."), retired=True)
    of = Claim.objects.get(key=said.get("other", "c"))
    words = wording(said.get("word", "true"), said.get("rationale", "So it is."), *said.get("keys", ()), of=of)
    numbers = Revision.objects.count()
    with pytest.raises(OperationError, match=reported):
        draft_verdict(c.pk, words, eve, change(now, eve))
    assert (Verdict.objects.count(), Revision.objects.count()) == (0, numbers)


def test_one_draft_at_a_time_and_each_step_in_its_turn(c: Claim, now: datetime) -> None:
    eve, sam = author("eve"), reviewer("sam")
    verdict = draft_verdict(c.pk, wording(of=c), eve, change(now, eve))
    with pytest.raises(OperationError, match="is a draft already"):
        draft_verdict(c.pk, wording(of=c), sam, change(now, sam))
    with pytest.raises(OperationError, match="Nothing was changed"):
        change_draft(verdict, wording(of=c), eve, change(now, eve))
    with pytest.raises(OperationError, match="because the verdict is a draft"):
        return_draft(verdict, sam, change(now, sam, "Not yet."))
    with pytest.raises(OperationError, match="Say why"):
        drop_draft(verdict, eve, change(now, eve))
    drop_draft(verdict, sam, change(now, sam, "Nobody asked."))
    for late in (submit_draft, drop_draft):
        with pytest.raises(OperationError, match="because the verdict was dropped"):
            late(verdict, eve, change(now, eve, "After all."))
    assert VerdictNote.objects.count() == 2
    load({"claims": [claim("twin", row("ben"))]}, at=now)
    Claim.objects.filter(pk=c.pk).update(merged_into=Claim.objects.get(key="twin"))
    with pytest.raises(OperationError, match="the claim that replaced it"):
        draft_verdict(c.pk, wording(of=c), eve, change(now, eve))
    assert len(VerdictState.words()) == 7
