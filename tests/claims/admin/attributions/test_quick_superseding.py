"""An attribution that supersedes an earlier one, or is tied to others of the claim, on the page "Add a source"."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims.models import Attribution, Claim
from tests.claims.admin.posting import opened
from tests.claims.admin.quick_desk import Desk, said


@pytest.fixture
def desk(editor: Client, arms: Claim) -> Desk:
    return Desk(editor, arms)


def superseding(desk: Desk, key: str, **typed: Any) -> Any:
    """Open the form that supersedes an attribution, and look at what it would record with what is typed."""
    url = f"{desk.url}?supersede={key}"
    shown = desk.client.get(url).context
    data = {name: value for form in (shown["form"], shown["said"]) for name, value in _values(form)}
    return desk.look(**{**data, "basis_proposed": "", **typed})


def _values(form: Any) -> list[tuple[str, Any]]:
    return [(field.html_name, field.value()) for field in form if field.value() not in (None, False)]


def test_the_form_starts_with_all_of_the_earlier_one_but_its_stance(desk: Desk) -> None:
    page = opened(desk.client, f"{desk.url}?supersede=us-accuses")
    assert (page["supersedes"], page.get("stance", "")) == ("us-accuses", "")
    assert "The stance" not in str(page)

    sent = desk.record(superseding(desk, "us-accuses", stance="denies"))

    assert sent.status_code == 302, said(sent)
    later = Attribution.objects.get(supersedes__key="us-accuses", claim=desk.claim)
    assert (later.stance, later.source.key) == ("denies", "us-government")


def test_superseding_a_relay_keeps_what_it_passes_on(desk: Desk) -> None:
    old = desk.recorded("bloomberg")
    cited = {link.cited.key for link in old.citations.all()}

    seen = superseding(desk, "bloomberg", stance="reports")
    desk.record(seen, cites=seen.context["form"]["cites"].value())

    later = Attribution.objects.get(supersedes=old)
    assert {link.cited.key for link in later.citations.all()} == cited
    assert opened(desk.client, f"{desk.url}?supersede=spokesman-review")["copies"] == "bloomberg"


def test_the_attribution_to_supersede_is_one_of_the_claim(desk: Desk) -> None:
    assert "supersedes" not in {name for name, value in opened(desk.client, f"{desk.url}?supersede=nothing").items() if value}
    assert "supersedes" in said(desk.look(said__name="Vedomosti", supersedes="nothing"))


def test_a_source_that_passes_on_recorded_attributions_cites_them(desk: Desk) -> None:
    typed = {"scope": "partial", "said_at": "2024-06-11", "quote_exact": "“massive amounts”", "quote_prefix": "of"}
    seen = desk.look(said__name="Vedomosti", stance="reports", cites=["us-accuses", "moscow-denies"], **typed)
    sent = desk.record(seen, cites=["us-accuses", "moscow-denies"], reason="read on the wire")

    assert sent.status_code == 302, said(sent)
    stored = desk.recorded("vedomosti")
    assert {link.cited.key for link in stored.citations.all()} == {"us-accuses", "moscow-denies"}
    assert (stored.stance, stored.scope, stored.said_at, stored.quote_exact, stored.quote_prefix) == (
        "reports",
        "partial",
        "2024-06-11",
        "“massive amounts”",
        "of",
    )


@pytest.mark.parametrize("ties", [{"cites": ["us-accuses"]}, {"stance": "questions"}])
def test_an_outlet_that_asserts_nothing_of_its_own_is_no_unstated_origin(ties: dict[str, Any], desk: Desk) -> None:
    shown = desk.look(**{"said__name": "Vedomosti", "basis": "", **ties})

    assert shown.context["form"].data["basis"] == "statement"


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"copies": "us-accuses"}, "stance", "a copy has no stance of its own"),
        ({"stance": "reports"}, "stance", "needs a link"),
        ({"stance": ""}, "stance", "required"),
        ({"quote_prefix": "before"}, "quote_exact", "exact words"),
        ({"quote_translation": "translated"}, "quote_exact", "translates"),
        ({"quote_exact": "with a \u202e mark"}, "quote_exact", "U+202E"),
        ({"ground_rule": "off_the_record"}, "ground_rule", "off_the_record"),
        ({"copies": "nobody"}, "copies", "nobody"),
    ],
)
def test_a_problem_is_shown_at_the_field_it_is_about(typed: dict[str, Any], field: str, words: str, desk: Desk) -> None:
    shown = desk.look(said__name="Vedomosti", **typed)

    assert words in " ".join(said(shown).get(field, [])), said(shown)
    assert "off_the_record" not in desk.client.get(desk.url).content.decode()
