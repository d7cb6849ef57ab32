"""Unnamed sources for which several outlets vouch, because they were briefed together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.casefile import decode, encode
from claims.models import Assessment, Claim
from claims.operations.cases import load_case
from claims.operations.sources.changes import apply_source_changes
from claims.queries.cases.export import claim_ids, export
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.queries.integrity import broken_rules
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at
from claims.verification.foreseeing import foresee
from claims.verification.replaying import EQUAL, replay
from sources.models import PersonMatch, Source, SourceChange
from sources.operations import SourceOperationError, change_source, record_sources
from sources.queries import SourceHistory, members, members_as_of
from sources.queries.changes import last_change_at
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db

By = dict[str, Any]


@pytest.fixture
def desk(now: datetime) -> None:
    """Three outlets; a briefer of two of them, and an official of the third."""
    briefer = {**unnamed("briefer", "ap"), "vouched_by": ["ap", "reuters"]}
    said = [row("briefer"), row("ap", stance="reports", cites=["briefer"]), row("reuters", stance="reports", cites=["briefer"])]
    more = [row("official"), row("afp", stance="reports", cites=["official"])]
    sources = [outlet("ap"), outlet("reuters"), outlet("afp"), briefer, unnamed("official", "afp", country="FR")]
    load({"sources": sources, "claims": [claim("c", *said, *more)]}, at=now)


@pytest.fixture
def by(now: datetime) -> Callable[[], By]:
    clock = iter(now + timedelta(minutes=minute) for minute in range(1, 100))
    return lambda: {"at": next(clock), "actor": "user:eve", "reason": "as both say"}


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def ids(*names: str) -> list[int]:
    return sorted(key(name).pk for name in names)


def change(name: str, by: By, **fields: Any) -> bool:
    return change_source(key(name), fields, **by)


def label(name: str) -> str:
    pk = Claim.objects.get(key="c").pk
    return load_facts([pk], "9999").directory.sources[key(name).pk].label


def test_all_of_them_are_named_in_sentences(desk: None) -> None:
    assert label("briefer") == "unnamed official known only through Ap and Reuters"
    sentence = Assessment.objects.latest("id").explanation
    assert "known only through Ap and Reuters" in sentence


def test_a_further_outlet_that_also_knows_another_source_makes_the_two_one_at_least(desk: None, by: Callable[[], By]) -> None:
    change("briefer", by(), country="US")
    apply_source_changes(by()["at"], actor="job")
    assert counts() == (2, 2)

    change("briefer", by(), also_vouched_by=ids("reuters", "afp"))
    apply_source_changes(by()["at"], actor="job")
    assert counts() == (1, 2)


def counts() -> tuple[int, int]:
    found = Assessment.objects.latest("id").result["support"]
    return found["at_least"], found["at_most"]


def test_at_any_time_they_are_those_of_that_time(desk: None, by: Callable[[], By]) -> None:
    everybody = list(Source.objects.values_list("pk", flat=True))
    marks, expected = [last_change_at()], [("ap", "reuters")]
    for further in (["reuters", "afp"], [], ["afp"]):
        change("briefer", by(), also_vouched_by=ids(*further))
        marks.append(last_change_at())
        expected.append(("ap", *further))

    history = SourceHistory()
    for at, outlets in zip(marks, expected, strict=True):
        assert at is not None
        then = history.members(everybody, at).sources
        assert then == members_as_of(at).sources
        assert set(then[key("briefer").pk].vouchers) == set(ids(*outlets))
    assert members(everybody, whole_families=True).sources == then


def test_past_results_replayed_follow_them(desk: None, by: Callable[[], By]) -> None:
    for fields in ({"country": "US"}, {"also_vouched_by": ids("reuters", "afp")}, {"also_vouched_by": []}):
        change("briefer", by(), **fields)
        apply_source_changes(by()["at"], actor="job")

    replayed = list(replay(ids_of_all()))
    assert [(each.outcome, each.difference) for each in replayed] == [(EQUAL, "")] * 4
    assert [each.stored.result["support"]["at_least"] for each in replayed] == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("name", "fields", "shown"),
    [
        ("ap", {"also_vouched_by": ["afp"]}, "nobody vouches for it"),
        ("briefer", {"also_vouched_by": ["ap"]}, "once"),
        ("briefer", {"also_vouched_by": ["reuters", "reuters"]}, "once"),
        ("briefer", {"also_vouched_by": ["official"]}, "cannot vouch"),
        ("briefer", {"vouched_by_id": "reuters"}, "once"),
    ],
)
def test_what_cannot_be_is_refused(name: str, fields: By, shown: str, desk: None, by: Callable[[], By]) -> None:
    values = {field: ids_of(value) for field, value in fields.items()}
    with pytest.raises(SourceOperationError, match=shown):
        change(name, by(), **values)
    assert ids("reuters") == [outlet.pk for outlet in key("briefer").also_vouched_by.all()]


def ids_of(value: Any) -> Any:
    return [key(name).pk for name in value] if isinstance(value, list) else key(value).pk


def test_a_new_one_is_refused_alike(desk: None, by: Callable[[], By]) -> None:
    new = Source(key="aide", name="Unnamed aide", kind="person", identified=False, vouched_by=key("ap"))
    with pytest.raises(SourceOperationError, match="once"):
        record_sources([new], also_vouched_by={"aide": ids("ap")}, **by())
    record_sources([new], also_vouched_by={"aide": ids("afp")}, **by())
    assert [outlet.key for outlet in key("aide").also_vouched_by.all()] == ["afp"]


def test_an_approval_lapses_with_them_and_whoever_changed_them_cannot_give_it(desk: None, by: Callable[[], By]) -> None:
    eve, sen = (User.objects.create_user(name) for name in ("eve", "sen"))
    change_source(key("briefer"), {"approved_by": "sen"}, person=sen.pk, **by())

    change_source(key("briefer"), {"also_vouched_by": ids("afp")}, person=eve.pk, **by())

    assert key("briefer").approved_by == ""
    with pytest.raises(SourceOperationError, match="You recorded"):
        change_source(key("briefer"), {"approved_by": "eve"}, person=eve.pk, **by())


def test_a_person_who_vouches_besides_an_outlet_may_be_named(desk: None, by: Callable[[], By]) -> None:
    load({"sources": [person("hersh", name="Seymour Hersh")]}, at=by()["at"])
    change("briefer", by(), also_vouched_by=ids("hersh"), description="a source of Seymour Hersh and AP")
    assert not PersonMatch.objects.exists()


def test_a_case_file_gives_one_key_or_several_and_loads_back(desk: None, by: Callable[[], By]) -> None:
    exported = export(claim_ids(["c"]), whole=False)
    written = {record.key: record.vouched_by for record in exported.sources if record.identified is False}
    assert written == {"briefer": ["ap", "reuters"], "official": "afp"}

    before = SourceChange.objects.count()
    loaded = load_case(decode(encode(exported)), Change(by()["at"], "user:ada", "load case", ""))
    assert (loaded.sources, loaded.claims, SourceChange.objects.count()) == (0, 0, before)


def test_a_preview_counts_a_new_one_as_if_it_were_stored(desk: None, now: datetime) -> None:
    told = {**unnamed("aide", "reuters"), "vouched_by": ["reuters", "afp"], "country": "CN"}
    case = {"format": "factcheck-case/1", "sources": [told], "claims": [claim("c", row("aide", stance="denies"))]}
    foreseen = foresee(Claim.objects.get().pk, decode(json.dumps(case).encode()), clock_at(now), thresholds())
    assert foreseen.after.denial.at_most == 1
    assert "unnamed official known only through Reuters and Afp" in foreseen.after.explanation


def test_a_file_with_other_outlets_reports_them(desk: None, by: Callable[[], By]) -> None:
    told = {"key": "briefer", "name": "Unnamed official", "kind": "person", "vouched_by": ["ap", "afp"]}
    loaded = load({"sources": [told]}, at=by()["at"])
    assert [(each.field, each.old, each.new) for each in loaded.changes] == [("also_vouched_by", "reuters", "afp")]
    alone = load({"sources": [{**told, "vouched_by": "ap"}]}, at=by()["at"])
    assert [(each.field, each.new) for each in alone.changes] == [("also_vouched_by", "")]


def test_the_integrity_check_finds_what_no_operation_records(desk: None) -> None:
    key("briefer").also_vouched_by.add(key("ap"))
    key("ap").also_vouched_by.add(key("afp"))
    found = [each.partition("(")[2] for each in broken_rules() if "vouched" in each]
    assert found == [
        "“ap”) is named, and vouched for",
        "“briefer”) is vouched for by an unnamed source, or by one outlet twice",
    ]
