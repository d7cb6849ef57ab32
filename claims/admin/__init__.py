"""The admin of the claims side: it translates in, makes one call to an operation, and translates out."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin import (
    accounts,
    attributions,
    claims,
    decisions,
    documents,
    findings,
    history,
    notes,
    parts,
    policies,
    rating_words,
    source_merging,
    tokens,
    verdicts,
    webhooks,
)
from claims.admin.stock import show_front_page

__all__ = [
    "accounts",
    "attributions",
    "claims",
    "decisions",
    "documents",
    "findings",
    "history",
    "notes",
    "parts",
    "policies",
    "rating_words",
    "source_merging",
    "tokens",
    "verdicts",
    "webhooks",
]

# The admin's own first page lists tables; ours tells what waits for the desk, and lists them below.
admin.site.index_template = "admin/desk/index.html"
admin.site.index_title = _("The desk")
if not settings.ADMIN_UNFOLD:
    show_front_page(admin.site)
