"""How much is kept for a while: see also the rules that delete it."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.queries.history.kept import counts_of_kept
from factcheck.signin.models import DeskSession, SignIn


@pytest.mark.django_db
def test_each_is_counted(now: datetime) -> None:
    DeskSession.objects.create(session_key="a", session_data="", expire_date=now)
    SignIn.objects.create(at=now, outcome="signed_in")
    assert dict(counts_of_kept()) == {
        "answers": 0, "webhook_messages_sent": 0, "webhook_messages_failed": 0, "sessions": 1, "sign_ins": 1,
    }  # fmt: skip
