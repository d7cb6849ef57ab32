"""What is deleted once it is old, by one task each night: what helps for a while, and is no part of the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from claims.operations.webhooks.deliveries import delete_dead, delete_sent
from factcheck.access.answers import forget_answers
from factcheck.signin.log import forget_sign_ins
from factcheck.signin.operations import forget_sessions


class Rule(NamedTuple):
    """Something that is kept for a while: its stable name, its label, the setting with the days, and what deletes it."""

    name: str
    label: object
    setting: str
    delete: Callable[[datetime], int]

    @property
    def days(self) -> int:
        return int(getattr(settings, self.setting)) if self.setting else 0

    def before(self, now: datetime) -> datetime:
        """Return the time before which it is old."""
        return now - timedelta(days=self.days)


RULES: tuple[Rule, ...] = (
    Rule("answers", _("Responses to requests with an Idempotency-Key"), "KEEP_ANSWERS_DAYS", forget_answers),
    Rule("webhook_messages_sent", _("Messages of webhooks that were sent"), "KEEP_SENT_MESSAGES_DAYS", delete_sent),
    Rule("webhook_messages_failed", _("Messages of webhooks that failed"), "KEEP_FAILED_MESSAGES_DAYS", delete_dead),
    Rule("sessions", _("Sessions"), "", forget_sessions),
    Rule("sign_ins", _("Attempts to sign in"), "SIGN_IN_LOG_DAYS", forget_sign_ins),
)


def delete_old(now: datetime) -> dict[str, int]:
    """Delete all that is old; return how many rows, by name."""
    return {rule.name: rule.delete(rule.before(now)) for rule in RULES}
