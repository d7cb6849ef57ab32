from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from claims.intake.extraction.proposals import Hedged, Proposal, Span
from tests.extraction.gold import Marks, as_json, read_marks

CONTENT, CUE, SOURCE, RELAY, MAY = (Span(start, start + 3, "xxx") for start in (0, 10, 20, 30, 1))


def test_a_chain_ends_in_the_source() -> None:
    assert Proposal("supports", CONTENT, CUE, SOURCE, "unnamed", (RELAY,)).hands == (RELAY, SOURCE)
    assert Proposal("reports", CONTENT, CUE).hands == ()


def test_spans_have_the_names_of_their_fields() -> None:
    whole = Proposal("supports", CONTENT, CUE, SOURCE, "unnamed", (RELAY,), Hedged("possible", MAY), reason=MAY, means=RELAY)

    assert list(whole.spans()) == [
        ("content", CONTENT), ("cue", CUE), ("hedge", MAY), ("source", SOURCE), ("reason", MAY), ("means", RELAY),
        ("relays", RELAY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fields", [{"source": SOURCE}, {"naming": "unnamed"}, {"relays": (RELAY,)}], ids=["no naming", "no source", "no last hand"]
)
def test_parts_of_a_chain_belong_together(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="source"):
        Proposal("supports", CONTENT, CUE, **fields)


@pytest.mark.parametrize(("old", "new"), [('"neither"', '"agrees"'), ('"named"', '"known"'), ('"cue"', '"verb"')])
def test_words_outside_the_vocabulary_are_refused(tmp_path: Path, old: str, new: str) -> None:
    written = as_json(Marks("en-900", (Proposal("neither", CONTENT, CUE, SOURCE, "named"),))).decode()
    path = tmp_path / "en-900.json"
    path.write_text(written)
    assert read_marks(tmp_path)["en-900"].spans[0].stance == "neither"

    path.write_text(written.replace(old, new))
    with pytest.raises(msgspec.ValidationError):
        read_marks(tmp_path)
