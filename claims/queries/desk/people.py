"""The people of the desk: by user name, as comments mention them, and those who may read comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

#: What somebody needs to read the comments on a claim.
READS_COMMENTS: Final = ("claims.view_claim", "claims.view_comment")
#: A comment that calls more people is a circular (a guess).
MOST_MENTIONED: Final = 20

#: An @ within a word belongs to an e-mail address. User names have these characters.
_MENTION: Final = re.compile(r"(?<![\w@.+-])@([\w.@+-]{1,150})")
#: User names may end in these, and so do sentences.
_ENDS: Final = ".@+-"


class Mentioned(NamedTuple):
    """The accounts that a text mentions, in order, and the names that no account has."""

    people: tuple[User, ...]
    unknown: tuple[str, ...]


def colleague(name: str) -> User | None:
    """Return the person with a user name, if there is one, active or not: operations check that."""
    return User.objects.filter(username=name).first()


def mentioned_in(text: str) -> Mentioned:
    """Return whom a text mentions as ``@username``, in either case: one query."""
    said = list(dict.fromkeys(found.group(1) for found in _MENTION.finditer(unicodedata.normalize("NFKC", text))))
    wanted = Q(pk__in=())
    for name in said[: MOST_MENTIONED + 1]:
        for read in _readings(name):
            wanted |= Q(username__iexact=read)
    known = {one.get_username().casefold(): one for one in User.objects.filter(wanted)} if said else {}
    people, unknown = {}, []
    for name in said:
        found = next((known[read.casefold()] for read in _readings(name) if read.casefold() in known), None)
        if found is None:
            unknown.append(name.rstrip(_ENDS))
        else:
            people[found.pk] = found
    return Mentioned(tuple(people.values()), tuple(name for name in unknown if name))


def _readings(name: str) -> Iterator[str]:
    """Yield a name as written, and without the signs at its end, one by one: the last one ends the sentence, perhaps."""
    yield name
    while name and name[-1] in _ENDS:
        name = name[:-1]
        if name:
            yield name


def reads_comments(person: User) -> bool:
    """Return whether a person may read the comments on a claim, and so be mentioned in one."""
    return person.is_active and person.is_staff and person.has_perms(READS_COMMENTS)


def commenters() -> QuerySet[User]:
    """Return the people who may be mentioned, by user name."""
    return User.objects.with_perm("claims.view_comment").filter(is_staff=True).order_by("username")
