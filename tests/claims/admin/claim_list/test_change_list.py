from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Claim, Flag
from claims.operations.sources.changes import mark
from claims.queries.claims import change_list as claim_list
from sources.models import Source
from tests.cases import claim, load, outlet, row
from tests.claims.admin.listing import LIST, listed, many, shown
from tests.claims.desk_flags import store_flag

#: Session, person, two queries for permissions; a person's views; a page of claims with all one-to-one rows; their topics;
#: their open flags; the number of claims; topics and languages to choose from; people; the names of selected sources or, if
#: nothing narrows the list, the number of waiting claims. By urgency, claims with flags are found first: beyond the cursor in
#: its rank, in the ranks below it, then claims without a flag. On every page what waits in the inbox, and the names of people.
MOST_QUERIES = 14
BY_URGENCY = 3
#: In another order only ids are sorted, before the page is read.
SORTED = 1
#: Which of the words are on record, whether the last one is the beginning of one that is, and which name sources.
MOST_OF_SEARCH = 3
#: Before its claims, a family is read.
OF_FAMILY = 1


def queries_of(client, **query):
    with CaptureQueriesContext(connection) as seen:
        shown(client, **query)
    return len(seen)


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


def test_pages_follow_one_another_without_gap_or_repetition(editor, now):
    many(now, 90)
    load({"sources": [outlet("bea")], "claims": [claim(f"d{number:02}", row("bea")) for number in range(30)]}, at=now)
    Flag.objects.filter(claim__key__startswith="d").delete()
    first = shown(editor)
    after = first.context["cl"].after
    second = shown(editor, p=after)
    third = shown(editor, p=second.context["cl"].after)

    keys = [each.key for page in (first, second, third) for each in page.context["cl"].result_list]
    assert keys == [f"c{number:03}" for number in range(1, 91)] + [f"d{number:02}" for number in range(29, -1, -1)]
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
        assert listed(editor, p=after)[0] == "c051"

    assert not [each["sql"] for each in seen if "OFFSET" in (each["sql"] or "")]


def test_claims_are_counted_only_as_far_as_that_is_cheap(editor, now, monkeypatch):
    many(now, 60)
    assert "<strong>60 claims</strong>" in shown(editor, status="contested").content.decode()

    monkeypatch.setattr(claim_list, "MOST_COUNTED", 55)

    assert "<strong>more than 55 claims</strong>" in shown(editor, status="contested").content.decode()


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


def test_no_page_takes_more_than_seventeen_queries(editor, now):
    many(now, 60)
    source = Source.objects.get(key="ada").pk
    pages = [
        {"view": "all"},
        {"flag": "contested", "source": source, "family": source, "topic": "a", "assignee": "none"},
        {"p": shown(editor).context["cl"].after, "source": source, "severity": "critical"},
        {"o": "2", "source": source},
    ]

    assert [count for count in (queries_of(editor, **query) for query in pages) if count > MOST_QUERIES + BY_URGENCY] == []
    for typed in ("claim", "claim b claim c00"):
        assert queries_of(editor, q=typed, source=source, flag="contested") <= MOST_QUERIES + MOST_OF_SEARCH + SORTED
    assert queries_of(editor, family=source) <= MOST_QUERIES + OF_FAMILY + SORTED


def test_the_list_takes_no_more_queries_for_many_claims_than_for_few(editor, now):
    many(now, 3)
    few = queries_of(editor)
    many(now, 30, name="d")

    assert queries_of(editor) <= few <= MOST_QUERIES + BY_URGENCY


def test_the_most_severe_and_oldest_come_first_in_narrowed_lists_too(editor, now, monkeypatch):
    many(now, 60)
    Flag.objects.all().delete()
    for key, severity in (("c003", "warning"), ("c002", "critical"), ("c001", "critical")):
        store_flag(Claim.objects.get(key=key), now, "contested", severity)

    for query in ({}, {"topic": "a"}, {"q": "claim"}):
        assert listed(editor, **query)[:4] == ["c002", "c001", "c003", "c060"]
    assert listed(editor, severity="critical") == ["c002", "c001"]
    assert listed(editor, topic="a", p="2")[-1] == "c004"

    monkeypatch.setattr(claim_list, "MOST_COUNTED", 55)
    narrowed = shown(editor, topic="a")
    assert narrowed.context["cl"].result_list[0].key == "c060"
    assert "Narrow the list to sort it." in narrowed.content.decode()


@pytest.fixture
def changelist(db):
    return reverse("admin:claims_claim_changelist")


def test_the_list_says_how_many_claims_wait(editor, arms, changelist, now):

    assert "up to date" in editor.get(changelist).content.decode()
    mark([arms.pk], now)

    assert "1 claim waits" in editor.get(changelist).content.decode()
