"""A webhook of the desk, and the change by which it was made."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import WebhookSubscription
from claims.operations.webhooks.subscriptions import subscribe
from claims.verification import Change


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now, "user:boss", "", "why")


@pytest.fixture
def hook(sample: None, change: Change) -> WebhookSubscription:
    return subscribe("The CMS", "https://cms.example/hook", change, desk=True).subscription
