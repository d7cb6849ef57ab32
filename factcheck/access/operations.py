"""Making, replacing and revoking tokens. The secret is told once, to whoever made it."""

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

#: How long a token lasts unless something else is said, and at most: what nobody looks at for a year is forgotten.
DAYS: Final = 90
MOST_DAYS: Final = 366
LONGEST_NAME: Final = 100
#: A use is noted no more often: a busy token would else write on every read.
NOTED_EVERY: Final = timedelta(minutes=1)


class Issued(NamedTuple):
    """A token just made, and its text, which is nowhere else."""

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
    """Make a token for a person. ``networks`` are CIDR ranges that it is taken from; none: from everywhere.

    Raises: ValidationError by field, for whatever does not fit.
    """
    told = _checked(name, scopes, days, networks)
    text = new_token()
    token = ApiToken(
        key=text.key, digest=digest(text, settings.TOKEN_PEPPER), user=user, of_staff=user.is_staff,
        created_at=at, created_by=actor, expires_at=at + timedelta(days=days), **told,
    )  # fmt: skip
    token.save(force_insert=True)
    return Issued(token, text)


@transaction.atomic
def rotate_token(token: ApiToken, *, at: datetime, actor: str, overlap: timedelta) -> Issued:
    """Make a token that takes another's place, and let the old one last for ``overlap`` more, so that nothing stands still.

    Raises: ValidationError where the old one works no more, or was replaced before.
    """
    old = ApiToken.objects.select_for_update().get(pk=token.pk)
    if not old.works_at(at) or not old.has_holder():
        raise ValidationError(_("It has expired or was revoked: make a new one."))
    if ApiToken.objects.filter(replaces=old).exists():
        raise ValidationError(_("It was replaced before: replace the one that took its place."))
    days = min(MOST_DAYS, max(1, (old.expires_at - old.created_at).days))
    new = issue_token(old.user, old.name, old.scopes, at=at, actor=actor, days=days, networks=old.networks)
    ApiToken.objects.filter(pk=new.token.pk).update(replaces=old)
    ApiToken.objects.filter(pk=old.pk).update(expires_at=min(old.expires_at, at + overlap))
    return Issued(ApiToken.objects.get(pk=new.token.pk), new.text)


def revoke_token(token: ApiToken, *, at: datetime, actor: str, reason: str) -> None:
    """End a token at once; ending it again changes nothing.

    Raises: ValidationError without a reason.
    """
    if is_blank(reason):
        raise ValidationError({"reason": _("Say why.")})
    told = {"revoked_at": at, "revoked_by": actor, "revoked_reason": reason.strip()}
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(**told)


def live_tokens(user: User, at: datetime) -> QuerySet[ApiToken]:
    """Return the tokens of a person that neither expired nor were revoked."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=at)


def revoke_tokens_of(user: User, *, at: datetime, actor: str, reason: str) -> int:
    """End all tokens of a person at once; return how many."""
    return live_tokens(user, at).update(revoked_at=at, revoked_by=actor, revoked_reason=reason)


def note_use(token: ApiToken, at: datetime) -> None:
    """Note that a token was used, at most once a minute; a database that takes no writes is still read."""
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
        wrong["name"] = _("Say what will use it.")
    elif len(name.strip()) > LONGEST_NAME:
        wrong["name"] = _("At most %(most)d characters.") % {"most": LONGEST_NAME}
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        wrong["scopes"] = _("Choose of %(scopes)s.") % {"scopes": ", ".join(SCOPES)}
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = _("Between 1 and %(most)d days.") % {"most": MOST_DAYS}
    ranges: list[str] = []
    for network in networks:
        try:
            ranges.append(str(ip_network(network.strip())))
        except ValueError:
            wrong["networks"] = _("“%(network)s” is no network, such as 192.0.2.0/24 or 2001:db8::/32.") % {"network": network}
    if wrong:
        raise ValidationError(wrong)
    return {"name": name.strip(), "scopes": [scope for scope in SCOPES if scope in scopes], "networks": ranges}
