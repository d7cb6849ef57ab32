"""The extractors: the built-in one, and those of installed packages. Pure.

A package adds one with an entry point of the group ``factcheck.extractors`` that loads an ``Extractor``.
"""

from __future__ import annotations

from typing import Final

from claims.intake.extraction.basic.extractor import Basic
from claims.intake.extraction.proposals import Checked, Extractor, check
from factcheck.discovery import installed

GROUP: Final = "factcheck.extractors"
DEFAULT: Final = "basic"


class UnknownExtractorError(Exception):
    """No extractor has this name, or none that reads this language."""


def extractors() -> dict[str, Extractor]:
    """Return extractors by name. A plug-in that cannot be loaded is skipped with a warning; none replaces the built-in one."""
    found = (*installed(GROUP, Extractor), Basic())  # type: ignore[type-abstract]
    return {each.name: each for each in found}


def extract(text: str, language: str, name: str = DEFAULT) -> Checked:
    """Return what the named extractor proposes on a text, as far as it is in order.

    Raises: UnknownExtractorError.
    """
    extractor = extractors().get(name)
    if extractor is None or language not in extractor.languages:
        raise UnknownExtractorError(f"no extractor {name} for the language {language}")
    return check(text, extractor.propose(text, language))
