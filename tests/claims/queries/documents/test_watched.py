"""Which documents are watched, and which quotes their pages must have."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Attribution, Claim
from claims.operations.documents.changes import attach_document
from claims.operations.documents.page_problems import reanchor_quote
from claims.queries.documents.watched import Need, earlier_texts, needs, problems_with, quotes_in, unwatched_documents
from sources.models import Capture, Document
from sources.operations.link_checks import watch
from tests.claims.page_desk import DAY, QUOTE, TEXT, PageDesk


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def test_a_page_must_have_the_quotes_of_current_attributions(desk: PageDesk) -> None:
    attach_document(desk.row("f"), desk.page, desk.change(), quote={"quote_exact": "Nobody asked questions"})
    assert [each.anchor.exact for each in quotes_in(desk.page)] == [
        QUOTE["exact"],
        QUOTE["exact"],
        "",
        "Nobody asked questions",
    ]
    Attribution.objects.filter(claim__key="c").update(voided_at=desk.now, void_reason="Ours.")
    Claim.objects.filter(key="d").update(stage="dropped")
    assert [each.anchor.exact for each in quotes_in(desk.page)] == ["", "Nobody asked questions"]


def test_the_last_anchor_of_an_editor_counts(desk: PageDesk) -> None:
    desk.check(TEXT)
    reanchor_quote(desk.row(), Capture.objects.get(), 0, 12, desk.change("It means this."))
    anchors = {each.attribution: each.anchor for each in quotes_in(desk.page)}
    assert anchors[desk.row().pk][:2] == ("The ministry", "")
    assert anchors[desk.row("d").pk].exact == QUOTE["exact"]


def test_documents_with_a_url_of_claims_that_were_not_dropped_are_to_be_watched(desk: PageDesk) -> None:
    page, other = desk.page.pk, Document.objects.get(key="other").pk
    assert set(unwatched_documents(9)) == {page, other}
    Document.objects.filter(pk=page).update(url="")
    Claim.objects.filter(key="f").update(stage="dropped")
    assert unwatched_documents(9) == []
    Claim.objects.filter(key="f").update(stage="checked")
    watch([other], at=desk.now)
    assert unwatched_documents(9) == []


def test_how_much_a_page_is_needed_depends_on_the_newest_open_claim(desk: PageDesk, now: datetime) -> None:
    page = desk.page.pk
    Claim.objects.filter(key="d").update(recorded_at=now + DAY)
    assert needs([page]) == {page: Need(now + DAY)}
    Claim.objects.filter(key="d").update(stage="checked")
    assert needs([page]) == {page: Need(now)}
    Claim.objects.update(stage="checked")
    assert needs([page]) == {page: Need(None)}
    Claim.objects.update(stage="dropped")
    assert needs([page]) == {}


def test_problems_and_earlier_texts_are_those_of_the_page(desk: PageDesk) -> None:
    desk.check(TEXT)
    desk.check("Another text.")
    last = Capture.objects.latest("id")
    assert earlier_texts(last) == [TEXT]
    assert set(problems_with(desk.page)) == {desk.row("c").pk, desk.row("d").pk}
