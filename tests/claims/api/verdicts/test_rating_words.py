"""The desk's words for verdicts over the API: read by all, set by administrators, and kept in the admin's history."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from claims.models import RatingWord
from claims.operations.desk.roles import ADMINISTRATOR, SENIOR, VIEWER
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.claims.api.refusing import refused
from tests.claims.verdicts import ensure_words
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, ADMIN)
NEW = {
    "key": "out-of-context",
    "word": "Out of context",
    "definition": "True, and told so that it misleads.",
    "reason": "Photos.",
}


@pytest.fixture
def admin(db: None) -> Caller:
    ensure_words()
    return caller(ADMINISTRATOR, BOTH)


def test_a_word_is_added_changed_and_retired(admin: Caller) -> None:
    added = admin.post("rating-words/", {**NEW, "position": 9})
    body = {"key": "out-of-context", "word": "Out of context", "definition": NEW["definition"]}
    assert (added.status_code, added.json()) == (201, {**body, "scale": None, "position": 9, "retired": False})
    assert added["Location"].endswith("/api/v1/rating-words/out-of-context/")
    changed = admin.patch("rating-words/out-of-context/", {"scale": 2, "retired": True, "reason": "Tried."})
    assert changed.json() == {**body, "scale": 2, "position": 9, "retired": True, "waiting": 0}
    back = admin.patch("rating-words/out-of-context/", {"scale": None, "retired": False, "reason": "Kept."})
    assert (back.json()["scale"], back.json()["retired"]) == (None, False)
    answer = admin.get("rating-words/out-of-context/")
    assert answer.json() == added.json()
    assert admin.get("rating-words/out-of-context/", **{"If-None-Match": answer["ETag"]}).status_code == 304
    shown = LogEntry.objects.order_by("id").values_list("user__username", "object_repr", "change_message")
    who = f"token:{admin.token.key} (api-administrator)"
    assert list(shown) == [("api-administrator", "Out of context", f"{who}: {why}") for why in ("Photos.", "Tried.", "Kept.")]


def test_all_words_are_listed_in_their_order(admin: Caller) -> None:
    RatingWord.objects.filter(key="mixed").update(position=0)
    words = caller(VIEWER).get("rating-words/").json()["words"]
    assert [word["key"] for word in words][:3] == ["mixed", "true", "mostly-true"]
    assert len(words) == RatingWord.objects.count()


def test_a_key_is_taken_once_and_what_does_not_fit_is_reported_at_its_place(admin: Caller) -> None:
    refused(admin.post("rating-words/", {**NEW, "key": "true"}), 409, "key-taken")
    refused(admin.post("rating-words/", {**NEW, "key": "a b"}), 422, "invalid", "/key")
    refused(admin.post("rating-words/", {**NEW, "word": "x" * 61}), 422, "invalid", "/word")
    refused(admin.post("rating-words/", {**NEW, "word": " "}), 422, "invalid", "/word")
    refused(admin.patch("rating-words/none/", {"scale": 1, "reason": "x"}), 404, "not-found")
    assert not LogEntry.objects.exists()


def test_only_administrators_set_words(admin: Caller) -> None:
    refused(caller(SENIOR, BOTH).post("rating-words/", NEW), 403, "not-allowed")
    refused(caller(SENIOR, BOTH).patch("rating-words/true/", {"scale": 1, "reason": "x"}), 403, "not-allowed")
    refused(caller(ADMINISTRATOR, (CLAIMS_READ,)).post("rating-words/", NEW), 403, "missing-scope")
