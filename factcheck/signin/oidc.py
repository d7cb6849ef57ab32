"""Sign-in at the newsroom's OpenID Connect provider: for accounts that an administrator made, and for nobody else."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.access.accounts import close_given_password
from factcheck.signin.account_adapter import refused
from factcheck.signin.log import note_done, note_failed
from factcheck.signin.vocabulary import Outcome, Way

_log = logging.getLogger(__name__)
#: What a provider that is away, or answers nonsense, makes requests and allauth raise.
_TROUBLES = (OSError, KeyError, TypeError, ValueError, OAuth2Error)


class OidcAdapter(DefaultSocialAccountAdapter):
    """The setting SOCIALACCOUNT_ADAPTER."""

    def get_requests_session(self) -> Any:
        """Return a session for requests to the provider, which is in the settings and may be within the newsroom's network.

        Addresses that somebody typed go through ``factcheck.outbound`` instead.
        """
        session = super().get_requests_session()
        # No proxy, netrc or redirect leads the client secret elsewhere.
        session.trust_env, session.max_redirects = False, 0
        session.verify = settings.OIDC_CA_BUNDLE or True
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who is linked to an account, and link who is invited: an administrator gave the account this address."""
        sociallogin.token = None  # of no use here, and it would wait in the session for the second factor
        if sociallogin.is_existing:
            close_given_password(sociallogin.user)
            return
        user = _invited(sociallogin)
        if user is None:
            note_failed(request, Outcome.REFUSED, way=Way.OIDC)
            text = _("No account of this desk has your e-mail address at %(name)s. Ask an administrator to add it.")
            raise ImmediateHttpResponse(refused(request, text % {"name": settings.OIDC_NAME}))
        close_given_password(user)
        sociallogin.connect(request, user)
        reason = "The provider confirmed the account's e-mail address."
        note_done(user, Outcome.LINKED, at=timezone.now(), way=Way.OIDC, actor=f"user:{user.get_username()}", reason=reason)

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **more: Any) -> None:  # noqa: ARG002
        _give_up(request, more.get("exception"))


def begin(request: HttpRequest, following: str) -> str:
    """Return the URL of the provider at which somebody signs in; they return to ``following``.

    Raises: ImmediateHttpResponse if the provider cannot be asked.
    """
    try:
        answer = _provider(request).redirect(request, process="login", next_url=following or None)
    except _TROUBLES as error:
        _give_up(request, error)
    return str(answer["Location"])


def finish(request: HttpRequest) -> HttpResponse:
    """Return the answer to a browser that returns from the provider."""
    try:
        view = OAuth2CallbackView.adapter_view(_StrictAdapter(request, settings.OIDC_PROVIDER_ID))
        answer: HttpResponse = view(request)
    except _TROUBLES as error:
        _give_up(request, error)
    return answer


class _StrictAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's, which verifies the signature of each ID token, and keeps nothing that the provider says about a person."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002
        return request.build_absolute_uri(reverse("signin_oidc_callback"))

    def get_access_token_data(self, *args: Any, **options: Any) -> Any:
        data = super().get_access_token_data(*args, **options)
        # allauth trusts the connection to the token endpoint; the signature costs one request.
        self.did_fetch_access_token = False
        return data

    def complete_login(self, *args: Any, **options: Any) -> SocialLogin:
        login: SocialLogin = super().complete_login(*args, **options)
        said = login.account.extra_data
        signed = said.get("id_token")
        # OpenID Connect Core 1.0, 5.3.2: what the userinfo endpoint says counts only about the subject of the ID token.
        if not signed or said.get("userinfo", signed).get("sub") != signed.get("sub"):
            raise OAuth2Error("The answers of the provider are about different people.")
        login.account.extra_data = {}
        return login


def _provider(request: HttpRequest) -> OpenIDConnectProvider:
    found: OpenIDConnectProvider = get_adapter(request).get_provider(request, provider=settings.OIDC_PROVIDER_ID)
    found.oauth2_adapter_class = _StrictAdapter  # for this request
    return found


def _invited(sociallogin: SocialLogin) -> User | None:
    """Return the one open account with an e-mail address that the provider confirms; None if there is none, or several."""
    confirmed = [each.email for each in sociallogin.email_addresses if each.verified and each.email]
    open_ones = User.objects.filter(is_active=True, is_staff=True)
    found = {user.pk: user for email in confirmed for user in open_ones.filter(email__iexact=email) if _same(user.email, email)}
    return next(iter(found.values())) if len(found) == 1 else None


def _same(one: str, other: str) -> bool:
    """Return whether two addresses are the same. Databases also match letters that only look alike in another case."""
    return one == other or (one.isascii() and other.isascii() and one.lower() == other.lower())


def _give_up(request: HttpRequest, error: Any) -> NoReturn:
    if error is not None:
        _log.warning("Sign-in at the OpenID Connect provider failed (%s)", type(error).__name__)
    note_failed(request, Outcome.REFUSED, way=Way.OIDC)
    text = _("Signing in at %(name)s did not work. Try again, or ask an administrator.")
    raise ImmediateHttpResponse(refused(request, text % {"name": settings.OIDC_NAME}))
