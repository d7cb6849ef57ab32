"""The measure of the watch over quotes: its pairs are what they say, and its figures are those of docs/link-watch.md."""

from __future__ import annotations

from itertools import islice

from tests.benchmarks.edited_pages.__main__ import measured
from tests.benchmarks.edited_pages.pairs import KINDS, pairs


def test_there_are_fifty_different_pairs_of_five_kinds() -> None:
    found = list(pairs())
    assert len({(pair.before, pair.after) for pair in found}) == len(found) == 50
    assert all(pair.edited for pair in found if pair.kind == list(KINDS)[-1])


def test_quotes_that_nobody_edited_raise_no_alarm_and_edited_ones_do() -> None:
    results = [result for pair in islice(pairs(), 0, None, 7) for _, result in measured(pair)]
    assert results == ["right"] * 24
