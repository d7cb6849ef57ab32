"""Second records of a source: merged into the first, and apart again, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sources.models import Source, SourceChange, SourceRelation
from sources.operations import (
    SourceOperationError,
    change_source,
    judge,
    merge_sources,
    relate,
    strike_relation,
    undo_merger,
)
from sources.queries import SourceHistory, members, members_as_of
from sources.queries.changes import last_change_at
from sources.queries.matching import possible_duplicates, sources_meant, unnamed_known_to
from sources.queries.mergers import ends_of
from tests.cases import outlet, person, unnamed

pytestmark = pytest.mark.usefixtures("press")
By = dict[str, Any]


@pytest.fixture
def press(loaded: Callable[..., Any]) -> None:
    loaded(
        sources=[
            outlet("vedomosti", name="Ведомости", country="RU", aliases=["Wedomosti"]),
            outlet("vedomosti-2", name="Vedomosti", short_name="Vedom.", aliases=["WEDOMOSTI", "The Record"]),
            outlet("vedomosti-3", name="Vedomosti Daily", aliases=["The Record"]),
            outlet("post"),
            person("ada"),
            unnamed("diplomat", "vedomosti", country="RU"),
            unnamed("diplomat-2", "vedomosti"),
            unnamed("official", "vedomosti-2"),
            unnamed("elsewhere", "post"),
        ]
    )


@pytest.fixture
def by(clock: Callable[[], datetime]) -> Callable[[], By]:
    return lambda: {"at": clock(), "actor": "user:eve", "reason": "as its imprint says"}


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def merge(second: str, first: str, by: By) -> None:
    merge_sources(key(second), key(first), **by)


def voice(name: str) -> int:
    return members([key(name).pk], whole_families=True).sources[key(name).pk].voice


def meant(text: str) -> list[tuple[str, str]]:
    return [(match.source.key, match.how) for match in sources_meant([text])[text]]


def test_two_named_records_are_one_voice_and_found_as_the_first(by: Callable[[], By]) -> None:
    assert [source.key for source in possible_duplicates(key("vedomosti"))] == ["vedomosti-2"]

    merge("vedomosti-2", "vedomosti", by())

    assert voice("vedomosti-2") == voice("vedomosti") == key("vedomosti").pk
    assert SourceRelation.objects.get(kind="same_as").reason == "as its imprint says"
    # What it had already, in whatever case, is not taken over; that its own name is spelled otherwise is worth keeping.
    assert key("vedomosti").alias_list == ["Wedomosti", "Vedomosti", "Vedom.", "The Record"]
    assert meant("Vedom.") == [("vedomosti", "alias")]
    assert meant("vedomosti-2") == [("vedomosti", "alias")]  # by the key of the second record, which stays its own
    assert [source.key for source in possible_duplicates(key("vedomosti"))] == ["vedomosti-3"]  # by a name taken over
    merged = SourceChange.objects.get(action="merged")
    assert (merged.source.key, merged.new["merged_into"], merged.actor) == ("vedomosti-2", "vedomosti", "user:eve")


def test_undone_it_is_as_it_was_but_for_what_an_editor_changed_since(by: Callable[[], By]) -> None:
    merge("vedomosti-2", "vedomosti", by())
    merge("vedomosti-3", "vedomosti", by())
    change_source(key("vedomosti"), {"aliases": key("vedomosti").aliases + "\nOur own"}, **by())

    assert undo_merger(key("vedomosti-2"), **by()) is False

    # The other record, still merged, is called “The Record” too: that name goes with it.
    assert key("vedomosti").alias_list == ["Wedomosti", "The Record", "Vedomosti Daily", "Our own"]
    assert voice("vedomosti-2") != voice("vedomosti") == voice("vedomosti-3")
    assert SourceRelation.objects.get(from_source__key="vedomosti-2").struck_reason == "as its imprint says"
    assert meant("Vedom.") == [("vedomosti-2", "exact")]
    undo_merger(key("vedomosti-3"), **by())
    assert key("vedomosti").alias_list == ["Wedomosti", "Our own"]
    assert "vedomosti daily" not in key("vedomosti").search_text
    with pytest.raises(SourceOperationError, match="not merged"):
        undo_merger(key("vedomosti-3"), **by())


def test_a_relation_that_an_editor_recorded_before_outlives_the_merger(by: Callable[[], By]) -> None:
    ends = {"from_source": key("vedomosti"), "to_source": key("vedomosti-2"), "kind": "same_as", "reason": "one desk"}
    at = by()["at"]
    relate([SourceRelation(**ends)], at=at, actor="user:ed")
    merge("vedomosti-2", "vedomosti", by())

    assert undo_merger(key("vedomosti-2"), **by()) is True
    assert SourceRelation.objects.get().struck_at is None


def test_the_relation_that_carries_a_merger_is_not_struck_out_alone(by: Callable[[], By]) -> None:
    merge("vedomosti-2", "vedomosti", by())
    with pytest.raises(SourceOperationError, match="Undo the merger instead"):
        strike_relation(SourceRelation.objects.get(), **by())
    with pytest.raises(SourceOperationError, match="records of one source"):
        judge(key("vedomosti"), key("vedomosti-2"), "independent", **by())


def test_mergers_lead_on_and_are_undone_last_first(by: Callable[[], By]) -> None:
    merge("vedomosti-3", "vedomosti-2", by())
    merge("vedomosti-2", "vedomosti", by())

    merge("post", "ada", by())
    ids = {source.key: source.pk for source in Source.objects.all()}
    ends = ends_of(ids.values())
    moved = {name: ends[pk] for name, pk in ids.items() if ends[pk] != pk}
    first = ids["vedomosti"]
    assert moved == {"vedomosti-2": first, "vedomosti-3": first, "post": ids["ada"]}
    assert meant("Vedomosti Daily") == [("vedomosti", "alias")]
    with pytest.raises(SourceOperationError, match="was merged into “Ведомости” later"):
        undo_merger(key("vedomosti-3"), **by())


@pytest.mark.parametrize(
    ("second", "first", "shown"),
    [
        ("vedomosti", "vedomosti", "cannot be merged into itself"),
        ("vedomosti-2", "post", "already merged into “Ведомости”"),
        ("post", "vedomosti-2", r"second record of “Ведомости” \(vedomosti\): merge into that one"),
        ("vedomosti", "vedomosti-2", "is already merged into"),
        ("ada", "diplomat", "would identify the unnamed source"),
        ("diplomat", "ada", "would identify the unnamed source"),
        ("elsewhere", "diplomat", "known to Post"),
        ("post", "ada", "judged independent"),
    ],
)
def test_what_cannot_be_one_is_refused_and_nothing_stored(second: str, first: str, shown: str, by: Callable[[], By]) -> None:
    merge("vedomosti-2", "vedomosti", by())
    judge(key("post"), key("ada"), "independent", **by())
    before = SourceChange.objects.count()
    with pytest.raises(SourceOperationError, match=shown):
        merge(second, first, by())
    assert (SourceChange.objects.count(), Source.objects.exclude(merged_into=None).count()) == (before, 1)
    with pytest.raises(SourceOperationError, match="what shows"):
        merge_sources(key("vedomosti-3"), key("vedomosti"), **{**by(), "reason": " "})


def test_what_was_judged_independent_of_a_second_record_is_not_merged_with_the_first(by: Callable[[], By]) -> None:
    judge(key("vedomosti-2"), key("post"), "independent", **by())
    merge("vedomosti-2", "vedomosti", by())
    for second, first in (("post", "vedomosti"), ("vedomosti", "post")):
        with pytest.raises(SourceOperationError, match="judged independent"):
            merge(second, first, by())


class TestTheSameWordsOfOneOutlet:
    """Two records of what one outlet said of somebody whom it did not name."""

    def test_are_one_voice_without_a_relation_and_two_again_when_undone(self, by: Callable[[], By]) -> None:
        merge("diplomat-2", "diplomat", by())

        assert voice("diplomat-2") == voice("diplomat") == key("diplomat").pk
        assert not SourceRelation.objects.exists()
        assert (key("diplomat").aliases, key("diplomat-2").aliases) == ("", "")
        assert unnamed_known_to(key("vedomosti")) == [key("diplomat")]
        undo_merger(key("diplomat-2"), **by())
        assert voice("diplomat-2") == key("diplomat-2").pk
        assert len(unnamed_known_to(key("vedomosti"))) == 2

    def test_are_known_by_any_record_of_that_outlet_as_long_as_those_are_one(self, by: Callable[[], By]) -> None:
        with pytest.raises(SourceOperationError, match="name a document or two"):
            merge("official", "diplomat", by())
        merge("vedomosti-2", "vedomosti", by())
        merge("official", "diplomat", by())

        with pytest.raises(SourceOperationError, match=r"“Unnamed official” \(official\) is merged"):
            undo_merger(key("vedomosti-2"), **by())
        assert key("vedomosti-2").merged_into == key("vedomosti")
        with pytest.raises(SourceOperationError, match="undo the merger first"):
            change_source(key("diplomat"), {"vouched_by_id": key("post").pk}, **by())
        with pytest.raises(SourceOperationError, match=r"merge each into"):
            merge("diplomat", "diplomat-2", by())

    def test_are_the_only_ones_whose_voice_the_database_lets_be_another(self, by: Callable[[], By]) -> None:
        first = key("diplomat").pk
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.filter(key="diplomat-2").update(voice=first, family=first)
        merge("diplomat-2", "diplomat", by())
        with pytest.raises(IntegrityError), transaction.atomic():
            Source.objects.filter(key="diplomat-2").update(merged_into=None)

    def test_bring_the_judgements_of_either_record(self, by: Callable[[], By]) -> None:
        judge(key("diplomat-2"), key("elsewhere"), "independent", **by())
        merge("diplomat-2", "diplomat", by())

        ((one, other),) = members([key("diplomat").pk]).independent
        assert {one.voice, other.voice} == {key("diplomat").pk, key("elsewhere").pk}


def test_at_any_time_of_the_record_sources_are_as_they_were_then(by: Callable[[], By]) -> None:
    everybody = list(Source.objects.values_list("pk", flat=True))
    marks = [last_change_at()]
    merge("diplomat-2", "diplomat", by())
    marks.append(last_change_at())
    merge("vedomosti-2", "vedomosti", by())
    marks.append(last_change_at())
    undo_merger(key("diplomat-2"), **by())
    marks.append(last_change_at())

    history = SourceHistory()
    for number, (unnamed_one, named_one) in enumerate([(False, False), (True, False), (True, True), (False, True)]):
        at = marks[number]
        assert at is not None
        then = history.members(everybody, at).sources
        assert then == members_as_of(at).sources
        assert (then[key("diplomat-2").pk].voice == key("diplomat").pk) is unnamed_one
        assert (then[key("vedomosti-2").pk].voice == key("vedomosti").pk) is named_one
    assert history.members(everybody, marks[-1] or by()["at"]) == members(everybody, whole_families=True)
