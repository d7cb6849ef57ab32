from __future__ import annotations

import pytest

from claims.models import Claim, ProposedAttribution
from tests.reviewing import (
    ACCUSED,
    CLOSES,
    DECLINED,
    DENIED,
    review,
    said,
)

YES = {"decision": "accepted"}


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"decision": "rejected"}, "because"),
        ({**YES, "quote": "Words that the text does not have."}, "quote"),
        ({**YES, "same_as": 99}, "same_as"),
        ({**YES, "text": ""}, "text"),
        ({**YES, "text": "\u202eesrever"}, "text"),
        ({**YES, "chain": "A > B < C"}, "chain"),
        ({**YES, "hedge_words": "maybe"}, "hedge"),
        ({**YES, "said_at": "soon"}, "said_at"),
    ],
)
def test_an_error_is_shown_at_its_proposal(typed, where, reading, editor):
    refused = review(editor, reading, p1=typed)

    assert f"{CLOSES}.{where}" in said(refused), said(refused)
    assert not Claim.objects.exists()


def test_what_is_typed_into_an_open_proposal_is_kept_and_not_checked(reading, editor):
    sent = review(editor, reading, p1={"said_at": "soon", "chain": ""}, p5={"decision": "rejected", "because": "wrong_words"})
    assert sent.status_code == 302, said(sent)

    refused = review(editor, reading, p1={"said_at": "soon", "text": "Mine."})
    assert said(refused) == {"": ["Accept or reject at least one proposal."]}
    assert refused.context["cards"][0]["form"]["said_at"].value() == "soon"


def test_a_changed_stance_hedge_or_chain_is_an_edit_and_a_changed_wording_is_none(reading, editor):
    typed = {
        "p1": {**YES, "text": "The Rason bridge will close.", "quote": "the bridge at Rason"},
        "p3": {**YES, "stance": "questions"},
        "p4": {**YES, "hedge": "possible"},
        "p5": {**YES, "chain": "Nordbau", "same_as": ""},
    }
    sent = review(editor, reading, **typed)

    assert sent.status_code == 302, said(sent)
    found = {row.number: (row.decision, row.changed) for row in ProposedAttribution.objects.exclude(decision="")}
    assert found[CLOSES] == ("accepted", "text")
    assert found[ACCUSED] == ("edited", "stance")
    assert found[DENIED] == ("edited", "hedge")
    assert found[DECLINED] == ("edited", "chain")
