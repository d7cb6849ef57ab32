from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Flag, Standing
from claims.operations.claims.assignment import assign
from claims.operations.flags.waivers import waive
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import mark
from claims.queries.claims import change_list as claim_list
from claims.queries.claims.selection import waiting_claims
from claims.verification import Change
from sources.models import Source
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.listing import LIST, listed, many, shown

#: Session, person, two queries for permissions; a person's views; a page of claims with all one-to-one rows; their topics;
#: their open flags; the number of claims; topics and languages to choose from; people; the names of selected sources or, if
#: nothing narrows the list, the number of waiting claims.
MOST_QUERIES = 12
#: Which of the words are on record, and whether the last one is the beginning of one that is.
MOST_OF_SEARCH = 2


def change(now, reason="why"):
    return Change(now, "user:ada", "waived", reason)


def waived(key, code, now, days=5):
    waive([Claim.objects.get(key=key).pk], [code], change(now), until=now + timedelta(days=days))


@pytest.fixture
def at(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield now + timedelta(hours=1)


def queries_of(client, **query):
    with CaptureQueriesContext(connection) as seen:
        shown(client, **query)
    return len(seen)


def test_a_line_shows_the_state_of_a_claim_in_words_and_signs(editor, arms, at):
    page = shown(editor, q="arms-transfers").content.decode()

    assert '<span class="desk-tag" data-tone="contested">contested</span>' in page
    assert ">2–4+<" in page
    assert '<span aria-hidden="true">‼</span><span class="list-unseen">critical: </span>contested' in page
    assert "1\xa0hour" in page
    assert '<small class="list-about">ada</small>' in page


def test_a_waived_flag_is_dimmed_labelled_and_last(editor, arms, at):
    waived("arms-transfers", "contested", at)

    page = shown(editor, q="arms-transfers").content.decode()

    assert 'data-tone="critical" data-waived title="critical: ' in page
    assert "contested <em>waived</em>" in page
    assert page.index("interested party only") < page.index("contested <em>waived</em>")


def test_a_claim_without_denial_shows_none(editor, sample):
    page = shown(editor, q="visit-within-weeks")

    assert '<td class="field-denials' in page.content.decode()
    assert ">–</td>" in page.content.decode().split("field-denials", 1)[1][:700]


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
    assert listed(editor, origins="min-1") == ["three", "one"]
    assert listed(editor, origins="min-3") == ["three"]
    assert listed(editor, origins="min-4") == []


def test_a_source_finds_its_own_claims_and_a_family_those_of_all(editor, now):
    relation = {"from": "daughter", "to": "mother", "kind": "owned_by", "reason": "imprint"}
    sources = [outlet("mother"), outlet("daughter"), outlet("other")]
    rows = [claim(key, row(key)) for key in ("mother", "daughter", "other")]
    load({"sources": sources, "relations": [relation], "claims": rows}, at=now)
    daughter = Source.objects.get(key="daughter").pk

    assert listed(editor, source=daughter) == ["daughter"]
    assert listed(editor, family=daughter) == ["daughter", "mother"]
    assert "family of: <strong>Daughter</strong>" in shown(editor, family=daughter).content.decode()


def test_a_voided_attribution_does_not_count_for_its_source(editor, now):
    rows = [claim("c", row("ada", voided={"reason": "typed into the wrong claim"}))]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)

    assert listed(editor, source=Source.objects.get().pk) == []


def test_said_in_finds_only_live_attributions(editor, now):
    rows = [
        claim("june", row("ada", said_at="2024-06-10")),
        claim("may", row("ada", said_at="2024-05")),
        claim("gone", row("ada", said_at="2024-06-11", withdrawn={"by": "source", "reason": "misheard"})),
        claim("replaced", row("ada", said_at="2024-06"), row("new", "ada", said_at="2023", supersedes="ada")),
    ]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)

    assert listed(editor, said="2024-06") == ["june"]
    assert listed(editor, said="2024") == ["may", "june"]
    assert listed(editor, said="2024-06-10") == ["june"]


