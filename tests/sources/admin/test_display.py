"""What lists of records share."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Attribution
from claims.vocabulary import Stance
from factcheck.database.limited_counts import limited_counts, shown_count
from factcheck.desk import admin_theme
from factcheck.desk.labels import label


@pytest.mark.parametrize("name", ["attribution", "citation", "claimrelation", "assessment"])
def test_a_filter_on_words_of_a_vocabulary_does_not_read_the_table(senior: Client, sample: None, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert senior.get(f"/admin/claims/{name}/").status_code == 200
    assert not [each["sql"] for each in queries if "DISTINCT" in (each["sql"] or "")]


def test_a_filter_on_a_vocabulary_offers_its_words_and_narrows_by_them(senior: Client, sample: None) -> None:
    page = senior.get("/admin/claims/attribution/", {"stance": "denies"})
    (stance, *_) = page.context["cl"].filter_specs
    assert [choice["display"] for choice in stance.choices(page.context["cl"])][1:] == [label(word) for word in Stance.words()]
    assert {row.stance for row in page.context["cl"].result_list} == {"denies"}


def test_a_long_list_says_how_far_it_was_counted_and_its_last_page_leads_on(
    senior: Client, sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_theme, "MOST_COUNTED", 4)
    monkeypatch.setattr(admin_theme, "limited_counts", partial(limited_counts, most=4))
    monkeypatch.setattr(admin_theme, "shown_count", partial(shown_count, most=4))
    monkeypatch.setattr(admin_theme.DeskAdmin, "list_per_page", 2)
    known = Attribution.objects.count()

    first, last = (senior.get("/admin/claims/attribution/", page) for page in ({}, {"p": 3}))
    assert (str(first.context["cl"].result_count), first.context["cl"].paginator.num_pages) == ("4+", 3)
    assert "4+" in first.content.decode()
    assert last.context["cl"].paginator.count == known > 6
    assert len({row.pk for page in (first, last) for row in page.context["cl"].result_list}) == 4
