from __future__ import annotations

import pytest

from tests.extraction import speed
from tests.extraction.gold import read_texts


def test_each_language_of_an_extractor_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {each: text for each, text in read_texts().items() if each in {"en-001", "en-003", "ru-001"}}
    monkeypatch.setattr(speed, "read_texts", lambda: few)

    lines = [line for line in speed.report() if line.startswith("basic ")]

    assert [line.split(" texts")[0] for line in lines] == ["basic en: 2", "basic ru: 1"]
