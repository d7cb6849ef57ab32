"""How long extractors take: ``python -m tests.extraction.speed`` reads every text of the corpus with each that is installed.

All times are of the processor: other work on the machine changes them less.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from statistics import median

from claims.intake.extraction.plugins import extract, extractors
from tests.extraction.gold import read_texts


def report() -> Iterator[str]:
    """Yield a line for each extractor and language. The first text is read once before: that loads the models."""
    for name, extractor in extractors().items():
        for language in extractor.languages:
            texts = [each.text for each in read_texts().values() if each.language == language]
            if texts:
                memory = _memory()
                first = _milliseconds(texts[0], language, name)
                taken = [_milliseconds(text, language, name) for text in texts]
                yield (
                    f"{name} {language}: {len(texts)} texts, median {median(taken):.0f} ms, at most {max(taken):.0f} ms; "
                    f"first text {first / 1000:.1f} s, {_memory() - memory:.0f} MiB more memory"
                )


def _milliseconds(text: str, language: str, name: str) -> float:
    began = time.process_time()
    extract(text, language, name)
    return 1000 * (time.process_time() - began)


def _memory() -> float:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for line in report():
        print(line, flush=True)
