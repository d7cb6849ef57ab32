"""The chain of revisions shows whatever was changed and not erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from claims.body_packing import packed
from claims.models import Claim, Revision
from claims.operations.history.erasing import erase, wanted_of
from claims.queries.integrity import broken_rules
from claims.revision_chain import REASON, commitment
from tests.cases import claim
from tests.claims.erasing import NAME, order, slip


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_tampering_outside_the_gaps_is_reported(slipped: datetime) -> None:
    erase(wanted_of(NAME), order(slipped), ordered_by="a court")
    record = Claim.objects.get(key="c")
    first, second, last = Revision.objects.filter(claim=record).order_by("number")
    tampered: dict[str, Callable[[], object]] = {
        "is not the one that was published": lambda: _set(first, body=packed(b'{"text":"other"}', None)),
        "does not continue the chain": lambda: _set(second, actor="user:eve"),
        "revision 3 of claim": lambda: _set(last, erased={**last.erased, "gaps": last.erased["gaps"][1:]}),
        "revision 2 of claim": lambda: _set(second, reason="milder"),
        "is not what its erasure left": lambda: _set(
            second, sealed={"reason": commitment(second.salt, REASON, b"")}, reason="x"
        ),
        "no erasure lists it": lambda: _set(second, sealed={"resealed": True}),
    }
    for problem, tamper in tampered.items():
        with transaction.atomic():
            tamper()
            assert any(problem in sentence for sentence in broken_rules()), problem
            transaction.set_rollback(True)
    assert list(broken_rules()) == []


def _set(row: Revision, **values: Any) -> None:
    Revision.objects.filter(pk=row.pk).update(**values)


def test_a_body_that_was_changed_is_reported_with_all_that_were_packed_against_it(loaded: Callable[..., Any]) -> None:
    for number in range(5):
        loaded(claims=[claim("c", text=f"Text {number}.")])

    Revision.objects.filter(number=3).update(body=packed(b"{}", None))

    shown = [sentence.partition(" of claim")[0] for sentence in broken_rules()]
    assert shown[:3] == [f"the body of revision {number}" for number in (3, 4, 5)]
    assert shown[3:] == ["the public body"]
