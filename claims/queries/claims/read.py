"""Claims for readers: stored bodies, each with its last revision. A request never builds a body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import BigIntegerField, CharField, Q, QuerySet

from claims.models import Claim, Revision
from claims.queries.merges.retired import going_on
from factcheck.database.prepared import Given, Prepared


class Stored(NamedTuple):
    """The stored public body of a claim: JSON text, and what identifies this version."""

    id: int
    key: str
    revision: int
    changed_at: datetime
    digest: str  # of the last revision, which covers all earlier ones
    body: str


class Head(NamedTuple):
    """What shows whether a claim has changed, without its body."""

    id: int
    revision: int
    digest: str
    removed_at: datetime | None


_KEY: Final = Given("key", CharField())
_OF_BODY = ("public_body__revision", "public_body__at", "public_body__chain_sha256", "public_body__body")


def published(now: datetime, of: str = "") -> Q:
    """Return the condition that anonymous callers may read a claim: it is public and not under embargo.

    ``of`` is the path to the claim if the condition is on another record: ``claim__``.
    """
    free = Q(**{f"{of}embargo_until": None}) | Q(**{f"{of}embargo_until__lte": now})
    return Q(**{f"{of}public": True}) & free


def hidden_among(keys: Collection[str], now: datetime) -> set[str]:
    """Return which of these keys belong to claims that anonymous callers may not read."""
    if not keys:
        return set()
    return set(Claim.objects.filter(~published(now), key__in=sorted(keys)).values_list("key", flat=True))


def changed_since(instant: datetime) -> Q:
    """Return the condition that a claim has a revision of this time or later."""
    # Revisions are stored in the order of their times, so that an index of a few pages finds the latest.
    return Q(pk__in=Revision.objects.filter(at__gte=instant).values("claim"))


def ordered(claims: QuerySet[Claim], *, newest_first: bool) -> QuerySet[Claim]:
    """Return claims that can be read, in the order of recording."""
    return claims.filter(public_body__isnull=False).order_by("-id" if newest_first else "id")


def page(claims: QuerySet[Claim], after: str, limit: int, *, readable: QuerySet[Claim]) -> list[Stored] | None:
    """Return the next ``limit`` of ordered claims after that with the key ``after`` (empty: the first).

    None if no ``readable`` claim has that key: this hides which other claims exist. It need no longer be among ``claims``.
    """
    if after:
        known = readable.filter(key=after).values_list("pk", flat=True).first()
        if known is None:
            return None
        # By id and not by offset: what is recorded meanwhile shifts no page, and a deep page costs no more than the
        # first.
        claims = _beyond(claims, known)
    return list(map(Stored._make, claims.values_list("id", "key", *_OF_BODY)[:limit]))


def page_of_all(after: str, limit: int, *, newest_first: bool) -> list[Stored] | None:
    """Return the same as ``page`` for all current claims, without other conditions: the most frequent request."""
    given = {}
    if after:
        known = _BY_KEY.rows(key=after)
        if not known:
            return None
        given["last"] = known[0][0]
    return list(map(Stored._make, _page_of_all(bool(after), limit, newest_first).rows(**given)))


_BY_KEY: Final = Prepared(lambda: Claim.objects.filter(key=_KEY).values_list("pk"))


# Bounded, because clients choose the limit, and each limit is a statement of its own.
@lru_cache(maxsize=64)
def _page_of_all(is_after: bool, limit: int, newest_first: bool) -> Prepared:
    def build() -> QuerySet[Any, Any]:
        claims = ordered(Claim.objects.filter(going_on()), newest_first=newest_first)
        if is_after:
            claims = _beyond(claims, Given("last", BigIntegerField()))
        return claims.values_list("id", "key", *_OF_BODY)[:limit]

    return Prepared(build)


def every(claims: QuerySet[Claim], batch: int = 500) -> Iterator[list[Stored]]:
    """Yield all of ordered claims in batches: memory is bounded, and no transaction stays open."""
    rows = claims
    while found := list(map(Stored._make, rows.values_list("id", "key", *_OF_BODY)[:batch])):
        yield found
        rows = _beyond(claims, found[-1].id)


def stored(claims: QuerySet[Claim]) -> list[Stored]:
    """Return the bodies of claims, in no order."""
    return list(map(Stored._make, claims.filter(public_body__isnull=False).values_list("id", "key", *_OF_BODY)))


def every_id(claims: QuerySet[Claim], batch: int = 500) -> Iterator[list[int]]:
    """Yield the ids of all of ordered claims in batches."""
    rows = claims
    while found := list(rows.values_list("pk", flat=True)[:batch]):
        yield found
        rows = _beyond(claims, found[-1])


def _beyond(claims: QuerySet[Claim], last: int | Given) -> QuerySet[Claim]:
    """Return the part of ordered claims that comes after the claim with the id ``last``.

    The condition is repeated on their bodies, or the database reads all bodies before the page to join them.
    """
    way = "lt" if claims.query.order_by[0] == "-id" else "gt"
    return claims.filter(**{f"pk__{way}": last, f"public_body__{way}": last})


def head(claims: QuerySet[Claim], key: str) -> Head | None:
    """Return what shows whether the claim with a key has changed."""
    return next(map(Head._make, _heads(claims.filter(key=key))), None)


def head_of_any(key: str) -> Head | None:
    """Return the same as ``head``, for all claims."""
    return next(map(Head._make, _HEAD.rows(key=key)), None)


def _heads(claims: QuerySet[Claim]) -> QuerySet[Any, Any]:
    columns = ("id", "public_body__revision", "public_body__chain_sha256", "removed_at")
    return claims.filter(public_body__isnull=False).values_list(*columns)


_HEAD: Final = Prepared(lambda: _heads(Claim.objects.filter(key=_KEY)))


def heads(keys: Iterable[str]) -> dict[str, Head]:
    """Return what shows whether claims have changed, by key, for those of these keys that exist."""
    rows = Claim.objects.filter(key__in=list(keys), public_body__isnull=False)
    columns = ("key", "id", "public_body__revision", "public_body__chain_sha256", "removed_at")
    return {key: Head(*values) for key, *values in rows.values_list(*columns)}


def body(claim: int) -> Stored | None:
    """Return the body of a claim by its id."""
    return next(map(Stored._make, _BODY.rows(claim=claim)), None)


_BODY: Final = Prepared(lambda: Claim.objects.filter(pk=Given("claim", BigIntegerField())).values_list("id", "key", *_OF_BODY))


def claim(pk: int) -> Claim:
    """Return a claim by its id."""
    return Claim.objects.get(pk=pk)


def all_claims() -> QuerySet[Claim]:
    """Return all claims, for conditions to narrow."""
    return Claim.objects.all()


def revisions(claim: int, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the revisions of a claim before a number (None: the last ones), newest first."""
    rows = Revision.objects.filter(claim=claim)
    if before is not None:
        rows = rows.filter(number__lt=before)
    columns = ("number", "at", "actor", "action", "reason", "sha256", "previous_sha256", "body_sha256", "erased")
    return [{**row, "erased": _parts(row["erased"])} for row in rows.order_by("-number").values(*columns)[:limit]]


def _parts(listed: dict[str, Any] | None) -> list[dict[str, Any]]:
    return [{"revision": gap["revision"], "part": gap["part"]} for gap in (listed or {}).get("gaps", ())]


def revision_digest(claim: int, number: int) -> str:
    """Return the digest of one revision of a claim; empty if there is no such revision."""
    return Revision.objects.filter(claim=claim, number=number).values_list("sha256", flat=True).first() or ""


def revision_body(claim: int, number: int) -> tuple[datetime, str, str] | None:
    """Return the time, the digest and the public body of one revision of a claim."""
    found = Revision.objects.filter(claim=claim, number=number).first()
    return (found.at, found.sha256, found.body_text()) if found is not None else None
