"""Sources in case files: updated, tied and merged as the file says, and what of them is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.casefile import CaseFileError
from claims.models import Standing
from claims.operations.merges.sources import merge_sources
from claims.queries.cases.export import claim_ids, export
from claims.verification import Change
from sources.models import Source, SourceChange, SourceRelation
from sources.operations import SourceOperationError
from tests.cases import claim, load, outlet, person, row, two_statements, unnamed
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]
SOURCES = [outlet("post"), outlet("paper"), outlet("gazette"), unnamed("u", "post"), unnamed("v", "paper"), person("ada")]
CLAIM = claim("c", row("u"), row("v"), row("gazette", stance="reports", cites=["u", "v"]))


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def test_a_source_may_be_updated_and_claims_show_it(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(sources=[person("ada", short_name="A. Lovelace")])
    standing = Standing.objects.select_related("assessment").get(claim__key="c")
    assert "A. Lovelace" in standing.assessment.explanation
    assert SourceChange.objects.filter(source__key="ada", action="changed").get().new == {"short_name": "A. Lovelace"}
    assert_stored_equals_fresh(now)


def test_an_unnamed_source_with_an_identity_is_refused(loaded: Load) -> None:
    with pytest.raises(CaseFileError) as refused:
        loaded(sources=[outlet("post"), unnamed("u", "post", wikidata_id="Q42")])
    assert refused.value.problems[0].path == "$.sources[1].wikidata_id"
    assert "Q42" not in str(Source.objects.values_list())


def test_a_file_ends_a_term_and_records_the_next(loaded: Load) -> None:
    term = {"from": "ada", "to": "ben", "kind": "speaks_for", "reason": "so", "from_on": "2010-01-01"}
    loaded(sources=[person("ada"), person("ben")], relations=[term])
    loaded(relations=[{**term, "until_on": "2014-12-31"}, {**term, "from_on": "2019-01-01"}])
    loaded(relations=[{name: value for name, value in term.items() if name != "from_on"}])  # no dates: as they are recorded
    current = SourceRelation.objects.filter(struck_at=None).order_by("from_on")
    assert [row.period for row in current] == ["from 2010-01-01 until 2014-12-31", "from 2019-01-01"]
    assert SourceRelation.objects.count() == 3
    exported = export([], whole=True)
    assert [relation.from_on for relation in exported.relations or ()] == ["2010-01-01", "2019-01-01"]


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
