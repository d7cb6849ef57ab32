"""Who did what a record says: decided by the account, never by its name at the time.

Names can change and be reused. The actor of a record is text for readers; permissions follow the foreign key ``person``. Older
rows are bound to an account where only one is possible; the others keep the possible accounts (``may_be``). See
docs/decisions/0023-accounts-not-names.md.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

_USER = "user:"


def done_by(person: AbstractBaseUser) -> Q:
    """Return the condition that a row was, or may have been, written by a person.

    A row bound to no account counts against every possible account: those stored in it, else the one that has its name now.
    """
    name = person.get_username()
    named = Q(actor=f"{_USER}{name}") | Q(actor__startswith="token:", actor__endswith=f" ({name})")
    return Q(person=person) | (Q(person=None) & (Q(may_be=person) | (Q(may_be=None) & named)))


def done_by_nobody_known() -> Q:
    """Return the condition that a row names a person but is bound to no account, and no account has that name."""
    holder = User.objects.filter(username=Substr(OuterRef("actor"), len(_USER) + 1))
    return Q(person=None, may_be=None, actor__startswith=_USER) & ~Q(Exists(holder))
