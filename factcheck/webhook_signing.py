"""Secrets and signatures of webhooks, following Standard Webhooks (https://www.standardwebhooks.com).

A secret is derived from the service's key, the subscription's key and a number, whenever it is needed: none is stored, so a
stolen database holds none, and a new number is a new secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

#: The prefix of every secret, so that scanners for leaked secrets recognize one.
PREFIX: Final = "whsec_"


def secret_of(service_key: str, subscription: str, number: int) -> str:
    """Return the secret ``number`` of a subscription: 256 bits that reveal nothing about any other."""
    made = hmac.new(service_key.encode(), f"webhook\0{subscription}\0{number}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def signature(secret: str, message_id: str, at: datetime, body: bytes) -> str:
    """Return the signature of a message sent ``at`` a time."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{int(at.timestamp())}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def signed_headers(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers of a message: signed with each of the secrets, of which the receiver knows one."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signature(secret, message_id, at, body) for secret in secrets),
    }
