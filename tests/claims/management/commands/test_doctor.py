"""doctor says what is wrong with the service and its records, and repairs what can be computed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.models import Claim, ClaimWords, Flag, PublicBody, Revision, Standing
from factcheck.signing_keys import new_secret
from tests.cases import claim, person, row
from tests.claims.heads import heads_of
from tests.claims.management.typed import run
from tests.factcheck.backups.made import backup_of
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


@pytest.fixture
def desk(loaded: Load, settings: Any) -> None:
    """A production desk with two claims, on which nothing is wrong."""
    settings.DEBUG, settings.SECRET_KEY = False, "a secret of its own"
    loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d", row("ada"))])
    run("verify")  # the fixture loads as of an earlier time
    backup_of(timezone.now())
    settings.CHAIN_SIGNING_KEY = new_secret()
    heads_of(timezone.now(), settings.CHAIN_SIGNING_KEY)


def refused(*arguments: str) -> tuple[int, Any]:
    """Return the exit status and what is printed as JSON."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("doctor", "--json", *arguments, stdout=out, stderr=StringIO())
    return error.value.returncode, json.loads(out.getvalue())


@pytest.mark.usefixtures("desk")
def test_a_sound_desk_is_sound_and_nothing_is_written() -> None:
    revisions = Revision.objects.count()
    printed = run("doctor")
    assert "2 claims compared with their records, 0 differ" in printed
    assert "The last run, number" in printed
    assert (Revision.objects.count(), Standing.objects.filter(marked_at=None).count()) == (revisions, 2)


@pytest.mark.usefixtures("desk")
def test_what_was_altered_behind_the_operations_is_found_and_repaired() -> None:
    Flag.objects.filter(claim__key="c", code="single_origin").update(reason="because")
    ClaimWords.objects.filter(claim__key="d").update(words=" lost ")
    status, found = refused()
    assert (status, [(one["key"], one["parts"]) for one in found["problems"]]) == (
        1, [("c", ["flags"]), ("d", ["search words"])],
    )  # fmt: skip
    assert refused("--repair")[0] == 3
    run("verify")
    run("doctor")
    assert_stored_equals_fresh(timezone.now())


@pytest.mark.usefixtures("desk")
def test_numbers_that_an_older_version_left_behind_after_an_upgrade_are_repaired() -> None:
    Standing.objects.filter(claim__key="c").update(support_at_least=7)
    Standing.objects.filter(claim__key="d").update(support_at_least=None, support_at_most=None, support_open=None)
    found = refused("--repair")[1]
    parts = ["numbers of origins in lists"]
    assert [(one["key"], one["parts"], one["repaired"]) for one in found["problems"]] == [
        ("c", parts, True),
        ("d", parts, True),
    ]
    run("verify")
    run("doctor")
    assert set(Standing.objects.values_list("support_at_least", flat=True)) == {1}


@pytest.mark.usefixtures("desk")
def test_an_altered_body_is_restored_from_its_revision() -> None:
    PublicBody.objects.filter(claim__key="c").update(body=PublicBody.objects.get(claim__key="d").body)
    found = refused("--repair")[1]
    assert [(one["parts"], one["repaired"]) for one in found["problems"]] == [(["public body"], True)]
    run("verify")
    run("doctor")
    assert_stored_equals_fresh(timezone.now())


@pytest.mark.usefixtures("desk")
def test_a_claim_whose_revisions_were_altered_is_not_repaired() -> None:
    Revision.objects.filter(claim__key="c", number=1).update(reason="rewritten")
    Flag.objects.filter(claim__key="c").update(reason="because")
    status, found = refused("--repair")
    assert (status, len(found["broken"]), [one["repaired"] for one in found["problems"]]) == (1, 1, [False])
    assert not Standing.objects.exclude(marked_at=None).exists()


@pytest.mark.usefixtures("desk")
def test_it_goes_on_after_a_claim_and_stops_at_a_limit() -> None:
    Flag.objects.update(reason="because")
    first, last = Claim.objects.order_by("id").values_list("id", flat=True)
    assert [one["key"] for one in refused("--limit", "1")[1]["problems"]] == ["c"]
    assert [one["key"] for one in refused("--from", str(first))[1]["problems"]] == ["d"]
    assert "0 claims compared" in run("doctor", "--from", str(last))


@pytest.mark.usefixtures("desk")
def test_a_claim_that_waits_is_only_counted() -> None:
    Standing.objects.filter(claim__key="c").update(marked_at=timezone.now(), status="contested")
    assert "1 claims compared with their records, 0 differ; 1 wait" in run("doctor")


@pytest.mark.usefixtures("desk")
def test_quick_looks_at_no_record(settings: Any) -> None:
    Flag.objects.update(reason="because")
    assert "compared" not in run("doctor", "--quick")
    settings.SECRET_KEY = settings.EMBEDDED_SECRET_KEY
    status, found = refused("--quick")
    assert (status, [one["name"] for one in found["checks"] if one["state"] == "failed"]) == (1, ["settings"])
