"""A claim on which there is everything to decide, and an editor who may."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from claims.models import Claim
from tests.cases import claim, load, person, row


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    """A prediction of ada's that ben denies and cyd is accused by; kim said both yes and no, and dan turned."""
    sources = [person(key) for key in ("ada", "ben", "cyd", "dan", "kim", "lee")]
    documents = [{"key": "paper", "publisher": "ada", "kind": "article", "title": "What came of it"}]
    rows = [
        row("ada", said_at="2024-05-01"),
        row("ben", stance="denies", quote={"exact": "Not a word of it <is> true."}),
        row("yes", "kim"),
        row("no", "kim", "denies"),
        row("lee", withdrawn={"by": "source", "reason": "misheard"}),
        row("dan-then", "dan", said_at="2024-04-01"),
        row("dan-now", "dan", "denies", said_at="2024-05-01"),
    ]
    about = {"interests": [{"source": "cyd", "side": -1}], "window": {"until": "2024-05"}, "predicts": True}
    load({"sources": sources, "documents": documents, "claims": [claim("c", *rows, **about)]}, at=now)
    load({"claims": [claim("c", text="The claim c, put otherwise.")]}, at=now)
    return Claim.objects.get()


@pytest.fixture
def desk(ed: User, editor: Client) -> Client:
    """An editor who may settle and take back."""
    ed.user_permissions.add(*Permission.objects.filter(codename__in=("add_decision", "change_decision", "view_decision")))
    return editor
