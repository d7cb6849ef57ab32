"""A claim at which every verification fails, met by a real worker."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.expressions import RawSQL
from django.test import Client

from claims.models import Claim, Standing, VerificationRun
from claims.models.run import DONE
from tests.journeys.processes import CLAIMS, Processes, is_done, until
from tests.journeys.stale_night import load_stale_claims
from tests.undisturbed import assert_same, present_picture, whole_picture

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

POISONED = "c13"
POISONS = {
    # No operation writes such values; a restored backup or a hand at the database may.
    "its assessment": {"window_until": "2024-99"},
    "its facts": {"recorded_at": RawSQL("'infinity'::timestamptz", ())},
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS.keys())
def test_a_claim_that_breaks_what_reads_it_is_notified_of_and_holds_up_no_other(
    processes: Processes, admin_client: Client, poison: dict[str, Any]
) -> None:
    expected = load_stale_claims()
    right = dict(Claim.objects.values(*poison).get(key=POISONED))
    change(poison)
    processes.worker()
    processes.call("claims.verify_everything")
    until(is_done)
    run = VerificationRun.objects.get()
    assert (run.verified >= CLAIMS, run.failed, run.trouble) == (True, 1, "")
    error = Standing.objects.get(claim__key=POISONED).error
    assert error.startswith("ValueError")
    assert {"claim": POISONED, "error": error} in night_report()["failed"]
    assert "Could not be verified: 1" in admin_client.get(f"/admin/claims/verificationrun/{run.pk}/change/").content.decode()
    change(right)
    assert_same(without_poisoned(whole_picture()), without_poisoned(expected))
    processes.call("claims.verify_everything")
    until(lambda: VerificationRun.objects.filter(state=DONE).count() == 2)
    assert Standing.objects.get(claim__key=POISONED).error == ""
    assert_same(whole_picture(), expected)
    assert present_picture()[POISONED]["standing"] == expected[POISONED]["standing"]


def change(values: dict[str, Any]) -> None:
    """Write past the operations, as a hand at the database does."""
    Claim.objects.filter(key=POISONED).update(**values)


def without_poisoned(picture: Any) -> dict[str, Any]:
    return {key: claim for key, claim in picture.items() if key != POISONED}


def night_report() -> Any:
    out = StringIO()
    call_command("night_report", "--json", stdout=out)
    return json.loads(out.getvalue())
