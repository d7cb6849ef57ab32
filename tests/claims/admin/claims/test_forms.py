"""The forms of a claim and its rows: what each offers, proposes and refuses."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_change", args=[arms.pk])


def source(key):
    return Source.objects.get(key=key).pk


def new(**typed):
    return row("attributions", 0, **{"source": source("bloomberg"), "stance": "supports", "basis": "statement", **typed})


def test_an_untouched_row_takes_no_stance_and_does_not_block(editor, arms, url):
    before = arms.attributions.count()

    editor.post(url, opened(editor, url, priority="1"))

    arms.refresh_from_db()
    assert (arms.priority, arms.attributions.count()) == (1, before)
    assert '<option value="" selected>Choose …</option>' in editor.get(url).content.decode()


def test_a_row_without_a_stance_is_refused_at_its_field(editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(stance="")))

    assert sent.context["formsets"][0]["formset"].errors == [{"stance": ["This field is required."]}]


def test_for_an_outlet_in_its_own_voice_unstated_is_proposed(editor, arms, url):
    asked = editor.post(url, opened(editor, url, **new(basis="")))
    (wire,) = (form for form in asked.context["formsets"][0]["formset"] if form.has_changed())

    assert "cites no source" in wire.errors["basis"][0]
    assert wire["basis"].value() == "unstated"
    assert not Attribution.objects.filter(claim=arms, source__key="bloomberg", stance="supports").exists()
    assert editor.post(url, opened(editor, url, **new(basis=wire["basis"].value()))).status_code == 302
    assert Attribution.objects.get(claim=arms, source__key="bloomberg", stance="supports").basis == "unstated"


@pytest.mark.parametrize(
    "said", [{"stance": "reports", "cites": ["us-accuses"]}, {"stance": "questions"}, {"cites": ["us-accuses"]}]
)
def test_an_empty_basis_is_a_statement_unless_an_outlet_asserts_it(said, editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(basis="", **said)))

    assert sent.status_code == 302, errors(sent)
    assert Attribution.objects.order_by("-id").first().basis == "statement"


def test_off_the_record_is_not_offered_and_not_taken(editor, arms, url):
    assert "off_the_record" not in editor.get(url).content.decode()

    sent = editor.post(url, opened(editor, url, **new(ground_rule="off_the_record")))

    assert "ground_rule" in sent.context["formsets"][0]["formset"].errors[0]
    assert not Attribution.objects.filter(ground_rule="off_the_record").exists()
