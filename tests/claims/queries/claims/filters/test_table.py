"""The table of filters: each place offers the filters that the table says, and all their queries work."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from claims.admin.claim_list import filters as in_list
from claims.api.claims import filters as over_api
from claims.api.claims.read import ClaimLines, ClaimList, ClaimTable
from claims.models import Claim
from claims.queries.claims.filters.filter import Context, Filter, Kind, Sight
from claims.queries.claims.filters.table import FILTERS, IN_LIST, OVER_API

#: A parsed value of each kind.
VALUES: dict[Kind, Any] = {
    Kind.YES_NO: True, Kind.ORIGINS: "min-2", Kind.TEXT: "arms", Kind.VALUE: "en", Kind.SOURCE: 1, Kind.PERSON: None,
    Kind.NUMBER: 2, Kind.DATE: "2024-06",
}  # fmt: skip
#: The results of these are the same for outsiders: they rest on nothing that is hidden, or the API's parsing decides (a
#: source that no published claim names does not exist).
SAME_OUTSIDE = {
    "topic", "source", "family", "language", "place", "quantity_unit", "said", "recorded_from", "recorded_until",
    "updated_since",
}  # fmt: skip


def values(one: Filter, now: Any) -> list[Any]:
    words = [choice.word for choice in one.choices]
    if one.kind is Kind.WORDS:
        return [words[:1], words]
    return words if one.kind is Kind.WORD else [VALUES.get(one.kind, now)]


def test_the_api_and_its_exports_offer_what_the_table_says() -> None:
    offered = over_api.PARAMETERS | over_api.DESK_PARAMETERS

    assert offered.keys() == {one.name for one in OVER_API} | {"q"}
    assert {one.name for one in OVER_API if one.sight is Sight.ALL} == over_api.PARAMETERS.keys() - {"q"}
    for view in (ClaimList, ClaimLines, ClaimTable):
        assert offered.items() <= view.ops["GET"].parameters.items()


def test_the_list_of_the_admin_offers_what_the_table_says() -> None:
    offered = {each.parameter_name: each.of for each in in_list.CLAIM_FILTERS}

    assert list(offered.values()) == [*IN_LIST, in_list.VIEW]
    assert len(offered) == len(IN_LIST) + 1


def test_each_entry_is_offered_somewhere_and_can_be_parsed_there() -> None:
    assert {*OVER_API, *IN_LIST} == {*FILTERS}
    assert {one.kind for one in OVER_API} <= over_api._READERS.keys()
    assert {one.kind for one in IN_LIST} <= in_list._READERS.keys()
    assert all(one.choices for one in FILTERS if one.kind in (Kind.WORD, Kind.WORDS))


def test_a_name_is_one_filter_in_each_place() -> None:
    for names in ([one.name for one in OVER_API], [one.name_in_list or one.name for one in IN_LIST]):
        assert len(names) == len({*names})


def test_filters_for_outsiders_use_what_outsiders_see() -> None:
    assert {one.name for one in FILTERS if one.sight is Sight.ALL and one.meaning and not one.outside} == SAME_OUTSIDE


@pytest.mark.django_db
def test_no_query_of_the_table_fails(now: Any, ed: User) -> None:
    for one in FILTERS:
        for context in (Context(now, ed, flags=("contested",)), Context(now, AnonymousUser(), outside=True)):
            if not context.outside or one.sight is Sight.ALL:
                for value in values(one, now):
                    assert Claim.objects.filter(one.condition(value, context)).count() == 0
