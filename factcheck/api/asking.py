"""Authentication of the API: the holder of a token, a user who is signed in, or an anonymous caller."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from factcheck.access.accounts import must_change_password
from factcheck.access.addresses import address_of, parsed_address
from factcheck.access.keys import digest, is_same, new_token, parse_token
from factcheck.access.models import ApiToken
from factcheck.access.operations import note_use
from factcheck.access.queries import token_of
from factcheck.api.problems import ProblemError
from factcheck.signin.second_factor import still_needs_one

_SCHEME: Final = "Bearer"
_CHALLENGE: Final = {"WWW-Authenticate": f'{_SCHEME} realm="factcheck"'}


class DeskSession(SessionAuthentication):
    """A user who is signed in to the desk. Somebody who must still choose a password has to do that first, on the desk."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None and must_change_password(found[0]):
            raise ProblemError("not-allowed", "Choose your own password first: sign in to the desk, which asks for it.")
        if found is not None and still_needs_one(request._request):
            raise ProblemError("not-allowed", "Your role needs a second factor: sign in to the desk, which asks for it.")
        return found


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer fct_…``. An unknown token is refused, and never treated as an anonymous caller."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        scheme, _, sent = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != _SCHEME.lower():
            raise ProblemError("bad-token", "Only Bearer tokens are taken.", headers=_CHALLENGE)
        token, now = _known(sent.strip()), timezone.now()
        if token is None or not token.works_at(now) or not token.has_holder():
            raise ProblemError("bad-token", headers=_CHALLENGE)
        if not _is_within(address_of(request), token.networks):
            raise ProblemError("wrong-network")
        note_use(token, now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's
        return _CHALLENGE["WWW-Authenticate"]


def _known(sent: str) -> ApiToken | None:
    text = parse_token(sent)
    if text is None:
        return None
    token = token_of(text.key)
    # The same work for a key that nobody has, so that the time does not tell which keys there are.
    stored = token.digest if token is not None else digest(new_token(), "")
    return token if is_same(stored, text, settings.TOKEN_PEPPERS) else None


def _is_within(address: str, networks: list[str]) -> bool:
    if not networks:
        return True
    found = parsed_address(address)
    return found is not None and any(found in ip_network(network) for network in networks)
