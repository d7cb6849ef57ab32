"""How this desk uses django-allauth's accounts: nobody signs up, addresses are counted as elsewhere, attempts are logged."""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.access.accounts import DeskBackend
from factcheck.access.addresses import network_of
from factcheck.signin.log import note_failed, ways_of
from factcheck.signin.vocabulary import Outcome, Way

#: In a session half way through a sign-in: the state of the password as it began.
_BEGAN: Final = "signin_began"


def refused(request: HttpRequest, message: str) -> HttpResponse:
    """Return the answer to a sign-in that is not let in: the page of sign-in, with the message."""
    messages.error(request, message)
    return HttpResponseRedirect(reverse("account_login"))


class AccountAdapter(DefaultAccountAdapter):
    """The setting ACCOUNT_ADAPTER."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The user name or the password is wrong, or the account is closed."),
        "too_many_login_attempts": gettext_lazy("Too many failed attempts. Wait five minutes, then try again."),
        "incorrect_password": gettext_lazy("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_of(request) or "unknown"

    def is_safe_url(self, url: str) -> bool:
        # Only paths of this site: an open redirect would help phishing.
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **options: Any
    ) -> None:
        # Its own texts say what the next page shows anyway; errors come without a template.
        if message_template is None:
            super().add_message(request, level, message_template, *args, **options)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_failed(request, Outcome.THROTTLED, way=Way.PASSWORD, typed=credentials.get("username", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failed(request, Outcome.WRONG_PASSWORD, way=Way.PASSWORD, typed=credentials.get("username", ""))

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        self._refuse_strangers(request, user)
        request.session[_BEGAN] = user.get_session_auth_hash()
        answer: HttpResponse | None = super().pre_login(request, user, **options)
        return answer

    def login(self, request: HttpRequest, user: Any) -> None:
        # Minutes may lie between the password and the second factor: what was taken away meanwhile counts.
        self._refuse_strangers(request, user)
        if not constant_time_compare(request.session.pop(_BEGAN, ""), user.get_session_auth_hash()):
            raise ImmediateHttpResponse(refused(request, _("The password was changed meanwhile. Sign in again.")))
        super().login(request, user)

    def _refuse_strangers(self, request: HttpRequest, user: User) -> None:
        if not DeskBackend().user_can_authenticate(user):
            way, _second = ways_of(request, user)
            note_failed(request, Outcome.REFUSED, way=way, user=user)
            request.session.flush()
            raise ImmediateHttpResponse(refused(request, _("This account is closed. Ask an administrator.")))

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Return whether somebody must prove again who they are: not within minutes of having signed in."""
        request = self.request
        records = get_authentication_records(request, request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record["at"] > fresh for record in records):
            return False
        required: bool = super().is_reauthentication_required(app=app, **options)
        return required

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove it; who has neither a password nor a device signs in again."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        again = {"id": "again", "description": _("Sign in again"), "url": reverse("account_logout")}
        return found or ([again] if user.is_authenticated else [])
