"""What an extractor proposes on texts, those of the corpus by default, as marks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from claims.extractors import extract, extractors
from tests.extraction.gold import Marks, Text, read_texts

# For *http*, which the settings describe: these modules are run as programs too.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")


def extracted(name: str, ids: Iterable[str], *, everything: bool, texts: Mapping[str, Text] | None = None) -> dict[str, Marks]:
    """Return the proposals of an extractor that are shown by default, or ``everything``, by the id of their text.

    Texts of a language that it does not read are left out. Raises: ExtractorError.
    """
    texts, read = read_texts() if texts is None else texts, extractors()[name].languages
    found = {each: extract(texts[each].text, texts[each].language, name) for each in ids if texts[each].language in read}
    return {each: Marks(each, checked.kept if everything else checked.shown) for each, checked in found.items()}
