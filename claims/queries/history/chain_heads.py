"""Stored heads of the revision chains, and whether the revisions are those that they cover."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, Q

from claims.chain_heads import Head, Leaf, leaves_digest, rows_digest, unpack
from claims.models import ChainHead, Claim, Revision
from claims.revision_chain import RESEALED
from factcheck.signing_keys import is_signed, key_id, public_of

#: Revisions listed of one head, at most: whoever replaced a table wants to know that, not each row.
MOST_LISTED: Final = 20
_AS_STORED: Final = tuple(name for name in Head.__struct_fields__ if name not in {"day", "made_at"})
#: Called with the number of heads verified.
Verified = Callable[[int], object]


def trusted_keys(*more: str) -> Mapping[str, str]:
    """Return the public keys of the settings and ``more``, by their ids. Raises: KeyFormError."""
    own = [public_of(settings.CHAIN_SIGNING_KEY)] if settings.CHAIN_SIGNING_KEY else []
    return {key_id(public): public for public in (*own, *settings.CHAIN_PUBLIC_KEYS, *more)}


def stored_heads(after: int = 0) -> Iterator[Head]:
    """Yield the heads with numbers above ``after``."""
    rows = ChainHead.objects.filter(number__gt=after).order_by("number").defer("leaves")
    return map(_head, rows.iterator())


def last_head() -> Head | None:
    """Return the last head."""
    row = ChainHead.objects.order_by("-number").defer("leaves").first()
    return None if row is None else _head(row)


def count_of_heads() -> int:
    """Return how many heads there are."""
    return ChainHead.objects.count()


def _head(row: ChainHead) -> Head:
    values = {name: getattr(row, name) for name in _AS_STORED}
    return Head(day=row.day.isoformat(), made_at=row.made_at.isoformat(), **values)


def leaves(after: int, through: int | None, most: int | None = None) -> list[Leaf]:
    """Return the revisions with ids above ``after``, up to ``through`` (None: all), ``most`` at most."""
    rows = Revision.objects.filter(pk__gt=after).order_by("pk")
    if through is not None:
        rows = rows.filter(pk__lte=through)
    salted = rows.annotate(has_salt=ExpressionWrapper(Q(salt__isnull=False), BooleanField()))
    columns = salted.values_list("pk", "claim_id", "number", "sha256", "sealed", "has_salt")[:most]
    return [
        Leaf(pk, claim, number, digest if has_salt and RESEALED not in (sealed or {}) else "")
        for pk, claim, number, digest, sealed, has_salt in columns
    ]


def head_problems(heads: Iterable[Head], keys: Mapping[str, str], verified: Verified = lambda _count: None) -> Iterator[str]:
    """Yield a sentence for each way in which heads, or the revisions that they cover, are not as they were when signed.

    ``heads`` are those of the database, or of a file that was kept elsewhere; ``keys`` are trusted public keys by their ids.
    """
    before: Head | None = None
    for number, head in enumerate(heads, 1):
        yield from _own_problems(head, before, keys)
        found = leaves(head.after, head.through)
        if (len(found), rows_digest(found)) != (head.count, head.rows_sha256):
            yield from _differing(head, found)
        before = head
        verified(number)


def stored_problems() -> Iterator[str]:
    """Yield the problems of the stored heads."""
    return head_problems(stored_heads(), trusted_keys())


def other_heads(heads: Iterable[Head]) -> Iterator[str]:
    """Yield a sentence for each of some heads, kept elsewhere, that the database does not have or has otherwise."""
    stored = dict(ChainHead.objects.values_list("number", "sha256"))
    for head in heads:
        if head.number not in stored:
            yield f"{_name(head)} is not in the database: it was removed, or the database is an older one"
        elif stored[head.number] != head.sha256:
            yield f"{_name(head)} is another one in the database: the heads were replaced, or it is another database"


def _own_problems(head: Head, before: Head | None, keys: Mapping[str, str]) -> Iterator[str]:
    name = _name(head)
    if head.sha256 != head.digest:
        yield f"{name} was altered: its digest is not that of its content"
    last = (before.number, before.sha256, before.through) if before else (0, "", 0)
    if (head.number - 1, head.previous_sha256, head.after) != last:
        follows = f"follow head {last[0]}" if before else "begin the heads"
        yield f"{name} does not {follows}: one was removed, inserted or altered"
    if not head.key_id:
        if before is not None and before.key_id:
            yield f"{name} is not signed, and the one before is: it was replaced, or CHAIN_SIGNING_KEY was removed"
    elif head.key_id not in keys:
        yield f"{name} is signed with the key {head.key_id}, which is not trusted: name its public key (CHAIN_PUBLIC_KEYS)"
    elif not is_signed(keys[head.key_id], head.said, head.signature):
        yield f"{name} was altered: its signature is not that of its content"


def _differing(head: Head, found: list[Leaf]) -> Iterator[str]:
    """Yield which revisions differ from those that a head covers."""
    name = _name(head)
    packed = ChainHead.objects.filter(number=head.number).values_list("leaves", flat=True).first()
    try:
        is_own = packed is not None and leaves_digest(bytes(packed)) == head.leaves_sha256
    except (zlib.error, struct.error):
        is_own = False
    if packed is None or not is_own:
        yield (
            f"the revisions {head.after + 1} to {head.through} are not those of {name}, whose list of them is gone:"
            " compare them with a backup of before"
        )
        return
    covered = {leaf.id: leaf[1:] for leaf in unpack(bytes(packed))}
    now = {leaf.id: (leaf.claim, leaf.number, leaf.print) for leaf in found}
    differing = sorted(pk for pk in covered.keys() | now.keys() if covered.get(pk) != now.get(pk))
    claims = dict(Claim.objects.in_bulk({(covered.get(pk) or now[pk])[0] for pk in differing[:MOST_LISTED]}))
    for pk in islice(differing, MOST_LISTED):
        claim, number, _print = covered.get(pk) or now[pk]
        which = f"revision {number} of claim {f'“{claims[claim].key}”' if claim in claims else claim}"
        did = "was removed" if pk not in now else "was inserted" if pk not in covered else "was altered"
        yield f"{which} (id {pk}) {did} since {name}"
    if len(differing) > MOST_LISTED:
        yield f"{len(differing) - MOST_LISTED:,} more revisions differ from those of {name}"
    if not differing:
        yield f"the digests of the revisions {head.after + 1} to {head.through} are not those of {name}"


def _name(head: Head) -> str:
    return f"head {head.number} of {head.day}"
