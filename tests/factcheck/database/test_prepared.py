"""A prepared query finds what the queryset that it was built from finds, each time with other values."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.db.models import CharField, DateTimeField

from factcheck.database.prepared import Given, Prepared, PreparedOf
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


@pytest.mark.parametrize("ids", [[], [2], range(2, 4), range(1, 200), [*range(1, 200)], [3, 10**12]], ids=repr)
def test_ids_may_be_few_or_many_a_range_or_a_list(ids: range | list[int]) -> None:
    people = [User(pk=pk, username=f"person-{pk}") for pk in (1, 2, 3, 250)]
    User.objects.bulk_create(people)
    named = PreparedOf("id", lambda these: User.objects.filter(these).order_by("id").values_list("id", "username"))
    for _ in range(3):
        assert named.rows(ids) == list(User.objects.filter(pk__in=list(ids)).order_by("id").values_list("id", "username"))


def test_of_several_fields_one_must_be_among_the_ids() -> None:
    pairs = User.user_permissions.through.objects
    permissions = Permission.objects.order_by("pk")[:4]
    for number, permission in enumerate(permissions):
        User.objects.create_user(f"person-{number}").user_permissions.add(permission)
    either = PreparedOf("user_id,permission_id", lambda these: pairs.filter(these).values_list("user_id", "permission_id"))
    every = list(pairs.values_list("user_id", "permission_id"))
    for ids in ([every[0][0]], [every[1][1]], [every[2][0], every[3][1]], range(1, 10_000)):
        assert sorted(either.rows(ids)) == sorted(pair for pair in every if pair[0] in ids or pair[1] in ids)


@pytest.mark.postgresql
def test_postgresql_keeps_the_plan_for_few_ids_and_plans_each_time_for_many() -> None:
    named = PreparedOf("id", lambda these: User.objects.filter(these, last_name="prepared").values_list("id"))
    for ids in ([1], [2, 3], range(1, 3), range(1, 2000), [*range(1, 2000)]):
        named.rows(ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%last_name%'")
        assert cursor.fetchall() == [(3, 0)]


def test_pages_of_all_claims_equal_those_of_the_same_claims_by_conditions(now) -> None:
    from claims.queries.claims import read as reading
    from claims.queries.merges.retired import going_on

    load({"sources": [person("ada")], "claims": [claim(f"c{n}", row("ada")) for n in range(7)]}, at=now)
    every = reading.all_claims()
    for newest_first in (True, False):
        ordered = reading.ordered(every.filter(going_on()), newest_first=newest_first)
        for after in ("", "c0", "c3", "c6", "none"):
            page = reading.page_of_all(after, 3, newest_first=newest_first)
            assert page == reading.page(ordered, after, 3, readable=every), (newest_first, after)
    assert reading.head_of_any("c3") == reading.head(every, "c3")
    assert reading.head_of_any("none") is None
