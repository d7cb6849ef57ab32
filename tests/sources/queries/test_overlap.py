"""Ranking by overlap, on records of lists of words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sources.models import Source
from sources.operations import record_words
from sources.queries.overlap import Asked, forms_in_names, ranked
from sources.queries.searching import SourceRecords
from tests.cases import load, outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(now: datetime) -> SourceRecords:
    load({"sources": [outlet(f"n{number}", name=f"Daily News {number}") for number in range(30)]}, at=now)
    load({"sources": [outlet("courier", name="Daily Courier")]}, at=now)
    return SourceRecords(Source.objects.all())


def test_a_rare_word_counts_more_than_a_common_one(papers: SourceRecords) -> None:
    found = ranked(papers, ["daily", "news", "courier"], Asked(3)).ids
    assert Source.objects.get(pk=found[0]).key == "courier"


def test_common_words_are_not_looked_up_by_themselves(
    papers: SourceRecords, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.queries.overlap.SAMPLE", 31)
    with django_assert_num_queries(3):  # the sample, the rare word, the texts
        ranked(papers, ["daily", "courier"], Asked(3))


def test_only_words_of_these_records_replace_a_misspelt_one(papers: SourceRecords) -> None:
    record_words(["couriers", "courses"])
    assert ranked(papers, ["couriar"], Asked(3)).respelt == {"couriar": ("courier",)}
    assert ranked(papers, ["couriar"], Asked(3, respells=False)).ids == []


def test_a_looser_spelling_is_a_whole_word() -> None:
    assert [(form.word, form.begun) for form in forms_in_names("Зеленський", begun=True)] == [
        ("zelenskiy", True),
        ("zelenski", False),
    ]
