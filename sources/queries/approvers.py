"""Who may approve the use of an unnamed source: anybody with the permission, except whoever recorded it."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from factcheck.access.acts import done_by
from sources.models import Source, SourceChange

#: Setting these fields is part of approving: the record then shows that somebody checked.
APPROVE: Final = "sources.approve_unnamed"
#: Changing these makes it another source: whoever changes them counts as having recorded it.
WHO_IT_IS: Final = ("name", "vouched_by_id", "also_vouched_by", "organisation_source_id")


def recorded(source: Source, person: AbstractBaseUser) -> bool:
    """Return whether a person recorded a source, changed its name, vouchers or organisation later, or may have done so."""
    said = Q(action="recorded") | Q(action="changed", new__has_any_keys=list(WHO_IT_IS))
    return SourceChange.objects.filter(said, done_by(person), source=source).exists()


def approval_fault(source: Source | None, name: str, person: AbstractBaseUser) -> str:
    """Return why a person may not approve a source as ``name``; "" if they may. None: it is new.

    Callers check the permission.
    """
    # Saying nothing, or what is recorded already, approves nothing.
    if name in {"", source.approved_by if source is not None else ""}:
        return ""
    if name != person.get_username():
        return "You can only approve in your own name: give your user name, or leave it out."
    # By account and not by name: whoever recorded it may have been renamed since (decision 23).
    if source is None or recorded(source, person):
        return "You recorded this unnamed source and cannot approve it: leave it out, and ask another senior editor."
    return ""
