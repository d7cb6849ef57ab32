"""Nobody grants what they have not: permissions given directly and by groups count alike."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User

from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, ensure_role
from claims.queries.desk.privilege_check import beyond, outranks, people


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss")


def test_what_somebody_lacks_is_named_whether_it_comes_directly_or_with_a_group(ed: User) -> None:
    issuing = Permission.objects.get(codename="add_apitoken")
    guests = Group.objects.create(name="Guests")
    guests.permissions.add(Permission.objects.get(codename="remove_claim"), Permission.objects.get(codename="change_claim"))

    assert beyond(ed, [issuing], [guests]) == ["access.add_apitoken", "claims.remove_claim"]
    assert beyond(ed, [], [ensure_role(EDITOR)]) == beyond(ed, [], []) == []


def test_a_superuser_lacks_nothing_until_they_leave(boss: User) -> None:
    assert beyond(boss, Permission.objects.all(), []) == []
    boss.is_active = False
    assert beyond(boss, [Permission.objects.get(codename="change_claim")], []) == ["claims.change_claim"]


def test_an_account_outranks_who_has_less_even_while_it_is_closed(ed: User, sen: User, boss: User) -> None:
    assert (outranks(sen, ed), outranks(ed, sen), outranks(ed, ed)) == (True, False, False)
    closed = User.objects.create_user("closed", is_active=False)
    closed.groups.add(ensure_role(ADMINISTRATOR))
    assert (outranks(closed, sen), outranks(boss, sen), outranks(sen, boss)) == (True, True, False)
    assert list(people().values_list("username", flat=True)) == ["boss", "ed", "sen"]
