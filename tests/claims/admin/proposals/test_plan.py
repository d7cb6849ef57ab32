from __future__ import annotations

import pytest

from claims.models import Attribution, Citation, Claim, ClaimTopic
from sources.models import Document, Source
from tests import reviewing
from tests.cases import claim, load, row, unnamed
from tests.reviewing import ARTICLE, CLOSES, HARBOUR, again, review, said

YES = {"decision": "accepted"}


def test_the_publisher_is_not_named_twice_and_what_is_on_record_is_joined(reading, editor, now):
    aide = unnamed("aide", "west", name="A senior official at the port authority")
    known = [
        row("aide", hedge={"degree": "possible", "words": "may"}, ground_rule="background"),
        row("west", cites=["aide"], stance="reports"),
    ]
    load({"sources": [aide], "claims": [claim("harbour", *known)]}, at=now)
    Document.objects.update(publisher=Source.objects.get(key="west"))

    sent = review(editor, reading, p2={**YES, "other": "harbour"})

    assert sent.status_code == 302, said(sent)
    rows = Claim.objects.get(key="harbour").attributions.order_by("id")
    assert list(rows.values_list("source__key", "document__key")) == [("aide", None), ("west", None), ("west", "bridge")]
    assert Citation.objects.filter(citing=rows[2], cited=rows[0]).exists()
    assert set(reviewing.proposal(HARBOUR).attributions.all()) == {rows[0], rows[2]}
    before = Attribution.objects.count()

    reviewing.proposal(HARBOUR).attributions.clear()
    reviewing.ProposedAttribution.objects.update(decision="", decided_at=None, decided_by="", changed="")
    assert review(editor, reading, p2={**YES, "other": "harbour"}).status_code == 302
    assert Attribution.objects.count() == before  # these words of this document are on record


def test_a_quote_that_occurs_twice_is_placed_near_its_proposal(editor, now):
    text = "Jan Oster said that the bridge fell.\nIt rained.\nJan Oster said that the bridge fell."
    reading = reviewing.reading(text, now)

    sent = review(editor, reading, p1={**YES, "same_as": ""}, p2={**YES, "same_as": "", "text": "It fell twice."})

    assert sent.status_code == 302, said(sent)
    held = Attribution.objects.filter(source__key="gazette").order_by("id")
    places = [(each.quote_start, each.quote_end) for each in held]
    assert places == [(0, 36), (48, 84)]
    assert held[1].quote_prefix == text[16:48]


def test_what_is_wrong_with_a_new_source_is_shown_with_it(reading, editor):
    refused = review(editor, reading, p1={**YES, "chain": "Hungnam Works"})

    assert said(refused) == {"kind": ["No source has this name. Choose its kind to add it."]}
    [form] = refused.context["sources"]
    asked = again(editor, refused, reading, shared={f"{form.prefix}-kind": "organisation"})
    assert asked.context["asks"]
    sent = again(editor, asked, reading)

    assert sent.status_code == 302, said(sent)
    assert set(Claim.objects.get().attributions.values_list("source__key", flat=True)) == {"gazette", "hungnam-works"}


def test_something_that_changed_since_the_sources_were_shown_is_shown_again(reading, editor):
    asked = review(editor, reading, p2=YES)

    changed = again(editor, asked, reading, p2={"text": "Another text."})

    assert changed.context["asks"]
    assert not Claim.objects.exists()


@pytest.mark.parametrize("text", ["\u200bThe bridge\u00ad closes.", "The bridge closes."])
def test_a_text_is_stored_in_its_one_form(text, reading, editor):
    assert review(editor, reading, p1={**YES, "text": text}, shared={"topics": "Bridges, bridges"}).status_code == 302

    record = Claim.objects.get()
    assert (record.text, record.key) == ("The bridge closes.", "the-bridge-closes")
    assert [each.topic for each in ClaimTopic.objects.all()] == ["bridges"]
    assert ARTICLE.startswith(reviewing.proposal(CLOSES).attributions.get(source__key="gazette").quote_exact)
