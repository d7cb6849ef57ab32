"""The desk's front page: what an editor who comes on shift sees, and where each number leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from claims.admin.desk.front_page import Number
from claims.models import Attribution, Claim, DeskVisit, Flag, Standing, VerificationRun
from claims.runs.chunks import note_trouble, start_run
from sources.models import Document, Source
from tests.cases import claim, load, outlet, person, row
from tests.claims.desk_flags import run_through, store_flag

FRONT = "/admin/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def present(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock of the site, an hour after what the tests record."""
    at = now + HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return at


@pytest.fixture
def shift(loaded: Callable[..., Any], ed: User, present: datetime) -> None:
    """A desk with something to see in every part, and an editor who was here last night."""
    named = [person("ada"), person("ben"), outlet("echo")]
    loaded(sources=named, claims=[claim(f"c{number}", row("ada"), row("ben"), row("echo")) for number in range(8)])
    run_through("all", present - 6 * HOUR)
    Flag.objects.all().delete()
    claims = list(Claim.objects.order_by("id"))
    Claim.objects.filter(pk__in=[one.pk for one in claims[:5]]).update(assignee=ed)
    DeskVisit.objects.create(user=ed, seen_at=present - 10 * HOUR)
    for hours, one in zip((1, 9, 20, 40), claims[:4], strict=True):
        store_flag(one, present - hours * HOUR, "unsourced", "warning")
    store_flag(claims[0], present - 2 * DAY, "contested", "critical")
    store_flag(claims[4], present - HOUR, "contested", "critical", waived_until=present + DAY)
    store_flag(claims[5], present - 3 * DAY, "contested", "critical", waived_until=present - DAY)
    store_flag(claims[6], present - 5 * DAY, "contested", "critical", cleared_at=present - 3 * DAY)
    store_flag(claims[7], present - 50 * DAY, "stale", "info", cleared_at=present - HOUR)
    Standing.objects.update(due_at=None, marked_at=None)
    Standing.objects.filter(claim__in=claims[3:7]).update(marked_at=present)
    taken = {"withdrawal_recorded_at": present - DAY, "withdrawal_reason": "why"}
    Attribution.objects.filter(key="ada", claim=claims[1]).update(**taken, withdrawn_by="source")
    Attribution.objects.filter(key="echo", claim__in=claims[1:3]).update(**taken, withdrawn_by="outlet")
    echo = Source.objects.get(key="echo")
    Document.objects.create(key="d", title="D", kind="article", recorded_at=present, publisher=echo, **taken)


def desk_of(client: Client) -> dict[str, Any]:
    response = client.get(FRONT)
    assert response.status_code == 200
    desk: dict[str, Any] = response.context["desk"]
    return desk


def numbers_in(part: Any) -> Iterator[Number]:
    """Yield the numbers of a part of the page, however deep they stand."""
    if isinstance(part, Number):
        yield part
    elif isinstance(part, dict):
        for each in part.values():
            yield from numbers_in(each)
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from numbers_in(each)


def listed(client: Client, url: str) -> int:
    """Return how many rows the list behind a link shows."""
    response = client.get(url)
    assert response.status_code == 200, f"{url} leads to {response.status_code}"
    count: int = response.context["cl"].queryset.count()
    return count


def test_my_queue_shows_just_the_rows_that_its_numbers_count(shift: None, editor: Client) -> None:
    mine = desk_of(editor)["mine"]
    numbers = list(numbers_in(mine))
    assert [number.value for number in numbers] == [5, 2, 4, 1, 2, 3]
    assert [listed(editor, number.url) for number in numbers] == [5, 2, 4, 1, 2, 3]


def test_the_desks_queue_shows_just_the_rows_that_its_numbers_count(shift: None, editor: Client) -> None:
    queue = desk_of(editor)["queue"]
    assert (queue["unassigned"].value, listed(editor, queue["unassigned"].url)) == (1, 1)
    assert (queue["waiting"].value, listed(editor, queue["waiting"].url)) == (4, 4)


