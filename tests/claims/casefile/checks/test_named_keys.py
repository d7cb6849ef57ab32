"""The keys that a case file names, so that the stored records can be fetched."""

from __future__ import annotations

from claims.casefile import named_keys
from tests.claims.casefile.build import decoded


def test_keys_of_records_and_references_are_named() -> None:
    case = decoded(
        {
            "$.sources[1].vouched_by": "voucher",
            "$.sources[2].merged_into": "first",
            "$.relations": [{"from": "from", "to": "to", "kind": "same_as", "reason": "R"}],
            "$.judgements": [{"a": "a", "b": "b", "outcome": "unsure", "reason": "R"}],
            "$.documents[0].publisher": "publisher",
            "$.documents[0].copy_of": "original",
            "$.claims[0].interests": [{"source": "accused", "side": -1}],
            "$.claims[0].relations": [{"kind": "contradicts", "claim": "contrary"}],
            "$.claims[0].merged_into": "whole",
            "$.claims[0].decisions": [
                {"kind": "comment_requested", "source": "asked", "reason": "R"},
                {"kind": "outcome_linked", "claim": "told", "document": "shown", "reason": "R"},
                {
                    "kind": "contest_resolved",
                    "reason": "R",
                    "about": [{"kind": k, "key": f"settled-{k}"} for k in ("attribution", "source", "claim")],
                },
            ],
        }
    )

    named = named_keys(case)

    assert named.sources == {
        *("vedomosti", "vedomosti-diplomat", "bloomberg", "spokesman-review"),
        *("voucher", "from", "to", "a", "b", "publisher", "accused", "first", "asked", "settled-source"),
    }
    assert named.documents == {"sr-visit", "original", "shown"}
    assert named.claims == {"putin-visit-weeks", "contrary", "whole", "told", "settled-claim"}
