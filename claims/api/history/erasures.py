"""What was erased from the record, and erasing a text: for administrators alone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables
from msgspec import Meta
from rest_framework.request import Request

from claims.api.merges.views import DRY_RUN, is_dry_run
from claims.api.writing import Because, DeskWrite
from claims.models import Erasure
from claims.operations.history.erasing import ACTION, erase, wanted_of
from claims.queries.history.erasures import erasure_page
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Op, Parameter
from factcheck.api.paging import LIMIT, limit_of, page
from factcheck.api.parameters import number
from factcheck.api.views import answer, encoded
from factcheck.text.blanks import SAYS_SOMETHING
from factcheck.text.erasing import LONGEST, SHORTEST

_NEEDS: Final = ("claims.add_erasure",)
_HIGHEST: Final = 2_147_483_647


class ErasedColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table that had the text, in so many rows."""

    table: str
    column: str
    rows: int


class ErasedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, and its revision that lists what was erased of it."""

    claim: str
    revision: int


class SentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message of a webhook that had been taken about one of the claims: nothing reaches its receiver."""

    webhook: str
    message: str
    claim: str
    revision: int
    at: str


class ErasureBody(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure: who, when, why and on whose order, where the text was, and where it stays. What it was is kept nowhere."""

    number: int | None
    at: datetime
    actor: str
    reason: str
    ordered_by: str
    finished_at: datetime | None
    places: tuple[ErasedColumn, ...]
    stays: tuple[ErasedColumn, ...]
    claims: tuple[ErasedClaim, ...]
    sent: tuple[SentMessage, ...]


class ErasurePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of erasures, the last first."""

    erasures: tuple[ErasureBody, ...]
    next: str | None


class Erasing(Because, frozen=True, kw_only=True):
    """The text, how it is looked for, and on whose order it is erased. Neither the reason nor the order may have the text."""

    text: Annotated[str, Meta(min_length=SHORTEST, max_length=LONGEST, pattern=SAYS_SOMETHING)]
    ordered_by: Annotated[str, Meta(min_length=1, max_length=300, pattern=SAYS_SOMETHING)]
    whole: bool = False
    ignore_case: bool = False
    keys: bool = True


class Erasures(DeskWrite):
    """``/erasures/``: what was erased, and another one."""

    recorded_as = ACTION
    secret = True  # the answer to the same request is not kept: nothing of the request is
    ops = {
        "GET": Op(
            name="list_erasures",
            does="What was erased, the last first: who did it, when, why and on whose order.",
            scope=ADMIN,
            needs=("claims.view_erasure",),
            parameters=LIMIT | {"before": Parameter("Only erasures before this number.", {"type": "integer", "minimum": 1})},
            gives=ErasurePage,
        ),
        "POST": Op(
            name="erase_text",
            does=(
                "Erase a text or name from all that is stored, every revision included. It cannot be undone; with `dry_run=1`"
                " it only says where the text is. Every claim concerned gets a revision that lists the gaps. Keys that were"
                " made of the text change, unless `keys` is false."
            ),
            scope=ADMIN,
            needs=_NEEDS,
            takes=Erasing,
            gives=ErasureBody,
            parameters=DRY_RUN,
            example={"text": "Jane Roe", "ordered_by": "the person concerned", "reason": "She was not to be named."},
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        limit, before = limit_of(request), number(request.query_params, "before", 0, _HIGHEST) or None
        rows = [_body(row) for row in erasure_page(before, limit + 1)]
        return page(request, "erasures", rows, limit, "before", lambda row: row.number)

    # An error report lists local variables, of which one is the text to erase.
    @sensitive_variables()
    def posted(self, request: Request, said: Erasing, **_keys: Any) -> HttpResponse:
        wanted = wanted_of(said.text, whole=said.whole, fold=said.ignore_case, keys=said.keys)
        change = self.change(request, said.reason)
        if not is_dry_run(request):
            return answer(encoded(_body(erase(wanted, change, ordered_by=said.ordered_by))))
        # Erased and rolled back: a search alone would not show what an erasure changes in keys and revisions.
        with transaction.atomic():
            foreseen = _body(erase(wanted, change, ordered_by=said.ordered_by))
            transaction.set_rollback(True)
        # The number was rolled back too, and the next erasure will have it.
        return answer(encoded(msgspec.structs.replace(foreseen, number=None)))


def _body(row: Erasure) -> ErasureBody:
    return ErasureBody(
        number=row.pk,
        at=row.at,
        actor=row.actor,
        reason=row.reason,
        ordered_by=row.ordered_by,
        finished_at=row.finished_at,
        places=msgspec.convert(row.places, tuple[ErasedColumn, ...]),
        stays=msgspec.convert(row.stays, tuple[ErasedColumn, ...]),
        claims=msgspec.convert(row.claims, tuple[ErasedClaim, ...]),
        sent=msgspec.convert(row.sent, tuple[SentMessage, ...]),
    )
