"""Discrediting attributions on the desk: the page, what it leads to, and where it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Claim, Decision, Flag, Revision
from sources.models import Document, Source
from tests.cases import claim, outlet, person, row
from tests.claims.admin.posting import errors, opened

WHY = "The seals are of <b>another</b> year."


@pytest.fixture
def desk(ed: User, editor: Client) -> Client:
    """An editor who may decide and take back."""
    ed.user_permissions.add(*Permission.objects.filter(codename__in=("add_decision", "change_decision", "view_decision")))
    return editor


@pytest.fixture
def c(loaded: Callable[..., Any]) -> Claim:
    """A claim that rests on a dossier alone, which Rome passes on."""
    report = {"key": "report", "publisher": "agency", "kind": "report", "title": "On the dossier"}
    rows = (row("dos", "dossier"), row("rome", stance="reports", cites=["dos"]), row("ex", "expert", "questions"))
    sources = [outlet("rome"), outlet("agency"), person("dossier"), person("expert")]
    loaded(sources=sources, documents=[report], claims=[claim("c", *rows), claim("other", row("expert"))])
    return Claim.objects.get(key="c")


def page_of(c: Claim, query: str = "") -> str:
    return reverse("admin:claims_claim_discredit", args=[c.pk]) + query


def sent(client: Client, c: Claim, **values: Any) -> Any:
    url = page_of(c)
    return client.post(url, {**opened(client, url), "attributions": ["dos"], "reason": WHY, **values})


def attribution_page(client: Client, key: str = "dos") -> Any:
    return client.get(reverse("admin:claims_attribution_change", args=[Attribution.objects.get(key=key).pk]))


def test_the_page_of_an_attribution_leads_to_it_preselected(desk: Client, c: Claim) -> None:
    url = page_of(c, "?attribution=dos")
    assert url in [address for _label, address in attribution_page(desk).context["actions"]]
    assert opened(desk, url)["attributions"] == ["dos"]


def test_what_is_discredited_says_so_where_it_is_shown(desk: Client, c: Claim) -> None:
    report = Document.objects.get()
    done = sent(desk, c, document=report.pk, shown_at="2003-03-07")
    assert done.status_code == 302, errors(done)
    made = Decision.objects.get()
    assert (made.about, made.document, made.happened_at) == ([["attribution", "dos"]], report, "2003-03-07")
    assert made.source == Source.objects.get(key="agency")
    assert (Revision.objects.latest("id").action, Revision.objects.latest("id").reason) == ("discredited", WHY)
    page = attribution_page(desk)
    shown = page.content.decode()
    assert "The seals are of &lt;b&gt;another&lt;/b&gt; year." in shown
    assert all(word in shown for word in ("Agency", "On the dossier", "2003-03-07"))
    assert reverse("admin:claims_decision_change", args=[made.pk]) in shown
    assert page_of(c, "?attribution=dos") not in [address for _label, address in page.context["actions"]]


def test_the_page_of_the_claim_says_it_in_the_chain_the_timeline_and_the_flag(desk: Client, c: Claim) -> None:
    sent(desk, c, document=Document.objects.get().pk, shown_at="2003-03-07")
    overview, page, history = (
        desk.get(reverse(f"admin:claims_claim_{name}", args=[c.pk])) for name in ("change", "chain", "history")
    )
    marks = {line.row.key: line.marks for line in page.context["lines"]}
    assert marks["dos"] == [f"discredited by Agency: {WHY}"]
    events = [event.what for event, _lane in history.context["timeline"]["events"]]
    assert {"shows that dos is forged or false", f"discredited: {WHY}"} <= set(events)
    (card,) = [card for card in overview.context["cards"] if card["flag"].code == "discredited_source"]
    assert [step.address for step in card["steps"]] == [
        f"{reverse('admin:claims_claim_settle', args=[c.pk])}?code=discredited_source"
    ]
    assert [box.discredited for box in page.context["chain"]["boxes"] if box.place.name == "Dossier"] == [True]
    shown = {"discredited": True, "words": "discredited: shown to be forged or false"}
    assert shown in page.context["chain"]["legend"]
    assert page.content.decode().count('class="chain-cross"') == 2  # in the legend and in the drawing
    states = {row.key: row.is_discredited for row in attribution_list(desk)}
    assert states == {"dos": True, "rome": False, "ex": False, "expert": False}


def attribution_list(client: Client) -> Any:
    return client.get(reverse("admin:claims_attribution_changelist")).context["cl"].result_list


def test_an_editor_reviews_what_remains(desk: Client, c: Claim) -> None:
    sent(desk, c, document=Document.objects.get().pk)
    url = f"{reverse('admin:claims_claim_settle', args=[c.pk])}?code=discredited_source"
    done = desk.post(url, {**opened(desk, url), "reason": "Nothing is left."})
    assert done.status_code == 302, errors(done)
    assert not Flag.objects.filter(code="discredited_source", cleared_at=None).exists()


def test_striking_the_decision_takes_it_back(desk: Client, c: Claim) -> None:
    sent(desk, c, document=Document.objects.get().pk)
    url = reverse("admin:claims_decision_strike", args=[Decision.objects.get().pk])
    assert url in attribution_page(desk).content.decode()
    desk.post(url, {**opened(desk, url), "reason": "It was genuine."})
    page = attribution_page(desk)
    assert page.context["discredited"] is None
    assert page_of(c, "?attribution=dos") in [address for _label, address in page.context["actions"]]
    claim_page = desk.get(reverse("admin:claims_claim_history", args=[c.pk]))
    assert "discrediting struck out: It was genuine." in [event.what for event, _ in claim_page.context["timeline"]["events"]]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Link what shows it"),
        ({"attribution": "dos"}, "cannot discredit itself"),
        ({"attribution": "ex", "shown_at": "2042"}, "is in the future"),
        ({"attribution": "ex", "shown_at": "last week"}, "last week"),
        ({"attribution": "ex", "attributions": []}, "This field is required"),
    ],
)
def test_a_form_without_evidence_is_refused(desk: Client, c: Claim, values: dict[str, Any], message: str) -> None:
    assert message in str(errors(sent(desk, c, **values)))
    assert not Decision.objects.exists()


def test_an_attribution_of_the_claim_or_another_claim_is_evidence_too(desk: Client, c: Claim) -> None:
    assert sent(desk, c, attribution="ex").status_code == 302
    other = Claim.objects.get(key="other")
    assert sent(desk, c, attributions=["rome"], other_claim=other.pk).status_code == 302
    first, second = Decision.objects.order_by("id")
    assert (first.attribution, second.other_claim) == (Attribution.objects.get(key="ex"), other)


def test_it_needs_the_permission_to_change_attributions(client: Client, c: Claim, viewer: Client) -> None:
    assert viewer.get(page_of(c)).status_code == 403
