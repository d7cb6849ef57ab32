from __future__ import annotations

from datetime import datetime

import pytest

from claims.queries.claims.new_keys import key_for, new_keys
from tests.cases import claim, load


@pytest.mark.parametrize(("text", "key"), [("The bridge closes.", "the-bridge-closes"), ("Мост закрыт", ""), ("?", "")])
def test_a_key_is_made_of_the_letters_of_a_text(text: str, key: str) -> None:
    assert key_for(text) == key


def test_new_keys_differ_from_each_other_and_from_those_on_record(db: None, now: datetime) -> None:
    load({"claims": [claim("it-closes"), claim("claim")]}, at=now)

    texts = ["It closes.", "It closes!", "Мост закрыт", "?", "x" * 200]
    assert new_keys(texts) == ["it-closes-2", "it-closes-3", "most-zakryt", "claim-2", "x" * 75]
