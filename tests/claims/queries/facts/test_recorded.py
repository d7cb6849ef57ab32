"""What was ever recorded of a claim gives its facts at any time of the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from claims.policy.facts import AttributionFact, DecisionFact
from claims.queries.facts.recorded import ClaimRecord, RecordedAttribution, Settled, Span, Window, Withdrawn

START = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROW = RecordedAttribution(1, "ada", 7, "supports", "full", "statement", "", None, START, "", None, None, None, None, "", None)


def at(hours: float) -> datetime:
    return START + hours * HOUR


def record(**lists: Any) -> ClaimRecord:
    return ClaimRecord("c", START, Window("", "", None), **lists)


def only(found: ClaimRecord, hours: float) -> AttributionFact:
    (row,) = found.facts(at(hours)).attributions
    return row


def test_a_row_is_in_the_record_from_its_recording_until_it_was_voided() -> None:
    found = record(attributions=[ROW._replace(recorded_at=at(1), voided_at=at(3))])
    assert [len(found.facts(at(hours)).attributions) for hours in (0, 1, 2, 3)] == [0, 1, 1, 0]


def test_links_stakes_and_rivals_count_until_they_are_struck_out() -> None:
    rows = [ROW, ROW._replace(id=2, key="post")]
    found = record(
        attributions=rows,
        links=[Span(2, 1, "cites", at(1), at(2))],
        stakes=[Span(7, 1, "", at(1), at(2))],
        rivals=[Span(1, 9, "contradicts", at(1), at(2)), Span(1, 8, "contradicts", at(1), None)],
    )
    assert [found.facts(at(hours)).attributions[1].cites for hours in (0, 1, 2)] == [(), (1,), ()]
    assert [found.facts(at(hours)).stakes for hours in (0, 1, 2)] == [(), ((7, 1),), ()]
    assert [found.opponents(at(hours)) for hours in (0, 1, 2)] == [[], [8, 9], [8]]


def test_a_withdrawal_that_was_undone_counts_in_between_and_the_last_one_since() -> None:
    undone = Withdrawn("2024-06-01", "outlet", at(1), at(2))
    last: dict[str, Any] = {"withdrawn_at": "2024-06-11", "withdrawal_recorded_at": at(3), "withdrawn_by": "source"}
    found = record(attributions=[ROW._replace(undone=(undone,), document=4, publisher=5, **last)])

    assert [only(found, hours).withdrawn_at for hours in (0, 1, 2, 3)] == [None, "2024-06-01", None, "2024-06-11"]
    assert [only(found, hours).withdrawn_by for hours in (0, 1, 2, 3)] == [None, 5, None, 7]
    assert found.facts(at(2)).last_recorded_at == START
    assert found.facts(at(3)).last_recorded_at == at(3)


def test_an_outlet_took_it_back_only_where_its_document_was_held_by_then() -> None:
    taken: dict[str, Any] = {"withdrawal_recorded_at": at(1), "withdrawn_by": "outlet", "document": 4, "publisher": 5}
    found = record(attributions=[ROW._replace(document_recorded_at=at(2), **taken)])
    assert [(only(found, hours).documented, only(found, hours).withdrawn_by) for hours in (1, 2)] == [(False, None), (True, 5)]


def test_the_window_and_the_dates_of_documents_are_those_shown_then() -> None:
    windows = [(at(1), Window("2024-05", "", None)), (at(3), Window("2024-07", "", True))]
    found = record(attributions=[ROW], windows=windows, published=[(at(1), {}), (at(2), {"ada": "2024-06"})])
    facts = [found.facts(at(hours)) for hours in (0, 1, 2, 3)]
    assert [(one.window_from, one.predicts) for one in facts] == [
        ("", None),
        ("2024-05", None),
        ("2024-05", None),
        ("2024-07", True),
    ]
    assert [one.attributions[0].published_at for one in facts] == ["", "", "2024-06", "2024-06"]


def test_a_decision_that_was_struck_out_counts_until_then() -> None:
    decision = DecisionFact("reaffirmed", "", None, (), "", at(1))
    found = record(decisions=[Settled(decision, at(2))])
    assert [len(found.facts(at(hours)).decisions) for hours in (0, 1, 2)] == [0, 1, 0]
