"""Loading a stream of lines: what becomes of each, and that it is what loading them one after the other would do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.casefile import read_lines
from claims.models import Attribution, Claim, Revision, Standing
from claims.operations.cases import LineResult, Rights, load_lines, streaming
from claims.verification import Change
from claims.verification.storage import bulk
from sources.models import Source, SourceRelation
from tests.benchmarks.generate import case, lines
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.exchange import exported
from tests.recompute import assert_stored_equals_fresh

Stream = Callable[..., list[LineResult]]
DOCUMENT = {"key": "doc", "publisher": "post", "kind": "article", "title": "A story"}


@pytest.fixture
def stream(db: None, clock: Callable[[], datetime]) -> Stream:
    """Load lines, given as what is on them, and return what became of each."""

    def load_now(*lines: Any, **options: Any) -> list[LineResult]:
        shown = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        change = lambda: Change(clock(), "user:ada", "load case")  # noqa: E731
        return list(load_lines(read_lines([b"\n".join(shown)]), change, **options))

    return load_now


def outcomes(results: list[LineResult]) -> list[tuple[int, str, str]]:
    return [(result.number, result.key, result.outcome) for result in results]


def problems(results: list[LineResult]) -> dict[int, list[str]]:
    return {result.number: [problem.path for problem in result.problems] for result in results if result.problems}


def test_results_come_in_order_and_faulty_lines_keep_nothing_from_the_others(stream: Stream, now: datetime) -> None:
    results = stream(
        {"sources": [person("ada")]},
        claim("c", row("ada")),
        b"nonsense",
        claim("d", row("nobody")),
        b"",
        claim("e", row("ada")),
    )
    assert outcomes(results) == [
        (1, "", "created"), (2, "c", "created"), (3, "", "refused"), (4, "d", "refused"), (6, "e", "created"),
    ]  # fmt: skip
    assert problems(results) == {3: ["$"], 4: ["$.attributions[0].source"]}
    assert set(Claim.objects.values_list("key", flat=True)) == {"c", "e"}
    assert_stored_equals_fresh(now)


def test_a_stream_sent_again_changes_nothing(stream: Stream) -> None:
    relation = {"from": "post", "to": "owner", "kind": "owned_by", "reason": "Same owner."}
    judged = {"a": "ada", "b": "post", "outcome": "independent", "reason": "She left."}
    lines: tuple[Any, ...] = (
        {"sources": [person("ada"), outlet("post"), outlet("owner")], "relations": [relation], "judgements": [judged]},
        {"documents": [{**DOCUMENT, "corrections": [{"note": "A name."}], "withdrawn": {"reason": "Fabricated."}}]},
        claim("c", row("ada", document="doc"), topics=["arms"], interests=[{"source": "ada", "side": 1}]),
        claim("d", relations=[{"kind": "contradicts", "claim": "c"}], decisions=[{"kind": "reaffirmed", "reason": "Holds."}]),
    )
    assert [result.outcome for result in stream(*lines)] == ["created"] * 4
    before = exported(), Revision.objects.count()
    assert [result.outcome for result in stream(*lines)] == ["unchanged"] * 4
    assert (exported(), Revision.objects.count()) == before


def test_what_differs_is_reported_as_changed(stream: Stream, now: datetime) -> None:
    stream(
        {"sources": [person("ada"), outlet("post")], "documents": [DOCUMENT]}, claim("c", row("ada")), claim("d", row("ada"))
    )
    results = stream(
        {"sources": [person("ada", short_name="A.")]},
        {"documents": [{**DOCUMENT, "title": "Another"}]},
        claim("c", row("ada"), row("post", "post", "reports", cites=["ada"])),
        claim("d", row("ada")),
        {"relations": [{"from": "ada", "to": "post", "kind": "part_of", "reason": "Staff."}]},
    )
    assert [result.outcome for result in results] == ["changed", "changed", "changed", "unchanged", "created"]
    assert_stored_equals_fresh(now)


def test_a_line_may_refer_to_what_earlier_lines_brought_and_not_to_later_ones(stream: Stream) -> None:
    results = stream(
        claim("early", row("ada")),
        {"sources": [person("ada"), outlet("post"), unnamed("u", "post")]},
        claim("c", row("ada")),
        claim("d", row("u", document="doc")),
        {"documents": [DOCUMENT]},
        claim("e", row("u", document="doc"), relations=[{"kind": "contradicts", "claim": "c"}]),
    )
    assert [result.number for result in results if result.outcome == "refused"] == [1, 4]
    assert problems(results) == {1: ["$.attributions[0].source"], 4: ["$.attributions[0].document"]}


def test_what_rests_on_a_refused_line_is_refused_as_well(stream: Stream) -> None:
    results = stream({"sources": [unnamed("u", "nobody"), person("ada")]}, claim("c", row("ada")), claim("d"))
    assert [result.outcome for result in results] == ["refused", "refused", "created"]
    assert problems(results)[1] == ["$.sources[0].vouched_by"]


@pytest.mark.parametrize("size", [1, 2, 1_000])
def test_what_becomes_of_a_line_does_not_hang_on_where_batches_end(
    stream: Stream, monkeypatch: pytest.MonkeyPatch, size: int, now: datetime
) -> None:
    monkeypatch.setattr(streaming, "BATCH", size)
    results = stream(
        {"sources": [person("ada"), person("ben")]},
        claim("c", row("ada")),
        claim("c", row("ada")),
        claim("c", row("ada", stance="denies")),
        claim("c", row("ada"), row("ben")),
        claim("d", row("eve")),
        {"sources": [person("eve")], "claims": [claim("d", row("eve")), claim("f", row("ada"))]},
        {"sources": [person("eve")]},
        claim("d", text="Another text."),
    )
    assert [result.outcome for result in results] == [
        "created", "created", "unchanged", "refused", "changed", "refused", "created", "unchanged", "changed",
    ]  # fmt: skip
    assert Attribution.objects.count() == 4
    assert_stored_equals_fresh(now)


def test_what_only_recording_finds_is_reported_at_its_line(stream: Stream, now: datetime) -> None:
    stream({"sources": [person("ada"), person("ben")]}, claim("c", row("ada")))
    to_come = {"kind": "outcome_linked", "outcome": "came_about", "reason": "So.", "claim": "c", "happened_at": "2031"}
    results = stream(
        claim("d", row("ada")),
        claim("c", row("ada", scope="partial")),
        {"claims": [claim("e"), claim("f", decisions=[to_come])]},
        claim("g", row("ben")),
    )
    assert [result.outcome for result in results] == ["created", "refused", "refused", "created"]
    assert problems(results) == {2: ["$.attributions[0]"], 3: ["$.claims[1].decisions[0].happened_at"]}
    assert_stored_equals_fresh(now)


def test_what_an_operation_refuses_of_no_place_in_particular_is_found_among_the_others(stream: Stream, now: datetime) -> None:
    stream(
        {"sources": [person("ada"), person("ben")]}, claim("kept", row("ada")), claim("merged", row("ada"), merged_into="kept")
    )
    results = stream(*[claim("merged", row("ben")) if n == 3 else claim(f"c{n}") for n in range(7)])
    assert [result.number for result in results if result.outcome == "refused"] == [4]
    assert "kept" in results[3].problems[0].message
    assert Claim.objects.count() == 8
    assert_stored_equals_fresh(now)


@pytest.mark.parametrize("error", [IntegrityError("duplicate key value"), DataError("out of range")])
def test_a_batch_that_the_database_refuses_is_stored_but_for_the_faulty_line(
    stream: Stream, monkeypatch: pytest.MonkeyPatch, now: datetime, error: Exception
) -> None:
    insert = bulk.insert_new

    def refusing(rows: Any) -> None:
        insert(rows)
        if any(getattr(each, "key", "") == "c2" for each in rows):
            raise error

    monkeypatch.setattr(bulk, "insert_new", refusing)
    results = stream({"sources": [person("ada")]}, *[claim(f"c{n}", row("ada")) for n in range(5)])
    assert [result.outcome for result in results] == ["created", "created", "created", "refused", "created", "created"]
    assert str(error) not in results[3].problems[0].message
    assert set(Claim.objects.values_list("key", flat=True)) == {"c0", "c1", "c3", "c4"}
    assert_stored_equals_fresh(now)


def test_a_database_that_is_away_ends_the_load_after_what_is_stored(
    stream: Stream, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    begin = streaming.begin
    lines = [claim(f"c{n}") for n in range(5)]

    def failing(*arguments: Any) -> Any:
        if Claim.objects.count() == 2:
            raise OperationalError("the connection is lost")
        return begin(*arguments)

    monkeypatch.setattr(streaming, "begin", failing)
    with pytest.raises(OperationalError):
        stream(*lines)
    monkeypatch.setattr(streaming, "begin", begin)
    assert [result.outcome for result in stream(*lines)] == ["unchanged", "unchanged", "created", "created", "created"]


def test_a_dry_run_shows_the_same_and_stores_nothing(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    stream({"sources": [person("ada")]}, claim("c", row("ada")))
    lines = ({"sources": [person("ben")]}, claim("c", row("ada"), row("ben")), claim("d", row("ben")), b"nonsense", claim("e"))
    before = exported(), Revision.objects.count(), Standing.objects.count()
    foretold = stream(*lines, dry_run=True)
    assert (exported(), Revision.objects.count(), Standing.objects.count()) == before
    assert [result.outcome for result in foretold] == ["created", "changed", "created", "refused", "created"]
    assert stream(*lines) == foretold


def test_a_load_left_in_the_middle_is_gone_on_with(stream: Stream, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    lines = [json.dumps(claim(f"c{n}")).encode() for n in range(6)]
    begun = load_lines(read_lines([b"\n".join(lines)]), lambda: Change(now, "user:ada", "load case"))
    assert [next(begun).key for _ in range(3)] == ["c0", "c1", "c2"]
    begun.close()
    assert [result.outcome for result in stream(*lines)] == ["unchanged"] * 4 + ["created"] * 2


def test_lines_are_read_only_as_their_batch_is_due(
    db: None, monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 10)
    taken = []

    def endless() -> Iterator[bytes]:
        for number in range(1_000_000):
            taken.append(number)
            yield json.dumps(claim(f"c{number}")).encode() + b"\n"

    begun = load_lines(read_lines(endless()), lambda: Change(clock(), "user:ada", "load case"))
    for _ in range(25):
        next(begun)
    begun.close()
    assert len(taken) < 40


def test_rights_hold_for_each_line(stream: Stream) -> None:
    graded = person("ada", reliability={"grade": "A"})
    results = stream({"sources": [person("ben")]}, {"sources": [graded]}, rights=Rights(grade=False))
    assert problems(results) == {2: ["$.sources[0].reliability"]}
    assert not Source.objects.filter(key="ada").exists()


def test_a_relation_of_one_line_touches_the_claims_of_another(stream: Stream, now: datetime) -> None:
    stream({"sources": [person("ada"), person("ben")]}, claim("c", row("ada"), row("ben")))
    (result,) = stream({"relations": [{"from": "ada", "to": "ben", "kind": "speaks_for", "reason": "Her office."}]})
    assert result.outcome == "created"
    assert SourceRelation.objects.count() == 1
    assert Standing.objects.select_related("assessment").get(claim__key="c").assessment.result["support"]["at_most"] == 1
    assert_stored_equals_fresh(now)


@pytest.mark.parametrize("seed", range(3))
def test_a_case_as_lines_gives_the_same_result_as_one_file(
    stream: Stream, monkeypatch: pytest.MonkeyPatch, now: datetime, seed: int
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 7)
    made = _small(case(25, seed=seed), Random(seed))  # noqa: S311 - made-up data, the same each time
    with transaction.atomic():
        results = stream(*(line.encode() for line in lines(made)))
        assert {result.outcome for result in results} == {"created"}
        as_lines = exported()
        transaction.set_rollback(True)
    load({name: value for name, value in made.items() if name != "format"}, at=now)
    assert exported() == as_lines


def _small(made: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return the case with relations of claims and what nobody names left out."""
    for number, each in enumerate(made["claims"][1:]):
        if random.random() < 0.4:
            each["relations"] = [{"kind": "contradicts", "claim": made["claims"][random.randrange(number + 1)]["key"]}]
    named = {said["source"] for each in made["claims"] for said in each["attributions"]}
    named |= {end for tie in made["relations"] for end in (tie["from"], tie["to"])}
    named |= {document["publisher"] for document in made["documents"]}
    named |= {source["vouched_by"] for source in made["sources"] if source["key"] in named and "vouched_by" in source}
    return {**made, "sources": [source for source in made["sources"] if source["key"] in named]}


def test_statements_do_not_grow_with_the_lines_of_a_batch(stream: Stream) -> None:
    stream({"sources": [person("ada")]})
    with CaptureQueriesContext(connection) as few:
        stream(*[claim(f"a{n}", row("ada")) for n in range(60)])
    with CaptureQueriesContext(connection) as many:
        stream(*[claim(f"b{n}", row("ada")) for n in range(240)])
    assert len(many) <= len(few)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="statistics of PostgreSQL")
def test_planner_statistics_are_updated_after_a_load(stream: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 20)
    stream({"sources": [person("ada")]}, *[claim(f"c{n}", row("ada")) for n in range(45)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples FROM pg_class WHERE relname IN ('claims_claim', 'claims_attribution')")
        assert dict(cursor.fetchall()) == {"claims_claim": 39, "claims_attribution": 39}
