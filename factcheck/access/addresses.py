"""The address of a caller, and the parts of it that are counted and stored."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from django.conf import settings

#: How much of an address is stored with a sign-in: enough to tell a provider or an office, too little to find a person.
_STORED_V4: Final = 24
_STORED_V6: Final = 48


def address_of(request: Any) -> str:
    """Return the address of the caller; behind a proxy, the one that the proxy saw, which is the last in its header."""
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or seen
    return seen


def network_of(request: Any) -> str:
    """Return the address under which a caller without a token is counted: the IPv4 address, or the /64 of an IPv6 address.

    A subscriber gets at least a /64 (RFC 6177), and can use any address in it.
    """
    seen = address_of(request)
    found = parsed_address(seen)
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else str(found or seen)


def shortened_network(request: Any) -> str:
    """Return the network that is stored with a sign-in: the /24 of an IPv4 address, the /48 of an IPv6 address, or nothing."""
    found = parsed_address(address_of(request))
    if found is None:
        return ""
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found), _STORED_V6), strict=False))
    return str(IPv4Network((int(found), _STORED_V4), strict=False))


def parsed_address(address: str) -> IPv4Address | IPv6Address | None:
    """Return a parsed address; one that an IPv6 socket shows mapped (``::ffff:192.0.2.7``) as IPv4; None if it is invalid."""
    try:
        found = ip_address(address.partition("%")[0])  # without the interface of a link-local one
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found
