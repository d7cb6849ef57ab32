"""Creating, replacing and revoking tokens. The secret is returned once, to whoever creates it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import Error, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from factcheck.access.keys import TokenText, digest, new_token
from factcheck.access.models import ApiToken
from factcheck.access.scopes import SCOPES
from factcheck.database.faults import FULL, READ_ONLY, kind_of
from factcheck.text.blanks import is_blank

#: The default and the longest lifetime of a token: after a year without a look it is forgotten.
DAYS: Final = 90
MOST_DAYS: Final = 366
LONGEST_NAME: Final = 100
#: The shortest time between two recorded uses: otherwise a busy token would write on every read.
NOTED_EVERY: Final = timedelta(minutes=1)


class Issued(NamedTuple):
    """A new token, and its text, which is stored nowhere else."""

    token: ApiToken
    text: TokenText


def issue_token(
    user: User,
    name: str,
    scopes: Sequence[str],
    *,
    at: datetime,
    actor: str,
    days: int = DAYS,
    networks: Sequence[str] = (),
) -> Issued:
    """Create a token for a person. ``networks`` are the CIDR ranges from which it is accepted; empty: from anywhere.

    Raises: ValidationError by field, for invalid values.
    """
    values = _checked(name, scopes, days, networks)
    text = new_token()
    token = ApiToken(
        key=text.key, digest=digest(text, settings.TOKEN_PEPPER), user=user, of_staff=user.is_staff,
        created_at=at, created_by=actor, expires_at=at + timedelta(days=days), **values,
    )  # fmt: skip
    token.save(force_insert=True)
    return Issued(token, text)


@transaction.atomic
def rotate_token(token: ApiToken, *, at: datetime, actor: str, overlap: timedelta) -> Issued:
    """Create a replacement for a token; the old one stays valid for ``overlap`` more, so that there is no downtime.

    Raises: ValidationError if the old one is no longer valid, or was already replaced.
    """
    old = ApiToken.objects.select_for_update().get(pk=token.pk)
    if not old.works_at(at) or not old.has_holder():
        raise ValidationError(_("This token has expired or was revoked: make a new one."))
    if ApiToken.objects.filter(replaces=old).exists():
        raise ValidationError(_("This token was already replaced: replace its successor."))
    days = min(MOST_DAYS, max(1, (old.expires_at - old.created_at).days))
    new = issue_token(old.user, old.name, old.scopes, at=at, actor=actor, days=days, networks=old.networks)
    ApiToken.objects.filter(pk=new.token.pk).update(replaces=old)
    ApiToken.objects.filter(pk=old.pk).update(expires_at=min(old.expires_at, at + overlap))
    return Issued(ApiToken.objects.get(pk=new.token.pk), new.text)


def revoke_token(token: ApiToken, *, at: datetime, actor: str, reason: str) -> None:
    """Revoke a token at once; revoking it again has no effect.

    Raises: ValidationError without a reason.
    """
    if is_blank(reason):
        raise ValidationError({"reason": _("Say why.")})
    revoked = {"revoked_at": at, "revoked_by": actor, "revoked_reason": reason.strip()}
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(**revoked)


def live_tokens(user: User, at: datetime) -> QuerySet[ApiToken]:
    """Return the valid tokens of a person: neither expired nor revoked."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at)


def revoke_tokens_of(user: User, *, at: datetime, actor: str, reason: str) -> int:
    """Revoke all tokens of a person; return how many."""
    return live_tokens(user, at).update(revoked_at=at, revoked_by=actor, revoked_reason=reason)


def note_use(token: ApiToken, at: datetime) -> None:
    """Record that a token was used, at most once a minute; on a read-only database it does nothing."""
    if token.last_used_at is not None and token.last_used_at > at - NOTED_EVERY:
        return
    try:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    except Error as error:
        if kind_of(error) not in {FULL, READ_ONLY}:
            raise


def _checked(name: str, scopes: Sequence[str], days: int, networks: Sequence[str]) -> dict[str, object]:
    wrong: dict[str, str] = {}
    if is_blank(name):
        wrong["name"] = _("Say what uses it.")
    elif len(name.strip()) > LONGEST_NAME:
        wrong["name"] = _("Use at most %(most)d characters.") % {"most": LONGEST_NAME}
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        wrong["scopes"] = _("Choose from %(scopes)s.") % {"scopes": ", ".join(SCOPES)}
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = _("Choose from 1 to %(most)d days.") % {"most": MOST_DAYS}
    ranges: list[str] = []
    for network in networks:
        try:
            ranges.append(str(ip_network(network.strip())))
        except ValueError:
            wrong["networks"] = _("“%(network)s” is not a network such as 192.0.2.0/24 or 2001:db8::/32.") % {
                "network": network
            }
    if wrong:
        raise ValidationError(wrong)
    return {"name": name.strip(), "scopes": [scope for scope in SCOPES if scope in scopes], "networks": ranges}
