"""The lists of open and decided proposals."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.models import CaptureReading, Claim, ProposedAttribution
from claims.operations.desk.roles import EDITOR
from sources.models import Capture
from tests import reviewing
from tests.claims.api.proposals.proposing import ALL, listed
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.reviewing import ACCUSED, CLOSES, DENIED


def test_low_confidence_is_listed_only_if_asked_for_and_what_is_decided_apart(tool: Caller, reading: CaptureReading) -> None:
    ProposedAttribution.objects.filter(number=CLOSES).update(confidence=0.4)
    ProposedAttribution.objects.exclude(number=CLOSES).update(confidence=0.9)
    deciding = caller(EDITOR, ALL)
    accused = reviewing.proposal(ACCUSED).pk
    sent = {"accept": [{"proposals": [{"id": accused}]}]}
    assert deciding.post(f"readings/{reading.pk}/decisions/", sent).status_code == 200

    assert set(listed(tool, reading, "limit=50")) == {2, 4, 5, 6, 7}
    assert CLOSES in listed(tool, reading)
    (done,) = listed(tool, reading, "decided=yes").values()
    made = Claim.objects.get()
    assert (done["id"], done["decided"]["decision"], done["decided"]["claim"]) == (accused, "accepted", made.key)
    # What was decided about the accusation is offered for the answer to it.
    assert [(each["key"], each["why"]) for each in listed(tool, reading)[DENIED]["claims"]] == [(made.key, "same_statement")]
    counts = tool.get(f"readings/{reading.pk}/").json()
    assert [counts[name] for name in ("open", "low_confidence", "decided")] == [6, 1, 1]


def test_pages_follow_each_other(tool: Caller, reading: CaptureReading) -> None:
    path, numbers = f"readings/{reading.pk}/proposals/?limit=3&low_confidence=yes", []
    while path:
        response = tool.get(path)
        assert ("Link" in response) == bool(response.json()["next"])
        numbers.append([each["number"] for each in response.json()["proposals"]])
        path = (response.json()["next"] or "").partition("/api/v1/")[2]

    assert numbers == [[1, 2, 3], [4, 5, 6], [7]]
    refused(tool.get(f"readings/{reading.pk}/proposals/?after=x"), 400, "bad-parameter")


def test_more_proposals_take_no_more_queries(tool: Caller, now: datetime, django_assert_max_num_queries: Any) -> None:
    names = ("Ada Berg", "Tom Vale", "Ivo Lane", "Mia Stone", "Rex Hill")
    statements = [f"{name} said that the {what} was closed." for name in names for what in ("bridge", "road", "port")]
    reading = reviewing.reading("\n\n".join(statements), now)
    place = f"readings/{reading.pk}/proposals/?low_confidence=yes"
    tool.get(place)

    # The token and its person (5), the reading, its proposals and claims (4), similar claims (7), sources (4).
    with django_assert_max_num_queries(24) as few:
        assert len(tool.get(f"{place}&limit=2").json()["proposals"]) == 2
    with django_assert_max_num_queries(len(few) + 2):
        assert len(tool.get(place).json()["proposals"]) == 15


def test_of_an_erased_text_nothing_is_shown(tool: Caller, reading: CaptureReading) -> None:
    Capture.objects.update(sha256="0" * 64)

    assert listed(tool, reading) == {}
    refused(tool.post(f"captures/{reading.capture_id}/readings/", {"language": "uk"}), 409, "conflict")
