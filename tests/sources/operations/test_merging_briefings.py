"""Unnamed sources of different outlets, merged where the outlets' own words show that they heard the same briefing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.casefile import CaseFileError, decode, encode
from claims.models import Assessment
from claims.operations.cases import load_case
from claims.operations.sources.changes import apply_source_changes
from claims.queries.cases.export import claim_ids, export
from claims.queries.claims.selection import ids_of_all
from claims.verification import Change
from claims.verification.replaying import EQUAL, replay
from sources.models import Document, Source, SourceChange
from sources.operations import PersonNamedError, SourceOperationError, change_source, merge_sources, undo_merger
from sources.queries import SourceHistory, members, members_as_of
from sources.queries.changes import last_change_at
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db

By = dict[str, Any]


@pytest.fixture
def desk(now: datetime) -> None:
    """Three outlets that each quote an unnamed official on one claim, and an article of each."""
    names = ("ap", "reuters", "afp")
    sources = [outlet(name) for name in names] + [unnamed(f"of-{name}", name) for name in names]
    pages = [{"key": f"page-{name}", "publisher": name, "kind": "article", "title": name} for name in names]
    said = [
        each
        for name in ("ap", "reuters")
        for each in (row(f"of-{name}"), row(name, stance="reports", cites=[f"of-{name}"], document=f"page-{name}"))
    ]
    load({"sources": sources, "documents": pages, "claims": [claim("c", *said)]}, at=now)


@pytest.fixture
def by(now: datetime) -> Callable[[], By]:
    clock = iter(now + timedelta(minutes=minute) for minute in range(1, 100))
    return lambda: {"at": next(clock), "actor": "user:sen", "reason": "Both quote the briefing of 3 p.m."}


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def merge(second: str, first: str, by: By, *pages: str) -> None:
    documents = [Document.objects.get(key=f"page-{page}") for page in pages]
    merge_sources(key(second), key(first), documents=documents, **by)


def vouchers(name: str) -> set[str]:
    found = members([key(name).pk]).sources
    return {found[pk].key for pk in found[key(name).pk].vouchers}


def counts() -> tuple[int, int, int, int]:
    found = Assessment.objects.latest("id").result["support"]
    return found["at_least"], found["at_most"], found["on_record"], found["routes"]


def test_they_count_as_one_that_all_outlets_vouch_for_and_as_two_again(desk: None, by: Callable[[], By]) -> None:
    assert counts() == (1, 2, 0, 2)
    merge("of-reuters", "of-ap", by(), "ap", "reuters")
    apply_source_changes(by()["at"], actor="job")

    assert counts() == (1, 1, 0, 1)
    assert vouchers("of-ap") == {"ap", "reuters"}
    assert vouchers("of-reuters") == {"reuters"}
    assert SourceChange.objects.get(action="merged").new["documents"] == ["page-ap", "page-reuters"]
    assert "known only through Ap and Reuters" in Assessment.objects.latest("id").explanation

    undo_merger(key("of-reuters"), **by())
    apply_source_changes(by()["at"], actor="job")
    assert vouchers("of-ap") == {"ap"}
    assert counts() == (1, 2, 0, 2)
    assert {each.outcome for each in replay(ids_of_all())} == {EQUAL}


@pytest.mark.parametrize(
    ("pages", "shown"),
    [((), "name a document or two"), (("ap", "ap"), "two different"), (("ap", "reuters", "afp"), "two different")],
)
def test_their_outlets_own_words_are_needed(pages: tuple[str, ...], shown: str, desk: None, by: Callable[[], By]) -> None:
    with pytest.raises(SourceOperationError, match=shown):
        merge("of-reuters", "of-ap", by(), *pages)
    Document.objects.filter(key="page-ap").update(withdrawal_recorded_at=by()["at"], withdrawal_reason="made up")
    with pytest.raises(SourceOperationError, match="was retracted"):
        merge("of-reuters", "of-ap", by(), "ap")
    assert key("of-reuters").merged_into is None


def test_named_sources_are_merged_without_documents(desk: None, by: Callable[[], By]) -> None:
    with pytest.raises(SourceOperationError, match="Only a merger of unnamed"):
        merge("afp", "ap", by(), "ap")


def test_what_an_editor_said_of_outlets_outlives_mergers(desk: None, by: Callable[[], By]) -> None:
    change_source(key("of-ap"), {"also_vouched_by": [key("afp").pk]}, **by())
    merge("of-afp", "of-ap", by(), "ap")
    assert vouchers("of-ap") == {"ap", "afp"}
    merge("of-reuters", "of-ap", by(), "reuters")
    assert vouchers("of-ap") == {"ap", "afp", "reuters"}
    with pytest.raises(SourceOperationError, match="undo the merger first"):
        change_source(key("of-ap"), {"also_vouched_by": []}, **by())
    undo_merger(key("of-afp"), **by())
    assert vouchers("of-ap") == {"ap", "afp", "reuters"}
    undo_merger(key("of-reuters"), **by())
    assert vouchers("of-ap") == {"ap", "afp"}
    change_source(key("of-ap"), {"also_vouched_by": [key("reuters").pk]}, **by())
    merge("of-afp", "of-ap", by(), "ap")
    undo_merger(key("of-afp"), **by())
    assert vouchers("of-ap") == {"ap", "reuters"}


def test_an_outlet_that_two_mergers_bring_stays_with_either(desk: None, by: Callable[[], By]) -> None:
    load({"sources": [unnamed("of-reuters-2", "reuters")]}, at=by()["at"])
    merge("of-reuters", "of-ap", by(), "reuters")
    merge("of-reuters-2", "of-ap", by(), "reuters")
    undo_merger(key("of-reuters"), **by())
    assert vouchers("of-ap") == {"ap", "reuters"}
    undo_merger(key("of-reuters-2"), **by())
    assert vouchers("of-ap") == {"ap"}


def test_two_records_of_an_outlet_vouch_once_and_stay_one_as_long_as_that_rests_on_it(desk: None, by: Callable[[], By]) -> None:
    load({"sources": [outlet("ap-2"), unnamed("of-ap-2", "ap-2")]}, at=by()["at"])
    merge("ap-2", "ap", by())
    merge("of-ap-2", "of-ap", by())
    assert vouchers("of-ap") == {"ap"}
    with pytest.raises(SourceOperationError, match="undo that first"):
        undo_merger(key("ap-2"), **by())


def test_at_any_time_they_are_as_they_were_then(desk: None, by: Callable[[], By]) -> None:
    everybody = list(Source.objects.values_list("pk", flat=True))
    marks = [last_change_at()]
    merge("of-reuters", "of-ap", by(), "ap")
    marks.append(last_change_at())
    undo_merger(key("of-reuters"), **by())
    marks.append(last_change_at())

    history = SourceHistory()
    for at, merged in zip(marks, (False, True, False), strict=True):
        assert at is not None
        then = history.members(everybody, at).sources
        assert then == members_as_of(at).sources
        assert (len(then[key("of-ap").pk].vouchers) == 2) is merged
    assert members(everybody, whole_families=True).sources == then


def test_a_case_file_carries_the_documents_and_the_reason(desk: None, by: Callable[[], By]) -> None:
    merge("of-reuters", "of-ap", by(), "reuters")
    apply_source_changes(by()["at"], actor="job")
    exported = export(claim_ids(["c"]), whole=False)
    second: Any = next(record for record in exported.sources if record.key == "of-reuters")
    assert (second.merged_into.into, second.merged_into.documents) == ("of-ap", ["page-reuters"])
    assert next(record.vouched_by for record in exported.sources if record.key == "of-ap") == "ap"
    before = SourceChange.objects.count()
    assert load_case(decode(encode(exported)), Change(by()["at"], "user:ada", "load case", "")).sources == 0
    assert SourceChange.objects.count() == before


def test_a_file_merges_once_its_documents_are_stored(now: datetime, by: Callable[[], By]) -> None:
    page = {"key": "page", "publisher": "ap", "kind": "article", "title": "A briefing"}
    merger = {"into": "of-ap", "documents": ["page"], "reason": "Both quote it."}
    second = {**unnamed("of-reuters", "reuters"), "merged_into": merger}
    told = {"sources": [outlet("ap"), outlet("reuters"), unnamed("of-ap", "ap"), second], "documents": [page]}
    load(told, at=now)
    assert vouchers("of-ap") == {"ap", "reuters"}
    assert SourceChange.objects.get(action="merged").reason == "Both quote it."
    assert load(told, at=by()["at"]).sources == 0


def test_a_reason_in_a_file_that_names_a_person_needs_a_word(desk: None, by: Callable[[], By]) -> None:
    load({"sources": [person("roe", name="Ada Roe")]}, at=by()["at"])
    merger = {"into": "of-ap", "documents": ["page-ap"], "reason": "Both heard Ada Roe."}
    second = {**unnamed("of-reuters", "reuters"), "merged_into": merger}
    with pytest.raises(CaseFileError) as error:
        load({"sources": [second]}, at=by()["at"])
    assert [problem.path for problem in error.value.problems] == ["$.sources[0].merged_into.reason"]
    load({"sources": [{**second, "names_confirmed": True}]}, at=by()["at"])
    assert key("of-reuters").merged_into == key("of-ap")
    with pytest.raises(PersonNamedError):
        undo_merger(key("of-reuters"), **{**by(), "reason": "Ada Roe spoke twice."})