def test_flags_by_severity_lead_to_just_those_flags(shift: None, editor: Client) -> None:
    rows = desk_of(editor)["open_flags"]
    counted = [[row[name].value for name in ("open", "lapsed", "waived")] for row in rows]
    assert counted == [[1, 1, 1], [4, 0, 0], [0, 0, 0]]
    assert [[listed(editor, row[name].url) for name in ("open", "lapsed", "waived")] for row in rows] == counted


def test_the_trend_leads_to_just_the_flags_of_a_day(shift: None, editor: Client) -> None:
    trend = desk_of(editor)["trend"]
    sums = [trend["raised"], trend["cleared"]]
    assert [count for count, _ in sums] == ["8", "2"]
    assert [listed(editor, url) for _, url in sums] == [8, 2]
    for day in trend["days"]:
        if day.counts.raised:
            assert listed(editor, day.raised_url) == day.counts.raised
        if day.counts.cleared:
            assert listed(editor, day.cleared_url) == day.counts.cleared


def test_withdrawals_link_to_exactly_those_records(shift: None, editor: Client) -> None:
    lines = {line.name: line.reasons for line in desk_of(editor)["sources"]["taken_back"]}
    reasons = [*lines["Ada"], *lines["Echo"]]
    assert [reason.words for reason in reasons] == [
        "it withdrew 1 attribution",
        "outlets withdrew 2 attributions to it",
        "1 of its documents was retracted",
    ]
    assert [listed(editor, reason.url) for reason in reasons] == [1, 2, 1]


def test_a_source_without_a_grade_links_to_itself_and_its_attributions(shift: None, editor: Client) -> None:
    line = next(line for line in desk_of(editor)["sources"]["doubtful"] if line.name == "Echo")
    assert line.reasons[0].words == "not graded"
    assert editor.get(line.url).context["original"].key == "echo"
    assert listed(editor, line.reasons[1].url) == 6


def test_the_last_run_leads_to_its_report_with_the_same_numbers(
    loaded: Callable[..., Any], present: datetime, editor: Client
) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    run_through("all", present + 91 * DAY)
    numbers = {number.words: number for number in desk_of(editor)["night"]["numbers"]}
    assert (numbers["verified"].value, numbers["flags raised"].value) == (1, 1)
    assert "New flags: 1" in editor.get(numbers["flags raised"].url).content.decode()


def test_a_run_that_did_not_end_says_so_with_its_trouble_escaped(
    loaded: Callable[..., Any], present: datetime, editor: Client
) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    run = start_run("all", now=present, actor="job:weekly")
    note_trouble(run.pk, OSError("<b>No space left on device</b>"), present)
    page = editor.get(FRONT).content.decode()
    assert "Not finished: 0 of its 1 chunks are done." in page
    assert "&lt;b&gt;No space left on device&lt;/b&gt;" in page


def test_failed_claims_of_a_run_are_reported(shift: None, editor: Client) -> None:
    VerificationRun.objects.update(failed=2)
    problems = [words for _, words in desk_of(editor)["night"]["problems"]]
    assert problems == ["2 claims could not be verified and are unchanged."]


def test_a_missing_nightly_run_is_reported(shift: None, present: datetime, editor: Client) -> None:
    assert desk_of(editor)["night"]["problems"] == []
    VerificationRun.objects.update(started_at=present - 27 * HOUR)
    assert "Ask your administrator to check the scheduled jobs" in editor.get(FRONT).content.decode()


def test_the_last_visit_is_shown_and_a_reload_keeps_what_is_new(shift: None, editor: Client) -> None:
    for _ in range(2):
        page = editor.get(FRONT)
        assert "Your last visit was 10\xa0hours ago" in page.content.decode()
        assert page.context["desk"]["mine"]["numbers"][0].value == 2


def test_the_chart_works_without_colour_and_has_a_table(shift: None, editor: Client) -> None:
    page = editor.get(FRONT).content.decode()
    assert '<pattern id="front-hatch"' in page
    assert page.count('fill="url(#front-hatch)"') == 2 + 1  # the days on which flags were cleared, and the legend
    table = page[page.index("The same numbers as a table") :]
    assert table.count('<th scope="row">') == 30
    assert " style=" not in page[page.index('class="desk desk-apart front"') : page.index("desk-all")]


