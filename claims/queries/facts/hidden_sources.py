"""Which sources outsiders may see: those that a published claim names. All others do not exist for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Exists, OuterRef, Q

from claims.models import Attribution, Decision, Interest
from claims.queries.claims.read import published
from claims.vocabulary import DISCREDITED
from factcheck.database.lookups import among
from sources.models import Source

#: The paths from an attribution to a source: the speaker, who vouches for it and who it has said to be, and the publisher.
_WAYS: Final = ("source", "source__vouched_by", "source__also_vouched_by", "source__named_as", "document__publisher")


def named_in_public(now: datetime) -> Q:
    """Return the condition on sources that a claim which anonymous callers may read at ``now`` names them."""
    shown = published(now, "claim__") & Q(claim__removed_at=None)
    return reduce(or_, _naming(shown & Q(voided_at=None), shown & Q(struck_at=None), _shown_in_public(now)))


def _shown_in_public(now: datetime) -> Q:
    """Return the condition that a decision does not discredit by a hidden claim alone."""
    evidence = Q(document__isnull=False) | Q(attribution__isnull=False) | published(now, "other_claim__")
    return ~Q(kind=DISCREDITED) | evidence


def public_source(key: str, now: datetime) -> int | None:
    """Return the id of a source that outsiders may see."""
    return Source.objects.filter(named_in_public(now), key=key).values_list("pk", flat=True).first()


def only_hidden(sources: Collection[int], now: datetime) -> set[int]:
    """Return those of the sources that are in claims, but in none that an anonymous caller may read at ``now``."""
    named = Source.objects.filter(reduce(or_, _naming(Q(), Q(), Q())), among("pk", sources))
    return set(named.exclude(named_in_public(now)).values_list("pk", flat=True))


def _naming(said: Q, held: Q, decided: Q) -> Iterator[Q]:
    """Yield the conditions that an attribution that is ``said``, or a stake or decision that is ``held``, names a source.

    ``decided`` is a further condition on decisions.
    """
    yield from (Q(Exists(Attribution.objects.filter(said, **{way: OuterRef("pk")}))) for way in _WAYS)
    further = {"further_documents__document__publisher": OuterRef("pk"), "further_documents__struck_at": None}
    yield Q(Exists(Attribution.objects.filter(said, **further)))
    yield Q(Exists(Interest.objects.filter(held, source=OuterRef("pk"))))
    yield Q(Exists(Decision.objects.filter(held, decided, source=OuterRef("pk"))))
