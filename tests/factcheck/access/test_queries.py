"""What is read of a token on every request is what the model and its permissions say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.operations.desk.roles import EDITOR, VIEWER, ensure_role
from factcheck.access.models import ApiToken
from factcheck.access.operations import issue_token
from factcheck.access.queries import token_of
from factcheck.access.scopes import CLAIMS_READ

pytestmark = pytest.mark.django_db


def issued(user: User) -> ApiToken:
    at = timezone.now().replace(microsecond=0)
    made = issue_token(user, "a test", [CLAIMS_READ], at=at, actor="user:boss", networks=["192.0.2.0/24"])
    ApiToken.objects.filter(pk=made.token.pk).update(last_used_at=at + timedelta(hours=1))
    return ApiToken.objects.get(pk=made.token.pk)


@pytest.mark.parametrize("kind", ["in two roles", "with one of their own", "with none", "superuser"])
def test_a_token_and_the_permissions_of_its_person_are_one_query(kind: str) -> None:
    ada = User.objects.create_user("ada", "ada@example.org", is_superuser=kind == "superuser", is_staff=True)
    if kind == "in two roles":
        ada.groups.set([ensure_role(VIEWER), ensure_role(EDITOR)])
    if kind == "with one of their own":
        ada.user_permissions.set([Permission.objects.get(codename="view_claim")])
    stored, fresh = issued(ada), User.objects.get(pk=ada.pk)
    wanted = fresh.get_all_permissions()
    with CaptureQueriesContext(connection) as queries:
        found = token_of(stored.key)
        assert found is not None
        names = ("pk", "key", "digest", "name", "scopes", "networks", "expires_at", "last_used_at", "revoked_at", "user_id")
        assert [getattr(found, name) for name in names] == [getattr(stored, name) for name in names]
        person = found.user
        for name in ("pk", "username", "email", "is_active", "is_staff", "is_superuser"):
            assert getattr(person, name) == getattr(fresh, name), name
        for name in ("claims.view_claim", "claims.change_claim", "claims.remove_claim"):
            assert person.has_perm(name) == fresh.has_perm(name), name
    assert len(queries) == 1
    assert person.get_all_permissions() == wanted


def test_a_deactivated_user_can_do_nothing() -> None:
    ada = User.objects.create_user("ada", is_active=False)
    ada.groups.set([ensure_role(EDITOR)])
    found = token_of(issued(ada).key)
    assert found is not None
    assert not found.user.is_active
    assert not found.user.has_perm("claims.view_claim")


def test_an_unknown_key_is_not_a_token() -> None:
    assert token_of("a" * 12) is None