def test_texts_from_outside_are_escaped(loaded: Callable[..., Any], present: datetime, editor: Client) -> None:
    hostile = "<script>alert(1)</script>"
    loaded(sources=[person("ada", name=hostile)], claims=[claim("c", row("ada"), text=f"{hostile} fell.")])
    page = editor.get(FRONT).content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
    assert "<script>alert(1)" not in page


#: Session, user, permissions of person and group; runs; flags by severity; the visit; my claims and their flags; unassigned
#: critical claims; the policy, and what waits; claims to look at first and their flags; the trend of open flags and of past
#: ones; sources to grade; what was taken back, and of which sources; verdicts that wait; whether new rules wait; the first
#: steps that were taken, and the newest claim, to take others; what waits in the inbox; complaints.
QUERIES = 4 + 1 + 1 + 1 + 2 + 1 + 2 + 2 + 2 + 1 + 2 + 1 + 1 + 2 + 1 + 1
#: Where few sources need a grade, seldom used ones are read too.
TO_FILL_A_SHORT_LIST = 1


def test_a_busy_desk_takes_twenty_five_queries(
    shift: None, editor: Client, present: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    names = [f"n{number}" for number in range(12)]
    load({"sources": [person(name) for name in names], "claims": [claim(name, row(name)) for name in names]}, at=present)
    for one in Claim.objects.filter(key__startswith="n"):
        store_flag(one, present, "contested", "critical")
    editor.get(FRONT)  # notes the visit, once a minute
    with django_assert_num_queries(QUERIES):
        editor.get(FRONT)
    assert QUERIES == 25


def test_the_number_of_queries_does_not_grow_with_claims(
    shift: None, editor: Client, present: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    load({"claims": [claim("m", row("ada"), row("ben"))]}, at=present)
    with django_assert_num_queries(QUERIES + TO_FILL_A_SHORT_LIST + 1):  # and the visit is noted
        editor.get(FRONT)
    load({"claims": [claim(f"m{number}", row("ada"), row("ben")) for number in range(40)]}, at=present)
    Claim.objects.filter(key__startswith="m").update(assignee=User.objects.get(username="ed"))
    with django_assert_num_queries(QUERIES + TO_FILL_A_SHORT_LIST):
        editor.get(FRONT)


def test_on_an_empty_desk_every_part_says_so_kindly(editor: Client, present: datetime) -> None:
    page = editor.get(FRONT).content.decode()
    for words in (
        "This is your first visit",
        "No claim is assigned to you.",
        "No claim has an open flag.",
        "No run yet.",
        "No flags were raised or cleared",
        "No sources to review",
    ):
        assert words in page


@pytest.fixture
def reading(newcomer: Client) -> Callable[..., Client]:
    """Let the newcomer read records of some models."""

    def may_read(*models: str) -> Client:
        for model in models:
            codename = f"view_{model}"
            User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename=codename))
        return newcomer

    return may_read


def test_a_user_without_permissions_learns_whom_to_ask(shift: None, newcomer: Client) -> None:
    page = newcomer.get(FRONT).content.decode()
    assert "Ask an administrator for a role, at least “Viewer”." in page
    assert 'class="desk-card' not in page
    assert not DeskVisit.objects.filter(user__username="new").exists()


@pytest.mark.parametrize(
    ("models", "parts"),
    [
        (("claim",), {"first", "mine", "queue"}),
        (("flag",), {"open_flags", "trend"}),
        (("verificationrun",), {"night"}),
        (("source",), set()),
        (("source", "document", "attribution"), {"sources"}),
    ],
)
def test_each_part_requires_the_permission_to_view_its_records(
    models: tuple[str, ...], parts: set[str], shift: None, reading: Callable[..., Client]
) -> None:
    desk = desk_of(reading(*models))
    assert {name for name, part in desk.items() if part is not None} == parts


def test_the_page_links_to_no_list_that_the_person_may_not_read(shift: None, reading: Callable[..., Client]) -> None:
    client = reading("claim")
    page = client.get(FRONT).content.decode()
    links = set(re.findall(r'href="(/admin/[^"]+)"', page[page.index('class="desk desk-apart front"') :]))
    assert links
    assert {client.get(link.replace("&amp;", "&")).status_code for link in links} == {200}
