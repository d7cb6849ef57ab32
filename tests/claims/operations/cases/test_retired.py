"""Claims that a case file says were merged, and claims that were merged or deleted before it."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.casefile import CaseFileError
from claims.models import Decision
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError
from tests.cases import claim, load, person, row
from tests.claims.operations.moving import LATER, assert_whole, because, flags, pk


def test_a_file_that_says_what_was_merged_retires_it_too(db: None, now: datetime) -> None:
    one, other = claim("one", row("ada"), merged_into="other"), claim("other", row("ada"))
    load({"sources": [person("ada")], "claims": [one, other]}, at=now)
    assert flags("one") == set()
    assert flags("other")
    with pytest.raises(OperationError, match="“one” is already merged into “other”"):
        load({"claims": [claim("other", merged_into="one")]}, at=now + LATER)
    with pytest.raises(CaseFileError, match="undo the merge"):
        load({"claims": [claim("one", merged_into=None)]}, at=now + LATER)
    undo_merge(pk("one"), because(now + LATER))
    assert flags("one") == flags("other")
    assert_whole(now + LATER)


def test_whatever_a_file_would_change_of_a_retired_claim_is_refused_at_each_place(db: None, now: datetime) -> None:
    load({"sources": [person("ada")], "claims": [claim("a"), claim("b"), claim("gone")]}, at=now)
    merge(pk("a"), pk("b"), because(now))
    remove_claim(pk("gone"), because(now))
    to_a, to_gone = ({"kind": "contradicts", "claim": key} for key in ("a", "gone"))

    with pytest.raises(CaseFileError) as refused:
        load({"claims": [claim("b", relations=[to_a]), claim("a", row("ada")), claim("c", relations=[to_gone])]}, at=now)

    places = {problem.path: problem.message for problem in refused.value.problems}
    assert list(places) == ["$.claims[0].relations[0].claim", "$.claims[1]", "$.claims[2].relations[0].claim"]
    assert "was merged into “b”" in places["$.claims[0].relations[0].claim"]
    assert "was deleted" in places["$.claims[2].relations[0].claim"]


def test_a_file_that_only_repeats_a_merged_claim_is_taken(db: None, now: datetime) -> None:
    load({"claims": [claim("a"), claim("b")]}, at=now)
    merge(pk("a"), pk("b"), because(now))
    assert load({"claims": [claim("a"), claim("b")]}, at=now + LATER).revised == ()


@pytest.mark.parametrize("reason", ["", " \u200b"])
def test_a_merger_stated_without_a_reason_says_where_it_comes_from(db: None, now: datetime, reason: str) -> None:
    load({"claims": [claim("a", merged_into="b"), claim("b")]}, at=now, reason=reason)
    assert Decision.objects.get().reason == "Stated by a case file."
