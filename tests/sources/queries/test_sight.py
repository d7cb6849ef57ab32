"""The claims side says which sources are known from unpublished claims alone; sources ask without importing claims."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.queries.facts import hidden_sources
from sources.queries import sight


def test_the_answer_of_the_claims_is_registered_when_the_process_starts() -> None:
    assert sight._answer == [hidden_sources.only_hidden]


def test_the_last_function_registered_answers_and_is_not_asked_of_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[int]] = []
    monkeypatch.setattr(sight, "_answer", [sight._none])
    assert sight.only_hidden({1, 2}, now) == set()

    sight.answer_with(lambda ids, _now: asked.append(set(ids)) or {1})  # type: ignore[func-returns-value]

    assert (sight.only_hidden({1, 2}, now), sight.only_hidden([], now), asked) == ({1}, set(), [{1, 2}])
