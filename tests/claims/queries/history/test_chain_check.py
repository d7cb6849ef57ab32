"""The chain of revisions shows whatever was changed and not erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from claims.body_packing import packed
from claims.models import Claim, PublicBody, Revision
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.merges.removal import remove_claim
from claims.queries.history.chain_check import broken_chain, gaps_of, last_removal, listed_gaps
from claims.queries.integrity import broken_rules
from claims.revision_chain import REASON, commitment
from tests.cases import claim
from tests.claims.erasing import NAME, order, slip
from tests.claims.operations.moving import because, pk


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def check(key: str, *, removed: bool = False) -> list[str]:
    """Return what is wrong with the chain of a claim, without its number."""
    claim_id = pk(key)
    revisions = list(Revision.objects.filter(claim=claim_id).order_by("number"))
    body = PublicBody.objects.filter(claim=claim_id).first()
    return [said.replace(f" of claim {claim_id}", "") for said in broken_chain(claim_id, revisions, body, removed=removed)]


@pytest.fixture
def three(loaded: Callable[..., Any]) -> None:
    """A claim ``c`` with three revisions."""
    for number in range(3):
        loaded(claims=[claim("c", text=f"Text {number}.")])


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


def test_a_chain_is_whole_until_a_revision_is_missing_from_it(three: None) -> None:
    assert check("c") == []
    Revision.objects.filter(number=2).delete()
    assert check("c") == ["revision 3 does not continue the chain: it was changed once stored"]


def test_another_public_body_than_the_last_revision_left_is_reported(three: None) -> None:
    PublicBody.objects.update(body="{}")
    assert check("c") == ["the public body is not that of its last revision"]
    PublicBody.objects.all().delete()
    assert len(check("c")) == 1


def test_of_a_deleted_claim_every_body_before_the_tombstone_must_be_gone(three: None, now: datetime) -> None:
    remove_claim(pk("c"), because(now))
    assert check("c", removed=True) == []
    revisions = list(Revision.objects.order_by("number"))
    assert last_removal(revisions) == 4
    assert last_removal(revisions[:2]) == 2  # none records a deletion

    Revision.objects.filter(number=1).update(body=packed(b"{}", None))

    assert check("c", removed=True) == ["the body of revision 1, which was deleted, is left"]


def test_a_revision_lists_gaps_of_earlier_ones_alone_and_the_last_word_on_a_part_holds() -> None:
    def erasing(number: int, *gaps: tuple[int, str]) -> Revision:
        listed = [{"revision": of, "part": "body", "sha256": digest} for of, digest in gaps]
        return Revision(number=number, erased={"gaps": listed})

    found = listed_gaps([Revision(number=1), erasing(2, (1, "first"), (5, "ahead")), erasing(4, (1, "second"), (3, "x"))])

    assert found == {(1, "body"): "second", (3, "body"): "x"}
    assert gaps_of(Revision(number=1)) == ()
