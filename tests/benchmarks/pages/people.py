"""What pages read and a sweep does not: people with claims assigned to them, waivers, verdicts, and search words.

Rows go straight into the tables of a database that ``tests.benchmarks.scale_data`` filled and ``verify --all`` has been over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F, Max
from django.db.models.functions import Mod

from claims.models import Claim, ClaimWords, Flag, RatingWord, Standing, Verdict
from claims.models.verdict import DRAFT, PUBLISHED
from claims.operations.claims.search_words import write_words

EDITORS = 20
_BATCH = 5_000
_PUBLISHED_EACH, _DRAFTED_EACH, _WAIVED_EACH = 100, 400, 50


def prepare(now: datetime) -> User:
    """Add the people and their work, unless they are there, and return one who may see everything."""
    chief, is_new = User.objects.get_or_create(username="benchmark-chief", defaults={"is_staff": True, "is_superuser": True})
    if is_new:
        editors = [chief, *(User.objects.create(username=f"editor-{n}", is_staff=True) for n in range(1, EDITORS))]
        _assign(editors)
        _waive(now)
        _judge(editors, now)
    _write_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum has done by the time that people come
    return chief


def _assign(editors: list[User]) -> None:
    """Assign three claims in a hundred, and have them checked."""
    rows = Claim.objects.alone().annotate(share=Mod("id", 100 * EDITORS))
    for number, editor in enumerate(editors):
        mine = rows.filter(share__gte=number * 3, share__lt=number * 3 + 3)
        mine.update(assignee=editor, stage="checking", priority=number % 10)


def _waive(now: datetime) -> None:
    """Waive one open flag in fifty; of these, one waiver in ten has ended."""
    waived = {
        "waived_at": now - timedelta(days=10),
        "waived_by": "user:editor-1",
        "waiver_reason": "Known.",
        "waived_findings": "",
    }
    rows = Flag.objects.filter(cleared_at=None).annotate(place=Mod("id", 10 * _WAIVED_EACH))
    rows.filter(place=0).update(**waived, waived_until=now - timedelta(days=1))
    rows.filter(place__gt=0).annotate(part=Mod("place", _WAIVED_EACH)).filter(part=0).update(
        **waived, waived_until=now + timedelta(days=30)
    )


def _judge(editors: list[User], now: datetime) -> None:
    """Publish verdicts on one claim in a hundred, and draft some."""
    rating = RatingWord.objects.order_by("pk").first()
    if rating is None:
        return
    last = Claim.objects.alone().aggregate(last=Max("pk"))["last"] or 0
    written = {"rating": rating, "rationale": "As both sides say.", "drafted_by": editors[1], "drafted_at": now}
    published = {"state": PUBLISHED, "decided_by": editors[2], "decided_at": now}
    digests = Standing.objects.filter(pk__in=range(_PUBLISHED_EACH, last + 1, _PUBLISHED_EACH))
    rows = [
        Verdict(claim_id=pk, **written, **published, findings_digest=digest)
        for pk, digest in digests.values_list("pk", F("assessment__findings_digest"))
        if digest
    ]
    rows += [Verdict(claim_id=pk, state=DRAFT, **written) for pk in range(1, last + 1, _DRAFTED_EACH)]
    Verdict.objects.bulk_create(rows, batch_size=1_000)


def _write_words() -> None:
    missing = Claim.objects.alone().filter(search_words=None).order_by("pk").values_list("pk", flat=True)
    last = ClaimWords.objects.aggregate(last=Max("pk"))["last"] or 0
    while ids := list(missing.filter(pk__gt=last)[:_BATCH]):
        with transaction.atomic():
            write_words(ids)
        last = ids[-1]
