"""People of the desk, by user name."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.queries.desk.people import colleague


def test_somebody_who_left_is_found_and_no_near_name_is(ed: User) -> None:
    User.objects.filter(pk=ed.pk).update(is_active=False)
    assert colleague("ed") == ed
    assert colleague("Ed ") is colleague("") is None
