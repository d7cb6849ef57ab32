"""Which claims look different to outsiders when another claim is hidden or published."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from claims.models import Claim, ClaimRelation, Decision
from claims.queries.facts.current import Ids, of
from claims.vocabulary import ASSESSED_TOGETHER, PART_OF

#: The relations that an assessment may rest on: a split is identified by its parts.
_BEARING: Final = (*ASSESSED_TOGETHER, PART_OF)


def bearing_on(ids: Collection[int]) -> set[int]:
    """Return the claims whose outside view may depend on whether the claims ``ids`` are hidden, except those themselves.

    Struck relations count, because decisions that were made while they were current still do.
    """
    own = sorted(set(ids))
    if not own:
        return set()
    found = _ends(own)
    found.update(Decision.objects.filter(of("other_claim_id", own)).values_list("claim_id", flat=True))
    merged = set(Claim.objects.filter(of("merged_into_id", own)).values_list("pk", flat=True))
    # The claim that a merged claim was merged into takes over its contradictions.
    return (found | merged | (_ends(sorted(merged)) if merged else set())).difference(own)


def _ends(ids: Ids) -> set[int]:
    rows = ClaimRelation.objects.filter(of("from_claim_id", ids) | of("to_claim_id", ids), kind__in=_BEARING)
    return {end for pair in rows.values_list("from_claim_id", "to_claim_id") for end in pair}


def visibility_changed(wanted: Mapping[str, Mapping[str, bool | datetime | None]]) -> set[int]:
    """Return the recorded claims whose ``public`` or ``embargo_until`` differ from the given values, by key."""
    rows = Claim.objects.alone().filter(key__in=sorted(wanted)).only("key", "public", "embargo_until")
    return {row.pk for row in rows if any(getattr(row, name) != value for name, value in wanted[row.key].items())}
