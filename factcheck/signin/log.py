"""The sign-in log: who came in and how, and who tried. Neither what somebody typed nor a whole address is stored."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from factcheck.access.addresses import network_of, shortened_network
from factcheck.signin.models import SignIn
from factcheck.signin.vocabulary import Outcome, Second, Way

_SECONDS: Final = {"totp": Second.TOTP, "recovery_codes": Second.RECOVERY_CODE, "webauthn": Second.PASSKEY}
_DIGITS: Final = 16
#: Attempts beyond the limits are noted once in so many seconds for each address: they could fill the disk.
_THROTTLED_EVERY: Final = 60


def note_signed_in(request: HttpRequest, user: User, at: datetime) -> None:
    """Store that somebody signed in, with the ways that this session showed."""
    way, second = ways_of(request, user)
    _store(request, Outcome.SIGNED_IN, user=user, at=at, way=way, second=second)


def note_failed(request: HttpRequest, outcome: str, *, way: str, user: User | None = None, typed: str = "") -> None:
    """Store an attempt that failed; of a typed name only the account that has it, or else a digest."""
    if outcome == Outcome.THROTTLED and not cache.add(f"signin:throttled:{network_of(request)}", 1, _THROTTLED_EVERY):
        return
    if user is None and typed:
        user = User.objects.filter(username=typed).first()
    _store(request, outcome, user=user, way=way, typed=digest_of(typed) if typed and user is None else "")


def note_done(user: User, outcome: str, *, at: datetime, way: str, actor: str, reason: str) -> None:
    """Store what was done to somebody's ways to sign in, by whom and why."""
    SignIn.objects.create(at=at, user=user, outcome=outcome, way=way, actor=actor, reason=reason)


def ways_of(request: HttpRequest, user: User) -> tuple[str, str]:
    """Return the way in that a session showed, and its second factor; empty for what it did not show."""
    records = get_authentication_records(request, user)
    if any(record.get("passwordless") for record in records):
        return Way.PASSKEY, ""
    methods = {str(record.get("method")) for record in records}
    way = Way.OIDC if "socialaccount" in methods else Way.PASSWORD if "password" in methods else ""
    shown = [str(record.get("type")) for record in records if record.get("method") == "mfa"]
    return way, _SECONDS.get(shown[-1], "") if shown else ""


def digest_of(typed: str) -> str:
    """Return a keyed digest of a typed name: it may be a password in the wrong field, and must not be guessed from it."""
    key = f"typed names of {settings.SECRET_KEY}"
    return hmac.new(key.encode(), typed.encode(), "sha256").hexdigest()[:_DIGITS]


def forget_sign_ins(before: datetime) -> int:
    """Delete the attempts before a time, and return their number."""
    gone, _ = SignIn.objects.filter(at__lt=before).delete()
    return gone


def _store(request: HttpRequest, outcome: str, *, at: datetime | None = None, **values: Any) -> None:
    SignIn.objects.create(at=at or timezone.now(), outcome=outcome, network=shortened_network(request), **values)
