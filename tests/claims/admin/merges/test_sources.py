"""The pages that merge second records of a source, and undo it."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.models import Standing
from claims.operations.sources.changes import apply_source_changes
from sources.models import Document, Source, SourceChange
from tests.cases import claim, outlet, person, row, unnamed
from tests.claims.admin.posting import errors, opened

SOURCES = "/admin/sources/source/"


@pytest.fixture(autouse=True)
def story(loaded: Any) -> None:
    loaded(
        sources=[outlet("post"), person("ada", name="Ada Petrova", country="RU"), person("ada-2", name="Ада Петрова")],
        claims=[claim("c", row("ada"), row("ada-2")), claim("d", row("ada-2"))],
    )


@pytest.fixture
def senior(db: None) -> Client:
    """An editor who may read everything and merge sources, signed in."""
    user = User.objects.create_user("senior", password="senior-pass-1", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    user.user_permissions.add(Permission.objects.get(codename="merge_source"))
    client = Client()
    client.force_login(user)
    return client


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def address(name: str, what: str, **asked: Any) -> str:
    query = "&".join(f"{field}={value}" for field, value in asked.items())
    return reverse(f"admin:sources_source_{what}", args=[key(name).pk]) + (f"?{query}" if query else "")


def listed(client: Client, **asked: str) -> list[str]:
    return sorted(source.key for source in client.get(SOURCES, asked).context["cl"].result_list)


def found(client: Client, typed: str) -> list[str]:
    asked = {"term": typed, "app_label": "claims", "model_name": "attribution", "field_name": "source"}
    return [each["key"] for each in client.get(f"{SOURCES}find/", asked).json()["results"]]


def at_most(claimed: str) -> int:
    assessment = Standing.objects.get(claim__key=claimed).assessment
    assert assessment is not None
    return int(assessment.result["support"]["at_most"])


def settled() -> bool:
    """Run what waits for the commit, and return whether every change of a source was applied."""
    apply_source_changes(datetime.now(UTC), actor="job:sources")
    return not SourceChange.objects.filter(applied_at=None).exists()


def test_a_duplicate_is_suggested_previewed_merged_and_undone(senior: Client) -> None:
    merging = address("ada-2", "merge", into=key("ada").pk)
    assert merging in senior.get(address("ada-2", "change")).content.decode()
    seen = senior.get(merging).content.decode()
    for text in (
        "2 attributions in 2 claims",
        "Claims to reassess: 2",
        "Claims that would change: 1",
        "2 → 1",
        "RU",
    ):
        assert text in seen, text

    sent = senior.post(merging, opened(senior, merging, reason="one passport"))

    assert sent.status_code == 302, errors(sent)
    assert key("ada-2").merged_into == key("ada")
    assert settled()
    assert at_most("c") == 1
    assert (listed(senior), listed(senior, merged="only")) == (["ada", "post"], ["ada-2"])
    assert listed(senior, merged="too") == ["ada", "ada-2", "post"]
    assert found(senior, "Ада") == found(senior, "petrova") == ["ada"]
    page = senior.get(address("ada-2", "change")).content.decode()
    assert "Merged into “Ada Petrova” (ada)" in page
    assert "(ada-2)" in senior.get(address("ada", "change")).content.decode()

    undoing = address("ada-2", "unmerge")
    assert undoing in page
    sent = senior.post(undoing, opened(senior, undoing, reason="two after all"))

    assert sent.status_code == 302, errors(sent)
    assert settled()
    assert key("ada").aliases == ""
    assert sorted(found(senior, "petrova")) == ["ada", "ada-2"]
    assert at_most("c") == 2


def test_what_cannot_be_merged_is_said_before_anything_is_sent(senior: Client) -> None:
    assert "cannot be merged into itself" in senior.get(address("ada", "merge", into=key("ada").pk)).content.decode()
    plain = address("ada", "merge")
    assert senior.get(plain).status_code == 200
    assert "Choose the record to keep" in errors(senior.post(plain, {"reason": "so"}))
    assert senior.get(address("ada", "merge", into="999999")).context["choice"].errors
    assert senior.get(address("ada", "merge", into="nobody")).status_code == 200
    missing = address("ada-2", "merge", into=key("ada").pk)
    assert "reason" in errors(senior.post(missing, opened(senior, missing)))
    undoing = address("ada", "unmerge")
    assert "is not merged" in errors(senior.post(undoing, opened(senior, undoing, reason="so")))


def test_a_record_that_changed_needs_a_new_preview(senior: Client, superuser: Client) -> None:
    merging = address("ada-2", "merge", into=key("ada").pk)
    mine = opened(senior, merging, reason="one passport")
    page = address("ada", "change")
    superuser.post(page, opened(superuser, page, country="UA", reason="moved"))

    sent = senior.post(merging, mine)

    assert "has changed since you opened this page" in errors(sent)
    assert key("ada-2").merged_into is None
    assert senior.post(merging, mine | {"seen": sent.context["form"]["seen"].value()}).status_code == 302


def test_names_taken_over_are_not_lost_to_a_form_opened_before(senior: Client, superuser: Client) -> None:
    page, merging = address("ada", "change"), address("ada-2", "merge", into=key("ada").pk)
    older = opened(superuser, page, country="UA", reason="moved")
    senior.post(merging, opened(senior, merging, reason="one passport"))

    assert "changed since you opened it" in errors(superuser.post(page, older))
    assert key("ada").alias_list == ["Ада Петрова"]


def test_merging_needs_its_own_permission(newcomer: Client) -> None:
    reader = User.objects.get(username="new")
    reader.user_permissions.add(*Permission.objects.filter(codename__in=("view_source", "change_source")))
    for what in ("merge", "unmerge"):
        url = address("ada-2", what)
        assert url not in newcomer.get(address("ada-2", "change")).content.decode()
        assert (newcomer.get(url).status_code, newcomer.post(url).status_code) == (403, 403)


def test_unnamed_ones_of_two_outlets_are_merged_with_the_outlets_own_words(senior: Client, loaded: Any) -> None:
    page = {"key": "page", "publisher": "post", "kind": "article", "title": "A briefing"}
    sources = [outlet("wire"), unnamed("of-post", "post"), unnamed("of-wire", "wire")]
    loaded(sources=sources, documents=[page], claims=[claim("b", row("of-post"), row("of-wire"))])
    merging = address("of-wire", "merge", into=key("of-post").pk)
    seen = senior.get(merging).content.decode()
    assert "1–2 → 1" in seen
    assert "the outlets' own words show" in html.unescape(seen)

    assert "document" in errors(senior.post(merging, opened(senior, merging, reason="the same briefing")))
    document = Document.objects.get(key="page").pk
    twice = opened(senior, merging, reason="the same briefing", document=document, other_document=document)
    assert "two different ones" in errors(senior.post(merging, twice))
    sent = senior.post(merging, opened(senior, merging, reason="the same briefing", document=document))
    assert sent.status_code == 302, errors(sent)
    assert settled()
    assert at_most("b") == 1
    shown = senior.get(address("of-post", "change")).content.decode().split("Vouched for by")[1].split("</dd>")[0]
    assert "Post</a> and <a" in shown
    assert SourceChange.objects.get(action="merged").new["documents"] == ["page"]

    undoing = address("of-wire", "unmerge")
    assert senior.post(undoing, opened(senior, undoing, reason="two briefings")).status_code == 302
    assert settled()
    assert at_most("b") == 2
    assert not key("of-post").also_vouched_by.exists()
