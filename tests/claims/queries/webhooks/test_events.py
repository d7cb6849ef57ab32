"""The feed of revisions: the content of an event, filters, and cursors."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import OuterRef

from claims.models import Claim, Revision
from claims.operations.attributions.changes import withdraw
from claims.operations.decisions.ledger import reaffirm
from claims.operations.merges.removal import remove_claim
from claims.queries.webhooks import events
from claims.queries.webhooks.events import ALL, BEGINNING, LostPlaceError, Place, Wanted, events_after, last_place, parse_place
from claims.verification import Change


def whole(wanted: Wanted = ALL, limit: int = 1000) -> list[events.Event]:
    """Follow the feed from its beginning to its end, page by page."""
    found, place, more = [], BEGINNING, True
    while more:
        page = events_after(place, wanted, limit)
        found, place, more = [*found, *page.events], page.place, page.more
    return found


@pytest.fixture
def moved(arms: Claim, now: datetime) -> Claim:
    """The contested claim, of which a denial was withdrawn, and which was reaffirmed."""
    change = Change(now + timedelta(hours=1), "user:ada", "withdrawn", "They took it back.")
    withdraw(arms.attributions.get(key="pyongyang-denies"), change, by="source")
    withdraw(arms.attributions.get(key="moscow-denies"), change._replace(at=now + timedelta(hours=2)), by="source")
    reaffirm(arms.pk, Change(now + timedelta(hours=3), "token:abc", "reaffirmed", "Asked again."))
    return arms


def test_the_feed_is_every_revision_once_in_the_order_of_the_record(moved: Claim) -> None:
    expected = list(Revision.objects.order_by("pk").values_list("sha256", flat=True))
    for limit in (1, 3, len(expected), 1000):
        assert [event.digest for event in whole(limit=limit)] == expected
    assert len({event.id for event in whole()}) == len(expected)


def test_an_event_shows_what_came_of_a_revision(moved: Claim) -> None:
    *_, second, last = (event for event in whole() if event.claim == moved.key)
    assert (second.status, second.body_changed, second.reason) == ("unverified", True, "They took it back.")
    assert "contested" in second.cleared
    assert (last.actor, last.action, last.raised, last.cleared) == ("token:abc", "reaffirmed", (), ())
    stored = Revision.objects.get(claim=moved, number=last.revision)
    assert (last.digest, last.at, last.place.id) == (stored.sha256, stored.at, stored.pk)
    assert last.body_changed is (stored.body is not None)
    assert last.id == f"evt_{stored.sha256[:32]}"


@pytest.mark.parametrize("window", [1, 2, 5000])
@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Wanted(claims=("arms-transfers",)), lambda e: e.claim == "arms-transfers"),
        (Wanted(actions=("reaffirmed",)), lambda e: e.action == "reaffirmed"),
        (Wanted(actors=("token", "job")), lambda e: e.actor.startswith(("token:", "job:"))),
        (Wanted(statuses=("contested",)), lambda e: e.status == "contested"),
        (Wanted(flags=("contested",)), lambda e: "contested" in e.raised + e.cleared),
        (Wanted(flags=("contested",), actions=("withdrawn",)), lambda e: e.action == "withdrawn" and "contested" in e.cleared),
        (Wanted(claims=("no-such",)), lambda _: False),
    ],
)
def test_it_is_narrowed_without_losing_its_place(moved, window, wanted, fits, monkeypatch):
    monkeypatch.setattr(events, "WINDOW", window)
    assert whole(wanted, limit=2) == [event for event in whole() if fits(event)]
    assert events_after(last_place(), wanted, 1).place == last_place()


def test_a_topic_is_that_of_the_claim_today(arms: Claim) -> None:
    topic = arms.topics.values_list("topic", flat=True)[0]
    filed = set(Claim.objects.filter(topics__topic=topic).values_list("key", flat=True))
    assert {event.claim for event in whole(Wanted(topics=(topic,)))} == filed


def test_an_event_of_a_deleted_claim_shows_only_its_tombstone(moved: Claim, now: datetime) -> None:
    before = len(whole())
    remove_claim(moved.pk, Change(now + timedelta(days=1), "user:boss", "removed", "By order of a court, Jane Roe."))
    after = whole()
    assert len(after) > before
    mine = [event for event in after if event.claim == moved.key]
    assert mine[-1].action == "removed"
    assert {(event.deleted, event.reason, event.status, event.body_changed, event.raised, event.cleared) for event in mine} == {
        (True, "", None, None, (), ())
    }
    assert [event for event in whole(Wanted(statuses=("unsourced",))) if event.claim == moved.key] == []


def test_a_place_of_another_record_is_refused(arms: Claim) -> None:
    last = last_place()
    for lost in (Place(last.id, "0" * 12), Place(last.id + 1, last.digest)):
        with pytest.raises(LostPlaceError):
            events_after(lost, ALL, 10)


def test_a_cursor_is_read_as_it_is_reported(arms: Claim) -> None:
    assert parse_place(str(last_place())) == last_place()
    assert parse_place(str(BEGINNING)) == BEGINNING
    for wrong in ("", "7", "7-", "7-ABCDEFABCDEF", "-1-000000000000", "9" * 30 + "-000000000000", "٣-000000000000"):
        assert parse_place(wrong) is None


def test_an_empty_record_has_no_event(db: None) -> None:
    assert events_after(BEGINNING, ALL, 10) == ([], BEGINNING, False)
    assert last_place() == BEGINNING


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans the same whatever the tables hold")
def test_flags_of_events_are_read_along_the_indexes_of_open_and_of_past_flags(moved: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for flags in events._moved(claim=OuterRef("claim")):
            # With OR between open and past flags, there would be no other way.
            assert "Seq Scan on claims_flag" not in Revision.objects.annotate(codes=events._codes(flags)).explain()
