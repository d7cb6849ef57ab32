"""The pages that are measured, each with its address: the desk's and the API's, with every filter of the claim list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Max
from django.urls import reverse

from claims.models import Attribution, Claim, Revision
from claims.queries.claims.filters.filter import Filter, Kind
from claims.queries.claims.filters.table import IN_LIST
from claims.queries.webhooks.events import Place
from sources.models import Source

#: Milliseconds: for a person, at once, with room for a slow line (a guess); and for a feed that many poll each second.
MOST: Final = 300.0
MOST_FOR_FEED: Final = 5.0
#: Made-up texts have few words, so that each is in a seventh of all claims: the worst case of a search.
SEARCHES: Final = (
    "ammunition",
    "statement",
    "seized ammunition",
    "army seized ammunition",
    "claim-0123456",
    "as statement has it",
)


class Page(NamedTuple):
    """A page: its name, its address, and the most milliseconds that it may take."""

    name: str
    address: str
    most: float = MOST


def pages(now: datetime) -> Iterator[Page]:
    """Yield every page that is measured."""
    yield Page("front page", reverse("admin:index"))
    yield from _claim_list(now)
    yield from _other_lists(now)
    yield from _claims()
    yield from _api(now)


def _of(name: str, address: str, **query: Any) -> Page:
    shown = ", ".join(f"{key}={value}" for key, value in query.items())
    return Page(f"{name}{': ' if shown else ''}{shown}", f"{address}{'?' if query else ''}{urlencode(query)}")


def _claim_list(now: datetime) -> Iterator[Page]:
    address = reverse("admin:claims_claim_changelist")
    yield _of("claim list", address)
    middle = (Claim.objects.aggregate(last=Max("pk"))["last"] or 0) // 2
    for place in (f"after-2-{middle}", f"after-3-{middle}"):  # among claims with an information flag, and without flags
        yield _of("claim list", address, p=place)
    for column in ("2", "5", "8"):  # where a list is too long to be sorted, it says so
        yield _of("claim list", address, o=column)
    for filter_ in IN_LIST:
        name = filter_.name_in_list or filter_.name
        for value in _values(filter_, now):
            yield _of("claim list", address, **{name: value})
    yield _of("claim list", address, severity="critical", assignee="none")
    yield _of("claim list", address, assignee="me", severity="critical")
    yield _of("claim list", address, status="contested", topic="topic-0")
    for words in SEARCHES:
        yield _of("claim list", address, q=words)


def _values(filter_: Filter, now: datetime) -> list[str]:
    """Return values of a filter: the words that it takes, of many words a few, and of others a common and a rare one."""
    day = (now - timedelta(days=20)).date().isoformat()
    values = {
        Kind.ORIGINS: ["none", "one", "min-1", "min-2", "min-5", "min-9"],
        Kind.SOURCE: [str(each) for each in _sources()],
        Kind.PERSON: ["me", "none"],
        Kind.DATE: [day[:4], day[:7], day],
        Kind.FROM: [day],
        Kind.UNTIL: [day],
        Kind.INSTANT: [(now - timedelta(days=days)).isoformat() for days in (1, 3650)],
        Kind.TEXT: ["topic-0", "topic-199"] if filter_.name == "topic" else ["none", "en"],
        Kind.VALUE: ["none", "en"],
    }
    words = [choice.word for choice in filter_.choices]
    return values.get(filter_.kind) or words[:: max(1, len(words) // 4)]


def _sources() -> list[int]:
    """Return a source that many claims have, of the largest family, and one that few have."""
    used = Attribution.objects.filter(pk__lte=50_000).values("source").annotate(n=Count("*")).order_by("-n", "source")
    family = Source.objects.exclude(family=None).values("family").annotate(n=Count("*")).order_by("-n", "family")
    found: list[Any] = [used[0]["source"], family[0]["family"], used.reverse()[0]["source"]]
    return found


def _other_lists(now: datetime) -> Iterator[Page]:
    for model in sorted(admin.site._registry, key=lambda each: each._meta.label_lower):
        if model is not Claim:
            name = model._meta.label_lower.replace(".", "_")
            yield Page(f"list of {model._meta.verbose_name_plural}", reverse(f"admin:{name}_changelist"))
    attributions = reverse("admin:claims_attribution_changelist")
    for query in (
        {"stance": "denies"},
        {"basis": "witness"},
        {"scope": "partial"},
        {"ground_rule": "background"},
        {"withdrawal_recorded_at__isempty": "0"},
        {"voided_at__isempty": "0"},
        {"document__isempty": "1"},
        {"source__id__exact": _sources()[0]},
    ):
        yield _of("attributions", attributions, **query)
    revisions = reverse("admin:claims_revision_changelist")
    action = Revision.objects.order_by("-pk").values_list("action", flat=True).first()
    yield _of("revisions", revisions, action=action)
    yield _of("revisions", revisions, at__gte=(now - timedelta(days=7)).date().isoformat())
    yield _of("flags", reverse("admin:claims_flag_changelist"), severity="critical")


def _claims() -> Iterator[Page]:
    sizes = Attribution.objects.order_by().values("claim").annotate(n=Count("*")).order_by("-n", "claim")
    claim, rows = sizes.values_list("claim", "n")[0]
    yield Page(f"a claim with {rows} attributions", reverse("admin:claims_claim_change", args=[claim]))


def _api(now: datetime) -> Iterator[Page]:
    for name in ("topics", "claims", "flags", "sources"):
        yield _of(f"API {name}/", f"/api/v1/{name}/")
    claims = "/api/v1/claims/"
    family = Source.objects.get(pk=_sources()[1]).key
    filters: list[dict[str, Any]] = [{"q": words} for words in SEARCHES]
    filters += [{"family": family}, {"origins_min": 5}, {"origins_max": 0}, {"severity": "critical"}, {"topic": "topic-0"}]
    filters += [{"updated_since": (now - timedelta(days=days)).isoformat()} for days in (0, 3650)]
    for query in filters:
        yield _of("API claims/", claims, **query)
    first, middle = (Revision.objects.order_by("pk").values_list("pk", "sha256")[n] for n in (0, _revisions() // 2))
    events = "/api/v1/events/"
    yield Page("API events/", events, MOST_FOR_FEED)
    for name, (pk, digest) in {"first": first, "middle": middle}.items():
        yield Page(f"API events/ after the {name} revision", f"{events}?after={Place.of(pk, digest)}", MOST_FOR_FEED)
    yield Page("API events/ from now on", f"{events}?after=latest", MOST_FOR_FEED)


def _revisions() -> int:
    return Claim.objects.alone().count()
