"""Random steps that move whole claims or decide on them: merges, splits, verdicts, deletions; for the histories of tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from hypothesis import strategies as st

from claims.models import Attribution, Claim, Decision, RatingWord, Verdict
from claims.models.verdict import IN_REVIEW, PUBLISHED, RETURNED, UNDER_WAY
from claims.operations.documents.changes import correct_document
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split, undo_split
from claims.operations.verdicts.drafts import Wording, change_draft, draft_verdict, drop_draft, submit_draft
from claims.operations.verdicts.review import confirm_verdict, publish_verdict, return_draft, withdraw_verdict
from claims.queries.merges.retired import going_on
from claims.queries.merges.split_inheritance import roots
from claims.verification import Change
from claims.vocabulary import MERGED, SPLIT
from tests.settling import number, pick

#: Each step is a tuple: what is done, and to what. Half of them undo or continue, so that moved claims are moved again.
moving = st.one_of(
    st.tuples(st.just("merge claims"), number, number),
    st.tuples(st.just("undo merge"), number),
    st.tuples(st.just("split"), number, st.lists(st.sampled_from(["x", "y", "xy"]), min_size=4, max_size=4)),
    st.tuples(st.just("undo split"), number),
    st.tuples(st.just("take back"), number, number),
)
#: What case files do not carry.
judging = st.tuples(st.sampled_from(["verdict", "verdict", "verdict on", "verdict back"]), number)
removing = st.tuples(st.just("remove"), number)


def move(step: tuple[Any, ...], key: str, at: datetime) -> None:
    """Carry out a step of ``moving``, ``judging`` or ``removing``, if there is something to do it to."""
    change = Change(at, "user:eve", step[0], "because")
    moves = Decision.objects.filter(struck_at=None)
    match step:
        case ("merge claims", one, other) if duplicate := pick(Claim.objects.filter(going_on()), one):
            if into := pick(Claim.objects.filter(going_on()).exclude(pk=duplicate.pk), other):
                merge(duplicate.pk, into.pk, change)
        case ("undo merge", index) if merged := pick(moves.filter(kind=MERGED), index):
            undo_merge(merged.claim_id, change)
        case ("split", index, ticked):
            whole = pick(Claim.objects.all(), index)
            parts = [Part(f"{key}-{part}", f"The part {part} of {whole.key}.") for part in "xy"]
            speaks = {
                row.key: [f"{key}-{part}" for part in ticked[place % 4]] for place, row in enumerate(roots(whole.pk), index)
            }
            split(whole.pk, parts, speaks, change)
        case ("undo split", index) if parted := pick(moves.filter(kind=SPLIT), index):
            undo_split(parted.claim_id, change)
        case ("take back", index, _) if row := pick(Attribution.objects.exclude(document=None).filter(voided_at=None), index):
            correct_document(row.document, f"Put right in {key}.", change, said_at="2024-06-02", taken_back=[row])
        case ("verdict" | "verdict on" | "verdict back", index):
            chosen = pick(Claim.objects.all(), index)
            (_back if step[0] == "verdict back" else _on)(chosen, change)
        case ("remove", index):
            remove_claim(pick(Claim.objects.all(), index).pk, change)


def _on(claim: Claim, change: Change) -> None:
    """Take the next step with the verdict of a claim: draft it, send it to review, publish it, confirm it."""
    eve, kim = _person("eve"), _person("kim")
    seen = {claim.pk: claim.revision}
    published = Verdict.objects.filter(claim=claim, state=PUBLISHED).first()
    under_way = Verdict.objects.filter(claim=claim, state__in=UNDER_WAY).first()
    if under_way is None and published is not None:
        confirm_verdict(published, kim, change, expected=seen)
    elif under_way is None:
        words = Wording(RatingWord.objects.order_by("id")[0], "See the evidence.", _evidence(claim))
        submit_draft(draft_verdict(claim.pk, words, eve, change), eve, change)
    elif under_way.state == RETURNED:
        words = Wording(RatingWord.objects.order_by("-id")[0], f"As {change.at} tells.", _evidence(claim))
        change_draft(under_way, words, eve, change)
    elif under_way.state == IN_REVIEW:
        publish_verdict(under_way, kim, change, expected=seen)
    else:
        submit_draft(under_way, eve, change)


def _back(claim: Claim, change: Change) -> None:
    """Take a step back: return what is in review, drop what is drafted, withdraw what is published."""
    last = Verdict.objects.filter(claim=claim).order_by("-id").first()
    if last is not None and last.state == IN_REVIEW:
        return_draft(last, _person("kim"), change)
    elif last is not None and last.state == PUBLISHED:
        withdraw_verdict(last, _person("kim"), change)
    elif last is not None:
        drop_draft(last, _person("eve"), change)


def _evidence(claim: Claim) -> list[Attribution]:
    return list(Attribution.objects.filter(claim=claim, voided_at=None).order_by("id")[:2])


def _person(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"is_superuser": True})[0]
