"""Scopes of tokens. A scope opens a part of the API; the role of the user limits what they may do there, as on the desk."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

CLAIMS_READ: Final = "claims:read"
CLAIMS_WRITE: Final = "claims:write"
SOURCES_WRITE: Final = "sources:write"
VERDICTS_PUBLISH: Final = "verdicts:publish"
RUNS_START: Final = "runs:start"
ADMIN: Final = "admin"

SCOPES: Final = {
    CLAIMS_READ: _("Read claims, their revisions and flags, sources, documents and runs"),
    CLAIMS_WRITE: _("Record and change claims and attributions"),
    SOURCES_WRITE: _("Record and change sources, their relations and documents"),
    VERDICTS_PUBLISH: _("Draft, review and publish verdicts"),
    RUNS_START: _("Start and stop verification"),
    ADMIN: _("Set the desk's policy, and everything else that administrators do"),
}
