"""Recording documents, and changing their details. Readers of sources revise the claims that show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from factcheck.text.search_words import words_of
from sources.models import Document
from sources.names import search_text
from sources.operations.words import record_words


def record_documents(documents: Sequence[Document], *, at: datetime) -> None:
    """Store new, unsaved documents, originals before their copies."""
    for document in documents:
        document.recorded_at = at
        document.search_text = search_text(document.names)
    Document.objects.bulk_create(documents, batch_size=500)
    record_words(word for document in documents for word in words_of(document.title))


def change_document(document: Document, changes: Mapping[str, Any]) -> bool:
    """Set descriptive fields of a stored document; return whether anything changed."""
    changed = [name for name, value in changes.items() if getattr(document, name) != value]
    for name in changed:
        setattr(document, name, changes[name])
    if changed:
        document.search_text = search_text(document.names)
        document.save(update_fields=[*changed, "search_text"])
    if "title" in changed:
        record_words(words_of(document.title))
    return bool(changed)
