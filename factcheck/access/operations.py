"""Create, rotate and revoke tokens. The secret is returned only once, when the token is created."""

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

#: The default and the maximum lifetime of a token. People forget tokens that they do not look at for a year.
DAYS: Final = 90
MOST_DAYS: Final = 366
LONGEST_NAME: Final = 100
#: How often the last use is stored. Otherwise a busy token would cause a write on every read.
NOTED_EVERY: Final = timedelta(minutes=1)


class Issued(NamedTuple):
    """A new token and its text, which is not stored."""

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
    """Create a token for a user. ``networks`` are the allowed CIDR ranges; without any, all are allowed.

    Raises: ValidationError by field.
    """
    values = _checked(name, scopes, days, networks)
    text = new_token()
    token = ApiToken(
        key=text.key, digest=digest(text, settings.TOKEN_PEPPERS[0]), user=user, of_staff=user.is_staff,
        created_at=at, created_by=actor, expires_at=at + timedelta(days=days), **values,
    )  # fmt: skip
    token.save(force_insert=True)
    return Issued(token, text)


@transaction.atomic
def rotate_token(token: ApiToken, *, at: datetime, actor: str, overlap: timedelta) -> Issued:
    """Create a token that replaces another one. The old one works for ``overlap`` longer, so that clients can switch.

    Raises: ValidationError if the old token no longer works, or was already replaced.
    """
    # Locked, so that the second of two replacements at once finds the first.
    old = ApiToken.objects.select_for_update().get(pk=token.pk)
    if not old.works_at(at) or not old.has_holder():
        raise ValidationError(_("The token has expired or was revoked. Create a new one."))
    if ApiToken.objects.filter(replaces=old).exists():
        raise ValidationError(_("The token was already replaced. Replace its successor instead."))
    # The new token is valid for as long as the old one was.
    days = min(MOST_DAYS, max(1, (old.expires_at - old.created_at).days))
    new = issue_token(old.user, old.name, old.scopes, at=at, actor=actor, days=days, networks=old.networks)
    ApiToken.objects.filter(pk=new.token.pk).update(replaces=old)
    ApiToken.objects.filter(pk=old.pk).update(expires_at=min(old.expires_at, at + overlap))
    return Issued(ApiToken.objects.get(pk=new.token.pk), new.text)


def revoke_token(token: ApiToken, *, at: datetime, actor: str, reason: str) -> None:
    """Revoke a token at once. Revoking it again has no effect.

    Raises: ValidationError if there is no reason.
    """
    if is_blank(reason):
        raise ValidationError({"reason": _("Enter a reason.")})
    revoked = {"revoked_at": at, "revoked_by": actor, "revoked_reason": reason.strip()}
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(**revoked)


def live_tokens(user: User, at: datetime) -> QuerySet[ApiToken]:
    """Return the tokens of a user that are neither expired nor revoked."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at)


def revoke_tokens_of(user: User, *, at: datetime, actor: str, reason: str) -> int:
    """Revoke all tokens of a user at once, and return their number."""
    return live_tokens(user, at).update(revoked_at=at, revoked_by=actor, revoked_reason=reason)


def note_use(token: ApiToken, at: datetime) -> None:
    """Store the last use of a token, at most once a minute. A read-only or full database is not an error."""
    if token.last_used_at is not None and token.last_used_at > at - NOTED_EVERY:
        return
    try:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    except Error as error:
        # A full or read-only database must not stop readers of the API.
        if kind_of(error) not in {FULL, READ_ONLY}:
            raise


def _checked(name: str, scopes: Sequence[str], days: int, networks: Sequence[str]) -> dict[str, object]:
    wrong: dict[str, str] = {}
    if is_blank(name):
        wrong["name"] = _("Enter the program that uses it.")
    elif len(name.strip()) > LONGEST_NAME:
        wrong["name"] = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        wrong["scopes"] = _("Choose from %(scopes)s.") % {"scopes": ", ".join(SCOPES)}
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = _("Between 1 and %(most)d days.") % {"most": MOST_DAYS}
    ranges: list[str] = []
    for network in networks:
        try:
            ranges.append(str(ip_network(network.strip())))
        except ValueError:
            wrong["networks"] = _("“%(network)s” is not a network, such as 192.0.2.0/24 or 2001:db8::/32.") % {
                "network": network
            }
    if wrong:
        raise ValidationError(wrong)
    return {"name": name.strip(), "scopes": [scope for scope in SCOPES if scope in scopes], "networks": ranges}
