"""Find out who wrote a record, by account and never by the user name at the time.

A user name can change and pass to somebody else. A record's actor is only text for readers; permissions depend on the foreign
key ``person``. Older rows have it only if exactly one account matches; the others store all accounts that may match
(``may_be``). See docs/decisions/0023-accounts-not-names.md.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

_USER = "user:"


def done_by(person: AbstractBaseUser) -> Q:
    """Return the condition that a user wrote a row, or may have written it.

    A row without an account counts for every account that it may mean: those stored in ``may_be``, or else the current user
    with that name.
    """
    name = person.get_username()
    named = Q(actor=f"{_USER}{name}") | Q(actor__startswith="token:", actor__endswith=f" ({name})")
    return Q(person=person) | (Q(person=None) & (Q(may_be=person) | (Q(may_be=None) & named)))


def done_by_unknown() -> Q:
    """Return the condition that the author of a row is unknown: it has no account, and no account has its user name."""
    holder = User.objects.filter(username=Substr(OuterRef("actor"), len(_USER) + 1))
    return Q(person=None, may_be=None, actor__startswith=_USER) & ~Q(Exists(holder))
