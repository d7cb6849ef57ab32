"""Second records of sources in case files: merged as on the desk that exported them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from claims.casefile import CaseFileError
from claims.operations.cases import LoadResult
from claims.operations.merges.sources import merge_sources
from claims.queries.cases.export import claim_ids, export
from claims.verification import Change
from sources.models import Source
from sources.operations import SourceOperationError
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., LoadResult]

SOURCES = [outlet("post"), outlet("paper"), outlet("gazette"), unnamed("u", "post"), unnamed("v", "paper"), person("ada")]
CLAIM = claim("c", row("u"), row("v"), row("gazette", stance="reports", cites=["u", "v"]))


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def test_what_was_merged_loads_back_to_the_same(loaded: Load, now: datetime) -> None:
    """A chain of outlets, and two unnamed sources that may be one only because their outlets are."""
    with transaction.atomic():
        loaded(sources=SOURCES, claims=[CLAIM])
        for second, first in (("paper", "post"), ("post", "gazette"), ("v", "u")):
            merge_sources(source(second), source(first), Change(now, "user:eve", "merged", "One and the same."))
        loaded(claims=[{**CLAIM, "priority": 1}])
        before = exported()
        apart = export(claim_ids(["c"]), whole=False)
        transaction.set_rollback(True)
    assert [one.key for one in apart.sources or ()] == ["post", "paper", "gazette", "u", "v"]
    load(before[0], at=now + timedelta(hours=1))
    assert exported() == before
    assert source("v").voice == source("u")
    again = load(before[0], at=now + timedelta(hours=2))
    assert (again.sources, again.revised) == (0, ())
    assert_stored_equals_fresh(now + timedelta(hours=2))


def test_a_file_does_not_undo_a_merger(loaded: Load) -> None:
    loaded(sources=[*SOURCES, outlet("times", merged_into="post")])
    with pytest.raises(CaseFileError, match=r"\$\.sources\[0\]\.merged_into: .* a case file cannot undo"):
        loaded(sources=[outlet("times", merged_into=None)])
    with pytest.raises(SourceOperationError, match="is already merged into “Post”: undo that first"):
        loaded(sources=[outlet("times", merged_into="gazette")])
