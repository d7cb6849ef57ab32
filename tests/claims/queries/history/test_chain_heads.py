"""Whoever alters, removes or inserts what a signed head covers is found out, whatever digests they compute anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.body_packing import packed
from claims.models import ChainHead, PublicBody, Revision
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.merges.removal import remove_claim
from claims.queries.history.chain_heads import (
    head_problems,
    last_head,
    leaves,
    other_heads,
    stored_heads,
    stored_problems,
    trusted_keys,
)
from claims.queries.integrity import broken_rules
from claims.revision_chain import BODY, commitment
from factcheck.signing_keys import key_id, new_secret, public_of, sign
from tests.cases import claim
from tests.claims.erasing import NAME, order, slip, unsalt
from tests.claims.heads import forge, heads_of
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


@pytest.fixture
def secret(settings: Any) -> str:
    settings.CHAIN_SIGNING_KEY = new_secret()
    return str(settings.CHAIN_SIGNING_KEY)


@pytest.fixture
def covered(loaded: Callable[..., Any], now: datetime, secret: str) -> None:
    """Claims ``c`` and ``d`` with three and one revisions, covered by the head of the second day."""
    loaded(claims=[claim("c"), claim("d", text="Another.")])
    heads_of(now, secret)
    for number in range(2):
        loaded(claims=[claim("c", text=f"Text {number}."), claim("d", text="Another.")])
    heads_of(now + DAY, secret)


def rewrite_body() -> None:
    text = '{"text": "Something else."}'
    digest = commitment(Revision.objects.get(claim__key="d").salt, BODY, text.encode())
    forge("d", 1, body=packed(text.encode(), None), body_sha256=digest)
    PublicBody.objects.filter(claim__key="d").update(body=text, sha256=digest)


def remove_last() -> None:
    Revision.objects.get(claim__key="c", number=3).delete()
    before = Revision.objects.get(claim__key="c", number=2)
    PublicBody.objects.filter(claim__key="c").update(
        revision=2, sha256=before.body_sha256, chain_sha256=before.sha256, body=before.body_text()
    )


@pytest.mark.django_db
def test_what_was_not_touched_is_as_it_was(covered: None) -> None:
    assert list(stored_problems()) == []
    assert [(one.number, one.day) for one in stored_heads()] == [(1, "2024-06-12"), (2, "2024-06-13")]
    assert last_head() == list(stored_heads())[-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (rewrite_body, ["revision 1 of claim “d” (id …) was altered since head 1 of 2024-06-12"]),
        (lambda: forge("c", 2, reason="milder"), ["revision 2 of claim “c” (id …) was altered since head 2 of 2024-06-13", ""]),
        (lambda: forge("d", 1, actor="user:eve"), ["revision 1 of claim “d” (id …) was altered since head 1 of 2024-06-12"]),
        (remove_last, ["revision 3 of claim “c” (id …) was removed since head 2 of 2024-06-13"]),
    ],
    ids=["body", "reason", "actor", "removed"],
)
def test_tampering_says_which_revision_of_which_day(covered: None, tamper: Callable[[], None], said: list[str]) -> None:
    tamper()
    # The chains alone do not show it, because every digest was computed anew.
    assert [one for one in broken_rules() if " since head " not in one] == []
    found = [_without_id(problem) for problem in stored_problems()]
    assert len(found) == len(said)
    assert all(part in problem for part, problem in zip(said, found, strict=True)), found


def _without_id(problem: str) -> str:
    before, _, after = problem.partition("(id ")
    return f"{before}(id …{after[after.index(')') :]}" if after else problem


@pytest.mark.django_db
def test_an_inserted_revision_shows(covered: None) -> None:
    second = Revision.objects.get(claim__key="c", number=2)
    Revision.objects.filter(pk=second.pk).delete()
    ChainHead.objects.all().delete()
    heads_of(second.at)  # its id was a gap
    second.save(force_insert=True)
    (problem,) = stored_problems()
    assert "revision 2 of claim “c”" in problem
    assert "was inserted since head 1" in problem


@pytest.mark.django_db
def test_altered_heads_show_themselves(covered: None, secret: str) -> None:
    first, second = ChainHead.objects.order_by("number")
    other = new_secret()
    cases: dict[str, Callable[[], object]] = {
        "head 2 of 2024-06-13 was altered: its digest": lambda: _set(second, through=second.through + 5),
        "head 2 of 2024-06-13 does not begin the heads": first.delete,
        "head 2 of 2024-06-13 is not signed, and the one before is": lambda: _set(second, key_id="", signature=""),
        "head 2 of 2024-06-13 was altered: its signature": lambda: _set(second, signature=sign(other, b"x")),
        "is not trusted": lambda: _set(second, key_id=key_id(public_of(other))),
    }
    for said, tamper in cases.items():
        with transaction.atomic():
            tamper()
            assert any(said in problem for problem in stored_problems()), said
            transaction.set_rollback(True)
    assert list(stored_problems()) == []


def _set(row: Any, **values: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.django_db
def test_who_removes_the_list_of_a_head_as_well_hides_which_one_but_not_that(covered: None) -> None:
    forge("c", 2, actor="user:eve")
    _set(ChainHead.objects.get(number=2), leaves=b"")
    (problem,) = stored_problems()
    assert "are not those of head 2 of 2024-06-13, whose list of them is gone" in problem


@pytest.mark.django_db
def test_heads_that_are_kept_elsewhere_show_that_the_whole_record_was_replaced(
    covered: None, now: datetime, secret: str, settings: Any
) -> None:
    kept, keys = list(stored_heads()), trusted_keys()
    assert [*other_heads(kept), *head_problems(kept, keys)] == []
    forge("c", 2, reason="milder")
    ChainHead.objects.all().delete()
    heads_of(now + DAY, secret)
    assert list(stored_problems()) == []  # who has the database and the key can do this
    assert [problem for problem in other_heads(kept) if "head 1 of 2024-06-12 is another one" in problem]
    assert [problem for problem in head_problems(kept, keys) if "are not those of head 2" in problem]
    ChainHead.objects.all().delete()
    assert "is not in the database" in next(other_heads(kept))


@pytest.mark.django_db
def test_an_earlier_key_still_verifies_what_it_signed(covered: None, secret: str, settings: Any) -> None:
    settings.CHAIN_SIGNING_KEY = new_secret()
    assert len(list(stored_problems())) == 2
    settings.CHAIN_PUBLIC_KEYS = [public_of(secret)]
    assert list(stored_problems()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("old", [False, True], ids=["salted", "without salts"])
def test_heads_stay_verifiable_after_an_erasure_and_a_deletion(db: None, now: datetime, secret: str, old: bool) -> None:
    at = slip(now)
    if old:
        unsalt("c")
    heads_of(at, secret)
    erase(wanted_of(NAME), order(at), ordered_by="a court")
    assert list(broken_rules()) == []
    remove_claim(pk("other"), because(at + DAY))
    heads_of(at + DAY, secret)
    assert list(broken_rules()) == []


@pytest.mark.django_db
def test_a_digest_without_a_salt_is_in_no_head(loaded: Callable[..., Any], now: datetime) -> None:
    """It would confirm a guess at an erased text for ever. The next revision covers it, with a salt."""
    loaded(claims=[claim("c")])
    assert leaves(0, None)[0].sha256
    unsalt("c")
    assert leaves(0, None)[0].sha256 == ""
