"""Store what outsiders see of claims where that differs from what the desk sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from claims.models import OutsideView
from claims.policy.assess import DESK_ONLY
from claims.policy.assess import Assessment as Assessed
from claims.published import OutsideParts, PublicFlag, PublicSide
from claims.queries.bodies.assessments import public_flags, public_side
from claims.queries.bodies.settled import decisions_by_id
from claims.queries.facts.current import Ids, of
from claims.verification.evaluating import Verified
from claims.verification.storage import bulk
from factcheck.database.prepared import PreparedOf

_COLUMNS: Final = ("claim", "status", "retired", "flags", "parts", "support", "digest")
_encode: Final = msgspec.json.Encoder().encode


class Views(NamedTuple):
    """Claims that look different to outsiders than before, and when the next embargo ends that changes it."""

    changed: frozenset[int]
    until: Mapping[int, datetime]


def store_views(found: Mapping[int, Verified], ids: Ids) -> Views:
    """Store the outside views of the assessed claims ``ids``, and delete those no longer needed."""
    wanted = rows_of(found)
    stored = dict(_STORED.rows(ids))
    assessed = {pk for pk, one in found.items() if one.assessment is not None}
    gone = (stored.keys() & assessed) - wanted.keys()
    if gone:
        OutsideView.objects.filter(of("claim_id", sorted(gone))).delete()
    bulk.insert(OutsideView, _COLUMNS, [row for pk, row in wanted.items() if pk not in stored])
    changed = {pk for pk, row in wanted.items() if stored.get(pk) != row[-1]}
    bulk.update(OutsideView, _COLUMNS, [wanted[pk] for pk in sorted(changed & stored.keys())])
    until = {pk: one.outside.reveals_at for pk, one in found.items() if one.outside and one.outside.reveals_at}
    return Views(frozenset(gone | changed), until)


_STORED: Final = PreparedOf("claim_id", lambda these: OutsideView.objects.filter(these).values_list("claim_id", "digest"))


def rows_of(found: Mapping[int, Verified]) -> dict[int, bulk.Row]:
    """Return what to store for outsiders, by claim; nothing for claims that look the same to them."""
    apart = {pk: one.outside for pk, one in found.items() if one.outside is not None}
    decisions = decisions_by_id(sorted(apart)) if apart else {}
    rows = {}
    for pk, outside in apart.items():
        desk, assessed = found[pk].assessment, outside.assessment
        shown = tuple(one for number, one in decisions.get(pk, ()) if number in outside.decisions)
        # Facts may differ and show the same: such a claim needs no row.
        if desk is not None and _same(desk, assessed) and len(shown) == len(decisions.get(pk, ())):
            continue
        flags = tuple(flag for flag in public_flags(assessed) if flag.code not in DESK_ONLY)
        counts = _counts(desk, assessed)
        parts = OutsideParts(
            status=assessed.status,
            explanation=assessed.explanation,
            flags=flags,
            decisions=shown,
            superseded_by=assessed.superseded_by,
        )
        encoded = _encode(msgspec.structs.replace(parts, **counts))
        digest = blake2b(encoded + bytes([outside.retired]), digest_size=16).hexdigest()
        support = _encode(counts["support"]).decode() if counts else None
        rows[pk] = (pk, assessed.status, outside.retired, flags_text(flags), encoded.decode(), support, digest)
    return rows


def _same(one: Assessed, other: Assessed) -> bool:
    same = all(getattr(one, part) == getattr(other, part) for part in ("status", "explanation", "flags", "superseded_by"))
    return same and not _counts(one, other)


def _counts(desk: Assessed | None, outside: Assessed) -> dict[str, PublicSide]:
    """Return the counts that outsiders see; nothing where they are those of the desk."""
    seen = {"support": public_side(outside.support), "denial": public_side(outside.denial)}
    same = desk is not None and seen == {"support": public_side(desk.support), "denial": public_side(desk.denial)}
    return {} if same else seen


def flags_text(flags: Collection[PublicFlag]) -> str:
    """Return flags in the form that filters match: each as ``,CODE:SEVERITY,``."""
    # Commas at both ends, so that a search for ``,stale:`` does not find the end of a longer code.
    return "".join(f",{flag.code}:{flag.severity}," for flag in flags)
