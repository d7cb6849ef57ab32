"""The admin of the claims side: it translates in, makes one call to an operation, and translates out."""

from claims.admin import accounts, attributions, claims, documents, findings, history, parts, policies

__all__ = ["accounts", "attributions", "claims", "documents", "findings", "history", "parts", "policies"]
