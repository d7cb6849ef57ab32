"""Removes a text from claims: their rows, revisions and bodies, and anything that could confirm a guess.

Callers hold the locks of the claims and the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from claims.erasure_fields import OWNERS
from claims.models import Assessment, Claim, PublicBody, Standing
from claims.operations.claims.search_words import words_stored, write_words
from claims.operations.history.digests import follow_digests
from claims.operations.history.erasing_rows import redact
from claims.operations.history.findings import Waivers, rebind
from claims.operations.writing import settle_all
from claims.published import tombstone
from claims.queries.history.erasure_tables import Table, tables
from claims.queries.history.occurrences import candidates, redacted
from claims.verification import Change
from claims.verification.storage.sealing import seal
from claims.verification.storage.tombstones import append_tombstone
from factcheck.database.lookups import among
from factcheck.text.erasing import Wanted


def erase_from(claims: Sequence[int], wanted: Wanted, dated: Change, *, keyed: bool) -> set[str]:
    """Erase a text from claims, each of which gets a revision that lists the gaps; return the words that found them.

    With ``keyed``, keys that findings name are erased too.
    """
    words = {word for claim in claims for word in words_stored(claim)}
    # Before anything changes: afterwards nothing shows which of them held.
    waivers = Waivers.of(claims)
    counts = _redact_rows(claims, wanted)
    lists: dict[int, dict[str, Any]] = {}
    for claim in claims:
        sealed = seal(claim, wanted.replaced, lambda body: redacted(wanted, body))
        follow_digests(sealed.anew)
        lists[claim] = {"places": counts.get(claim, {}), **sealed.listed}
    drop_facts_digests(claims)
    if keyed:
        rebind(claims, waivers)
    change = dated._replace(erased=lists)
    removed = set(Claim.objects.filter(among("id", claims), removed_at__isnull=False).values_list("pk", flat=True))
    for claim in sorted(removed):
        _append_to_tombstone(claim, change, lists[claim])
    write_words(removed)
    # Deleted claims have nothing to assess: their tombstones got the revision above.
    settle_all([claim for claim in claims if claim not in removed], change)
    return words


def drop_facts_digests(claims: Collection[int]) -> None:
    """Empty the facts digests of claims, because names of sources can be guessed from them."""
    Assessment.objects.filter(among("claim", claims)).exclude(facts_digest="").update(facts_digest="")
    Standing.objects.filter(among("claim", claims)).update(facts_digest="", fingerprint=None)


def _redact_rows(claims: Collection[int], wanted: Wanted) -> Mapping[int, dict[str, int]]:
    """Erase the text from the rows of claims; return the number of rows of each table, by claim."""
    counts: dict[int, dict[str, int]] = {}
    for table in tables():
        if table.label not in OWNERS:
            continue
        mine = candidates(table, wanted).filter(among(table.owner, claims)).values_list("pk", table.owner)
        for pk, owner in list(mine):
            if redact(table, [pk], wanted):
                of_claim = counts.setdefault(owner, {})
                of_claim[table.label] = of_claim.get(table.label, 0) + 1
    return counts


def _append_to_tombstone(claim_id: int, change: Change, listed: dict[str, Any]) -> None:
    body = PublicBody.objects.select_related("claim").get(claim=claim_id)
    if body.claim.removed_at is not None:
        append_tombstone(body, tombstone(body.claim.key, body.claim.removed_at), change, listed)


def shared_tables() -> list[Table]:
    """Return the tables whose rows belong to no single claim."""
    return [table for table in tables() if table.label not in OWNERS]
