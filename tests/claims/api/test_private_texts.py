"""The frame of comments, notes and complaints; what each list shows is tested with it."""

from __future__ import annotations

from typing import Any

import pytest

from claims.api.decisions.complaints import AnswerComplaint, StrikeComplaint
from claims.api.decisions.notes import StrikeNote
from claims.api.desk.discussion import EditDeskComment, StrikeDeskComment
from claims.api.private_texts import TextMove, numbered
from factcheck.api.problems import ProblemError

MOVES = (EditDeskComment, StrikeDeskComment, StrikeNote, AnswerComplaint, StrikeComplaint)


def test_the_newest_has_the_highest_number() -> None:
    assert list(numbered(["newest", "older", "first"])) == [(3, "newest"), (2, "older"), (1, "first")]


@pytest.mark.parametrize("view", MOVES, ids=lambda view: view.__name__)
def test_a_number_that_there_is_not_is_named_as_such(view: type[TextMove], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "numbered", staticmethod(lambda _claim, _number: None))
    one: Any = view()
    one.found = lambda _key: type("Head", (), {"id": 1})
    with pytest.raises(ProblemError, match=r"Unknown (comment|note|complaint)"):
        one.row(key="c", number=9)
