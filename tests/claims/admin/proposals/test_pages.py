from __future__ import annotations

from claims.models import Attribution, Claim, ProposedAttribution
from sources.models import Source
from tests import reviewing
from tests.cases import claim, load
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


def test_more_statements_take_no_more_queries(editor, now, django_assert_max_num_queries):
    names = ("Ada Berg", "Tom Vale", "Ivo Lane", "Mia Stone", "Rex Hill", "Ula Bay", "Kim Reed")
    places = ("bridge", "tunnel", "harbour", "road")
    statements = [f"{name} said that the {place} of {name[:3]} was closed on Monday." for name in names for place in places]
    load({"claims": [claim("road", text="The road of Ada was closed on Monday.")]}, at=now)
    few, many = reviewing.reading("\n\n".join(statements[:2]), now), reviewing.reading("\n\n".join(statements), now)
    editor.get(reviewing.address(few))

    # The session and the person, the readings and their proposals, similar claims (7), sources (5), and what is shown of them.
    with django_assert_max_num_queries(32) as of_few:
        assert len(editor.get(reviewing.address(few)).context["cards"]) == 2
    with django_assert_max_num_queries(len(of_few) + 2):
        shown = editor.get(reviewing.address(many))
    assert len(shown.context["cards"]) == 20
    assert any(
        "The road of Ada" in str(label)
        for card in shown.context["cards"]
        for _key, label in card["form"].fields["claim"].choices
    )
