"""Every body that a revision left can be read again, whichever ones lie between it and one compressed alone."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from claims.body_packing import ALONE_EVERY, last_of, packed, unpacked
from claims.models import Claim, Flag, PublicBody, Revision, Standing
from claims.operations.claims.assignment import assign
from claims.queries.integrity import broken_rules
from claims.revision_chain import BODY, commitment
from claims.verification import Change
from tests.cases import claim, load, person, row

HOUR = timedelta(hours=1)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=8))
def test_packed_against_the_one_before_each_comes_back(bodies: list[bytes]) -> None:
    stored = [packed(body, before) for body, before in zip(bodies, [None, *bodies], strict=False)]
    for count, body in enumerate(bodies, 1):
        assert last_of(stored[:count]) == body


def test_against_the_one_before_it_takes_a_fraction_of_the_room() -> None:
    before = "".join(f"{number * 7919 % 10007}, " for number in range(500)).encode()
    after = before.replace(b"42, ", b"forty-two, ", 1)
    assert len(packed(after, before)) < len(packed(after, None)) / 10


def test_against_another_than_the_one_before_it_is_not_read_as_something_else() -> None:
    with pytest.raises(zlib.error):
        unpacked(packed(b"a claim", b"a claim before"), b"another before")


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


def test_a_body_that_was_tampered_with_is_reported(edited: tuple[Claim, list[str]]) -> None:
    Revision.objects.filter(number=3).update(body=packed(b"{}", None))
    shown = list(broken_rules())
    assert "the body of revision 3 of claim" in shown[0]
    assert len(shown) == ALONE_EVERY - 2  # and all that were compressed against it, one after the other


@pytest.mark.parametrize(("model", "field"), [(Standing, "assessment"), (Flag, "raised_by"), (Revision, "assessment")])
def test_what_names_a_missing_assessment_is_reported(
    db: None, now: datetime, model: type[Standing | Flag | Revision], field: str
) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    first = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    model.objects.filter(pk=first).update(**{f"{field}_id": 10**6})
    assert f"{first} of claim “c” names an assessment that is missing or another claim's" in " ".join(broken_rules())
