"""The command that erases a text: it reads the text from standard input, shows where it is, and erases it."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim, Erasure
from tests.cases import claim, load, person, row

NAME = "Zofia Qwert"
WHY = {"reason": "A name slipped in.", "ordered_by": "a court"}


@pytest.fixture
def slipped(db: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), text=f"{NAME} did it.")]}, at=now)
    monkeypatch.setattr("sys.stdin", StringIO(f"{NAME}\n"))


def erased(**options: object) -> str:
    out = StringIO()
    call_command("erase", stdout=out, **WHY | options)
    return out.getvalue()


def test_a_dry_run_says_where_it_is(slipped: None) -> None:
    output = erased(dry_run=True)
    assert "claim, text: 1" in output
    assert "1 claims are concerned. Nothing was erased: this was a dry run." in output
    assert NAME in Claim.objects.get().text


def test_it_erases_and_says_what_it_cannot_reach(slipped: None) -> None:
    output = erased()
    assert Claim.objects.get().text == "[erased] did it."
    assert Erasure.objects.get().actor == "command:erase"
    assert "Out of reach: backups" in output
    assert NAME not in output


def test_a_refusal_ends_the_command_with_its_reason(slipped: None) -> None:
    with pytest.raises(CommandError, match="has the text in it"):
        erased(reason=f"{NAME} asked")
    assert NAME in Claim.objects.get().text


def test_reasons_of_claims_deleted_before_are_erased_without_a_text(slipped: None) -> None:
    assert "The reasons of 0 deleted claims are erased." in erased(reasons_of_deleted=True)
