"""What an extractor proposes on texts of the corpus, as marks."""

from __future__ import annotations

from collections.abc import Iterable

from claims.intake.extraction.plugins import extract
from tests.extraction.gold import Marks, read_texts


def extracted(name: str, ids: Iterable[str]) -> dict[str, Marks]:
    """Return the proposals of an extractor by the id of their text, those of low confidence too."""
    texts = read_texts()
    return {each: Marks(each, extract(texts[each].text, texts[each].language, name).kept) for each in ids}