def test_a_minute_is_said_on_the_day_of_the_desks_calendar(editor, now, settings):
    rows = [
        claim("late", row("ada", said_at="2024-06-10T22:30Z")),
        claim("day", row("ada", said_at="2024-06-10")),
        claim("month-end", row("ada", said_at="2024-06-30T21:00Z")),
    ]
    load({"sources": [outlet("ada")], "claims": rows}, at=now)
    assert listed(editor, said="2024-06-10") == ["day", "late"]

    settings.TIME_ZONE = "Europe/Kyiv"

    assert listed(editor, said="2024-06-10") == ["day"]
    assert listed(editor, said="2024-06-11") == ["late"]
    assert listed(editor, said="2024-06") == ["day", "late"]
    assert listed(editor, said="2024-07") == ["month-end"]
    assert listed(editor, said="2024") == ["month-end", "day", "late"]
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


@pytest.mark.parametrize(
    "query",
    [
        {"source": "9" * 18}, {"family": "9" * 18}, {"assignee": "9" * 18}, {"p": "after-" + "9" * 18}, {"p": "-1"}, {"p": "x"},
        {"p": "999999", "o": "2"}, {"o": "99.-1.x"}, {"recorded_until": "9999-12-31"}, {"recorded_from": "0001-01-01"},
        {"flagged_since": "0001-01-01T00:00:00+14:00"}, {"topic": "☃" * 500}, {"language": "%' --"}, {"view": "9" * 50},
        {"said": "9999"}, {"q": "\x00"}, {"origins": "min-999"},
    ],
    ids=str,
)  # fmt: skip
def test_no_address_breaks_the_list(query, editor, now):
    many(now, 2)

    shown(editor, **query)


def test_an_unknown_parameter_gives_no_access_to_other_tables(editor, now):
    page = editor.get(LIST, {"assignee__password__startswith": "pbkdf2"})

    assert page.status_code in (302, 400)


def test_active_filters_are_shown_and_removed_one_by_one(editor, arms, at):
    page = shown(editor, flag="contested", flagged_since="2024-06-01", q="artillery")

    active = page.context["cl"].active()
    assert [(each.label, each.value) for each in active] == [("open flag", "contested"), ("flagged since", "01 Jun 2024 00:00")]
    assert active[0].url == "?flagged_since=2024-06-01&q=artillery"


def test_empty_fields_of_the_form_are_removed_from_the_address(editor, sample):
    answer = editor.get(LIST, {"q": "", "status": "contested", "topic": " "})

    assert answer.url == f"{LIST}?status=contested"


def test_pages_follow_one_another_without_gap_or_repetition(editor, now):
    many(now, 120)
    first = shown(editor)
    after = first.context["cl"].after
    second = shown(editor, p=after)
    third = shown(editor, p=second.context["cl"].after)

    keys = [each.key for page in (first, second, third) for each in page.context["cl"].result_list]
    assert keys == [f"c{number:03}" for number in range(120, 0, -1)]
    assert third.context["cl"].after == ""
    assert listed(editor, p=third.context["cl"].before) == keys[50:100]


def test_the_oldest_may_come_first_page_by_page(editor, now):
    many(now, 60)
    number = [*shown(editor).context["cl"].list_display].index("age")
    first = shown(editor, o=f"-{number}")

    assert [each.key for each in first.context["cl"].result_list][:2] == ["c001", "c002"]
    assert listed(editor, o=f"-{number}", p=first.context["cl"].after)[0] == "c051"


def test_other_orders_have_pages_by_number(editor, now):
    many(now, 60)
    order = str([*shown(editor).context["cl"].list_display].index("status"))
    first = shown(editor, o=order)

    assert first.context["cl"].after == "2"
    both = [each.key for each in first.context["cl"].result_list] + listed(editor, o=order, p="2")
    assert sorted(both) == [f"c{number:03}" for number in range(1, 61)]


