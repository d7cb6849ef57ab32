"""A document as a story: its text, and the claims that it reports with what is on record of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Q

from claims.models import Assessment, Attribution, Claim, ClaimRelation, Flag, Verdict
from claims.models.verdict import WITHDRAWN
from claims.published import PublicClaim
from claims.queries.documents.watched import Quoted, earlier_texts, quotes_from
from claims.queries.merges.retired import retired_among
from claims.sheets.sheet import sheet_of
from claims.sheets.values import Sheet, Story, StoryClaim
from claims.vocabulary import SUPERSEDES, Stage
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import end
from sources.models import Capture, Document
from sources.queries.documents.captures import copies_like, text_with_most

#: Seconds for looking for the claims in a text, which a hostile page may make slow.
SECONDS: Final = 2.0
#: Documents of which one is the copy of the next, at most (a guess).
_MOST_ORIGINALS: Final = 5
_decode: Final = msgspec.json.Decoder(PublicClaim).decode


class StorySheet(NamedTuple):
    """The sheet of a document, the capture that has its text (None: there is none), and its claims by key, with their ids."""

    document: Document
    capture: Capture | None
    sheet: Sheet
    claims: Mapping[str, StoryClaim]
    ids: Mapping[str, int]


def story_sheet(document: Document, now: datetime, is_over: Callable[[], bool] | None = None) -> StorySheet:
    """Return the sheet of a document, in a fixed number of queries. After ``is_over`` nothing more is looked for."""
    quoted = quotes_from(_originals(document), Q(claim__removed_at=None))
    capture = text_with_most(document, {each.anchor.exact for each in quoted if each.anchor.exact})
    of_claims = _story_claims(quoted, _written_by(document, capture), now)
    claims = {one.claim.key: one for one in sorted(of_claims.values(), key=lambda one: one.claim.key)}
    story = Story(
        text=capture.text if capture is not None else "",
        claims=tuple(claims.values()),
        published_at=document.published_at,
        earlier=tuple(earlier_texts(capture)) if capture is not None else (),
    )
    ids = {one.claim.key: pk for pk, one in of_claims.items()}
    return StorySheet(document, capture, sheet_of(story, is_over), claims, ids)


def _originals(document: Document) -> list[int]:
    """Return a document and those of which it is a copy: what they say is in it too."""
    found, last = [document.pk], document.copy_of_id
    while last is not None and last not in found and len(found) <= _MOST_ORIGINALS:
        found.append(last)
        last = Document.objects.filter(pk=last).values_list("copy_of_id", flat=True).first()
    return found


def _written_by(document: Document, capture: Capture | None) -> datetime | None:
    """Return by when the text was certainly written; None if unknown.

    That is when it was published or first captured, whichever is sooner; if it was edited, when the edited text was captured.
    """
    published = end(document.published_at) if document.published_at else None
    copies = copies_like(capture) if capture is not None else []
    if not copies:
        return published
    digests = [digest for digest, _at in copies]  # the newest first
    same = next((count for count, digest in enumerate(digests) if digest != digests[0]), len(copies))
    captured = copies[same - 1][1]
    return min(published, captured) if published is not None and same == len(copies) else captured


def _story_claims(quoted: Sequence[Quoted], written_by: datetime | None, now: datetime) -> dict[int, StoryClaim]:
    """Return the claims of attributions, by id."""
    ids = sorted({each.claim for each in quoted})
    if not ids:
        return {}
    rows = _rows([each.attribution for each in quoted])
    flags, records = _flags(ids), _Records(ids)
    columns = ("id", "stage", "recorded_at", "public", "embargo_until", "public_body__body")
    found: dict[int, StoryClaim] = {}
    for pk, stage, recorded_at, public, embargo_until, body in (
        Claim.objects.alone().filter(among("id", ids), public_body__isnull=False).values_list(*columns)
    ):
        own = [each for each in quoted if each.claim == pk]
        claim, known = _decode(body), [rows[each.attribution] for each in own]
        # A claim recorded after the story is compared with what it was when the story's part in it was recorded.
        since = written_by if written_by is not None and recorded_at <= written_by else max(at for _key, at in known)
        found[pk] = StoryClaim(
            claim=claim,
            made_from=frozenset(key for key, _at in known),
            quotes=tuple(each.anchor for each in own if each.anchor.exact),
            known_until=since,
            withheld=not public or (embargo_until is not None and embargo_until > now),
            **_of_flags(claim, flags.get(pk, ()), now),
            **records.of(pk, since, dropped=stage == Stage.DROPPED),
        )
    return found


def _rows(ids: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Return the key of each attribution, and when it was recorded from its document."""
    rows = Attribution.objects.filter(among("id", sorted(set(ids))))
    columns = ("id", "key", "recorded_at", "document_recorded_at")
    return {pk: (key, document_at or at) for pk, key, at, document_at in rows.values_list(*columns)}


def _flags(ids: Sequence[int]) -> dict[int, list[Flag]]:
    found: dict[int, list[Flag]] = {}
    for flag in Flag.objects.filter(among("claim_id", ids), cleared_at=None).order_by("id"):
        found.setdefault(flag.claim_id, []).append(flag)
    return found


def _of_flags(claim: PublicClaim, flags: Iterable[Flag], now: datetime) -> dict[str, Any]:
    sources = {row.key: row.source for row in claim.attributions}
    unstated = [key for flag in flags if flag.code == "unstated_origin" for kind, key in flag.culprits if kind == "attribution"]
    return {
        "raised_at": {flag.code: flag.raised_at for flag in flags},
        "waived": frozenset(flag.code for flag in flags if flag.waived_until is not None and flag.waived_until > now),
        "asserted_by": frozenset(sources[key] for key in unstated if key in sources),
    }


class _Records:
    """What was recorded of claims, and when: results, claims that supersede them, withdrawn verdicts, merges and splits."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.retired = retired_among(ids)
        results = Assessment.objects.filter(among("claim_id", ids)).order_by("id")
        self.results = _grouped(results.values_list("claim_id", "at", "status"))
        newer = ClaimRelation.objects.filter(among("to_claim_id", ids), kind=SUPERSEDES, struck_at=None).order_by("id")
        self.newer = _grouped(newer.values_list("to_claim_id", "from_claim__key", "recorded_at"))
        withdrawn = Verdict.objects.filter(among("claim_id", ids), state=WITHDRAWN).order_by("ended_at", "id")
        self.withdrawn_at = dict(withdrawn.values_list("claim_id", "ended_at"))  # the last of each claim

    def of(self, claim: int, since: datetime, *, dropped: bool) -> dict[str, Any]:
        """Return what was recorded of a claim; ``status_then`` is that of ``since``."""
        then = [status for at, status in self.results.get(claim, ()) if at <= since]
        retired = self.retired.get(claim)
        return {
            "status_then": then[-1] if then else "",
            "newer": tuple(self.newer.get(claim, ())),
            "verdict_withdrawn_at": self.withdrawn_at.get(claim),
            "retired": str(retired.how) if retired is not None else "dropped" if dropped else "",
            "into": retired.into if retired is not None else (),
        }


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found
