"""The admin of the claims side: it translates in, makes one call to an operation, and translates out."""

from django.contrib import admin

from claims.admin import accounts, attributions, claims, documents, findings, history, parts, policies

__all__ = ["accounts", "attributions", "claims", "documents", "findings", "history", "parts", "policies"]

# Unfold's own first page lists tables; ours tells what waits for the desk, and lists them below.
admin.site.index_template = "admin/desk/index.html"
admin.site.index_title = "The desk"
