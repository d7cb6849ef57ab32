"""From the form of a claim to a case file: keys are made, only changes are written, problems stand at their fields."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution, Claim, Revision
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_change", args=[arms.pk])


def source(key):
    return Source.objects.get(key=key).pk


def new(**typed):
    return row("attributions", 0, **{"source": source("bloomberg"), "stance": "supports", "basis": "statement", **typed})


def test_an_attribution_with_its_quote_and_links_is_recorded(editor, arms, url):
    said = new(stance="reports", cites=["us-accuses"], quote_exact="“massive amounts”", said_at="2024-06-11", scope="partial")

    sent = editor.post(url, opened(editor, url, reason="read on the wire", **said))

    assert sent.status_code == 302, errors(sent)
    stored = Attribution.objects.order_by("-id").first()
    assert (stored.source.key, stored.stance, stored.scope, stored.quote_exact, stored.said_at) == (
        "bloomberg",
        "reports",
        "partial",
        "“massive amounts”",
        "2024-06-11",
    )
    assert [link.cited.key for link in stored.citations.all()] == ["us-accuses"]
    last = Revision.objects.filter(claim=arms).order_by("-number").first()
    assert (last.number, last.actor, last.reason) == (arms.revision + 1, "user:ed", "read on the wire")


def test_a_key_is_made_from_the_source_and_never_taken_twice(editor, arms, url):
    editor.post(url, opened(editor, url, **new(source=source("us-government"))))
    assert Attribution.objects.order_by("-id").first().key == "us-government"

    editor.post(url, opened(editor, url, **new(source=source("us-government"))))
    assert Attribution.objects.order_by("-id").first().key == "us-government-2"


def test_a_key_that_is_recorded_already_is_refused(editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(key="us-accuses")))

    assert "This key is taken in this claim" in errors(sent)


def test_new_rows_cite_each_other_by_key(editor, arms, url):
    rows = new(source=source("us-government"), key="statement") | row(
        "attributions", 1, source=source("vedomosti"), stance="reports", cites_new="statement"
    )
    data = opened(editor, url, **rows) | {"attributions-TOTAL_FORMS": "2", "attributions-1-scope": "full"}
    data |= {"attributions-1-basis": "statement", "attributions-1-ground_rule": "on_the_record"}

    sent = editor.post(url, data)

    assert sent.status_code == 302, errors(sent)
    assert [link.cited.key for link in Attribution.objects.get(claim=arms, key="vedomosti").citations.all()] == ["statement"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"cites_new": "nobody", "stance": "reports"}, "cites_new", "no attribution 'nobody' in this claim"),
        ({"copies": "nobody", "stance": "reports"}, "copies", "no attribution 'nobody' in this claim"),
        ({"copies": "us-accuses"}, "stance", "a copy has no stance of its own"),
        ({"stance": "reports"}, "stance", "needs a link"),
        ({"said_at": "yesterday"}, "said_at", "yesterday"),
        ({"key": "No Key!"}, "key", "No Key!"),
        ({"quote_prefix": "before"}, "quote_exact", "exact"),
        ({"quote_exact": "with a \u202e mark"}, "quote_exact", "U+202E"),
    ],
)
def test_a_problem_is_shown_at_the_field_it_is_about(typed, field, said, editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(**typed)))

    assert said in " ".join(sent.context["formsets"][0]["formset"].errors[0].get(field, [])), errors(sent)
    assert Claim.objects.get(pk=arms.pk).revision == arms.revision


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
    sent = editor.post(add, opened(editor, add, text="The sea is salt.", **new(source=source("putin"))))

    claim = Claim.objects.get(key="the-sea-is-salt")
    assert sent.url == reverse("admin:claims_claim_change", args=[claim.pk])
    assert (claim.revision, claim.attributions.count()) == (1, 1)
