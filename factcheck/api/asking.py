"""Authentication of the API: the holder of a token, a user who is signed in, or an anonymous caller."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from factcheck.access.accounts import must_change_password
from factcheck.access.keys import digest, is_same, new_token, parse_token
from factcheck.access.models import ApiToken
from factcheck.access.operations import note_use
from factcheck.access.queries import token_of
from factcheck.api.problems import ProblemError

_SCHEME: Final = "Bearer"
_CHALLENGE: Final = {"WWW-Authenticate": f'{_SCHEME} realm="factcheck"'}


class DeskSession(SessionAuthentication):
    """A user who is signed in to the desk. Somebody who must still choose a password has to do that first, on the desk."""

    def authenticate(self, request: Request) -> Any:
        found = super().authenticate(request)
        if found is not None and must_change_password(found[0]):
            raise ProblemError("not-allowed", "Choose your own password first: sign in to the desk, which asks for it.")
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


def address_of(request: Request | HttpRequest) -> str:
    """Return the address of the caller; behind a proxy, the one that the proxy saw, which is the last in its header."""
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or seen
    return seen


def network_of(request: Request | HttpRequest) -> str:
    """Return the address under which a caller without a token is counted: the IPv4 address, or the /64 of an IPv6 address.

    A subscriber gets at least a /64 (RFC 6177), and can use any address in it.
    """
    seen = address_of(request)
    found = _parsed(seen)
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else str(found or seen)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """Return a parsed address; one that an IPv6 socket shows mapped (``::ffff:192.0.2.7``) as IPv4; None if it is invalid."""
    try:
        found = ip_address(address.partition("%")[0])  # without the interface of a link-local one
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found


def _is_within(address: str, networks: list[str]) -> bool:
    if not networks:
        return True
    found = _parsed(address)
    return found is not None and any(found in ip_network(network) for network in networks)