def test_more_claims_than_are_counted_are_not_sorted_and_the_page_says_so(editor, now, monkeypatch):
    many(now, 60)
    order = str([*shown(editor).context["cl"].list_display].index("status"))
    monkeypatch.setattr(claim_list, "MOST_COUNTED", 55)

    page = shown(editor, o=order)

    assert [each.key for each in page.context["cl"].result_list][:2] == ["c060", "c059"]
    assert "Narrow the list to sort it." in page.content.decode()
    assert page.context["cl"].after.startswith("after-")


def test_the_deep_page_reads_no_more_rows_than_the_first(editor, now):
    many(now, 60)
    after = shown(editor).context["cl"].after
    with CaptureQueriesContext(connection) as seen:
        assert listed(editor, p=after)[0] == "c010"

    assert not [each["sql"] for each in seen if "OFFSET" in each["sql"]]


def test_claims_are_counted_only_as_far_as_that_is_cheap(editor, now, monkeypatch):
    many(now, 60)
    assert "<strong>60 claims</strong>" in shown(editor, status="contested").content.decode()

    monkeypatch.setattr(claim_list, "MOST_COUNTED", 55)

    assert "<strong>more than 55 claims</strong>" in shown(editor, status="contested").content.decode()


def test_waiting_claims_are_those_that_the_next_verification_visits(sample, now):
    def both():
        return claim_list.waiting().number, waiting_claims()

    assert both() == (0, 0)
    mark([Claim.objects.get(key="arms-transfers").pk], now)
    assert both() == (1, 1)
    set_policy(change(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    assert both() == (Claim.objects.count(), Claim.objects.count())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's estimate")
def test_very_many_claims_are_counted_by_the_databases_estimate(editor, now, monkeypatch):
    many(now, 60)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claim")
    monkeypatch.setattr(claim_list, "MOST_COUNTED", 55)

    assert "<strong>about 60 claims</strong>" in shown(editor).content.decode()
    assert "<strong>more than 55 claims</strong>" in shown(editor, status="contested").content.decode()


def test_a_list_that_finds_nothing_says_so(editor, sample):
    page = shown(editor, q="zebra").content.decode()

    assert "No matching claims" in page
    assert "Looked for in text, key, topics, quotes and names of sources: zebra…" in page


def test_no_page_takes_more_than_twelve_queries(editor, now):
    many(now, 60)
    source = Source.objects.get(key="ada").pk
    pages = [
        {"view": "all"},
        {"flag": "contested", "source": source, "family": source, "topic": "a", "assignee": "none"},
        {"p": shown(editor).context["cl"].after, "source": source, "severity": "critical"},
        {"o": "2", "source": source},
    ]

    assert [count for count in (queries_of(editor, **query) for query in pages) if count > MOST_QUERIES] == []
    for typed in ("claim", "claim b claim c00"):
        assert queries_of(editor, q=typed, source=source, flag="contested") <= MOST_QUERIES + MOST_OF_SEARCH


def test_the_list_takes_as_many_queries_for_many_claims_as_for_few(editor, now):
    many(now, 3)
    few = queries_of(editor)
    many(now, 30, name="d")

    assert queries_of(editor) == few <= MOST_QUERIES


def test_hostile_text_is_escaped_in_every_cell(editor, now):
    evil = "<script>alert(1)</script>"
    load({"sources": [outlet("s", name=evil)], "claims": [claim("c", row("s"), text=evil)]}, at=now, actor=f"user:{evil}")
    Flag.objects.update(reason=f'"{evil}', waived_at=now, waived_by=evil, waiver_reason=evil, waived_until=datetime.max.replace(
        tzinfo=now.tzinfo, year=2999
    ))  # fmt: skip

    page = shown(editor, source=Source.objects.get().pk, q="script", said=evil).content.decode()

    assert evil not in page
    assert "waived" in page
