"""The only code that sends requests to addresses that somebody typed: every address is treated as hostile.

An address is checked as written and resolved once; what it resolves to must be public, and the connection goes there, so that
a second lookup cannot lead elsewhere. Redirects are not followed, no proxy or login is taken from the environment, the response
is read up to a limit, and one deadline covers everything, however slowly the other side sends.
"""

from __future__ import annotations

import errno
import io
import re
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network

LONGEST_URL: Final = 2_000
_PLAIN: Final = re.compile(r"[!-\[\]-~]+", re.ASCII)  # no blanks, controls or backslash; other characters are percent-encoded
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?", re.ASCII)
_WEB_PORTS: Final = (80, 443)
#: Lower ports are for mail, shells and directories; nobody serves the web there.
_FIRST_FREE_PORT: Final = 1024
_NO_NETWORK: Final = (errno.ENETUNREACH, errno.ENETDOWN)
#: The only unicast range of IPv6 that is routed.
_ROUTED: Final = IPv6Network("2000::/3")
#: Ranges of the IANA special-purpose registries that not every Python's ``is_global`` knows, and those that map to IPv4.
_SPECIAL: Final = tuple(
    map(
        ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)


class OutboundError(Exception):
    """The request failed; the message says why, without details of what is behind the address."""


class RefusedAddressError(OutboundError):
    """The address may not be requested: nothing was sent."""


class TimedOutError(OutboundError):
    """There was no complete response in time."""


class UnknownHostError(OutboundError):
    """The name of the host does not exist."""


class OfflineError(OutboundError):
    """There is no network: neither names nor addresses can be reached."""


class Target(NamedTuple):
    """A parsed address."""

    secure: bool
    host: str
    port: int
    path: str  # with the query


class Answer(NamedTuple):
    """The response, with its body up to the limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def target_of(url: str, *, http: bool = False, allowed: Sequence[Network] = ()) -> Target:
    """Return a parsed address; ``http`` accepts unencrypted ones, too. Nothing is looked up.

    Raises: RefusedAddressError if it can never be requested.
    """
    if len(url) > LONGEST_URL or not _PLAIN.fullmatch(url):
        raise RefusedAddressError("it is not an address: use at most 2,000 ASCII characters, without blanks and backslashes")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedAddressError("it is not an address") from None
    if parts.scheme != "https" and not (http and parts.scheme == "http"):
        raise RefusedAddressError("it must start with https://")
    if "@" in parts.netloc:
        raise RefusedAddressError("it may not hold a name or password")
    literal = _literal(host)
    if literal is None and not _HOST.fullmatch(host):
        raise RefusedAddressError("it has no host")
    if literal is not None and not is_public(literal, allowed):
        raise RefusedAddressError("its host is not a public address")
    secure = parts.scheme == "https"
    port = port if port is not None else _WEB_PORTS[secure]
    if port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
        raise RefusedAddressError(f"port {port} is not a port for the web")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port, path)


def is_public(address: IPv4Address | IPv6Address, allowed: Sequence[Network] = ()) -> bool:
    """Return whether an address is public, or in a network that is ``allowed`` explicitly."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    plain = mapped or address
    if any(plain in network for network in allowed):
        return True
    if plain.is_multicast or not plain.is_global or any(plain in network for network in _SPECIAL):
        return False
    return isinstance(plain, IPv4Address) or plain in _ROUTED


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    seconds: float,
    most: int,
    http: bool = False,
    allowed: Sequence[Network] = (),
) -> Answer:
    """Send one request and return the response with at most ``most`` bytes of its body, within ``seconds`` of connecting.

    Raises: RefusedAddressError; OutboundError.
    """
    target = target_of(url, http=http, allowed=allowed)
    addresses = _resolved(target, allowed)
    until = time.monotonic() + seconds
    try:
        with _connected(target, addresses, until) as sock:
            return _asked(_Hurried(sock, until), target, method, headers, body, most)
    except TimeoutError:
        raise TimedOutError(f"no complete response within {seconds:g} seconds") from None
    except ssl.SSLCertVerificationError as error:
        raise OutboundError(f"its certificate is not valid: {error.verify_message}") from None
    except (OSError, HTTPException) as error:
        if isinstance(error, OSError) and error.errno in _NO_NETWORK:
            raise OfflineError("there is no network") from None
        raise OutboundError(f"the connection failed: {type(error).__name__}") from None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _resolved(target: Target, allowed: Sequence[Network]) -> list[str]:
    """Return the addresses of a host.

    Raises: RefusedAddressError if any of them is not public: such a name is misconfigured, or malicious.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:  # no server of names answers
            raise OfflineError("there is no network") from None
        raise UnknownHostError("its host was not found") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # The zone of a link-local address ("%eth0") is not part of the comparison; none of those is public.
    if not addresses or not all(is_public(ip_address(each.partition("%")[0]), allowed) for each in addresses):
        raise RefusedAddressError("its host is not a public address")
    return addresses


def _connected(target: Target, addresses: Sequence[str], until: float) -> socket.socket:
    for number, address in enumerate(addresses, start=1):
        try:
            sock = socket.create_connection((address, target.port), timeout=_left(until))
            break
        except OSError:
            if number == len(addresses):
                raise
    if not target.secure:
        return sock
    sock.settimeout(_left(until))
    return ssl.create_default_context().wrap_socket(sock, server_hostname=target.host)


def _asked(
    sock: _Hurried, target: Target, method: str, headers: Mapping[str, str], body: bytes, most: int
) -> Answer:  # fmt: skip
    connection = HTTPConnection(target.host, target.port)
    connection.default_port = _WEB_PORTS[target.secure]
    connection.auto_open = 0
    connection.sock = sock
    connection.request(method, target.path, body, {"Connection": "close", "Accept-Encoding": "identity", **headers})
    answer = connection.getresponse()
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(most))


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Hurried:
    """A socket with one deadline; the timeout of a plain socket restarts with every byte."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.until = sock, until

    def sendall(self, data: Any) -> None:
        self.sock.settimeout(_left(self.until))
        self.sock.sendall(data)

    def makefile(self, *_mode: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self))

    def close(self) -> None:
        """Stay open: http.client closes it before the body is read. The code that opened it closes it."""


class _Reading(io.RawIOBase):
    def __init__(self, hurried: _Hurried) -> None:
        self.hurried = hurried

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.hurried.sock.settimeout(_left(self.hurried.until))
        return self.hurried.sock.recv_into(buffer)
