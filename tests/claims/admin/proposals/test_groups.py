from __future__ import annotations

from claims.models import Claim
from claims.queries.proposals.review import claims_made_of
from tests import reviewing
from tests.cases import claim, load
from tests.reviewing import (
    ACCUSED,
    CLOSES,
    DECLINED,
    DENIED,
    again,
    review,
    said,
)

YES = {"decision": "accepted"}


def test_three_sentences_are_one_claim_and_each_keeps_its_quote(reading, editor):
    sent = review(editor, reading, p1=YES, p3={**YES, "same_as": CLOSES}, p4={**YES, "same_as": ACCUSED})

    assert sent.status_code == 302, said(sent)
    claim = Claim.objects.get()
    assert set(claims_made_of(reading)) == {CLOSES, ACCUSED, DENIED}
    assert claim.attributions.filter(source__key="gazette", document__key="bridge").count() == 3
    assert claim.attributions.filter(source__key="oster").count() == 1


def test_a_recorded_claim_takes_the_attributions_unless_it_changed_since(reading, editor, now):
    sent = review(editor, reading, p1=YES)
    assert sent.status_code == 302, said(sent)
    claim = Claim.objects.get()
    shown = editor.get(reviewing.address(reading))
    stale = again(editor, shown, reading, p3={**YES, "claim": f"{claim.key}@{claim.revision - 1}"})
    assert "has changed since you opened it" in said(stale)[f"{ACCUSED}.claim"][0]
    done = again(editor, stale, reading)

    assert done.status_code == 302, said(done)
    assert claim.attributions.filter(source__key="oster").exists()
    again_there = again(editor, editor.get(reviewing.address(reading)), reading, p5={**YES, "other": "no-such-claim"})
    assert "There is no such claim" in said(again_there)[f"{DECLINED}.other"][0]


def test_a_claim_chosen_twice_and_a_text_entered_twice_are_one_claim_each(reading, editor, now):
    load({"claims": [claim("steel")]}, at=now)
    there, new = {**YES, "other": "steel", "same_as": ""}, {**YES, "text": "It closes.", "same_as": ""}

    sent = review(editor, reading, p1=new, p3=there, p4=there, p5={**new, "chain": "Nordbau"})

    assert sent.status_code == 302, said(sent)
    assert set(Claim.objects.values_list("text", flat=True)) == {"The claim steel.", "It closes."}
    steel = set(Claim.objects.get(key="steel").attributions.values_list("source__key", flat=True))
    assert steel == {"gazette", "oster", "nordbau"}


def test_without_the_first_of_them_the_next_one_decides_which_claim_they_are(reading, editor):
    sent = review(editor, reading, p4={**YES, "text": "Nordbau used cheap steel."})
    assert sent.status_code == 302, said(sent)
    assert claims_made_of(reading)[DENIED].text == "Nordbau used cheap steel."

    shown = editor.get(sent.url)
    accused = {card["number"]: card["form"] for card in shown.context["cards"]}[ACCUSED]
    assert accused["claim"].value() == f"{Claim.objects.get().key}@1"
    assert again(editor, shown, reading, p3=YES).status_code == 302
    assert Claim.objects.get().standing.status == "contested"


def test_a_proposal_that_was_accepted_before_can_be_named_by_its_number(reading, editor):
    assert review(editor, reading, p1=YES).status_code == 302

    sent = review(editor, reading, p3={**YES, "claim": "", "same_as": CLOSES})

    assert sent.status_code == 302, said(sent)
    assert Claim.objects.get().attributions.filter(source__key="oster").exists()
