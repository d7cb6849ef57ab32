"""Random steps in which editors settle something, for the histories of property tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from claims.casefile import FORMAT, decode
from claims.models import Attribution, Claim, Decision, Flag
from claims.operations.claims.assignment import save_claim
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import (
    BY_A_WORD,
    declare_change,
    link_outcome,
    reaffirm,
    request_comment,
    settle_flag,
    strike_decision,
)
from claims.operations.documents.changes import correct_document
from claims.verification import Change
from claims.vocabulary import COMMENT_REQUESTED, PredictionOutcome
from sources.models import Document, Source

number = st.integers(0, 50)
a_claim = st.integers(0, 2)
#: Each step is a tuple: what is done, and to what.
settling = st.one_of(
    st.tuples(st.just("settle"), number),
    st.tuples(st.just("reword"), a_claim, st.booleans()),
    st.tuples(st.sampled_from(["reaffirm", "declare", "strike decision", "silence", "correct"]), number),
    st.tuples(
        st.just("link"),
        a_claim,
        st.sampled_from(PredictionOutcome.words()),
        st.sampled_from(["", "2024-05", "2024-06-11"]),
        number,
    ),
    st.tuples(st.sampled_from(["ask", "answer"]), number, number),
)
_ANSWERS = ["denies", "declined", "supports"]


def pick(rows: Any, index: int) -> Any:
    found = list(rows.order_by("id"))
    return found[index % len(found)] if found else None


def settle(step: tuple[Any, ...], key: str, at: datetime) -> None:
    """Carry out a step of ``settling``, if there is something to do it to."""
    change = Change(at, "user:eve", step[0], "because")
    standing = Decision.objects.filter(struck_at=None)
    match step:
        case ("settle", index) if flag := pick(Flag.objects.filter(cleared_at=None, code__in=BY_A_WORD), index):
            settle_flag(flag.claim_id, flag.code, change)
        case ("reword", index, same_meaning):
            chosen = {"key": f"c{index}", "text": f"The claim c{index} as it is put in {key}."}
            case = decode(msgspec.json.encode({"format": FORMAT, "claims": [chosen]}))
            save_claim(case, f"c{index}", change, same_meaning=same_meaning)
        case ("reaffirm", index):
            reaffirm(pick(Claim.objects.all(), index).pk, change)
        case ("declare", index) if flag := pick(Flag.objects.filter(cleared_at=None, code="self_contradicting"), index):
            named = [name for _, name in flag.culprits]
            declare_change(pick(Attribution.objects.filter(claim=flag.claim_id, key__in=named), index), change)
        case ("strike decision", index) if decision := pick(standing, index):
            strike_decision(decision, change)
        case ("silence", index) if request := pick(standing.filter(kind=COMMENT_REQUESTED), index):
            record_silence(request, change)
        case ("correct", index):
            correct_document(pick(Document.objects.all(), index), f"Put right in {key}.", change, said_at="2024-06")
        case ("link", index, outcome, happened_at, shown):
            claim, other = (pick(Claim.objects.all(), chosen) for chosen in (index, shown))
            shows: dict[str, Any] = {"other_claim": other} if shown % 2 else {"document": pick(Document.objects.all(), shown)}
            link_outcome(claim.pk, outcome, change, happened_at=happened_at, **shows)
        case ("ask", index, whom):
            answer_by = at + timedelta(days=1) if whom % 2 else None
            request_comment(pick(Claim.objects.all(), index).pk, pick(Source.objects.all(), whom), change, answer_by=answer_by)
        case ("answer", index, how) if request := pick(standing.filter(kind=COMMENT_REQUESTED), index):
            record_answer(request, _ANSWERS[how % len(_ANSWERS)], change, quote="No." if how % 2 else "")
