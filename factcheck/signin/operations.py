"""End sessions, and take away ways to sign in."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Container
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from factcheck.access.operations import live_tokens, revoke_token
from factcheck.signin.log import note_done
from factcheck.signin.models import DeskSession
from factcheck.signin.vocabulary import Outcome
from factcheck.text.blanks import is_blank

_log = logging.getLogger(__name__)


def open_sessions(user: User, at: datetime) -> QuerySet[DeskSession]:
    """Return the sessions of a user that have not ended, last used first."""
    return DeskSession.objects.live(at).filter(user=user).order_by("-seen_at", "session_key")


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all sessions of a user, but for one by its key, and return their number."""
    gone, _rows = DeskSession.objects.filter(user=user).exclude(session_key=but or "").delete()
    return gone


def end_session(user: User, handle: str) -> bool:
    """End one session of a user, and return whether there was one with this handle."""
    found = next((row for row in DeskSession.objects.filter(user=user) if handle_of(row.session_key) == handle), None)
    if found is not None:
        found.delete()
    return found is not None


def handle_of(key: str) -> str:
    """Return what names a session on a page: its key would let in whoever reads it."""
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def is_linked(user: User) -> bool:
    """Return whether a user is linked to an account at an OpenID Connect provider."""
    return SocialAccount.objects.filter(user=user).exists()


def take_ways_in(user: User) -> None:
    """Remove the devices of a user, and the links to accounts at the provider; end sessions and sign-ins half way."""
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    end_sessions(user)


@transaction.atomic
def remove_devices(user: User, *, at: datetime, actor: str, reason: str, way: str) -> int:
    """Remove the second factors of a user who lost them, end the sessions, and return how many devices there were.

    The password stays; a role that needs a second factor asks for a new one at the next sign-in.
    Raises: ValidationError if there is no reason.
    """
    if is_blank(reason):
        raise ValidationError({"reason": _("Enter a reason.")})
    rows = Authenticator.objects.filter(user=user)
    number = rows.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    rows.delete()
    end_sessions(user)
    note_done(user, Outcome.DEVICES_REMOVED, at=at, way=way, actor=actor, reason=reason.strip())
    _log.warning("The second factors of account %s were removed by %s (%s devices)", user.pk, way, number)
    return number


@transaction.atomic
def decide_tokens(user: User, revoked: Container[str], *, at: datetime, actor: str, way: str) -> None:
    """Revoke those tokens of a user, by their keys, that a change of the password is to end, and log which were kept."""
    tokens = live_tokens(user, at).order_by("pk")
    ended = [token for token in tokens if token.key in revoked]
    kept = [token for token in tokens if token.key not in revoked]
    for token in ended:
        revoke_token(token, at=at, actor=actor, reason="The password was changed.")
    lists = {"Revoked": ended, "Kept": kept}
    reason = " ".join(f"{word}: {', '.join(map(str, named))}." for word, named in lists.items() if named)
    outcome = Outcome.TOKENS_REVOKED if ended else Outcome.TOKENS_KEPT
    note_done(user, outcome, at=at, way=way, actor=actor, reason=reason)


def forget_sessions(at: datetime) -> int:
    """Delete sessions that have ended, and those of releases before these had rows of their own; return their number."""
    live = DeskSession.objects.live(at).values("session_key")
    gone, _rows = DeskSession.objects.exclude(session_key__in=live).delete()
    old, _rows = Session.objects.filter(expire_date__lt=at - timedelta(days=1)).delete()
    return gone + old
