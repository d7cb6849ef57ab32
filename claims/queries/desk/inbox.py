"""What waits for a person: mentions, assignments, reviews and answers; and what happened since they last looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet

from claims.models import Claim, Comment, Complaint, Decision, Flag, Notice, Revision, Verdict
from claims.queries.decisions.complaints import open_complaints
from claims.queries.merges.retired import going_on
from claims.queries.verdicts.read import returned_to, to_review
from claims.vocabulary import COMMENT_ANSWERED, COMMENT_REQUESTED
from factcheck.database.prepared import Given, Prepared

#: Lines of each part (a guess at what somebody reads at the start of a shift).
MOST: Final = 50
#: Claims of which the page says what happened since, and revisions of all of them together.
_MOST_CLAIMS: Final = 30
_MOST_REVISIONS: Final = 300
#: People whose query is kept by a process: more than a desk has at work.
_PEOPLE: Final = 200


def new_notices(person: User) -> QuerySet[Notice]:
    """Return the notices that a person has not seen; of assignments, those of claims that they hold and did not touch since."""
    acted = Revision.objects.filter(claim=OuterRef("claim"), at__gt=OuterRef("at"), actor=f"user:{person.get_username()}")
    rows = Notice.objects.filter(person=person, seen_at=None)
    return rows.filter(Q(comment__isnull=False) | Q(claim__assignee=person) & ~Exists(acted))


def held_by(person: User) -> QuerySet[Claim]:
    """Return the current claims that a person holds."""
    return Claim.objects.filter(going_on(), assignee=person)


def overdue_requests(person: User, now: datetime | Given) -> QuerySet[Decision]:
    """Return the requests for comment on a person's claims whose deadline has passed, and of which no outcome is recorded."""
    settled = Decision.objects.filter(request=OuterRef("pk"), kind=COMMENT_ANSWERED, struck_at=None)
    rows = Decision.objects.filter(claim__in=held_by(person), kind=COMMENT_REQUESTED, struck_at=None, answer_by__lte=now)
    return rows.exclude(Exists(settled))


def complaints_to(person: User) -> QuerySet[Complaint]:
    """Return the open complaints about claims that a person holds."""
    return open_complaints().filter(Exists(held_by(person).filter(complaints=OuterRef("pk"))))


def count_waiting(person: User, now: datetime) -> int:
    """Return how many things wait in a person's inbox, in one query."""
    rights = [person.has_perm(right) for right in ("claims.view_complaint", "claims.review_verdict")]
    waiting = _waiting(person.pk, person.get_username(), *rights)
    return len(waiting.rows(now=connection.ops.adapt_datetimefield_value(now)))


@lru_cache(maxsize=_PEOPLE)
def _waiting(pk: int, username: str, complains: bool, reviews: bool) -> Prepared:
    """Return the query for what waits for a person. Every page of the desk asks it: it is built once for each person."""
    person = User(pk=pk, username=username)

    def build() -> QuerySet[Any, Any]:
        parts: list[QuerySet[Any]] = [overdue_requests(person, Given("now", DateTimeField())), returned_to(person)]
        parts += [complaints_to(person)] if complains else []
        parts += [to_review(person)] if reviews else []
        first, *others = (part.order_by().values_list("pk") for part in (new_notices(person), *parts))
        return first.union(*others, all=True)

    return Prepared(build)


class Inbox(NamedTuple):
    """What waits for a person, newest first, and the mentions and assignments that they have seen."""

    new: Sequence[Notice]
    seen: Sequence[Notice]
    to_review: Sequence[Verdict]
    returned: Sequence[Verdict]
    overdue: Sequence[Decision]
    complaints: Sequence[Complaint]


def inbox_of(person: User, now: datetime) -> Inbox:
    """Return the inbox of a person."""
    new = list(_with_records(new_notices(person)))
    seen = _with_records(Notice.objects.filter(person=person).exclude(pk__in=[row.pk for row in new]))
    reviews = to_review(person) if person.has_perm("claims.review_verdict") else Verdict.objects.none()
    complaints = complaints_to(person) if person.has_perm("claims.view_complaint") else Complaint.objects.none()
    return Inbox(
        new,
        list(seen),
        list(reviews.select_related("claim", "drafted_by").order_by("submitted_at", "id")[:MOST]),
        list(returned_to(person).select_related("claim").order_by("id")[:MOST]),
        list(overdue_requests(person, now).select_related("claim", "source").order_by("answer_by", "id")[:MOST]),
        list(complaints.select_related("source").prefetch_related("claims").order_by("due_at", "id")[:MOST]),
    )


def _with_records(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.select_related("claim", "comment").order_by("-id")[:MOST]


class Happened(NamedTuple):
    """What happened to a claim: its revisions, newest first, and how many comments and open flags are new."""

    claim: Claim
    revisions: Sequence[Revision]
    comments: int
    flags: Sequence[Flag]


def followed_by(person: User) -> QuerySet[Claim]:
    """Return the current claims that a person holds or follows: on which they commented, or were mentioned."""
    said = Comment.objects.filter(person=person).values("claim")
    called = Notice.objects.filter(person=person, comment__isnull=False).values("claim")
    return Claim.objects.filter(going_on()).filter(Q(assignee=person) | Q(pk__in=said) | Q(pk__in=called))


def happened_since(person: User, since: datetime) -> list[Happened]:
    """Return what others did to the claims that a person holds or follows, the latest first, in four queries."""
    own = f"user:{person.get_username()}"
    ids = list(followed_by(person).values_list("pk", flat=True))
    rows = Revision.objects.filter(claim__in=ids, at__gte=since).exclude(actor=own).defer("body").order_by("-at", "-id")
    revisions = _by_claim(rows[:_MOST_REVISIONS])
    said = Comment.objects.filter(claim__in=ids, recorded_at__gte=since, struck_at=None).exclude(person=person)
    comments = _by_claim(said.order_by("-id")[:_MOST_REVISIONS])
    flags = _by_claim(Flag.objects.filter(claim__in=ids, raised_at__gte=since, cleared_at=None).order_by("severity", "code"))
    order = list(dict.fromkeys([*revisions, *comments, *flags]))[:_MOST_CLAIMS]
    claims = Claim.objects.in_bulk(order)
    return [Happened(claims[pk], revisions.get(pk, []), len(comments.get(pk, ())), flags.get(pk, [])) for pk in order]


def _by_claim(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    return found


def colleagues_of(person: User) -> QuerySet[User]:
    """Return the people to whom a person may hand over claims."""
    readers = User.objects.with_perm("claims.view_claim").filter(is_staff=True)
    return readers.exclude(pk=person.pk).order_by(F("first_name"), F("last_name"), "username")
