"""The sample case, for a desk that has no records yet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import claims
from claims.casefile import read_case
from claims.operations.cases.loading import LoadResult, load_case
from claims.verification import Change
from sources.capturing import capture_text
from sources.queries.documents.captures import captures_held
from sources.queries.reading import document_of_key

_FOLDER: Final = Path(claims.__file__).parent / "sample"
SAMPLE: Final = _FOLDER / "visits-and-arms-2024.json"
#: The reason that its revisions have.
REASON: Final = "the sample case"
#: What its page reports, in our words: the article itself is not ours to store.
_SUMMARY: Final = _FOLDER / "visits-and-arms-2024.txt"
_PAGE: Final = "sr-rare-visits"
_TITLE: Final = "Summary of the facts, in our own words: not the article"


def load_sample(change: Change) -> LoadResult:
    """Load the sample case: with all rights of the command line, because its content is ours."""
    loaded = load_case(read_case(SAMPLE.read_bytes(), yaml=False), change)
    capture_summary(change)
    return loaded


def capture_summary(change: Change) -> None:
    """Keep the summary as a pasted text of the sample's page, for its story sheet; a page with a capture is left alone."""
    page = document_of_key(_PAGE)
    if page is None or captures_held(page, limit=1):
        return
    text = _SUMMARY.read_text(encoding="utf-8")
    capture_text(text, at=change.at, actor=change.actor, reason=change.reason, document=page, title=_TITLE, language="en")
