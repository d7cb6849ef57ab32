"""Reads for the list of claims: its lines, how many claims there are, and the choices of its filters.

The number of queries grows neither with the claims on a page nor with those of the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from claims.claim_fields import fields
from claims.models import Claim, DeskPolicy, Flag, Revision, Standing, Verdict, VerificationRun
from claims.models.assessment import severest_first
from claims.models.run import ALL, DONE, DUE
from claims.models.verdict import PUBLISHED
from claims.policy.assess import RULES_VERSION
from claims.queries.policy.rules_in_force import by_installed_rules, in_force
from factcheck.database.limited_counts import MOST_COUNTED, limited_counts
from factcheck.database.lookups import among
from factcheck.desk.people import person_name
from sources.models import Source

#: The most topics, people, or values of a column such as languages that are offered; search finds the others.
MAX_CHOICES: Final = 100


def for_claim_list(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return the claims with what a line of the list shows, ``changed_by`` and ``verdict_word`` included: three queries."""
    open_flags = Flag.objects.filter(cleared_at=None).order_by(severest_first(), "code").defer("culprits")
    last = Revision.objects.filter(claim=OuterRef("pk"), number=OuterRef("revision"))
    rows = claims.select_related("standing__assessment", "assignee", "public_body")
    # The widest columns, of which a line shows nothing.
    rows = rows.defer("public_body__body", "standing__assessment__explanation")
    word = Verdict.objects.filter(claim=OuterRef("pk"), state=PUBLISHED).values("rating__word")[:1]
    return rows.annotate(changed_by=Subquery(last.values("actor")[:1]), verdict_word=Subquery(word)).prefetch_related(
        "topics", Prefetch("flags", queryset=open_flags, to_attr="open_flags")
    )


class Counted(NamedTuple):
    """How many claims there are, as far as they were counted."""

    number: int
    how: Literal["exactly", "more than", "about"]


def counted(claims: QuerySet[Claim], *, narrowed: bool) -> Counted:
    """Count claims up to ``MOST_COUNTED``; beyond it, if the list is not narrowed, return the database's estimate of all."""
    number, about = (_count(claims), 0) if narrowed or connection.vendor != "postgresql" else _count_and_estimate()
    if number <= MOST_COUNTED:
        return Counted(number, "exactly")
    return Counted(about, "about") if about > MOST_COUNTED else Counted(MOST_COUNTED, "more than")


def _count(rows: QuerySet[Any]) -> int:
    # A slice, so that counting ends at the limit.
    return limited_counts(rows, most=MOST_COUNTED)[0]


#: Raw SQL, because the estimate is in PostgreSQL's catalogue; both numbers in one round trip.
_COUNT_AND_ESTIMATE: Final = """
SELECT (SELECT count(*) FROM (
    SELECT FROM claims_claim c WHERE c.merged_into_id IS NULL AND c.removed_at IS NULL AND NOT EXISTS (
        SELECT FROM claims_decision d WHERE d.claim_id = c.id AND d.kind = 'split' AND d.struck_at IS NULL
    ) LIMIT %s
) AS counted), reltuples::bigint
FROM pg_class WHERE oid = 'claims_claim'::regclass
"""


