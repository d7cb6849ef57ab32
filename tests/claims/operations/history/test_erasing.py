"""A text is erased from all that is stored, and the chain of revisions tells exactly where."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from claims.models import Claim, Erasure, PublicBody, Revision
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.writing import OperationError
from claims.queries.integrity import broken_rules
from claims.verification import Change
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.recompute import assert_stored_equals_fresh

NAME = "Zofia Qwert"
LATER = timedelta(hours=1)


def order(at: datetime, reason: str = "a name slipped in") -> Change:
    return Change(at + LATER, "user:boss", "erased", reason)


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    """Two claims: a name is in the text and the quote of one, and nothing of it in the other."""
    quote = {"exact": f"said {NAME}, an aide", "start": 3, "end": 30}
    sources = [person("ada"), outlet("sun"), unnamed("u", "sun", description=f"{NAME}, an aide")]
    documents = [{"key": "d", "publisher": "sun", "kind": "article", "title": f"What {NAME} said"}]
    claims = [
        claim("c", row("a", "ada", quote=quote, document="d"), row("u", "u"), text=f"{NAME} did it."),
        claim("other", row("ada"), text="Nothing happened."),
    ]
    load({"sources": sources, "documents": documents, "claims": claims}, at=now)
    load({"sources": sources, "claims": [claim("c", text=f"{NAME} did it twice."), claims[1]]}, at=now + timedelta(minutes=5))
    return now + LATER


def test_a_name_is_erased_and_the_records_stay_whole(slipped: datetime) -> None:
    before = {row.pk: row.sha256 for row in Revision.objects.all()}
    done = erase(wanted_of(NAME), order(slipped), ordered_by="the person concerned")

    assert done.finished_at is not None
    assert Claim.objects.get(key="c").text == "[erased] did it twice."
    assert "Zofia" not in PublicBody.objects.get(claim__key="c").body
    assert [each.sha256 for each in Revision.objects.order_by("pk")][: len(before)] == list(before.values())
    assert list(broken_rules()) == []
    assert_stored_equals_fresh(slipped + 2 * LATER)
    with pytest.raises(OperationError, match="Nothing"):
        erase(wanted_of(NAME), order(slipped), ordered_by="the person concerned")
    assert Erasure.objects.get().claims == [{"claim": "c", "revision": 3}]
