"""A captured article with proposals of every kind, and an editor who reviews them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from claims.extractors import extract
from claims.models import CaptureReading, ProposedAttribution
from claims.operations.proposals.readings import read_capture
from sources.models import Capture, Document
from sources.operations.captures import record_capture
from tests.cases import load, outlet

AT = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)

ARTICLE = """The Ministry of Transport said on Monday that the bridge at Rason will close for repairs.

Agency West reported, citing a senior official at the port authority who asked not to be named because he was not authorised \
to speak to the press, that the harbour may stay closed until May.

Jan Oster accused the firm Nordbau of using cheap steel. Nordbau denied the accusation. The company declined to comment on \
whether it had been fined.

The ministry did not deny that steel had been delivered late. It is said that two workers were hurt."""

#: What extractors find in it, by number.
CLOSES, HARBOUR, ACCUSED, DENIED, DECLINED, NEITHER, HEARSAY = range(1, 8)

CASE: dict[str, Any] = {
    "sources": [
        outlet("gazette", name="The Gazette"),
        {"key": "west", "name": "Agency West", "kind": "wire_agency"},
        {"key": "transport", "name": "Ministry of Transport", "kind": "government"},
        {"key": "oster", "name": "Jan Oster", "kind": "person"},
        {"key": "nordbau", "name": "Nordbau", "kind": "organisation"},
    ],
    "documents": [
        {"key": "bridge", "publisher": "gazette", "kind": "article", "title": "The bridge", "published_at": "2024-06-11"}
    ],
}


def captured(text: str = ARTICLE, *, document: str = "bridge", **values: Any) -> Capture:
    """Store a capture with a text, of a document on record."""
    of = Document.objects.get(key=document) if document else None
    given = {"way": "pasted", "fetched_at": AT, "language": "en", "text_sha256": "a" * 64, "document": of, "text": text}
    return record_capture(Capture(**{**given, **values}), at=AT, actor="user:ed", body=text.encode())


def reading(text: str = ARTICLE, now: datetime = AT) -> CaptureReading:
    """Load the case, capture a text, and have it read."""
    load(CASE, at=now)
    return read_capture(captured(text), "basic", "en", extract, at=now, actor="user:ed")


def address(of: CaptureReading, query: str = "all=1") -> str:
    return f"/admin/sources/capture/{of.capture_id}/proposals/?{query}"


def proposal(number: int) -> ProposedAttribution:
    return ProposedAttribution.objects.get(number=number)


def review(client: Client, of: CaptureReading, *, query: str = "all=1", shared: Any = None, **typed: Any) -> Any:
    """Open the page and send it with what is typed: ``p3=dict(decision="accepted")`` is about proposal 3."""
    return again(client, client.get(address(of, query)), of, query=query, shared=shared, **typed)


def again(client: Client, shown: Any, of: CaptureReading, *, query: str = "all=1", shared: Any = None, **typed: Any) -> Any:
    """Send the page as it is shown, with what is typed."""
    return client.post(address(of, query), sent(shown, shared, typed))


def sent(shown: Any, shared: Any, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser would send of the page."""
    assert shown.status_code == 200, shown
    context = shown.context
    forms = {card["number"]: card["form"] for card in context["cards"]}
    data = {
        field.html_name: field.value()
        for form in (context["form"], *context["sources"], *forms.values())
        for field in form
        if field.value() not in (None, False)
    }
    for name, values in typed.items():
        data |= {f"{forms[int(name[1:])].prefix}-{field}": value for field, value in values.items()}
    return data | (shared or {})


def said(shown: Any) -> dict[str, list[str]]:
    """Return what a refused page says: ``""`` for the page, ``3.chain`` for proposals, fields of sources by name."""
    assert shown.status_code == 200, shown
    context = shown.context
    found = {"": [str(error) for error in context["form"].non_field_errors()]}
    for card in context["cards"]:
        for name, errors in card["form"].errors.items():
            found[f"{card['number']}.{name}"] = list(map(str, errors))
    for form in context["sources"]:
        for name, errors in form.errors.items():
            found.setdefault(name, []).extend(map(str, errors))
    return {name: errors for name, errors in found.items() if errors}
