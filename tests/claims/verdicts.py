"""People who draft and review verdicts, and a verdict on its way, for tests."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission, User

from claims.models import Attribution, Claim, RatingWord, Verdict
from claims.operations.verdicts.drafts import Wording, draft_verdict, submit_draft
from claims.operations.verdicts.review import publish_verdict
from claims.verification import Change
from tests.cases import claim, load, outlet, person, row

_words: Any = import_module("claims.migrations.0014_rating_words")

#: What everybody at the desk may do.
_READING = ("view_claim", "view_verdict", "view_attribution", "change_claim")


def staff(name: str, *permissions: str) -> User:
    """Return somebody of the desk with these permissions and that of reading."""
    user = User.objects.create_user(name, password="a-long-pass-phrase", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=(*_READING, *permissions)))
    return User.objects.get(pk=user.pk)  # permissions are remembered by who was asked


def author(name: str) -> User:
    """Return an editor who drafts."""
    return staff(name, "add_verdict", "change_verdict")


def reviewer(name: str) -> User:
    """Return a senior editor, who drafts and reviews."""
    return staff(name, "add_verdict", "change_verdict", "review_verdict")


def ensure_words() -> None:
    """Bring back the words that a desk starts with: a test that commits leaves a database without them."""
    _words.add(apps, None)


def rumour(now: datetime) -> Claim:
    """Return a claim that one person supports and an outlet passes on: unverified."""
    ensure_words()
    rows = row("ada"), row("echo", stance="reports", cites=["ada"])
    load({"sources": [person("ada"), person("ben"), outlet("echo")], "claims": [claim("c", *rows)]}, at=now)
    return Claim.objects.get(key="c")


def change(at: datetime, by: User, reason: str = "") -> Change:
    return Change(at, f"user:{by.username}", "verdict", reason)


def seen(c: Claim) -> dict[int, int]:
    """Return the revision that somebody sees of a claim now."""
    return {c.pk: Claim.objects.get(pk=c.pk).revision}


def wording(word: str = "unproven", rationale: str = "Nobody else was there.", *keys: str, of: Claim | None = None) -> Wording:
    """Return what a verdict says; ``keys`` name attributions of the claim ``of``."""
    rows = {each.key: each for each in Attribution.objects.filter(claim=of)} if of else {}
    return Wording(RatingWord.objects.get(key=word), rationale, [rows[key] for key in keys])


def in_review(
    claim: Claim, by: User, at: datetime, *, word: str = "unproven", rationale: str = "Nobody else was there."
) -> Verdict:
    """Return a verdict that was drafted and waits for its review."""
    verdict = draft_verdict(claim.pk, wording(word, rationale, "ada", of=claim), by, change(at, by))
    submit_draft(verdict, by, change(at, by))
    verdict.refresh_from_db()
    return verdict


def published(claim: Claim, drafter: User, publisher: User, at: datetime, **says: str) -> Verdict:
    """Return a published verdict."""
    verdict = in_review(claim, drafter, at, **says)
    publish_verdict(verdict, publisher, change(at, publisher, "Read and checked."), expected=seen(claim))
    verdict.refresh_from_db()
    return verdict
