"""Where a text is stored: in every table, in every revision, and in what webhooks had sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Claim, Revision, WebhookDelivery
from claims.operations.history.erasing import wanted_of
from claims.operations.webhooks.subscriptions import subscribe
from claims.queries.history.occurrences import claims_of_documents, find, labels, new_value, redacted, sent_about, stays
from claims.verification import Change
from factcheck.text.erasing import OnErase
from sources.models import Document
from tests.claims.erasing import NAME, slip
from tests.claims.operations.moving import pk
from tests.claims.webhook_worker import TAKEN, again, attempt, make


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_whole_values_and_case_folding_are_options(slipped: datetime) -> None:
    whole = find(wanted_of(f"{NAME} did it twice.", whole=True, keys=False))
    assert {(place.table, place.column) for place in whole.places} == {
        ("claims.Claim", "text"), ("claims.Revision", "body"), ("claims.PublicBody", "body")
    }  # fmt: skip
    assert not find(wanted_of(NAME.upper(), keys=False)).places
    folded = find(wanted_of(NAME.upper(), fold=True, keys=False))
    assert len(folded.places) == len(find(wanted_of(NAME, keys=False)).places)


def test_a_claim_is_concerned_by_its_rows_its_revisions_and_the_documents_that_it_shows(slipped: datetime) -> None:
    found = find(wanted_of(NAME))
    places = {(place.table, place.column) for place in found.places}
    assert {("claims.Claim", "text"), ("claims.Attribution", "quote_exact"), ("sources.Document", "title")} <= places
    assert ("claims.Revision", "body") in places
    assert found.claims == {pk("c")}
    assert claims_of_documents(found.rows("sources.Document")) == {pk("c")}
    assert claims_of_documents([]) == set()
    assert {"table": "claims.Claim", "column": "text", "rows": 1} in found.counted(stays=False)


def test_a_claim_is_concerned_by_what_its_body_does_not_show_of_a_document(slipped: datetime) -> None:
    Document.objects.update(author="Ann Onymous")
    found = find(wanted_of("Ann Onymous"))
    assert [(place.table, place.column, place.claim) for place in found.places] == [("sources.Document", "author", None)]
    assert found.claims == {pk("c")}


def test_who_acted_stays_but_not_a_name_given_as_an_actor(slipped: datetime) -> None:
    Revision.objects.filter(claim=pk("other")).update(actor=f"user:{NAME}")

    found = find(wanted_of(NAME))

    (place,) = (one for one in found.places if one.column == "actor")
    assert (place.stays, place.excerpt, found.claims) == (True, f"user:{NAME}", {pk("c")})
    assert found.counted(stays=True) == [{"table": "claims.Revision", "column": "actor", "rows": 1}]
    assert (stays(OnErase.ACTOR, f"user:{NAME}"), stays(OnErase.ACTOR, NAME)) == (True, False)
    assert (stays(OnErase.ACCOUNT, NAME), stays(OnErase.TEXT, f"user:{NAME}")) == (True, False)


def test_a_reason_of_a_revision_is_a_place_of_its_own_and_progress_is_reported(slipped: datetime) -> None:
    Revision.objects.filter(claim=pk("other")).update(reason=f"{NAME} called.")
    stages: set[str] = set()

    found = find(wanted_of(NAME), lambda stage, _done, _of: stages.add(stage))

    (place,) = (one for one in found.places if one.column == "reason")
    assert (place.claim, place.excerpt, place.stays) == (pk("other"), f"{NAME} called.", False)
    assert found.claims == {pk("c"), pk("other")}
    assert stages == {"tables", "revisions"}


def test_the_new_value_of_a_column_is_made_as_its_kind_says() -> None:
    wanted = wanted_of(NAME)
    assert new_value(wanted, OnErase.TEXT, f"So said {NAME}.") == "So said [erased]."
    assert new_value(wanted, OnErase.JSON, {"q": NAME, "n": 1}) == {"q": "[erased]", "n": 1}
    assert new_value(wanted, OnErase.TEXT, f'["{NAME}"]') == '["[erased]"]'
    assert len(new_value(wanted, OnErase.SAME_LENGTH, f"{NAME}!")) == len(NAME) + 1
    assert new_value(wanted, OnErase.EMPTIED, f"https://{NAME}") == ""
    assert new_value(wanted, OnErase.KEY, "zofia-qwert-2") == f"{wanted.token}-2"
    assert {new_value(wanted, does, "Nobody.") for does in (OnErase.TEXT, OnErase.EMPTIED, OnErase.KEY)} == {"Nobody."}


def test_a_body_without_the_text_comes_back_byte_for_byte() -> None:
    body = b'{"text":"Nothing  happened.",\n"n":1}'
    assert redacted(wanted_of(NAME), body) == body
    assert redacted(wanted_of(NAME), f'{{"text":"{NAME}"}}'.encode()) == b'{"text":"[erased]"}'


def test_what_was_sent_of_the_claims_is_listed_and_what_waits_is_not(sample: None, now: datetime) -> None:
    change = Change(now, "user:boss", "", "why")
    subscribe("The CMS", "https://cms.example/hook", change, desk=True)
    for _ in range(2):
        again(now)
    make(now)
    sent = attempt(now, TAKEN)
    arms = Claim.objects.get(key="arms-transfers").pk

    (line,) = sent_about([arms])

    assert (line["webhook"], line["message"], line["claim"]) == ("The CMS", sent.message_id, "arms-transfers")
    assert WebhookDelivery.objects.count() == 2
    assert sent_about([]) == sent_about([arms + 10**6]) == []
    assert labels()["claims.PublicBody"] == "public body"
