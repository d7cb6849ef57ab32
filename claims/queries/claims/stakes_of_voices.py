"""Stakes in claims, by who speaks as one."""

from __future__ import annotations

from django.db.models import Count, Q

from claims.models import Interest


def opposite_stakes(voice: int) -> list[str]:
    """Return the keys of the claims in which the sources of one voice have stakes on both sides."""
    held = Interest.objects.filter(Q(source=voice) | Q(source__voice=voice), struck_at=None)
    sides = held.values("claim__key").annotate(sides=Count("side", distinct=True)).filter(sides__gt=1)
    return list(sides.order_by("claim__key").values_list("claim__key", flat=True))
