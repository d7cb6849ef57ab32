"""The pages of sign-in: django-allauth's, with their attempts logged, and the desk's own."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from factcheck.signin import oidc
from factcheck.signin.device_adapter import LAST_NEEDED
from factcheck.signin.log import note_failed
from factcheck.signin.operations import end_session, end_sessions, handle_of, open_sessions
from factcheck.signin.second_factor import devices_of, is_last_needed, must_have_one, note_set_up
from factcheck.signin.vocabulary import Outcome, Way

_LAST_SIGN_INS = 10


def _note_wrong(request: HttpRequest, form: Any, user: User | None, way: str) -> None:
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    outcome = Outcome.THROTTLED if "too_many_login_attempts" in codes else Outcome.WRONG_CODE
    note_failed(request, outcome, way=way, user=user)


class SecondFactor(AuthenticateView):
    """The second step of a sign-in."""

    def form_invalid(self, form: Any) -> HttpResponse:
        _note_wrong(self.request, form, self.stage.login.user, Way.PASSWORD)
        return super().form_invalid(form)


class SecondFactorAgain(ReauthenticateView):
    def form_invalid(self, form: Any) -> HttpResponse:
        _note_wrong(self.request, form, self.request.user, Way.PASSWORD)
        return super().form_invalid(form)


class PasskeyAgain(ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        _note_wrong(self.request, form, self.request.user, Way.PASSKEY)
        return super().form_invalid(form)


class SignInByPasskey(LoginWebAuthnView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # allauth limits only what is sent; asking stores a session.
        return _over_limit(request) or super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        _note_wrong(self.request, form, None, Way.PASSKEY)
        return super().form_invalid(form)


class AddApp(ActivateTOTPView):
    """Set up an app that shows codes. Its code shows that this session has the device."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        note_set_up(self.request, "totp")
        return answer


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        note_set_up(self.request, "webauthn")
        return answer


class RemovePasskey(RemoveWebAuthnView):
    success_url = None

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        if is_last_needed(self.get_object()):
            messages.error(self.request, LAST_NEEDED)
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)


class Account(IndexView):
    """Somebody's own sign-in: password, devices, sessions, and the last attempts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        own = {
            "devices": devices_of(user),
            "must_have_one": must_have_one(user),
            "sessions": _shown(self.request, user),
            "sign_ins": user.sign_ins.order_by("-at", "-pk")[:_LAST_SIGN_INS],
        }
        return {**super().get_context_data(**kwargs), **own}


def _shown(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    rows = open_sessions(user, timezone.now())
    return [
        {"row": row, "handle": handle_of(row.session_key), "is_this": row.session_key == request.session.session_key}
        for row in rows
    ]


@never_cache
@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Ask somebody whose role needs a second factor to choose one."""
    if devices_of(request.user):  # type: ignore[arg-type]
        return HttpResponseRedirect(reverse("mfa_index"))
    return render(request, "signin/set_up.html")


@require_POST
@login_required
def end_one(request: HttpRequest) -> HttpResponse:
    """End one of the user's sessions, or all but this one."""
    user: Any = request.user
    if "others" in request.POST:
        number = end_sessions(user, but=request.session.session_key)
        messages.success(request, _("Other sessions that ended: %(number)d.") % {"number": number})
    elif end_session(user, request.POST.get("session", "")):
        messages.success(request, _("The session ended."))
    else:
        raise Http404(_("This session has ended already."))
    return HttpResponseRedirect(reverse("mfa_index"))


@require_POST
@never_cache
def begin_oidc(request: HttpRequest) -> HttpResponse:
    """Lead to the provider by a page: a Content-Security-Policy lets no form lead to another site."""
    _require_oidc()
    if limited := _over_limit(request):
        return limited
    try:
        address = oidc.begin(request, get_next_redirect_url(request) or "")
    except ImmediateHttpResponse as refusal:
        return refusal.response
    return render(request, "signin/to_provider.html", {"address": address})


@never_cache
def finish_oidc(request: HttpRequest) -> HttpResponse:
    """Take the answer of the provider."""
    _require_oidc()
    try:
        return oidc.finish(request)
    except ImmediateHttpResponse as refusal:
        return refusal.response


def _over_limit(request: HttpRequest) -> HttpResponse | None:
    """Count an attempt for an address, and return the answer to one too many."""
    return ratelimit.consume_or_429(request, app="allauth.account", action="login", limit_get=True)


def _require_oidc() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404(_("This desk has no OpenID Connect provider."))


def too_many(request: HttpRequest, _exception: Any = None) -> HttpResponse:
    """Answer attempts beyond the limits of an address. The setting of Django's handlers (``handler429``)."""
    note_failed(request, Outcome.THROTTLED, way="")
    answer = render(request, "signin/too_many.html", status=429)
    answer["Retry-After"] = "60"
    return answer
