"""A paper of four authors, some of whom retract it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from claims.models import Attribution
from claims.operations.documents.authors import retract_by_authors
from claims.queries.claims.selection import ids_of_all
from claims.queries.integrity import broken_rules
from claims.verification import Change
from claims.verification.replaying import EQUAL, replay
from sources.models import AuthorsRetraction, Document, Source
from tests.cases import claim, load, outlet, person, row
from tests.recompute import assert_stored_equals_fresh

HOUR = timedelta(hours=1)
WHY = "The data cannot be reproduced."
PAPER = {"key": "paper", "publisher": "journal", "kind": "article", "title": "Paper"}
AUTHORS = ("ada", "ben", "cy", "di")


class Desk:
    """A paper of four authors, who all say one thing in it and one of whom says another; a clock that advances."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        talk = {**PAPER, "key": "talk", "title": "Talk"}
        unnamed = person("aide", identified=False, vouched_by="journal")
        sources = [outlet("journal"), *(person(key) for key in AUTHORS), unnamed]
        said = [row(key, document="paper") for key in (*AUTHORS, "aide")]
        both = row("ben", document="talk", documents=[{"document": "paper"}])
        claims = [claim("c", *said), claim("d", both, row("di", document="paper")), claim("e", row("di", document="paper"))]
        load({"sources": sources, "documents": [PAPER, talk], "claims": claims}, at=now)

    @property
    def paper(self) -> Document:
        return Document.objects.get(key="paper")

    def change(self, reason: str = "because", action: str = "edit") -> Change:
        self.now += HOUR
        return Change(self.now, "user:eve", action, reason)

    def retract(self, *authors: str, **more: Any) -> AuthorsRetraction:
        named = list(Source.objects.filter(key__in=authors or AUTHORS[:3]).order_by("key"))
        return retract_by_authors(self.paper, named, self.change(WHY), withdrawn_at="2024-06-12", **more)

    def load(self, **case: Any) -> Any:
        self.now += HOUR
        return load(case, at=self.now)


def withdrawn() -> set[tuple[str, str]]:
    return set(Attribution.objects.exclude(withdrawal_recorded_at=None).values_list("claim__key", "key"))


THREE = {("c", "ada"), ("c", "ben"), ("c", "cy"), ("d", "ben")}


def attribution(key: str, of: str = "c") -> Attribution:
    return Attribution.objects.get(key=key, claim__key=of)


def assert_whole(desk: Desk) -> None:
    assert_stored_equals_fresh(desk.now)
    assert [one for one in replay(ids_of_all()) if one.outcome != EQUAL] == []
    assert list(broken_rules()) == []
