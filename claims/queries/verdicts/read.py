"""Reads of verdicts: those of a claim, their authors, possible evidence, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from claims.models import Attribution, Claim, Decision, Flag, RatingWord, Standing, Verdict, VerdictEvidence, VerdictNote
from claims.models.verdict import IN_REVIEW, PUBLISHED, RETURNED, SHOWN, UNDER_WAY
from claims.vocabulary import OF_VERDICTS, VERDICT_WITHDRAWN
from factcheck.access.acts import done_by, done_by_unknown

# Actions on a verdict, as its notes name them.
DRAFTED: Final = "drafted"
CHANGED: Final = "changed"
SUBMITTED: Final = "submitted"
SENT_BACK: Final = "returned"
MADE_PUBLIC: Final = "published"
REPLACED_BY: Final = "replaced"
CONFIRMED: Final = "confirmed"
TAKEN_BACK: Final = "withdrawn"
GIVEN_UP: Final = "dropped"
#: Actions that make somebody an author, who may not review the verdict.
WRITING: Final = (DRAFTED, CHANGED)
#: The most attributions offered as evidence: those recorded last (a guess).
MOST_OFFERED: Final = 200

#: Permissions of those who write verdicts, and of those who review them.
_HANDS: Final = ("claims.add_verdict", "claims.review_verdict")


def sees_drafts(person: Any) -> bool:
    """Return whether a person may read drafts, and the notes of a verdict before and after publication."""
    return bool(person.is_active and any(map(person.has_perm, _HANDS)))


def called(person: User) -> str:
    """Return how the notes name a person."""
    return f"user:{person.get_username()}"


def _written_by(person: User, outer: str) -> Q:
    # An author whom nobody can name counts against everybody: the draft can be dropped and written anew (decision 23).
    noted = VerdictNote.objects.filter(done_by(person) | done_by_unknown(), verdict=OuterRef(outer), action__in=WRITING)
    return Q(drafted_by=person) | Q(Exists(noted))


def wrote(verdict: Verdict, person: User) -> bool:
    """Return whether a person drafted a verdict or changed its draft at any time."""
    return Verdict.objects.filter(_written_by(person, "pk"), pk=verdict.pk).exists()


def to_review(person: User) -> QuerySet[Verdict]:
    """Return the verdicts in review that a person did not write."""
    return Verdict.objects.filter(state=IN_REVIEW).exclude(_written_by(person, "pk"))


def returned_to(person: User) -> QuerySet[Verdict]:
    """Return the drafts of a person that were returned with comments."""
    return Verdict.objects.filter(state=RETURNED, drafted_by=person)


class Turn(NamedTuple):
    """How many verdicts wait for a person's review, and how many of their drafts were returned with comments."""

    review: int
    returned: int


def turn_of(person: User) -> Turn:
    """Return what waits for a person, in one query."""
    waiting = Q(state=IN_REVIEW) & ~_written_by(person, "pk")
    counts = Verdict.objects.filter(state__in=(IN_REVIEW, RETURNED)).aggregate(
        review=Count("pk", filter=waiting), returned=Count("pk", filter=Q(state=RETURNED, drafted_by=person))
    )
    return Turn(**counts)


class Verdicts(NamedTuple):
    """The verdicts of a claim: the published one, the one in progress, and past ones, newest first."""

    published: Verdict | None
    under_way: Verdict | None
    past: Sequence[Verdict]


def verdicts_of(claim: Claim, *, history: bool = False) -> Verdicts:
    """Return the verdicts of a claim with word, people and evidence; with ``history``, past ones and all notes too."""
    rows = Verdict.objects.filter(claim=claim).select_related("rating", "drafted_by", "decided_by").order_by("-id")
    evidence = VerdictEvidence.objects.select_related("attribution__source").order_by("position", "id")
    rows = rows.prefetch_related(Prefetch("evidence", queryset=evidence))
    if history:
        rows = rows.prefetch_related(Prefetch("notes", queryset=VerdictNote.objects.order_by("-id")))
    else:
        rows = rows.filter(state__in=(PUBLISHED, *UNDER_WAY))
    found = list(rows)
    return Verdicts(
        next((row for row in found if row.state == PUBLISHED), None),
        next((row for row in found if row.state in UNDER_WAY), None),
        [row for row in found if row.state not in (PUBLISHED, *UNDER_WAY)],
    )


def findings_of(claim: int) -> str:
    """Return the digest of the last findings about a claim; "" if it was not verified yet."""
    digests = Standing.objects.filter(pk=claim).values_list("assessment__findings_digest", flat=True)
    return digests.first() or ""


def holds_on(claim: int) -> str:
    """Return the digest of the findings on which the published verdict was made or last confirmed; "" without one."""
    words = Decision.objects.filter(claim=claim, kind__in=OF_VERDICTS, struck_at=None).order_by("-id")
    last = words.values_list("kind", "findings_digest").first()
    return "" if last is None or last[0] == VERDICT_WITHDRAWN else last[1]


def is_flagged_outdated(claim: int) -> bool:
    """Return whether a flag is open that says that the findings have changed since the published verdict."""
    return Flag.objects.filter(claim=claim, code="verdict_outdated", cleared_at=None).exists()


def evidence_offered(claim: Claim, chosen: Collection[int]) -> list[Attribution]:
    """Return the attributions that a verdict may rest on, including those ``chosen``, in the order of recording."""
    rows = Attribution.objects.filter(claim=claim).select_related("source")
    newest = list(rows.filter(voided_at=None).order_by("-id")[:MOST_OFFERED])
    missing = set(chosen).difference(row.pk for row in newest)
    return sorted([*newest, *(rows.filter(pk__in=missing) if missing else ())], key=lambda row: row.pk)


def published_once(rows: QuerySet[Any], state: str = "state") -> QuerySet[Any]:
    """Return those of ``rows`` whose verdict, with its ``state``, is or was published: all that readers may see."""
    return rows.filter(**{f"{state}__in": SHOWN})


def words_offered() -> list[RatingWord]:
    """Return the desk's words for verdicts that are not retired, in order."""
    return list(RatingWord.objects.filter(retired_at=None).order_by("position", "key"))


def all_words() -> list[RatingWord]:
    """Return all of the desk's words for verdicts in order, including retired ones."""
    return list(RatingWord.objects.order_by("position", "key"))


def word_of(key: str) -> RatingWord | None:
    """Return the word with a key, retired or not."""
    return RatingWord.objects.filter(key=key).first()
