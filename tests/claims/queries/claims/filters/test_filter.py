"""Who may use a filter, and which of its words."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from claims.api.claims import filters as over_api
from claims.queries.claims.filters.filter import Context, Sight
from claims.queries.claims.filters.table import OVER_API


def test_outsiders_use_neither_the_desks_filters_nor_its_words(now: Any) -> None:
    outsider = Context(now, AnonymousUser(), outside=True)
    (flag,) = (one for one in OVER_API if one.name == "flag")

    assert [one.name for one in OVER_API if outsider.sees(one.sight)] == [name for name in over_api.PARAMETERS if name != "q"]
    assert {choice.word for choice in flag.choices} - {choice.word for choice in flag.offered_to(outsider)} == {
        "dead_link",
        "quote_missing",
        "unnamed_unapproved",
    }


@pytest.mark.django_db
def test_drafts_are_visible_to_people_who_write_or_review_verdicts(now: Any, ed: User) -> None:
    reader = User.objects.create_user("reader")

    assert Context(now, ed).sees(Sight.DRAFTS)
    assert Context(now, reader).sees(Sight.DESK)
    assert not Context(now, reader).sees(Sight.DRAFTS)
