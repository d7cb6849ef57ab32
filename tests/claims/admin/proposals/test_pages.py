from __future__ import annotations

import pytest

from claims.models import Attribution, Claim, ProposedAttribution
from claims.queries.proposals.review import claims_made_of
from sources.models import Source
from tests import reviewing
from tests.reviewing import (
    ACCUSED,
    ARTICLE,
    CLOSES,
    DECLINED,
    DENIED,
    HARBOUR,
    HEARSAY,
    NEITHER,
    again,
    proposal,
    review,
    said,
)

YES = {"decision": "accepted"}


@pytest.fixture
def reading(db, now):
    return reviewing.reading(now=now)


def test_the_page_shows_the_text_its_marks_and_a_card_for_each_proposal(reading, editor):
    shown = editor.get(reviewing.address(reading))
    page = shown.content.decode()

    cards = {card["number"]: card for card in shown.context["cards"]}
    assert list(cards) == [CLOSES, HARBOUR, ACCUSED, DENIED, DECLINED, NEITHER, HEARSAY]
    text = "".join(part["text"] for part in shown.context["parts"])
    assert text == ARTICLE
    assert 'class="review-source" data-of="1">The Ministry of Transport<' in page
    assert [hand["is"] for hand in cards[CLOSES]["hands"]] == ["publisher", "exact name"]
    assert "known to Agency West" in cards[HARBOUR]["hands"][-1]["is"]
    assert cards[HARBOUR]["form"]["ground_rule"].value() == "background"
    assert cards[DENIED]["form"]["same_as"].value() == ACCUSED
    assert "takes no side" in cards[NEITHER]["stance"]
    assert {number for number, card in cards.items() if card["obstacle"]} == {NEITHER, HEARSAY}
    assert "right in about 8 of 10" in page


def test_accepted_proposals_become_attributions_with_chain_quote_and_document(reading, editor):
    sent = review(editor, reading, p1=YES, p3=YES, p4=YES, p5={"decision": "rejected", "because": "wrong_words"})
    assert sent.status_code == 302, said(sent)

    bridge = Claim.objects.get(text="The bridge at Rason will close for repairs.")
    rows = {row.source.key: row for row in bridge.attributions.select_related("source", "document")}
    assert set(rows) == {"gazette", "transport"}
    assert (rows["transport"].stance, rows["gazette"].stance) == ("supports", "reports")
    assert [link.cited for link in rows["gazette"].citations.all()] == [rows["transport"]]
    quote = rows["gazette"]
    assert ARTICLE[quote.quote_start : quote.quote_end] == quote.quote_exact
    assert quote.quote_exact.startswith("The Ministry of Transport said on Monday")
    assert (quote.document.key, quote.said_at, rows["transport"].document) == ("bridge", "2024-06-11", None)

    steel = Claim.objects.get(text="The firm Nordbau of using cheap steel.")
    stances = {row.source.key: row.stance for row in steel.attributions.exclude(source__key="gazette").select_related("source")}
    assert stances == {"oster": "supports", "nordbau": "denies"}
    assert steel.standing.status == "contested"
    assert proposal(DENIED).decision == "accepted"
    assert set(proposal(DENIED).attributions.values_list("source__key", flat=True)) == {"gazette", "nordbau"}
    assert (proposal(DECLINED).decision, proposal(DECLINED).rejected_because) == ("rejected", "wrong_words")
    assert {row.decided_by for row in ProposedAttribution.objects.exclude(decision="")} == {"user:ed"}
    shown = editor.get(sent.url).content.decode()
    assert "3 proposals recorded:" in shown
    assert "1 proposal rejected." in shown


def test_a_new_unnamed_source_is_shown_before_it_is_recorded_and_vouched_for(reading, editor):
    asked = review(editor, reading, p2={**YES, "text": "The harbour at Rason may stay closed until May."})

    assert not Claim.objects.exists()
    assert "Nothing is recorded yet." in asked.content.decode()
    [form] = asked.context["sources"]
    assert form["unnamed"].value()
    sent = again(editor, asked, reading)

    assert sent.status_code == 302, said(sent)
    source = Source.objects.get(identified=False)
    assert (source.vouched_by.key, source.description) == ("west", "a senior official at the port authority")
    row = Attribution.objects.get(source=source)
    assert (row.hedge, row.hedge_words, row.ground_rule) == ("possible", "may", "background")
    assert {"gazette", "west"} == set(Attribution.objects.exclude(pk=row.pk).values_list("source__key", flat=True))
    # The claim is worded otherwise, which is no error of the rule.
    assert (proposal(HARBOUR).decision, proposal(HARBOUR).changed) == ("accepted", "text")


def test_what_cannot_be_recorded_as_it_is_is_refused_and_may_be_edited(reading, editor):
    refused = review(editor, reading, p1={**YES, "text": "Mine."}, p6=YES, p7=YES)

    errors = said(refused)
    assert set(errors) == {f"{NEITHER}.stance", f"{HEARSAY}.stance", f"{HEARSAY}.chain"}
    assert "If the publisher itself does" in errors[f"{HEARSAY}.chain"][0]
    assert not Claim.objects.exists()
    assert refused.context["cards"][0]["form"]["text"].value() == "Mine."
    sent = again(editor, refused, reading, p6={"decision": ""}, p7={"stance": "supports", "chain": "the Gazette"})

    assert sent.status_code == 302, said(sent)
    hurt = Attribution.objects.get(claim__text="Two workers were hurt.")
    assert (hurt.source.key, hurt.basis) == ("gazette", "unstated")
    assert (proposal(HEARSAY).decision, proposal(HEARSAY).changed) == ("edited", "stance chain")
    assert proposal(NEITHER).decision == ""


def test_a_second_request_records_nothing_twice_and_says_what_a_colleague_decided(reading, editor, superuser):
    first = editor.get(reviewing.address(reading))
    sent = review(superuser, reading, p1=YES, p5={"decision": "rejected", "because": "no_statement"})
    assert sent.status_code == 302
    before = Attribution.objects.count()

    late = again(editor, first, reading, p1=YES, p3={**YES, "text": "Steel was cheap."})

    assert "Some were decided in the meantime" in said(late)[""][0]
    assert [each["number"] for each in late.context["meanwhile"]] == [CLOSES, DECLINED]
    assert Attribution.objects.count() == before
    cards = {card["number"]: card["form"] for card in late.context["cards"]}
    assert cards[ACCUSED]["text"].value() == "Steel was cheap."
    assert again(editor, late, reading).status_code == 302
    assert Claim.objects.filter(text="Steel was cheap.").exists()


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
