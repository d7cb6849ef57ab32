"""How much of what is kept for a while there is."""

from __future__ import annotations

from collections.abc import Mapping

from claims.models import WebhookDelivery
from claims.models.webhook import DEAD, SENT
from factcheck.access.models import Answered
from factcheck.signin.models import DeskSession, SignIn


def counts_of_kept() -> Mapping[str, int]:
    """Return how many rows there are, by the names of ``claims.operations.retention``."""
    return {
        "answers": Answered.objects.count(),
        "webhook_messages_sent": WebhookDelivery.objects.filter(state=SENT).count(),
        "webhook_messages_failed": WebhookDelivery.objects.filter(state=DEAD).count(),
        "sessions": DeskSession.objects.count(),
        "sign_ins": SignIn.objects.count(),
    }
