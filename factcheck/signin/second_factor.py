"""Who must show a second factor, and whether a session did; middleware lets nobody past who must and has not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from factcheck.access.accounts import has_role_among, must_change_password

#: Pages for whoever is signed in at all. The API has a rule of its own (``factcheck.api.asking.DeskSession``).
_OPEN: Final = frozenset(("account_login", "account_logout", "admin:login", "admin:logout", "admin:jsi18n", "set_language"))
_OWN_PASSWORD: Final = frozenset(("admin:password_change", "admin:password_change_done"))
#: Pages that set up the first device, and pages that ask for one.
_SET_UP: Final = frozenset(("signin_set_up", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"))
_SHOW: Final = frozenset(("mfa_reauthenticate", "mfa_reauthenticate_webauthn"))
#: What counts as a device. Recovery codes come with one, and stand in for it.
DEVICES: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_one(user: User) -> bool:
    """Return whether a user needs a second factor: by role (setting ``MFA_ROLES``), and superusers if anybody does."""
    if not settings.MFA_ROLES:
        return False
    # DeskBackend has it from the query that each request makes anyway.
    by_role = getattr(user, "has_mfa_role", None)
    return user.is_superuser or (has_role_among(user, settings.MFA_ROLES) if by_role is None else by_role)


def has_shown_one(request: HttpRequest) -> bool:
    """Return whether this session showed a second factor, or a sign-in at the provider that counts as one (``OIDC_MFA``)."""
    user: Any = request.user
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    return "mfa" in methods or (settings.OIDC_MFA and "socialaccount" in methods)


def still_needs_one(request: HttpRequest) -> bool:
    """Return whether the user of a session must show, or set up, a second factor before anything else."""
    user: Any = request.user
    return bool(user.is_authenticated) and must_have_one(user) and not has_shown_one(request)


def devices_of(user: User) -> list[Authenticator]:
    """Return the devices of a user, oldest first."""
    return list(Authenticator.objects.filter(user=user, type__in=DEVICES).order_by("pk"))


def is_last_needed(device: Authenticator) -> bool:
    """Return whether a user who must have a device would have none without this one."""
    return must_have_one(device.user) and len(devices_of(device.user)) == 1


def note_set_up(request: HttpRequest, kind: str) -> None:
    """Record that this session has the device that was just set up, so that it is not asked for again at once."""
    user: Any = request.user
    record_authentication(request, user, "mfa", type=kind)


class SecondFactorFirst:
    """Middleware that redirects to the page that asks for the second factor, or sets up the first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Not in `__call__`: which page is meant is known only now.
    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        found = request.resolver_match
        # Asked of nobody else: to look at the user reads the session, and the answer would vary by cookie.
        if not settings.MFA_ROLES or settings.SESSION_COOKIE_NAME not in request.COOKIES or found is None:
            return None
        if request.path.startswith(reverse("api-root")) or found.view_name in _OPEN or not still_needs_one(request):
            return None
        if must_change_password(request.user) and found.view_name in _OWN_PASSWORD:
            return None
        return _ask(request, found.view_name)


def _ask(request: HttpRequest, asked: str) -> HttpResponse | None:
    user: Any = request.user
    devices = devices_of(user)
    if asked in (_SHOW if devices else _SET_UP):
        return None
    page = "signin_set_up"
    if devices:
        has_codes = any(device.type == Authenticator.Type.TOTP for device in devices)
        page = "mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn"
    following = request.get_full_path() if request.method == "GET" else reverse("admin:index")
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({'next': following})}")
