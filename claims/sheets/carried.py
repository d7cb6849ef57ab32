"""The statements that a story carries: those recorded from it, and all that these pass on."""

from __future__ import annotations

from claims.published import PublicAttribution
from claims.sheets.values import StoryClaim


def carried(of: StoryClaim) -> list[PublicAttribution]:
    """Return the attributions recorded from a story and what they cite or copy, directly or through others."""
    rows = {row.key: row for row in of.claim.attributions}
    waiting = [key for key in rows if key in of.made_from]
    seen = set(waiting)
    for key in waiting:
        more = [each for each in (*rows[key].cites, rows[key].copies) if each in rows and each not in seen]
        seen.update(more)
        waiting += more
    return [rows[key] for key in waiting]
