"""Who may approve the use of an unnamed source."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.models import User

#: Approving is also to say why the name was withheld: the record then tells that somebody has asked.
APPROVE: Final = "sources.approve_unnamed"


def approvers() -> list[tuple[str, str]]:
    """Return who may approve the use of an unnamed source, by name: what is recorded of each, and how a list calls them."""
    people = User.objects.with_perm(APPROVE).order_by("username")
    return [(one.get_username(), _called(one)) for one in people]


def _called(one: User) -> str:
    full = one.get_full_name()
    return f"{full} ({one.get_username()})" if full else one.get_username()
