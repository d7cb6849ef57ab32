"""Loading case files: all or nothing, idempotent, every touched claim revised once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from claims.casefile import CaseFileError, decode, read_case
from claims.models import Attribution, Claim, Flag, Interest, PublicBody, Revision, Standing
from claims.operations.cases import load_case
from claims.operations.writing import StaleRevisionError
from claims.queries.cases.export import export
from claims.verification import Change
from sources.models import Source, SourceChange, SourceRelation
from sources.operations import SourceOperationError, record_sources
from tests.cases import claim, load_sample, outlet, person, row, two_statements, unnamed
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


def flags_of(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


@pytest.mark.django_db
def test_the_sample_case_has_the_results_of_its_page(now: datetime) -> None:
    load_sample(now)
    arms = Standing.objects.select_related("assessment").get(claim__key="arms-transfers")
    support, denial = arms.assessment.result["support"], arms.assessment.result["denial"]
    assert (arms.status, support["at_least"], support["at_most"], support["open"]) == ("contested", 2, 4, True)
    assert (denial["at_least"], denial["at_most"], support["gateways"]) == (2, 2, ["bloomberg"])
    assert Flag.objects.get(claim__key="arms-transfers", code="contested").level == "party"
    assert flags_of("arms-transfers") >= {"contested", "unverified", "single_gateway"}
    assert flags_of("visit-within-weeks") >= {"unverified", "anonymous_only", "single_origin"}
    assert flags_of("limousine") >= {"unverified", "unstated_origin"}
    assert_stored_equals_fresh(now)


def test_a_second_load_changes_nothing(loaded: Load) -> None:
    loaded(**two_statements())
    before = list(Revision.objects.values_list("id", "sha256")), SourceChange.objects.count()
    again = loaded(**two_statements())
    assert again.revised == ()
    assert before == (list(Revision.objects.values_list("id", "sha256")), SourceChange.objects.count())


def test_a_changed_text_is_one_revision(loaded: Load) -> None:
    loaded(**two_statements())
    loaded(claims=[{"key": "c", "text": "Another text."}])
    assert Claim.objects.get(key="c").text == "Another text."
    assert list(Revision.objects.order_by("number").values_list("number", "actor")) == [(1, "user:ada"), (2, "user:ada")]


def test_a_field_left_out_stays_as_stored(loaded: Load) -> None:
    loaded(claims=[claim("c", priority=1, topics=["arms", "un"], window={"from": "2024-06", "until": "2024-07"})])
    loaded(claims=[claim("c", topics=["arms"])])
    stored = Claim.objects.get(key="c")
    assert (stored.priority, stored.window_until, [t.topic for t in stored.topics.all()]) == (1, "2024-07", ["arms"])


def test_one_error_stores_nothing(loaded: Load) -> None:
    with pytest.raises(CaseFileError) as refused:
        loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d", row("x", "nobody"))])
    assert [problem.path for problem in refused.value.problems] == ["$.claims[1].attributions[0].source"]
    assert not Source.objects.exists()
    assert not Claim.objects.exists()


def test_everything_that_is_wrong_is_listed_at_once(loaded: Load) -> None:
    loaded(sources=[person("ada"), person("bea")], claims=[claim("c", row("ada"))])
    came_about = {"kind": "outcome_linked", "outcome": "came_about", "document": "doc", "happened_at": "2999", "reason": "r"}
    file = {
        "format": "factcheck-case/1",
        "sources": [outlet("ada"), {"key": "u", "name": "Close to Bea", "kind": "person", "identified": False}],
        "claims": [
            claim("c", row("ada", basis="evidence"), priority="high"),
            claim("d", {"key": "x", "stance": "denys", "source": "nobody"}),
            claim("e", decisions=[came_about]),
        ],
        "documents": [{"key": "doc", "publisher": "ada", "kind": "article", "title": "t"}],
    }
    with pytest.raises(CaseFileError) as refused:
        load_case(read_case(json.dumps(file).encode()), Change(timezone.now(), "user:ada", "load case", "r"))
    assert {problem.path for problem in refused.value.problems} == {
        "$.claims[0].priority",
        "$.claims[1].attributions[0].stance",
        "$.sources[1]",
        "$.sources[1].name",
        "$.sources[0].kind",
        "$.claims[0].attributions[0]",
        "$.claims[1].attributions[0].source",
        "$.claims[2].decisions[0].happened_at",
    }
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"stance": "denies"}, "stance"),
        ({"scope": "partial"}, "scope"),
        ({"basis": "evidence"}, "basis"),
        ({"said_at": "2024"}, "said_at"),
        ({"quote": {"exact": "yes"}}, "quote"),
    ],
)
def test_a_changed_meaning_is_refused_and_names_supersedes(loaded: Load, change: dict[str, Any], named: str) -> None:
    loaded(**two_statements())
    with pytest.raises(CaseFileError) as refused:
        loaded(claims=[claim("c", {**row("ada"), **change})])
    reported = str(refused.value.problems[0])
    assert named in reported
    assert "supersede" in reported


def test_a_superseding_attribution_replaces_the_old_one(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", row("ada-2", "ada", "questions", supersedes="ada"))])
    result = Standing.objects.select_related("assessment").get(claim__key="c").assessment.result
    assert result["support"]["witnesses"] == ["ben"]
    assert_stored_equals_fresh(now)


def test_a_withdrawal_in_a_file_flags_what_rested_on_it(loaded: Load, now: datetime) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    loaded(claims=[claim("c", row("ada", withdrawn={"by": "source", "reason": "Misspoke.", "at": "2024-06-12"}))])
    assert Flag.objects.get(claim__key="c", code="retracted_source", cleared_at=None).severity == "critical"
    assert Standing.objects.get(claim__key="c").status == "unsourced"
    assert_stored_equals_fresh(now)


def test_a_voided_attribution_counts_as_never_recorded(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", row("ada", voided={"reason": "Another Ada."}))])
    assert "retracted_source" not in flags_of("c")
    assert "ada" not in PublicBody.objects.get(claim__key="c").body
    assert_stored_equals_fresh(now)


def test_a_retracted_document_reaches_all_its_attributions(loaded: Load, now: datetime) -> None:
    document = {"key": "doc", "publisher": "post", "kind": "article", "title": "A story"}
    said = row("ada", document="doc")
    loaded(sources=[outlet("post"), person("ada")], documents=[document], claims=[claim("c", said), claim("d", said)])
    loaded(documents=[{**document, "withdrawn": {"reason": "Fabricated.", "at": "2024-06-11"}}])
    assert set(Attribution.objects.values_list("withdrawn_by", "withdrawal_reason")) == {("outlet", "Fabricated.")}
    assert flags_of("c") == flags_of("d") >= {"retracted_source"}
    assert_stored_equals_fresh(now)


def test_a_contradicting_claim_contests_both_and_clears_both(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[person("ada"), person("ben")],
        claims=[claim("c", row("ada")), claim("d", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}])],
    )
    assert "contested" in flags_of("c") & flags_of("d")
    loaded(claims=[claim("d", row("ben", withdrawn={"by": "source", "reason": "Wrong."}))])
    assert "contested" not in flags_of("c") | flags_of("d")
    assert_stored_equals_fresh(now)


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


def test_a_relay_keeps_its_link_to_a_voided_attribution(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[outlet("post"), person("ada")],
        claims=[claim("c", row("ada"), row("post", stance="supports", cites=["ada"]))],
    )
    loaded(claims=[claim("c", row("ada", voided={"reason": "Never said."}))])
    result = Standing.objects.select_related("assessment").get(claim__key="c").assessment.result
    assert result["support"]["at_most"] == 0
    assert "orphaned" not in flags_of("c")
    assert_stored_equals_fresh(now)


def test_a_voice_may_have_a_stake_on_both_sides(loaded: Load, now: datetime) -> None:
    relation = {"from": "ada", "to": "ben", "kind": "speaks_for", "reason": "so"}
    stakes = [{"source": "ada", "side": 1}, {"source": "ben", "side": -1}]
    rows = [row("ada"), row("cy", stance="denies")]
    loaded(
        sources=[person("ada"), person("ben"), person("cy")],
        relations=[relation],
        claims=[claim("c", *rows, interests=stakes)],
    )
    assert "interested_party_only" in flags_of("c")
    assert_stored_equals_fresh(now)


def test_what_is_recorded_from_a_retracted_document_is_withdrawn_with_it(loaded: Load, now: datetime) -> None:
    document = {
        "key": "doc",
        "publisher": "post",
        "kind": "article",
        "title": "A story",
        "withdrawn": {"reason": "Fabricated."},
    }
    loaded(sources=[outlet("post"), person("ada")], documents=[document])
    loaded(claims=[claim("c", row("ada", document="doc"))])
    assert Attribution.objects.get().withdrawal_reason == "Fabricated."
    assert_stored_equals_fresh(now)


def test_an_unnamed_source_cannot_vouch(loaded: Load, now: datetime) -> None:
    loaded(sources=[outlet("post"), unnamed("u", "post")])
    other = Source(key="v", name="V", kind="person", identified=False, vouched_by=Source.objects.get(key="u"))
    with pytest.raises(SourceOperationError, match="cannot vouch"):
        record_sources([other], at=now, actor="user:eve")


def test_a_stale_load_is_refused_and_says_what_changed_since(loaded: Load, now: datetime) -> None:
    loaded(**two_statements())
    loaded(claims=[claim("c", priority=1)])
    case = decode(json.dumps({"format": "factcheck-case/1", "claims": [{"key": "c", "text": "Mine."}]}).encode())
    with pytest.raises(StaleRevisionError, match="revision 2 by user:ada, load case"):
        load_case(case, Change(now, "user:eve", "edit"), expected={"c": 1})
    assert Claim.objects.get().text != "Mine."


def test_a_repeated_stake_and_relation_replace_the_old_ones(loaded: Load, now: datetime) -> None:
    tie = {"from": "ada", "to": "ben", "kind": "owned_by", "reason": "so"}
    loaded(sources=[person("ada"), person("ben")], relations=[tie], claims=[claim("c", row("ada"))])
    loaded(claims=[claim("c", interests=[{"source": "ada", "side": 1}])])
    loaded(relations=[{**tie, "reason": "said otherwise"}], claims=[claim("c", interests=[{"source": "ada", "side": -1}])])
    assert [(row.side, row.struck_at is None) for row in Interest.objects.order_by("id")] == [(1, False), (-1, True)]
    reported = [(row.reason, row.struck_at is None) for row in SourceRelation.objects.order_by("id")]
    assert reported == [("so", False), ("said otherwise", True)]
    assert_stored_equals_fresh(now)


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


def test_a_link_struck_out_once_and_recorded_again_is_kept_when_the_file_is_loaded_again(loaded: Load) -> None:
    struck = [{"kind": "cites", "to": "ada", "reason": "Misread."}]
    rows = row("ada"), row("post", stance="reports", cites=["ada"], struck_links=struck)
    loaded(sources=[outlet("post"), person("ada")], claims=[claim("c", *rows)])
    assert loaded(claims=[claim("c", *rows)]).revised == ()
    assert Standing.objects.get().status == "unverified"


def test_a_document_changed_alone_names_the_claims_that_show_it(sample: None, loaded: Load) -> None:
    held = {"key": "sr-rare-visits", "publisher": "spokesman-review", "kind": "article", "title": "Putin in Pyongyang"}
    shown = set(Attribution.objects.filter(document__key="sr-rare-visits").values_list("claim__key", flat=True))
    assert set(loaded(documents=[held]).revised) == shown != set()
    assert loaded(documents=[held]).revised == ()
