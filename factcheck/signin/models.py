"""Sessions that know whose they are, and the sign-in log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeskSessions(models.QuerySet["DeskSession"]):
    """Queries for sessions."""

    def live(self, at: datetime) -> DeskSessions:
        """Return the sessions that have reached none of their limits: those that are open are signed in to, or about to be."""
        began = at - timedelta(hours=settings.SESSION_HOURS)
        seen = at - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        within = models.Q(signed_in_at__gt=began, seen_at__gt=seen)
        return self.filter(models.Q(user=None) | within, expire_date__gt=at)


class DeskSession(AbstractBaseSession):
    """A session of Django, with its user: so that it can be listed, limited and ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="desk_sessions", verbose_name=_("person")
    )
    signed_in_at = models.DateTimeField(null=True, verbose_name=_("signed in"))
    seen_at = models.DateTimeField(null=True, verbose_name=_("last seen"), help_text=_("To the minute."))
    network = models.CharField(max_length=50, blank=True, verbose_name=_("network"))
    browser = models.CharField(max_length=50, blank=True, verbose_name=_("browser"))

    objects = DeskSessions.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        default_permissions = ()
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that encodes and decodes the data."""
        from factcheck.signin.session_store import SessionStore  # noqa: PLC0415 - it imports this module

        return SessionStore


class SignIn(models.Model):
    """An attempt to sign in, or what was done to somebody's ways to sign in. Deleted after ``SIGN_IN_LOG_DAYS``."""

    at = models.DateTimeField(verbose_name=_("time"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="sign_ins",
        verbose_name=_("person"),
    )  # fmt: skip
    typed = models.CharField(
        max_length=16, blank=True, verbose_name=_("typed name"),
        help_text=_("A keyed digest of a name that no account has: the same name has the same digest."),
    )  # fmt: skip
    outcome = models.CharField(max_length=20, verbose_name=_("outcome"))
    way = models.CharField(max_length=20, blank=True, verbose_name=_("way"))
    second = models.CharField(max_length=20, blank=True, verbose_name=_("second factor"))
    network = models.CharField(
        max_length=50, blank=True, verbose_name=_("network"), help_text=_("The /24 or /48 of the address, never the whole.")
    )
    actor = models.CharField(max_length=300, blank=True, verbose_name=_("by"))
    reason = models.TextField(blank=True, verbose_name=_("reason"))

    class Meta:
        default_permissions = ("view",)
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [models.Index(name="signin_at", fields=["at"])]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"
