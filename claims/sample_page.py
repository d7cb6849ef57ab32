"""The page of the sample case as the desk has it: a summary of what it reports, in our words.

The article itself is not ours to store. The summary has a sentence for each claim of the case, so that it is a story sheet.
"""

from __future__ import annotations

from typing import Final

from claims.operations.cases.sample import SAMPLE
from claims.verification import Change
from sources.capturing import capture_text
from sources.queries.documents.captures import captures_held
from sources.queries.reading import document_of_key

_SUMMARY: Final = SAMPLE.with_suffix(".txt")
_PAGE: Final = "sr-rare-visits"
_TITLE: Final = "Summary of the facts, in our own words: not the article"


def capture_summary(change: Change) -> None:
    """Keep the summary as a pasted text of the sample's page. A page that has a capture is left alone."""
    page = document_of_key(_PAGE)
    if page is None or captures_held(page, limit=1):
        return
    text = _SUMMARY.read_text(encoding="utf-8")
    capture_text(text, at=change.at, actor=change.actor, reason=change.reason, document=page, title=_TITLE, language="en")
