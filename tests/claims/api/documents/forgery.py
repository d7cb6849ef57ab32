"""A document of the sample that turns out to be forged, and the one that shows it."""

from __future__ import annotations

from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE

BOTH = (CLAIMS_READ, SOURCES_WRITE)
HELD = "documents/sr-rare-visits/"
OTHER = {"key": "finding", "publisher": "vedomosti", "kind": "article", "title": "How it was forged"}
SHOWN = {"document": "finding", "at": "2024-06-12", "reason": "The pages are of another year."}
