"""A prepared query finds what the queryset that it was built from finds, each time with other values."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db.models import CharField, DateTimeField

from factcheck.prepared import Given, Prepared
from tests.cases import claim, load, person, row

pytestmark = pytest.mark.django_db


def test_values_are_given_each_time_and_it_is_built_once() -> None:
    built = []

    def build() -> object:
        built.append(1)
        return User.objects.filter(username=Given("name", CharField())).values_list("username", "is_active", "date_joined")

    people = Prepared(build)
    for name in ("ada", "ben’; --"):
        user = User.objects.create_user(name)
        assert people.rows(name=name) == [(name, True, user.date_joined)]
    assert people.rows(name="nobody") == []
    assert built == [1]


def test_a_value_that_was_not_given_is_an_error_and_not_a_null() -> None:
    people = Prepared(lambda: User.objects.filter(date_joined__lt=Given("then", DateTimeField())).values_list("pk"))
    with pytest.raises(KeyError, match="then"):
        people.rows()


def test_pages_of_all_claims_are_those_of_the_same_claims_asked_for_by_conditions(now) -> None:
    from claims.queries import reading
    from claims.queries.retired import going_on

    load({"sources": [person("ada")], "claims": [claim(f"c{n}", row("ada")) for n in range(7)]}, at=now)
    every = reading.all_claims()
    for newest_first in (True, False):
        ordered = reading.ordered(every.filter(going_on()), newest_first=newest_first)
        for after in ("", "c0", "c3", "c6", "none"):
            page = reading.page_of_all(after, 3, newest_first=newest_first)
            assert page == reading.page(ordered, after, 3, readable=every), (newest_first, after)
    assert reading.head_of_any("c3") == reading.head(every, "c3")
    assert reading.head_of_any("none") is None
