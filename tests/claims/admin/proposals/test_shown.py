from __future__ import annotations

from django.contrib.auth.models import Permission, User

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
    said,
)

YES = {"decision": "accepted"}


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


def test_hostile_texts_are_shown_as_text_and_cost_little(editor, now, django_assert_max_num_queries):
    script = '"<script>alert(1)</script>&amp;" said Mr. </div><b>, who was not named. '
    text = (script + "The ministry said that <i>it</i> fell. " * 1_600)[:60_000]
    reading = reviewing.reading(text, now)

    with django_assert_max_num_queries(70):
        shown = editor.get(reviewing.address(reading))
    page = shown.content.decode()

    assert "<script>alert" not in page
    assert "<i>it</i>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;" in page
    assert len(shown.context["cards"]) == 20
    assert shown.context["further"] > 100
    assert "".join(part["text"] for part in shown.context["parts"]) == text


def test_a_text_that_is_very_long_is_cut(monkeypatch, reading, editor):
    monkeypatch.setattr("claims.admin.proposals.shown._MOST", 100)

    shown = editor.get(reviewing.address(reading))

    assert "".join(part["text"] for part in shown.context["parts"]) == ARTICLE[:100]
    assert "too long to be shown here" in shown.content.decode()


def test_whoever_may_not_see_claims_is_offered_none(reading, editor, newcomer, now):
    load({"claims": [claim("bridge", text="The bridge at Rason will close for repairs.")]}, at=now)
    offered = editor.get(reviewing.address(reading)).context["cards"][0]["form"]["claim"]
    assert [label for _value, label in offered.field.choices][1].startswith("recorded: The bridge at Rason")
    assert offered.value() == "bridge@1"  # the same words
    wanted = ("add_claim", "add_attribution", "view_capture", "view_document")
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__in=wanted))

    shown = newcomer.get(reviewing.address(reading))

    assert [value for value, _label in shown.context["cards"][0]["form"].fields["claim"].choices] == [""]
    refused = reviewing.again(newcomer, shown, reading, p1={"decision": "accepted", "other": "bridge"})
    assert "There is no such claim" in said(refused)[f"{CLOSES}.other"][0]
