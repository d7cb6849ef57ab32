"""The extractors: the built-in ones, and those of installed packages. Pure.

A package adds one with an entry point of the group ``factcheck.extractors`` that loads an ``Extractor``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Final

from claims.intake.extraction.basic.extractor import Basic
from claims.intake.extraction.proposals import Checked, Extractor, check
from claims.intake.extraction.syntactic.extractor import Syntactic
from claims.intake.extraction.syntactic.models import ENGLISH, Model, ModelError
from factcheck.discovery import installed

GROUP: Final = "factcheck.extractors"
DEFAULT: Final = "basic"
_OPTIONAL: Final = Syntactic.name

log = logging.getLogger(__name__)


class ExtractorError(Exception):
    """There are no proposals; the message says why, in a sentence."""


class UnknownExtractorError(ExtractorError):
    """No extractor has this name, or none that reads this language, or its models are missing or others."""


def extractors(further: Iterable[Extractor] = (), english: Model = ENGLISH) -> dict[str, Extractor]:
    """Return extractors by name. A plug-in that cannot be loaded is skipped with a warning; none replaces one of ours."""
    found = (*installed(GROUP, Extractor), *further, *_built_in(english))  # type: ignore[type-abstract]
    return {each.name: each for each in found}


def _built_in(english: Model) -> Iterator[Extractor]:
    """Yield *basic*, and *syntactic* where the models of at least one language are installed."""
    yield Basic()
    if (syntactic := Syntactic(english)).languages:
        yield syntactic


def extract(
    text: str, language: str, name: str = DEFAULT, further: Iterable[Extractor] = (), english: Model = ENGLISH
) -> Checked:
    """Return what the named extractor proposes on a text, as far as it is in order; ``language`` is a BCP 47 tag.

    ``english``: the model by which *syntactic* reads English.

    Raises: UnknownExtractorError; ExtractorError if it fails, however it does.
    """
    language = language.partition("-")[0].lower()  # extractors read a language, not its regions
    # Looking for plug-ins takes longer than *basic* does to read an article.
    extractor = next((each for each in _built_in(english) if each.name == name), None)
    extractor = extractor or extractors(further, english).get(name)
    if extractor is None and name == _OPTIONAL:
        raise UnknownExtractorError(f"{name} is not installed: pip install --require-hashes -r requirements-syntactic.txt")
    if extractor is None or language not in extractor.languages:
        raise UnknownExtractorError(f"There is no extractor “{name}” for the language “{language}”.")
    try:
        return check(text, extractor.propose(text, language))
    except ExtractorError:
        raise
    except ModelError as error:
        raise UnknownExtractorError(str(error)) from error
    except Exception as error:
        log.exception("the extractor %s failed", name)  # it is not our code
        raise ExtractorError(f"The extractor “{name}” failed ({type(error).__name__}).") from error
