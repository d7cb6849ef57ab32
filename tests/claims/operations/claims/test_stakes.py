"""Stakes in a claim, several in one change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, Interest, Revision
from claims.operations.claims.stakes import Stake, set_stakes
from claims.operations.writing import OperationError, StaleRevisionError
from claims.verification import Change
from sources.models import Source
from tests.cases import claim, load, person, row

HOUR = timedelta(hours=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    """A claim of which cyd is accused."""
    staked = claim("c", row("ada"), interests=[{"source": "cyd", "side": -1}])
    load({"sources": [person("ada"), person("cyd"), person("kim")], "claims": [staked]}, at=now)
    return Claim.objects.get(key="c")


def change(at: datetime, reason: str = "I called them.") -> Change:
    return Change(at, "user:eve", "settled", reason)


def last_revision() -> Revision:
    return Revision.objects.filter(claim__key="c").order_by("-number")[0]


def test_several_parties_get_a_stake_in_one_revision(c: Claim, now: datetime) -> None:
    cyd, kim = Source.objects.get(key="cyd"), Source.objects.get(key="kim")
    set_stakes(c.pk, [Stake(kim, -1, "accused of lying"), Stake(cyd, 1)], change(now + HOUR), expected={c.pk: 1})

    stands = Interest.objects.filter(struck_at=None).order_by("source__key")
    assert [(one.source, one.side, one.reason) for one in stands] == [(cyd, 1, ""), (kim, -1, "accused of lying")]
    assert Interest.objects.filter(source=cyd, side=-1, struck_at__isnull=False).count() == 1
    assert last_revision().number == 2
    for stakes, shown in (([Stake(cyd, 1)], "already recorded"), ([Stake(cyd, 1), Stake(cyd, -1)], "named twice")):
        with pytest.raises(OperationError, match=shown):
            set_stakes(c.pk, stakes, change(now + 2 * HOUR))
    with pytest.raises(StaleRevisionError):
        set_stakes(c.pk, [Stake(kim, 1)], change(now + 2 * HOUR), expected={c.pk: 1})
