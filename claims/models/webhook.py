"""Webhook subscriptions, and each message to them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.models.revision import Revision
from claims.vocabulary import DeliveryState

WAITING: Final = DeliveryState.WAITING
SENT: Final = DeliveryState.SENT
DEAD: Final = DeliveryState.DEAD


class WebhookSubscription(models.Model):
    """An address that receives changes as signed messages. Its secret is never stored: see factcheck.webhook_signing."""

    key = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2_000)
    desk = models.BooleanField(
        default=False, help_text="It gets what the desk sees: hidden claims, who changed what, and every flag."
    )
    wanted = models.JSONField(default=dict, help_text="Filters by kind, as for the feed; empty: every change.")
    # No foreign key: revisions may be restored from another backup, and then this has to be noticed (LostPlaceError).
    place_id = models.BigIntegerField(help_text="The revision up to which messages were created.")
    place_digest = models.CharField(max_length=12)
    secret_number = models.PositiveIntegerField(default=1)
    old_secret_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then, messages are also signed with the previous secret."
    )
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who created or last resumed it; once they have left, it receives nothing.",
    )  # fmt: skip
    of_staff = models.BooleanField(default=False, help_text="Whether its owner was staff at that time.")
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    probe_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="After many failures in a row one message at a time is tried.",
    )
    busy_until = models.DateTimeField(null=True, blank=True, help_text="Until when a worker holds it to send its messages.")

    class Meta:
        verbose_name = "webhook"

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """The host of its address: the rest of the address may be secret."""
        return urlsplit(self.url).netloc

    def secret_numbers(self, now: datetime) -> list[int]:
        """Return the numbers of the secrets that sign messages."""
        overlaps = self.old_secret_until is not None and self.old_secret_until > now
        return [self.secret_number, *([self.secret_number - 1] if overlaps else [])]


class WebhookStep(models.Model):
    """A change to a subscription, by whom and why. Append-only; shown on the page of the subscription."""

    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    actor = models.CharField(max_length=300)
    action = models.CharField(max_length=40)
    reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.action


class WebhookDelivery(models.Model):
    """One message to one subscription: a revision, or a test. It is built from the revision each time it is sent."""

    subscription = models.ForeignKey(WebhookSubscription, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    message_id = models.CharField(max_length=40, help_text="The same each time it is sent.")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default=WAITING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    give_up_at = models.DateTimeField()
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answer_status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="The beginning of the answer, or what failed.")

    class Meta:
        verbose_name = "webhook message"
        constraints = [
            # Its index also serves the messages of a subscription.
            models.UniqueConstraint(name="webhookdelivery_once", fields=["subscription", "message_id"]),
            models.CheckConstraint(name="webhookdelivery_state", condition=Q(state__in=DeliveryState.words())),
            models.CheckConstraint(
                name="webhookdelivery_waits_or_ended",
                condition=Q(state=WAITING, next_attempt_at__isnull=False, ended_at=None)
                | (~Q(state=WAITING) & Q(next_attempt_at=None, ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="webhookdelivery_given_up_later", condition=Q(give_up_at__gt=F("created_at"))),
        ]
        indexes = [
            # Partial: nearly all messages are sent, and the sender looks for waiting ones only.
            models.Index(name="webhookdelivery_due", fields=["subscription", "next_attempt_at"], condition=Q(state=WAITING)),
            models.Index(name="webhookdelivery_ended", fields=["ended_at"], condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.message_id
