"""Who is an administrator of the desk, and how the first becomes one."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.operations.desk.administrators import administrators, make_administrator
from claims.operations.desk.roles import EDITOR, ensure_role
from factcheck.access.accounts import must_change_password

PASSWORD = "correct-horse-battery"
pytestmark = pytest.mark.django_db


def test_only_those_who_can_sign_in_are_administrators(now: datetime) -> None:
    User.objects.create_user("gone", is_staff=True, is_superuser=True, is_active=False)
    User.objects.create_user("machine", is_superuser=True)
    User.objects.create_user("editor", is_staff=True).groups.add(ensure_role(EDITOR))
    assert administrators() == []
    make_administrator("ada", PASSWORD, at=now, actor="command:setup", chosen=True)
    User.objects.create_user("root", is_staff=True, is_superuser=True).groups.add(ensure_role(EDITOR))
    assert administrators() == ["ada", "root"]


@pytest.mark.parametrize("chosen", [True, False])
def test_a_password_that_somebody_else_knows_must_be_changed(now: datetime, chosen: bool) -> None:
    person = make_administrator("ada", PASSWORD, at=now, actor="command:setup", chosen=chosen)
    assert must_change_password(User.objects.get(pk=person.pk)) is not chosen


@pytest.mark.parametrize(("name", "password"), [("ada", "short"), ("ada", "12345678901"), ("", PASSWORD), ("a/b", PASSWORD)])
def test_what_the_admin_would_refuse_is_refused(now: datetime, name: str, password: str) -> None:
    with pytest.raises(ValidationError):
        make_administrator(name, password, at=now, actor="command:setup", chosen=True)
    assert not User.objects.exists()
