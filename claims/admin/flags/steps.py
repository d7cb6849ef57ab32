"""Buttons that lead to other pages of a claim and its records, for those who may open them."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from claims.models import Claim
from claims.operations.desk.page_permissions import pages

_PAGES: Final = pages()


class Button(NamedTuple):
    """A button: its label and URL."""

    label: str
    address: str


def is_merged_or_deleted(claim: Claim) -> bool:
    """Return whether a claim was merged or deleted, so that its flags can no longer be resolved."""
    return claim.merged_into_id is not None or claim.removed_at is not None


def page_of(claim: Claim, name: str, **asked: str) -> str:
    """Return the URL of a page under the page of a claim."""
    address = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


def may_send(request: HttpRequest, name: str) -> bool:
    """Return whether the user may send the form of a page of the admin, by its URL name."""
    needs = _PAGES[name].sends
    return needs is not None and request.user.has_perms(needs)
