"""The views that a person saved."""

from __future__ import annotations

from claims.models.saved_view import SavedView


def views_of(user_id: int) -> list[SavedView]:
    """Return the saved views of a person, by name."""
    return list(SavedView.objects.filter(user=user_id).order_by("name", "id"))
