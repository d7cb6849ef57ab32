"""The filters of the list of claims: what each finds, and what none understands."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse

from claims.models import Claim, Standing
from claims.operations.claims.assignment import assign
from claims.operations.flags.waivers import waive
from claims.verification import Change
from sources.models import Source
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.listing import LIST, listed, many, shown


def change(now, reason="why"):
    return Change(now, "user:ada", "waived", reason)


def waived(key, code, now, days=5):
    waive([Claim.objects.get(key=key).pk], [code], change(now), until=now + timedelta(days=days))


@pytest.fixture
def at(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield now + timedelta(hours=1)


QUERIES = [
    ({"status": "contested"}, {"arms-transfers", "ballistic-missiles"}),
    ({"flag": "anonymous_only"}, {"visit-within-weeks"}),
    ({"topic": "arms", "status": "contested"}, {"arms-transfers"}),
    ({"origins": "min-2", "topic": "arms"}, {"arms-transfers"}),
    ({"language": "xx"}, set()),
    ({"stage": "checked"}, set()),
    ({"public__exact": "0"}, set()),
    ({"stale": "yes"}, set()),
    ({"recorded_from": "2024-06-13"}, set()),
    ({"recorded_until": "2024-06-11"}, set()),
    ({"recorded_from": "2024-06-12", "recorded_until": "2024-06-12", "q": "artillery"}, {"arms-transfers"}),
    ({"flagged_since": "2024-06-12T13:00:00+00:00"}, set()),
    ({"flagged_since": "2024-06-12T12:00:00+00:00", "q": "artillery"}, {"arms-transfers"}),
    ({"waived": "yes"}, set()),
    ({"waived": "no", "q": "artillery"}, {"arms-transfers"}),
    ({"assignee": "none", "q": "artillery"}, {"arms-transfers"}),
    ({"assignee": "me"}, set()),
]


def _id_of(value):
    return str(sorted(value) if isinstance(value, set) else value)[:60]


@pytest.mark.parametrize(("query", "found"), QUERIES, ids=_id_of)
def test_filters_find_the_claims_that_an_editor_looks_for(query, found, editor, arms, at):
    keys = set(listed(editor, **query))

    assert keys >= found if found else not keys


def test_every_filter_excludes_something(editor, arms, at):
    everything = set(listed(editor))

    for query, _found in QUERIES:
        assert set(listed(editor, **query)) < everything, query


def test_severity_excludes_waived_flags(editor, arms, at):
    assert "arms-transfers" in listed(editor, severity="critical")

    waived("arms-transfers", "contested", at)

    assert "arms-transfers" not in listed(editor, severity="critical")
    assert "arms-transfers" in listed(editor, flag="contested")
    assert listed(editor, waived="yes") == listed(editor, waived="yes", flag="contested") == ["arms-transfers"]
    assert "arms-transfers" not in listed(editor, waived="yes", flag="interested_party_only")
    assert "arms-transfers" not in listed(editor, waived="no")


def test_an_expired_waiver_does_not_count(editor, arms, at):
    waived("arms-transfers", "contested", at, days=1)

    with time_machine.travel(at + timedelta(days=2), tick=False):
        assert "arms-transfers" in listed(editor, severity="critical")
        assert listed(editor, waived="yes") == []


def test_a_claim_is_due_when_it_is_marked_or_its_time_has_come(editor, now, at):
    many(now, 3)
    for number, values in enumerate(({"marked_at": now}, {"due_at": at}, {"due_at": at + timedelta(days=1)}), start=1):
        Standing.objects.filter(claim__key=f"c00{number}").update(**{"due_at": None, **values})

    assert set(listed(editor, due="yes")) == {"c001", "c002"}
    assert shown(editor).content.decode().count("to be verified again") == 2


def test_claims_are_filtered_by_number_of_origins(editor, now):
    people = [person(name) for name in ("ada", "ben", "cleo")]
    rows = [claim("one", row("ada")), claim("three", row("ada"), row("ben"), row("cleo")), claim("zero")]
    load({"sources": people, "claims": rows}, at=now)

    assert listed(editor, origins="none") == ["zero"]
    assert listed(editor, origins="one") == ["one"]
    assert listed(editor, origins="min-1") == ["one", "three"]
    assert listed(editor, origins="min-3") == ["three"]
    assert listed(editor, origins="min-4") == []


def test_a_source_finds_its_own_claims_and_a_family_those_of_all(editor, now):
    relation = {"from": "daughter", "to": "mother", "kind": "owned_by", "reason": "imprint"}
    sources = [outlet("mother"), outlet("daughter"), outlet("other")]
    rows = [claim(key, row(key)) for key in ("mother", "daughter", "other")]
    load({"sources": sources, "relations": [relation], "claims": rows}, at=now)
    daughter = Source.objects.get(key="daughter").pk

    assert listed(editor, source=daughter) == ["daughter"]
    assert set(listed(editor, family=daughter)) == {"daughter", "mother"}
    assert "family of: <strong>Daughter</strong>" in shown(editor, family=daughter).content.decode()


def test_a_voided_attribution_does_not_count_for_its_source(editor, now):
    rows = [claim("c", row("ada", voided={"reason": "typed into the wrong claim"}))]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)

    assert listed(editor, source=Source.objects.get().pk) == []


def test_said_in_finds_only_live_attributions(editor, now):
    forged = {"reason": "The seal is of another year.", "claim": "may"}
    rows = [
        claim("half", row("a_a", "ada", said_at="2023", discredited=forged), row("aba", "ada", said_at="2024-06-13")),
        claim("forged", row("ada", said_at="2024-06-12", discredited=forged)),
        claim("june", row("ada", said_at="2024-06-10")),
        claim("may", row("ada", said_at="2024-05")),
        claim("gone", row("ada", said_at="2024-06-11", withdrawn={"by": "source", "reason": "misheard"})),
        claim("replaced", row("ada", said_at="2024-06"), row("new", "ada", said_at="2023", supersedes="ada")),
    ]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)

    assert set(listed(editor, said="2024-06")) == {"june", "half"}
    assert set(listed(editor, said="2024")) == {"may", "june", "half"}
    assert listed(editor, said="2024-06-10") == ["june"]


def test_a_minute_is_said_on_the_day_of_the_desks_calendar(editor, now, settings):
    rows = [
        claim("late", row("ada", said_at="2024-06-10T22:30Z")),
        claim("day", row("ada", said_at="2024-06-10")),
        claim("month-end", row("ada", said_at="2024-06-30T21:00Z")),
    ]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)
    assert set(listed(editor, said="2024-06-10")) == {"day", "late"}

    settings.TIME_ZONE = "Europe/Kyiv"

    assert listed(editor, said="2024-06-10") == ["day"]
    assert listed(editor, said="2024-06-11") == ["late"]
    assert set(listed(editor, said="2024-06")) == {"day", "late"}
    assert listed(editor, said="2024-07") == ["month-end"]
    assert set(listed(editor, said="2024")) == {"day", "late", "month-end"}
    assert listed(editor, said="0001-01-01") == listed(editor, said="9999-12-31") == listed(editor, said="9999") == []


def test_a_claim_is_mine_nobodys_or_a_colleagues(editor, ed, now):
    many(now, 3)
    colleague = User.objects.create_user("kim", is_staff=True)
    assign(Claim.objects.get(key="c001").pk, ed, change(now))
    assign(Claim.objects.get(key="c002").pk, colleague, change(now))

    assert listed(editor, assignee="me") == listed(editor, assignee=ed.pk) == ["c001"]
    assert listed(editor, assignee=colleague.pk) == ["c002"]
    assert listed(editor, assignee="none") == ["c003"]


def test_languages_and_those_without_one_are_found(editor, now):
    rows = [claim("ru", language="ru"), claim("ko", language="ko"), claim("none")]
    load({"sources": [], "claims": rows}, at=now)

    assert listed(editor, language="ko") == ["ko"]
    assert listed(editor, language="none") == ["none"]
    assert '<option value="ru">ru</option>' in shown(editor).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"status": "true"}, {"flag": "x' OR 1=1"}, {"origins": "min-"}, {"origins": "min-9999"}, {"said": "last week"},
        {"said": "2024-13"}, {"recorded_from": "yesterday"}, {"recorded_until": "0000-00-00"}, {"source": "ada"},
        {"source": "9" * 30}, {"family": "-1"}, {"assignee": "ed"}, {"assignee": "9" * 19}, {"flagged_since": "soon"},
        {"due": "no"}, {"waived": "maybe"}, {"public__exact": "2"}, {"severity": "<script>"}, {"topic": "a\x00b"},
    ],
    ids=str,
)  # fmt: skip
def test_a_value_that_no_filter_understands_narrows_nothing_and_is_reported(query, editor, now):
    many(now, 2)

    page = shown(editor, **query)

    assert len(page.context["cl"].result_list) == 2
    assert "not understood, ignored" in page.content.decode()


def test_active_filters_are_shown_and_removed_one_by_one(editor, arms, at):
    page = shown(editor, flag="contested", flagged_since="2024-06-01", q="artillery")

    active = page.context["cl"].active()
    assert [(each.label, each.value) for each in active] == [("open flag", "contested"), ("flagged since", "01 Jun 2024 00:00")]
    assert active[0].url == "?flagged_since=2024-06-01&q=artillery"


def test_empty_fields_of_the_form_are_removed_from_the_address(editor, sample):
    answer = editor.get(LIST, {"q": "", "status": "contested", "topic": " "})

    assert answer.url == f"{LIST}?status=contested"


@pytest.fixture
def changelist(db):
    return reverse("admin:claims_claim_changelist")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "contested"}, {"arms-transfers", "ballistic-missiles"}),
        ({"flag": "anonymous_only"}, {"visit-within-weeks"}),
        ({"topic": "arms", "status": "contested"}, {"arms-transfers"}),
        ({"stage": "checked"}, set()),
        ({"public__exact": "0"}, set()),
        ({"assignee": "none", "q": "artillery"}, {"arms-transfers"}),
        ({"q": "visit-within"}, {"visit-within-weeks"}),
    ],
)
def test_claims_are_found_by_what_an_editor_asks_for(query, found, editor, arms, changelist):
    shown = {each.key for each in editor.get(changelist, query).context["cl"].result_list}

    assert shown >= found if found else not shown


def test_a_cleared_flag_is_not_an_open_one(editor, arms, changelist):
    assert {each.key for each in editor.get(changelist, {"flag": "denied_only"}).context["cl"].result_list} == set()
