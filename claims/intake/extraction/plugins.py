"""The extractors: the built-in one, and those of installed packages. Pure.

A package adds one with an entry point of the group ``factcheck.extractors`` that loads an ``Extractor``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

from claims.intake.extraction.basic.extractor import Basic
from claims.intake.extraction.proposals import Checked, Extractor, check
from factcheck.discovery import installed

GROUP: Final = "factcheck.extractors"
DEFAULT: Final = "basic"

log = logging.getLogger(__name__)


class ExtractorError(Exception):
    """There are no proposals; the message says why, in a sentence."""


class UnknownExtractorError(ExtractorError):
    """No extractor has this name, or none that reads this language."""


def extractors(further: Iterable[Extractor] = ()) -> dict[str, Extractor]:
    """Return extractors by name. A plug-in that cannot be loaded is skipped with a warning; none replaces one of ours."""
    found = (*installed(GROUP, Extractor), *further, Basic())  # type: ignore[type-abstract]
    return {each.name: each for each in found}


def extract(text: str, language: str, name: str = DEFAULT, further: Iterable[Extractor] = ()) -> Checked:
    """Return what the named extractor proposes on a text, as far as it is in order; ``language`` is a BCP 47 tag.

    Raises: UnknownExtractorError; ExtractorError if it fails, however it does.
    """
    language = language.partition("-")[0].lower()  # extractors read a language, not its regions
    extractor = extractors(further).get(name)
    if extractor is None or language not in extractor.languages:
        raise UnknownExtractorError(f"There is no extractor “{name}” for the language “{language}”.")
    try:
        return check(text, extractor.propose(text, language))
    except ExtractorError:
        raise
    except Exception as error:
        log.exception("the extractor %s failed", name)  # it is not our code
        raise ExtractorError(f"The extractor “{name}” failed ({type(error).__name__}).") from error
