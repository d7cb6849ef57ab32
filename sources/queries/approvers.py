"""Who may approve the use of an unnamed source: whoever asks, with the permission, unless they recorded it."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from factcheck.access.acts import done_by
from sources.models import Source, SourceChange

#: Approving is also to say why the name was withheld: the record then tells that somebody has asked.
APPROVE: Final = "sources.approve_unnamed"
#: Another name, or another outlet that vouches, makes another source of it: whoever gives it that has recorded it.
WHO_IT_IS: Final = ("name", "vouched_by_id")


def recorded(source: Source, person: AbstractBaseUser) -> bool:
    """Tell whether a person recorded a source, gave it its name or voucher since, or may have done so."""
    said = Q(action="recorded") | Q(action="changed", new__has_any_keys=list(WHO_IT_IS))
    return SourceChange.objects.filter(said, done_by(person), source=source).exists()


def approval_fault(source: Source | None, name: str, person: AbstractBaseUser) -> str:
    """Return why a person may not record the approval of a source by ``name``; "" where they may. None: it is new.

    Whether they have the permission is for callers to ask.
    """
    if name in {"", source.approved_by if source is not None else ""}:
        return ""
    if name != person.get_username():
        return "The one who approves says so themselves: give your own user name, or leave it out."
    if source is None or recorded(source, person):
        return "Whoever recorded an unnamed source does not approve it: leave it out, and ask another senior editor."
    return ""
