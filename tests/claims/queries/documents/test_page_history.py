"""What a page was at its last checks."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.queries.documents.page_history import in_its_place, last_difference, quotes_now
from claims.queries.documents.watched import quotes_in
from sources.models import Capture
from sources.queries.documents.captures import last_copy_of
from tests.claims.page_desk import TEXT, PageDesk


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def test_a_change_is_shown_with_the_quotes_that_it_touches(desk: PageDesk) -> None:
    desk.check(TEXT)
    assert last_difference(desk.page, quotes_in(desk.page)) is None
    desk.check(TEXT.replace("No convoy", "A convoy").replace("Nobody asked questions", "It took no questions at all"))

    found = last_difference(desk.page, quotes_in(desk.page))

    assert found is not None
    first, second = found.changes
    assert (first.before, first.after, len(first.touched)) == ("“No", "“A", 2)
    assert (second.before, second.after, second.touched) == ("Nobody asked questions.", "It took no questions at all.", ())
    assert found.total == 2


def test_what_became_of_each_quote_is_said(desk: PageDesk) -> None:
    desk.check(TEXT)
    ids = [desk.row(key).pk for key in "cd"]
    now = quotes_now(Capture.objects.get(), quotes_in(desk.page))
    assert [now[pk].word for pk in ids] == ["exact", "exact"]
    desk.check(TEXT.replace("convoy has crossed", "convoy, has crosed"))
    now = quotes_now(Capture.objects.latest("id"), quotes_in(desk.page))
    assert now[ids[0]][:2] == ("edited", "No convoy, has crosed the border")
    assert in_its_place(Capture.objects.latest("id"), quotes_in(desk.page)[0].anchor) == "No convoy, has crosed the border"
    desk.check("Another page.")
    assert quotes_now(Capture.objects.latest("id"), quotes_in(desk.page))[ids[0]] == ("gone", "", None, None)


def test_an_upload_is_another_form_and_not_what_became_of_the_page(desk: PageDesk) -> None:
    desk.check(TEXT)
    desk.upload("A print of it, as a PDF: No con-\nvoy has crossed.")

    copy, quotes = last_copy_of(desk.page), quotes_in(desk.page)

    assert copy is not None
    assert {each.word for each in quotes_now(copy, quotes).values()} == {"exact"}
    assert last_difference(desk.page, quotes) is None
    desk.check(TEXT.replace("No convoy", "A convoy"))
    found = last_difference(desk.page, quotes)
    assert found is not None
    assert (found.older.text, [each.after for each in found.changes]) == (TEXT, ["“A"])


def test_without_a_copy_of_the_page_uploads_are_compared(desk: PageDesk) -> None:
    desk.upload(TEXT)
    newer = desk.upload(TEXT.replace("No convoy", "A convoy"))

    assert last_copy_of(desk.page) == newer
    found = last_difference(desk.page, quotes_in(desk.page))
    assert found is not None
    assert found.older.text == TEXT
