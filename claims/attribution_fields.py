"""Every column of an attribution, once: where it is exchanged and published, and whether copies keep its value. Pure.

Copies in other claims (for a merger or a split) use this list. Case files, public bodies and fingerprints have their own
records for attributions; tests compare those with the list.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class AttributionField(NamedTuple):
    """One column of an attribution; ``case_file`` and ``body`` are its paths there, empty if it is not included."""

    name: str
    case_file: str = ""
    body: str = ""
    copied: bool = False  # copies in other claims have its value
    tells_apart: bool = False  # rows of one claim that agree in all of these, and in their links, are one statement
    assessed: bool = False  # the policy reads it, so it is part of the fingerprint of the claim


FIELDS: Final = (
    AttributionField("claim"),
    AttributionField("key", "key", "key", assessed=True),
    AttributionField("source", "source", "source", copied=True, tells_apart=True, assessed=True),
    AttributionField("stance", "stance", "stance", copied=True, tells_apart=True, assessed=True),
    AttributionField("scope", "scope", "scope", copied=True, tells_apart=True, assessed=True),
    AttributionField("basis", "basis", "basis", copied=True, tells_apart=True, assessed=True),
    AttributionField("ground_rule", "ground_rule", copied=True, tells_apart=True),
    AttributionField("document", "document", "document", copied=True, tells_apart=True, assessed=True),
    AttributionField("document_recorded_at"),
    AttributionField("said_at", "said_at", "said_at", copied=True, tells_apart=True, assessed=True),
    AttributionField("quote_exact", "quote.exact", "quote.exact", copied=True, tells_apart=True),
    AttributionField("quote_prefix", "quote.prefix", "quote.prefix", copied=True),
    AttributionField("quote_suffix", "quote.suffix", "quote.suffix", copied=True),
    AttributionField("quote_start", "quote.start", copied=True),
    AttributionField("quote_end", "quote.end", copied=True),
    AttributionField("quote_translation", "quote.translation", "quote.translation", copied=True),
    AttributionField("supersedes", "supersedes", "superseded_by", assessed=True),
    AttributionField("recorded_at", "recorded_at", assessed=True),
    AttributionField("withdrawn_at", "withdrawn.at", "withdrawn.at", copied=True, assessed=True),
    AttributionField("withdrawal_recorded_at", assessed=True),
    AttributionField("withdrawn_by", "withdrawn.by", "withdrawn.by", copied=True, assessed=True),
    AttributionField("withdrawal_reason", "withdrawn.reason", "withdrawn.reason", copied=True),
    AttributionField("withdrawn_with_document", "withdrawn.with_document", copied=True),
    AttributionField("voided_at"),
    AttributionField("void_reason", "voided.reason", copied=True),
)
