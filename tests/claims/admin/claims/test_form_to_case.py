"""From the form of a claim to a case file: keys are made, only changes are written, problems stand at their fields."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_edit", args=[arms.pk])


def test_a_problem_of_the_claim_is_shown_at_its_field(editor, url):
    sent = editor.post(url, opened(editor, url, window_from="2025", window_until="2024", language="English"))

    assert {"window_until", "language"} & set(sent.context["form"].errors)


def test_only_what_was_changed_is_written(editor, arms, url):
    data = opened(editor, url, topics="arms, Black Sea")
    editor.post(url, data)

    arms.refresh_from_db()
    assert sorted(each.topic for each in arms.topics.all()) == ["arms", "black-sea"]


def test_a_new_claim_gets_a_key_from_its_text(editor, sample):
    add = reverse("admin:claims_claim_add")
    editor.post(add, opened(editor, add, text="The sea is salt."))

    assert Claim.objects.get(key="the-sea-is-salt").revision == 1


def test_a_problem_of_a_row_is_shown_at_its_field(editor, url):
    typed = row("interests", 0, source=Source.objects.get(key="bloomberg").pk, side="1", reason="a \u202e mark")

    sent = editor.post(url, opened(editor, url, **typed))

    assert "U+202E" in " ".join(sent.context["formsets"][0]["formset"].errors[0]["reason"]), errors(sent)
