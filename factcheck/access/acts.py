"""Whose act a record tells of: decided by the account that did it, never by the name that it had then.

A name can be changed and given to somebody else. What a record calls its actor is text for readers; rights follow the foreign
key beside it (``person``). Rows from before that key existed are bound where one account alone can be meant; the others keep
the accounts that can be meant (``may_be``). See docs/decisions/0023-accounts-not-names.md.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

_USER = "user:"


def done_by(person: AbstractBaseUser) -> Q:
    """Return the condition that a row was, or may have been, written by a person.

    A row that is bound to no account counts against all who may be meant: those noted in it, else who has its name now.
    """
    name = person.get_username()
    named = Q(actor=f"{_USER}{name}") | Q(actor__startswith="token:", actor__endswith=f" ({name})")
    return Q(person=person) | (Q(person=None) & (Q(may_be=person) | (Q(may_be=None) & named)))


def done_by_nobody_known() -> Q:
    """Return the condition that a row names a person, is bound to no account, and no account has that name: who knows whose."""
    holder = User.objects.filter(username=Substr(OuterRef("actor"), len(_USER) + 1))
    return Q(person=None, may_be=None, actor__startswith=_USER) & ~Q(Exists(holder))
