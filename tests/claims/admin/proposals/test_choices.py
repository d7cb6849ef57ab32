from __future__ import annotations

import pytest

from claims.admin.proposals.choices import Chosen, chosen


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("", None),
        ("bridge@3", ("bridge", 3)),
        ("bridge@x", ("bridge", 0)),
        (f"bridge@{'9' * 30}", ("bridge", 0)),
        ("bridge", None),
        ("@3", None),
    ],
)
def test_the_choice_of_a_claim_has_the_revision_that_was_seen(value, means):
    assert chosen(value) == means
    assert means is None or chosen(str(Chosen(*means))) == means
