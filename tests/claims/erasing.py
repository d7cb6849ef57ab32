"""A name that slipped into the record, and the order to erase it."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from claims.models import PublicBody, Revision
from claims.revision_chain import chain_digest
from claims.verification import Change
from tests.cases import claim, load, outlet, person, row, unnamed

NAME = "Zofia Qwert"
LATER = timedelta(hours=1)


def order(at: datetime, reason: str = "a name slipped in") -> Change:
    return Change(at + LATER, "user:boss", "erased", reason)


def slip(now: datetime) -> datetime:
    """Record two claims: the name is in the text and the quote of one, and not in the other."""
    quote = {"exact": f"said {NAME}, an aide", "start": 3, "end": 30}
    sources = [person("ada"), outlet("sun"), unnamed("u", "sun", description=f"{NAME}, an aide")]
    documents = [{"key": "d", "publisher": "sun", "kind": "article", "title": f"What {NAME} said"}]
    claims = [
        claim("c", row("a", "ada", quote=quote, document="d"), row("u", "u"), text=f"{NAME} did it."),
        claim("other", row("ada"), text="Nothing happened."),
    ]
    load({"sources": sources, "documents": documents, "claims": claims}, at=now)
    load({"sources": sources, "claims": [claim("c", text=f"{NAME} did it twice."), claims[1]]}, at=now + timedelta(minutes=5))
    return now + LATER


def unsalt(key: str) -> None:
    """Reset the revisions of a claim to the format that they had before salts."""
    previous = ""
    for one in Revision.objects.filter(claim__key=key).order_by("number"):
        one.salt, one.previous_sha256 = None, previous
        one.body_sha256 = sha256(one.body_text().encode()).hexdigest()
        one.sha256 = previous = chain_digest(one)
        one.save()
        PublicBody.objects.filter(claim=one.claim_id).update(sha256=one.body_sha256, chain_sha256=one.sha256)
