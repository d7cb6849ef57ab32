"""Who holds a token, and what they may do: asked on every request, so in one statement that need not be put together."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User
from django.db import connection

from factcheck.access.models import ApiToken

#: What the API reads of a token and of its person: never the digest of their password. What else is asked for is fetched then.
_OF_TOKEN: Final = (
    "id", "key", "digest", "name", "user_id", "scopes", "networks", "expires_at", "last_used_at", "revoked_at"
)  # fmt: skip
#: In the order of the model, which takes values in that order.
_OF_PERSON: Final = ("id", "is_superuser", "username", "first_name", "last_name", "email", "is_staff", "is_active")
_TEXTS_JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}

#: The permissions are those of django.contrib.auth.backends.ModelBackend: the person's own, and those of their groups.
_TOKEN: Final = f"""
SELECT {", ".join(f"token.{name}" for name in _OF_TOKEN)},
    {", ".join(f"person.{name} AS person_{name}" for name in _OF_PERSON)}, (
    SELECT {{joined}}(kind.app_label || '.' || permission.codename, ' ')
    FROM auth_permission permission JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE permission.id IN (
        SELECT permission_id FROM auth_user_user_permissions WHERE user_id = person.id
        UNION ALL
        SELECT held.permission_id FROM auth_user_groups belongs
        JOIN auth_group_permissions held ON held.group_id = belongs.group_id WHERE belongs.user_id = person.id
    )
) AS permissions
FROM access_apitoken token JOIN auth_user person ON person.id = token.user_id
WHERE token.key = %s
"""  # noqa: S608 - names of our own


def token_of(key: str) -> ApiToken | None:
    """Return the token of a key, with its person, who knows their permissions already."""
    rows = ApiToken.objects.raw(_TOKEN.format(joined=_TEXTS_JOINED[connection.vendor]), [key])
    token = next(iter(rows), None)
    if token is not None:
        token.user = _person(token)
    return token


def _person(token: ApiToken) -> User:
    told = token.__dict__
    person = User.from_db(token._state.db, _OF_PERSON, [told.pop(f"person_{name}") for name in _OF_PERSON])
    permissions: str | None = told.pop("permissions")
    if not person.is_superuser:  # who may do everything, whatever is listed
        # Where ModelBackend keeps what it found; it would ask for the person's own and their groups' in two statements more.
        person._perm_cache = set(permissions.split(" ")) if permissions else set()  # type: ignore[attr-defined]
    return person
