"""Find a token with its user and their permissions, in one prepared statement, because every request needs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import CharField, QuerySet
from django.db.models.expressions import RawSQL

from factcheck.access.models import ApiToken
from factcheck.database.prepared import Given, Prepared

#: The columns that the API reads of a token and its user, in the order of their models: never the password digest.
#: Django fetches other columns on access.
_OF_TOKEN: Final = (
    "id", "key", "digest", "name", "user_id", "of_staff", "scopes", "networks", "expires_at", "last_used_at", "revoked_at"
)  # fmt: skip
_OF_PERSON: Final = ("id", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active")

#: The same permissions as django.contrib.auth.backends.ModelBackend: those of the user and of their groups.
_PERMISSIONS: Final = """(
    SELECT {joined}(kind.app_label || '.' || permission.codename, ' ')
    FROM auth_permission permission JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE permission.id IN (
        SELECT permission_id FROM auth_user_user_permissions WHERE user_id = auth_user.id
        UNION ALL
        SELECT held.permission_id FROM auth_user_groups belongs
        JOIN auth_group_permissions held ON held.group_id = belongs.group_id WHERE belongs.user_id = auth_user.id
    )
)"""
_TEXTS_JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


def _tokens() -> QuerySet[Any, Any]:
    permissions = RawSQL(_PERMISSIONS.format(joined=_TEXTS_JOINED[connection.vendor]), [])  # noqa: S611 - only constants
    person = [f"user__{name}" for name in _OF_PERSON]
    return ApiToken.objects.filter(key=Given("key", CharField())).values_list(*_OF_TOKEN, *person, permissions)


_TOKEN: Final = Prepared(_tokens)


def token_of(key: str) -> ApiToken | None:
    """Return the token with this key, or None. Its user has the permissions already loaded."""
    for row in _TOKEN.rows(key=key):
        token = ApiToken.from_db(connection.alias, _OF_TOKEN, row[: len(_OF_TOKEN)])
        token.user = _person(row[len(_OF_TOKEN) : -1], row[-1])
        return token
    return None


def _person(values: Sequence[Any], permissions: str | None) -> User:
    person = User.from_db(connection.alias, _OF_PERSON, values)
    if not person.is_superuser:  # superusers have all permissions
        # ModelBackend's cache. Without it, ModelBackend would need two more queries.
        person._perm_cache = set(permissions.split(" ")) if permissions else set()  # type: ignore[attr-defined]
    return person