def _count_and_estimate() -> tuple[int, int]:
    """Return the number of current claims, up to a limit, and PostgreSQL's rounded estimate of the table's rows."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_AND_ESTIMATE, [MOST_COUNTED + 1])
        number, rows = cursor.fetchone()
    # PostgreSQL estimates -1 until a table is first analysed. Two digits, because it is an estimate.
    return number, int(float(f"{max(rows, 0):.2g}"))


def waiting() -> Counted:
    """Return how many claims wait for the next verification, like ``selection.waiting_claims``, but in one query."""
    policy = DeskPolicy.objects.filter(version__isnull=False).order_by("-version").values("version")[:1]
    version = Concat(Value(f"{RULES_VERSION}+"), Cast(Coalesce(Subquery(policy), 0), CharField()))
    known = VerificationRun.objects.filter(state=DONE, scope__in=(DUE, ALL), policy_version=version)
    marked = Standing.objects.filter(marked_at__isnull=False).values("pk")
    # Separate from the marked ones, so that whether the policy is new is checked once, before any row is read.
    # Claims of other rules wait for an administrator, not for the next verification.
    of_now = by_installed_rules() | Q(in_force())
    outdated = Standing.objects.filter(~Exists(known), ~Q(policy_version=version), of_now, marked_at=None).values("pk")
    number = marked.union(outdated, all=True)[: MOST_COUNTED + 1].count()
    return Counted(MOST_COUNTED, "more than") if number > MOST_COUNTED else Counted(number, "exactly")


class Offered(NamedTuple):
    """The choices that filters offer in addition to fixed words, and the names of the selected sources."""

    values: dict[str, list[str]]  # recorded values, by the names of their filters
    people: list[tuple[int, str]]
    sources: dict[int, str]


def offered(sources: Iterable[int] = (), person: int | None = None) -> Offered:
    """Return the available choices, in at most three queries; ``sources`` and ``person`` are already selected."""
    return Offered(words_in_use(), people(person), _names(sources))


#: The table and column that offered words come from, by the name of the filter.
_WORDS: Final = {
    "topic": ("claims_claimtopic", "topic"),
    **{field.name: ("claims_claim", field.name) for field in fields() if field.is_filtered_by_value},
}
#: Distinct words of an index, by jumping from each to the next: reading all entries of a million claims would take a second.
_JUMPS: Final = """
{name}_words(word) AS (
    SELECT min({column}) FROM {table}
    UNION ALL
    SELECT (SELECT min(t.{column}) FROM {table} t WHERE t.{column} > {name}_words.word)
    FROM {name}_words WHERE {name}_words.word IS NOT NULL
)"""
_FOUND: Final = (
    "SELECT '{name}', word FROM (SELECT word FROM {name}_words WHERE word IS NOT NULL LIMIT %(most)s) AS {name}_found"
)


def _words_in_use() -> str:
    places = [{"name": name, "table": table, "column": column} for name, (table, column) in _WORDS.items()]
    jumps, found = (map(text.format_map, places) for text in (_JUMPS, _FOUND))
    return f"WITH RECURSIVE {','.join(jumps)}\n{' UNION ALL '.join(found)}"


_WORDS_IN_USE: Final = _words_in_use()


def words_in_use() -> dict[str, list[str]]:
    """Return topics, and values of the columns that claims are filtered by: at most ``MAX_CHOICES`` of each."""
    found: dict[str, list[str]] = {name: [] for name in _WORDS}
    with connection.cursor() as cursor:
        cursor.execute(_WORDS_IN_USE, {"most": MAX_CHOICES})
        for kind, word in cursor.fetchall():
            found[kind].append(word)
    return {kind: sorted(filter(None, words)) for kind, words in found.items()}


def people(chosen: int | None = None) -> list[tuple[int, str]]:
    """Return the people to whom a claim may be assigned, and the already selected person, with their names."""
    everybody: QuerySet[Any] = get_user_model()._default_manager.order_by("username")
    known = everybody.filter(Q(is_active=True, is_staff=True) | Q(pk=chosen))
    return [(person.pk, person_name(person)) for person in known[:MAX_CHOICES]]


def _names(sources: Iterable[int]) -> dict[int, str]:
    wanted = list(sources)
    return dict(Source.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


class Chosen(NamedTuple):
    """Claims that somebody selected in the list, and how many of them have each topic and each open flag."""

    claims: list[Claim]
    topics: dict[str, int]
    flags: dict[str, int]


def chosen(ids: Iterable[int]) -> Chosen:
    """Return the claims ``ids``, in the order given."""
    wanted = list(ids)
    found = for_claim_list(Claim.objects.filter(pk__in=wanted)).in_bulk()
    claims = [found[pk] for pk in wanted if pk in found]
    topics: dict[str, int] = {}
    flags: dict[str, int] = {}
    for claim in claims:
        for row in claim.topics.all():
            topics[row.topic] = topics.get(row.topic, 0) + 1
        for flag in claim.open_flags:  # type: ignore[attr-defined]
            flags[flag.code] = flags.get(flag.code, 0) + 1
    return Chosen(claims, dict(sorted(topics.items())), dict(sorted(flags.items())))


def first_ids(claims: QuerySet[Claim], most: int) -> list[int]:
    """Return the ids of claims in their order, at most ``most`` and one more."""
    return list(claims.values_list("pk", flat=True)[: most + 1])


def keys_of(ids: Iterable[int]) -> list[str]:
    """Return the keys of claims."""
    return list(Claim.objects.filter(among("pk", ids)).values_list("key", flat=True))
