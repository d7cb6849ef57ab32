"""The night that faults disturb: claims that lay for 100 days, so that verification changes each of them once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from claims.models import VerificationRun
from claims.models.run import DONE
from tests.cases import claim, load, person, row
from tests.journeys.processes import CHUNKS, CLAIMS
from tests.recompute import assert_stored_equals_fresh
from tests.undisturbed import Picture, assert_same, undisturbed, whole_picture


def load_stale_claims(*, actor: str = "job:weekly") -> Picture:
    """Load the claims; return what an undisturbed run of ``actor`` would leave of them."""
    now = timezone.now()
    expected = undisturbed(lambda: _load(now), now, actor=actor)
    assert all("stale" in [flag[0] for flag in one["open flags"]] for one in expected.values())
    _load(now)
    return expected


def _load(now: datetime) -> None:
    """Some contradict one of a later chunk; what ``c20`` rests on was said since, so that it comes to contest ``c35``."""
    since = f"{now - timedelta(days=50):%Y-%m-%d}"
    claims = [claim(_key(number), row("ada")) for number in range(CLAIMS)]
    claims[10] |= _against("c30")
    claims[20] = claim("c20", row("ben", said_at=since), **_against("c35"))
    load({"sources": [person("ada"), person("ben")], "claims": claims}, at=now - timedelta(days=100))


def _key(number: int) -> str:
    return f"c{number:02}"


def _against(other: str) -> dict[str, object]:
    return {"relations": [{"kind": "contradicts", "claim": other}]}


def assert_complete(expected: Picture) -> None:
    """See that the one run ended complete, and left of every claim what an undisturbed run leaves."""
    run = VerificationRun.objects.get()
    assert (run.state, run.failed, run.trouble) == (DONE, 0, "")
    assert run.chunks.filter(state=DONE).count() == run.chunks.count() == CHUNKS
    assert_same(whole_picture(), expected)
    assert_stored_equals_fresh(run.now)
