"""The actions on the cards of flags: each flag has one, filled in, which leads back to the claim with the flag gone."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from claims.admin.flags.cards import flag_cards
from claims.admin.flags.records import known_records
from claims.admin.flags.settling import ACTIONS, buttons_on
from claims.models import Claim, Flag
from claims.policy.assess import CODES
from claims.queries.claims.admin_lists import claim_panel
from sources.models import Document, Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.claims.admin.posting import errors, opened
from tests.claims.admin.quick_desk import said

_PEOPLE = ("ada", "ben", "cyd")
_DOCUMENT = {"key": "film", "publisher": "ada", "kind": "video", "title": "The film"}
_GONE = {"by": "source", "reason": "misheard"}


def relay(key: str, *cites: str, **fields: Any) -> dict[str, Any]:
    return row(key, stance="reports", cites=list(cites), **fields)


#: For each flag the attributions of a claim that raises it. The others are settled by a decision; other tests open that page.
_ROWS: dict[str, tuple[dict[str, Any], ...]] = {
    "anonymous_only": (row("official"),),
    "chronology_error": (row("ada", said_at="2024-06-10"), relay("paper", "ada", said_at="2024-06-08")),
    "circular": (relay("paper", "post"), relay("post", "paper")),
    "contested": (row("ada"), row("ben", stance="denies")),
    "date_ahead": (row("ada", said_at="2042-06-10"),),
    "denied_only": (row("ada", stance="denies"),),
    "false_confirmation": (row("ada"), relay("paper", "ada"), relay("post", "ada")),
    "hedged_only": (row("ada", hedge={"degree": "probable", "words": "likely"}),),
    "independence_not_judged": (row("ada", document="film"), row("ben", document="film")),
    "interested_party_only": (row("ada"),),
    "no_response_sought": (row("ada"),),
    "orphaned": (row("ada", withdrawn=_GONE), relay("paper", "ada")),
    "overdue_outcome": (row("ada"),),
    "partly_denied": (row("ada"), row("ben", stance="denies", scope="partial")),
    "partly_supported": (row("ada", scope="partial"),),
    "possibly_single_origin": (row("official"), row("ada")),
    "self_contradicting": (row("yes", "ada"), row("no", "ada", "denies")),
    "single_gateway": (row("ada"), row("ben"), relay("post", "ada", "ben"), relay("paper", "post")),
    "single_origin": (row("ada"),),
    "superseded_figure": (row("ada"),),
    "undocumented": (row("ada"),),
    "unnamed_unapproved": (row("official"),),
    "unsourced": (),
    "unstated_origin": (row("paper", basis="unstated"),),
    "unverified": (row("ada", document="film"), row("official")),
    "upstream_not_seen": (row("ada"), relay("post", "ada"), relay("paper", "post")),
}
_FIELDS: dict[str, dict[str, Any]] = {
    "interested_party_only": {"interests": [{"source": "ada", "side": 1}]},
    "no_response_sought": {"interests": [{"source": "cyd", "side": -1}]},
    "overdue_outcome": {"window": {"until": "2024-05"}, "predicts": True},
}
_CASES = {code: claim(code, *rows, **_FIELDS.get(code, {})) for code, rows in _ROWS.items()}


@pytest.fixture
def flagged(db, now):
    """A claim with each flag, by the flag's code."""
    sources = [*map(person, _PEOPLE), outlet("paper"), outlet("post"), unnamed("official", "paper", description="an official")]
    newer = claim("newer", row("ada"), relations=[{"kind": "supersedes", "claim": "superseded_figure"}])
    load({"sources": sources, "documents": [_DOCUMENT], "claims": [*_CASES.values(), newer]}, at=now)
    return {one.key: one for one in Claim.objects.all()}


def page_of(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])


def cards(client: Client, claim: Claim) -> dict[str, dict[str, Any]]:
    shown = client.get(page_of(claim)).context["cards"]
    return {card["flag"].code: card for one in shown for card in (one, *one["implied"])}


def button(client: Client, claim: Claim, starts: str = "") -> str:
    """Return the address of the first button of the card of the flag that a claim is named after."""
    return next(step.address for step in cards(client, claim)[claim.key]["steps"] if step.label.startswith(starts))


def settles(client: Client, claim: Claim, starts: str = "", **typed: Any) -> bool:
    """Follow a button, send its form as it is filled in, and return whether that leads back to a claim without the flag."""
    address = button(client, claim, starts)
    sent = client.post(address, opened(client, address, **{"reason": "Seen.", **typed}))
    assert sent["Location"] == page_of(claim), address
    return claim.key not in cards(client, claim)


def test_every_flag_has_an_action():
    assert set(ACTIONS) == set(CODES)


def cards_for(user: User, claim: Claim) -> dict[str, dict[str, Any]]:
    """Return the cards of a claim without its page, which takes longer."""
    request = RequestFactory().get("/")
    request.user = user
    return {card["flag"].code: card for one in flag_cards(claim_panel(claim), request) for card in (one, *one["implied"])}


def test_every_card_has_an_action(sen, flagged):
    shown = {code: cards_for(sen, flagged[code])[code] for code in _CASES}
    assert [code for code, card in shown.items() if not (card["steps"] or card["judge"])] == []


@pytest.mark.parametrize("who", ["vi", "rep", "ed", "sen"])
def test_a_card_offers_only_what_its_reader_may_send(who, viewer, reporter, editor, senior, flagged):
    client = {"vi": viewer, "rep": reporter, "ed": editor, "sen": senior}[who]
    user = User.objects.get(username=who)
    offered = [step.address for code in _CASES for step in cards_for(user, flagged[code])[code]["steps"]]
    of_each_kind = {resolve(address.partition("?")[0]).url_name: address for address in offered}
    assert {name: client.get(address).status_code for name, address in of_each_kind.items()} == dict.fromkeys(of_each_kind, 200)
    assert bool(offered) == (who != "vi")


