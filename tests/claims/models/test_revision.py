"""Every body that a revision left can be read again, whichever ones lie between it and one compressed alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from claims.body_packing import ALONE_EVERY
from claims.models import Claim, PublicBody, Revision
from claims.operations.claims.assignment import assign
from claims.queries.integrity import broken_rules
from claims.revision_chain import BODY, commitment
from claims.verification import Change
from tests.cases import claim, load, person, row

HOUR = timedelta(hours=1)


@pytest.fixture
def edited(db: None, now: datetime) -> tuple[Claim, list[str]]:
    """A claim edited so often that bodies were compressed alone three times, and the body after each revision.

    Every fifth edit leaves the public body as it was.
    """
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    record, eve = Claim.objects.get(), User.objects.create_user("eve")
    stood = [PublicBody.objects.get().body]
    for number in range(1, 3 * ALONE_EVERY):
        at = now + number * HOUR
        if number % 5 == 0:
            assign(record.pk, eve if number % 2 else None, Change(at, "user:eve", "assigned"))
        else:
            text = f"It came to pass {number} times."
            load({"sources": [person("ada")], "claims": [claim("c", row("ada"), text=text)]}, at=at)
        stood.append(PublicBody.objects.get().body)
    return record, stood


def test_each_revision_shows_the_body_that_it_left(edited: tuple[Claim, list[str]]) -> None:
    record, stood = edited
    revisions = list(Revision.objects.order_by("number"))
    assert [one.body_text() for one in revisions] == stood
    committed = [commitment(one.salt, BODY, body.encode()) for one, body in zip(revisions, stood, strict=True)]
    assert committed == [one.body_sha256 for one in revisions]
    alone = [one.number for one in revisions if one.body is not None and one.body_from == one.number]
    assert alone == [1, ALONE_EVERY + 1, 2 * ALONE_EVERY + 1]
    assert sum(one.body is None for one in revisions) == 3 * ALONE_EVERY // 5
    assert [record.as_of(recorded=one.at).body.decode() for one in revisions] == stood
    assert list(broken_rules()) == []
