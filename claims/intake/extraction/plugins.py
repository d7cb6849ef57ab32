"""The extractors: the built-in ones, and those of installed packages. Pure.

A package adds one with an entry point of the group ``factcheck.extractors`` that loads an ``Extractor``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claims.intake.extraction.basic.extractor import Basic
from claims.intake.extraction.proposals import Checked, Extractor, check
from claims.intake.extraction.syntactic.extractor import Syntactic
from claims.intake.extraction.syntactic.models import ModelError
from factcheck.discovery import installed

GROUP: Final = "factcheck.extractors"
DEFAULT: Final = "basic"
_OPTIONAL: Final = Syntactic.name


class UnknownExtractorError(Exception):
    """No extractor has this name, or none that reads this language, or its models are missing or others."""


def extractors() -> dict[str, Extractor]:
    """Return extractors by name. A plug-in that cannot be loaded is skipped with a warning; none replaces a built-in one."""
    return {each.name: each for each in (*installed(GROUP, Extractor), *_built_in())}  # type: ignore[type-abstract]


def _built_in() -> Iterator[Extractor]:
    """Yield *basic*, and *syntactic* where the models of at least one language are installed."""
    yield Basic()
    if (syntactic := Syntactic()).languages:
        yield syntactic


def extract(text: str, language: str, name: str = DEFAULT) -> Checked:
    """Return what the named extractor proposes on a text, as far as it is in order.

    Raises: UnknownExtractorError.
    """
    extractor = extractors().get(name)
    if extractor is None and name == _OPTIONAL:
        raise UnknownExtractorError(f"{name} is not installed: pip install --require-hashes -r requirements-syntactic.txt")
    if extractor is None or language not in extractor.languages:
        raise UnknownExtractorError(f"no extractor {name} for the language {language}")
    try:
        return check(text, extractor.propose(text, language))
    except ModelError as error:
        raise UnknownExtractorError(str(error)) from error
