"""Trusted time stamps (RFC 3161): an authority signs that a digest existed at a time. It sees the digest and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response

from factcheck.outbound import OutboundError, send
from sources.fetching.client import Limits

_MOST_BYTES: Final = 100_000
_GRANTED: Final = (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)


class Stamp(NamedTuple):
    """The response of an authority, and the time that it signed."""

    token: bytes  # as `openssl ts -verify -in` reads it
    at: datetime


class StampError(Exception):
    """There is no time stamp; the message says why, in a sentence."""


def stamped(body: bytes, authority: str, limits: Limits) -> Stamp:
    """Return a time stamp over the SHA-256 of some bytes.

    That the response answers the request is checked; its signature is checked by whoever trusts the authority's certificate.

    Raises: StampError.
    """
    request = TimestampRequestBuilder(data=body, hash_algorithm=HashAlgorithm.SHA256).build()
    headers = {"Content-Type": "application/timestamp-query", "User-Agent": limits.user_agent}
    try:
        answer = send(
            "POST", authority, headers=headers, body=request.as_bytes(), seconds=limits.seconds, most=_MOST_BYTES,
            http=True, allowed=limits.allowed,
        )  # fmt: skip
    except OutboundError as error:
        raise StampError(f"The time-stamping authority did not answer: {error}.") from None
    if answer.status != 200:
        raise StampError(f"The time-stamping authority answered with {answer.status}.")
    try:
        response = decode_timestamp_response(answer.body)
        if response.status not in _GRANTED:
            raise StampError("The time-stamping authority refused.")
        info = response.tst_info
        is_ours = info.message_imprint.message == sha256(body).digest() and info.nonce == request.nonce
    except ValueError:
        raise StampError("The time-stamping authority sent what is no time stamp.") from None
    if not is_ours:
        raise StampError("The time-stamping authority stamped something else.")
    return Stamp(answer.body, info.gen_time.astimezone(UTC))
