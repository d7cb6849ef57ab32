"""API tokens, stored responses and passwords set by others. Tokens are never deleted, so that they show who had them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """An API token: its user, purpose, networks and expiry. Only a digest of the secret is stored."""

    key = models.CharField(max_length=12, unique=True, verbose_name=_("key"), help_text=_("The public part of the token."))
    digest = models.CharField(max_length=64, editable=False)
    name = models.CharField(max_length=100, verbose_name=_("name"), help_text=_("What uses it: “CMS, front page”."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", verbose_name=_("person")
    )
    of_staff = models.BooleanField(
        default=True, editable=False, help_text="Created for a staff member; works as long as they are staff."
    )
    scopes = models.JSONField(default=list, verbose_name=_("scopes"))
    networks = models.JSONField(default=list, blank=True, verbose_name=_("networks"))
    created_at = models.DateTimeField(verbose_name=_("created"))
    created_by = models.CharField(max_length=300, verbose_name=_("created by"))
    expires_at = models.DateTimeField(verbose_name=_("expires"))
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", verbose_name=_("replaces")
    )
    last_used_at = models.DateTimeField(null=True, blank=True, verbose_name=_("last used"))
    revoked_at = models.DateTimeField(null=True, blank=True, verbose_name=_("revoked"))
    revoked_by = models.CharField(max_length=300, blank=True, verbose_name=_("revoked by"))
    revoked_reason = models.TextField(blank=True, verbose_name=_("why"))

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                name="apitoken_revoked_by_somebody",
                condition=models.Q(revoked_at=None, revoked_by="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_by="")),
            ),
            models.CheckConstraint(name="apitoken_expires_later", condition=models.Q(expires_at__gt=models.F("created_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.key}…)"

    def works_at(self, at: datetime) -> bool:
        """Return whether it is neither expired nor revoked at that time."""
        return self.expires_at > at and (self.revoked_at is None or self.revoked_at > at)

    def has_holder(self) -> bool:
        """Return whether its user is active, and still staff if they were when the token was created."""
        return self.user.is_active and (self.user.is_staff or not self.of_staff)


class Answered(models.Model):
    """The response to a request with an Idempotency-Key, sent again if the request is repeated."""

    who = models.CharField(max_length=170)  # token:KEY or account:ID
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the request: its method, address, If-Match and body.")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True, help_text="Empty if it held a secret, or was deleted since.")

    class Meta:
        constraints = [models.UniqueConstraint(name="answered_once", fields=["who", "key"])]
        indexes = [models.Index(name="answered_at", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.key} of {self.who}"


class GivenPassword(models.Model):
    """Marks a password that somebody else set and knows. The user must change it before anything else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="given_password"
    )
    at = models.DateTimeField()
    given_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"password of {self.user}"
