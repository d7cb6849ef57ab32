"""Every extractor of this installation: built in, installed, and the newsroom's own model, which answers over HTTP.

The network is used here, and never within a transaction.
"""

from __future__ import annotations

from typing import Final

import msgspec
from django.conf import settings

from claims.intake.extraction import plugins
from claims.intake.extraction.plugins import DEFAULT, ExtractorError, UnknownExtractorError
from claims.intake.extraction.proposals import Checked, Extractor, Proposal
from claims.intake.extraction.syntactic.models import ENGLISH, Model, ModelError, spacy_model
from factcheck.outbound import OutboundError, send

__all__ = ["DEFAULT", "ExtractorError", "UnknownExtractorError", "extract", "extractors"]

#: The most bytes of an answer (a guess: a thousand proposals have half a megabyte).
_MOST_BYTES: Final = 2_000_000


def extractors() -> dict[str, Extractor]:
    """Return every extractor by name."""
    return plugins.extractors(_own(), english_model())


def extract(text: str, language: str, name: str = DEFAULT) -> Checked:
    """Return what the named extractor proposes on a text, as far as it is in order; *http* may take ``EXTRACTOR_SECONDS``.

    Raises: ExtractorError.
    """
    return plugins.extract(text, language, name, _own(), english_model())


def _own() -> tuple[Extractor, ...]:
    return (HttpExtractor(),) if settings.EXTRACTOR_URL else ()


def english_model() -> Model:
    """Return the model by which *syntactic* reads English: the pinned one, or that of ``EXTRACTOR_ENGLISH_MODEL``."""
    package, sha256 = settings.EXTRACTOR_ENGLISH_MODEL, settings.EXTRACTOR_ENGLISH_MODEL_DIGEST
    if not package:
        return ENGLISH
    try:
        return spacy_model(package, sha256)
    except ModelError:  # whoever asks for proposals in English is shown that it is missing
        return ENGLISH._replace(package=package, sha256=sha256)


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    proposals: list[msgspec.Raw]


class HttpExtractor:
    """The newsroom's own model, as the settings ``EXTRACTOR_…`` describe it. Its answer is as hostile as any."""

    name = "http"

    def __init__(self) -> None:
        self.languages: tuple[str, ...] = tuple(settings.EXTRACTOR_LANGUAGES)

    def propose(self, text: str, language: str) -> list[Proposal | None]:
        """Return its proposals; None in the place of one that is not in the format.

        Raises: ExtractorError.
        """
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if settings.EXTRACTOR_TOKEN:
            headers["Authorization"] = f"Bearer {settings.EXTRACTOR_TOKEN}"
        allowed = settings.EXTRACTOR_ALLOWED_NETWORKS
        try:
            answer = send(
                "POST", settings.EXTRACTOR_URL, headers=headers, body=msgspec.json.encode({"text": text, "language": language}),
                seconds=settings.EXTRACTOR_SECONDS, most=_MOST_BYTES + 1, http=bool(allowed), allowed=allowed,
            )  # fmt: skip
        except OutboundError as error:
            raise ExtractorError(f"The model of EXTRACTOR_URL did not answer: {error}.") from None
        if answer.status != 200:
            raise ExtractorError(f"The model of EXTRACTOR_URL answered with the status {answer.status}.")
        if len(answer.body) > _MOST_BYTES:
            raise ExtractorError(f"The model of EXTRACTOR_URL answered with more than {_MOST_BYTES:,} bytes.")
        try:
            found = _answers.decode(answer.body).proposals
        except (ValueError, RecursionError):
            raise ExtractorError("The model of EXTRACTOR_URL answered with what is no list of proposals.") from None
        return [_proposal(each) for each in found]


_answers: Final = msgspec.json.Decoder(_Answer)
_proposals: Final = msgspec.json.Decoder(Proposal)


def _proposal(raw: msgspec.Raw) -> Proposal | None:
    """Return a proposal with its confidence between 0 and 1."""
    try:
        found = _proposals.decode(raw)
    except (ValueError, RecursionError):
        return None
    if found.confidence is None:
        return found
    return msgspec.structs.replace(found, confidence=min(max(found.confidence, 0.0), 1.0))
