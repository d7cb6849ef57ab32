from __future__ import annotations

import pytest

from claims.intake.extraction.proposals import Proposal, Span
from tests.extraction.agreement import Tally, kappa, overlap, pair_proposals, pair_spans, share


def span(start: int, end: int) -> Span:
    return Span(start, end, "x" * (end - start))


def test_overlap_is_shared_characters_by_those_of_either() -> None:
    assert overlap(span(0, 10), span(0, 10)) == 1
    assert overlap(span(0, 10), span(0, 8)) == 0.8
    assert overlap(span(0, 10), span(5, 15)) == pytest.approx(5 / 15)
    assert overlap(span(0, 10), span(10, 20)) == 0


def test_two_missing_spans_are_the_same_and_one_is_not() -> None:
    assert overlap(None, None) == 1
    assert overlap(span(0, 1), None) == 0


def test_a_span_is_matched_once_and_with_the_best() -> None:
    first, second = [span(0, 10)], [span(0, 5), span(0, 9)]

    assert pair_spans(first, second, 0.3) == [(span(0, 10), span(0, 9))]
    assert pair_spans(first, second, 1) == []


def test_proposals_of_one_content_are_paired_by_their_sources() -> None:
    content = span(0, 20)
    firm, union = (Proposal("denies", content, span(30, 36), source, "named") for source in (span(40, 44), span(50, 55)))

    assert pair_proposals([firm, union], [union, firm], 1) == [(firm, firm), (union, union)]


def test_precision_recall_and_f1() -> None:
    tally = Tally(matched=2, first=2, second=3).plus(Tally(matched=1, first=4, second=1))

    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, 0.6)
    assert (Tally().precision, Tally().recall, Tally().f1) == (1, 1, 1)
    assert Tally(0, 1, 0).f1 == 0


def test_kappa_of_a_table_by_hand() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5.
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15

    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_at_its_limits() -> None:
    assert kappa([]) == 1
    assert kappa([("a", "a")] * 3) == 1
    assert kappa([("a", "b"), ("b", "a")]) == -1


def test_share_of_nothing_is_all_of_it() -> None:
    assert share([]) == 1
    assert share([True, False]) == 0.5
