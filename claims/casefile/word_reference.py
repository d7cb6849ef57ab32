"""The words of case files and the API: ``python -m claims.casefile.word_reference`` prints the page docs/words.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import claims.vocabulary  # noqa: F401 - importing it registers its vocabularies
import sources.vocabulary  # noqa: F401
from factcheck.words import Word

_INTRO: Final = """\
# Words

`python -m claims.casefile.word_reference > docs/words.md` generates this page; do not edit it by hand. It lists the words
that the desk stores, exchanges in case files and accepts over the API. Each is one line of an enum in
`sources/vocabulary.py` or `claims/vocabulary.py`."""


def as_text() -> str:
    """Return the page as stored in docs/words.md."""
    own = sorted((each for each in Word.__subclasses__() if _is_of_the_desk(each)), key=lambda each: each.__name__)
    return "\n".join([_INTRO, *(line for vocabulary in own for line in _section(vocabulary)), ""])


def _is_of_the_desk(vocabulary: type[Word]) -> bool:
    return vocabulary.__module__ in {"claims.vocabulary", "sources.vocabulary"}


def _section(vocabulary: type[Word]) -> Iterator[str]:
    yield f"\n## {vocabulary.__name__}\n"
    yield f"{(vocabulary.__doc__ or '').strip()}\n"
    yield "| word | on the desk |\n| --- | --- |"
    yield from (f"| `{word}` | {word.label} |" for word in vocabulary)


if __name__ == "__main__":
    sys.stdout.write(as_text())