@pytest.mark.parametrize(("who", "label"), [("viewer", []), ("senior", ["Confirm, replace or withdraw"])])
def test_an_outdated_verdict_is_offered_to_who_may_open_it(who, label, flagged, request):
    request.getfixturevalue(who)
    asked = RequestFactory().get("/")
    asked.user = User.objects.get(username={"viewer": "vi", "senior": "sen"}[who])
    panel = claim_panel(flagged["single_origin"])
    offered = buttons_on(Flag(code="verdict_outdated", culprits=[]), known_records(panel), panel, asked)
    assert [button.label for button in offered] == label


def test_two_sources_are_judged(editor, flagged, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert not settles(editor, flagged["independence_not_judged"], outcome="independent")
    assert "independence_not_judged" not in cards(editor, flagged["independence_not_judged"])


def test_a_source_is_approved(senior, flagged, django_capture_on_commit_callbacks):
    one = flagged["unnamed_unapproved"]
    address = button(senior, one)
    page = opened(senior, address, reason="Known to us.", anonymity_reason="afraid")
    assert page["approved_by"] == "sen"
    with django_capture_on_commit_callbacks(execute=True):
        sent = senior.post(address, page)
    assert sent.status_code == 302, errors(sent)
    assert sent["Location"] == page_of(one)
    assert "unnamed_unapproved" not in cards(senior, one)


def test_who_may_not_approve_a_source_is_not_offered_it(editor, flagged):
    assert cards(editor, flagged["unnamed_unapproved"])["unnamed_unapproved"]["steps"] == []


@pytest.mark.parametrize("code", ["undocumented", "upstream_not_seen"])
def test_a_document_is_attached(code, editor, flagged):
    assert settles(editor, flagged[code], document=Document.objects.get().pk)


def test_a_document_that_is_not_recorded_yet_is_added_first(editor, flagged):
    attach = button(editor, flagged["upstream_not_seen"])
    link = editor.get(attach).context["form"].fields["document"].help_text
    add = unescape(link.partition('href="')[2].partition('"')[0])
    page = opened(editor, add, title="The story", kind="article", reason="Found it.")
    assert page["publisher"] == str(Source.objects.get(key="post").pk)
    sent = editor.post(add, page)
    assert sent.status_code == 302, errors(sent)
    assert sent["Location"] == attach


def test_a_party_is_asked_for_comment(editor, flagged):
    assert settles(editor, flagged["no_response_sought"])


def test_an_outcome_is_linked(editor, flagged):
    assert settles(editor, flagged["overdue_outcome"], outcome="did_not", document=Document.objects.get().pk)


def test_a_relation_is_struck_out(editor, flagged):
    assert settles(editor, flagged["superseded_figure"])


@pytest.mark.parametrize(("code", "date"), [("date_ahead", "2024-06-10"), ("chronology_error", "2024-06-11")])
def test_a_date_is_corrected(code, date, editor, flagged):
    starts = "Correct: Ada" if code == "date_ahead" else "Correct: Paper"
    sent = quick(editor, flagged[code], starts, said_at=date)
    assert sent["Location"] == page_of(flagged[code])
    assert code not in cards(editor, flagged[code])


def test_a_link_of_a_circle_is_redirected(editor, flagged):
    circle = flagged["circular"]
    load({"claims": [claim("circular", *_ROWS["circular"], row("ada"))]}, at=circle.recorded_at)
    assert settles(editor, circle, "Redirect the link: Paper", to=circle.attributions.get(key="ada").pk)


def test_a_report_without_upstream_is_withdrawn(editor, flagged):
    assert settles(editor, flagged["orphaned"], "Withdraw", by="outlet")


def quick(client: Client, claim: Claim, starts: str = "", **typed: Any) -> Any:
    """Follow a button to "Add a source", and preview and save the form as it is filled in."""
    address = button(client, claim, starts)
    page = client.get(address)
    forms = [page.context[name] for name in ("form", "said", "where")] + [*page.context["through"]]
    filled = {field.html_name: field.value() for form in forms for field in form if field.value() not in (None, False)}
    rows = {"through-TOTAL_FORMS": "1", "through-INITIAL_FORMS": "0"}
    shown = client.post(address, {**filled, **rows, **{name.replace("__", "-"): value for name, value in typed.items()}})
    assert shown.context["preview"] is not None, said(shown)
    return client.post(address, {**shown.context["form"].data.dict(), "record": "1"})


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("unsourced", {"said__name": "Ben"}),
        ("denied_only", {"said__name": "Ben"}),
        ("single_origin", {"said__name": "Ben"}),
        ("unstated_origin", {"said__name": "Ben"}),
        ("hedged_only", {}),  # the same source, without a hedge
    ],
)
def test_a_source_is_added(code, typed, editor, flagged):
    sent = quick(editor, flagged[code], **typed)
    assert sent["Location"] == page_of(flagged[code])
    assert not Flag.objects.filter(claim=flagged[code], code=code, cleared_at=None).exists()


def test_a_source_is_not_filled_in_for_who_may_not_see_sources(newcomer, flagged):
    User.objects.get(username="new").user_permissions.add(
        *Permission.objects.filter(codename__in=("view_claim", "add_attribution"))
    )
    address = reverse("admin:claims_claim_quick", args=[flagged["unsourced"].pk])
    assert newcomer.get(f"{address}?said=ada").context["said"]["name"].value() is None
