"""What lists of records share."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.vocabulary import Stance
from factcheck.desk.labels import label


@pytest.mark.parametrize("name", ["attribution", "citation", "claimrelation", "assessment"])
def test_a_filter_on_words_of_a_vocabulary_does_not_read_the_table(senior: Client, sample: None, name: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert senior.get(f"/admin/claims/{name}/").status_code == 200
    assert not [each["sql"] for each in queries if "DISTINCT" in each["sql"]]


def test_a_filter_on_a_vocabulary_offers_its_words_and_narrows_by_them(senior: Client, sample: None) -> None:
    page = senior.get("/admin/claims/attribution/", {"stance": "denies"})
    (stance, *_) = page.context["cl"].filter_specs
    assert [choice["display"] for choice in stance.choices(page.context["cl"])][1:] == [label(word) for word in Stance.words()]
    assert {row.stance for row in page.context["cl"].result_list} == {"denies"}
