"""Every column of an attribution, once: where it is exchanged and published, and whether copies keep its value. Pure.

Copies in other claims (for a merger or a split) use this list. Case files, public bodies and fingerprints have their own
records for attributions; tests compare those with the list.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from factcheck.text.erasing import OnErase


class AttributionField(NamedTuple):
    """One column of an attribution; ``case_file`` and ``body`` are its paths there, empty if it is not included."""

    name: str
    on_erase: OnErase  # what erasing a text does to it
    case_file: str = ""
    body: str = ""
    copied: bool = False  # copies in other claims have its value
    tells_apart: bool = False  # rows of one claim that agree in all of these, and in their links, are one statement
    assessed: bool = False  # the policy reads it, so it is part of the fingerprint of the claim


FIELDS: Final = (
    AttributionField("claim", OnErase.KEPT),
    AttributionField("key", OnErase.KEY, "key", "key", assessed=True),
    AttributionField("source", OnErase.KEPT, "source", "source", copied=True, tells_apart=True, assessed=True),
    AttributionField("stance", OnErase.KEPT, "stance", "stance", copied=True, tells_apart=True, assessed=True),
    AttributionField("scope", OnErase.KEPT, "scope", "scope", copied=True, tells_apart=True, assessed=True),
    AttributionField("basis", OnErase.KEPT, "basis", "basis", copied=True, tells_apart=True, assessed=True),
    AttributionField("hedge", OnErase.KEPT, "hedge.degree", "hedge.degree", copied=True, tells_apart=True, assessed=True),
    AttributionField("hedge_words", OnErase.TEXT, "hedge.words", "hedge.words", copied=True, tells_apart=True),
    AttributionField("ground_rule", OnErase.KEPT, "ground_rule", copied=True, tells_apart=True),
    AttributionField("reporter", OnErase.TEXT, "reporter", "reporter", copied=True, tells_apart=True),
    AttributionField("document", OnErase.KEPT, "document", "document", copied=True, tells_apart=True, assessed=True),
    AttributionField("document_recorded_at", OnErase.KEPT),
    AttributionField("said_at", OnErase.KEPT, "said_at", "said_at", copied=True, tells_apart=True, assessed=True),
    AttributionField("quote_exact", OnErase.TEXT, "quote.exact", "quote.exact", copied=True, tells_apart=True),
    AttributionField("quote_prefix", OnErase.TEXT, "quote.prefix", "quote.prefix", copied=True),
    AttributionField("quote_suffix", OnErase.TEXT, "quote.suffix", "quote.suffix", copied=True),
    AttributionField("quote_start", OnErase.KEPT, "quote.start", copied=True),
    AttributionField("quote_end", OnErase.KEPT, "quote.end", copied=True),
    AttributionField("quote_translation", OnErase.TEXT, "quote.translation", "quote.translation", copied=True),
    AttributionField("supersedes", OnErase.KEPT, "supersedes", "superseded_by", assessed=True),
    AttributionField("recorded_at", OnErase.KEPT, "recorded_at", assessed=True),
    AttributionField("withdrawn_at", OnErase.KEPT, "withdrawn.at", "withdrawn.at", copied=True, assessed=True),
    AttributionField("withdrawal_recorded_at", OnErase.KEPT, assessed=True),
    AttributionField("withdrawn_by", OnErase.KEPT, "withdrawn.by", "withdrawn.by", copied=True, assessed=True),
    AttributionField("withdrawal_reason", OnErase.TEXT, "withdrawn.reason", "withdrawn.reason", copied=True),
    AttributionField("withdrawn_with_document", OnErase.KEPT, "withdrawn.with_document", copied=True),
    AttributionField("withdrawn_with_authors", OnErase.KEPT, "withdrawn.with_authors", copied=True),
    AttributionField("voided_at", OnErase.KEPT),
    AttributionField("void_reason", OnErase.TEXT, "voided.reason", copied=True),
)
