"""Export claims of the list as a case file, a spreadsheet for the desk, or a file for readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import admin as django_admin
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.reports.files import as_csv, as_xlsx
from claims.casefile import encode
from claims.exports import Format, formats
from claims.models import Attribution, Claim, ClaimRelation, Interest
from claims.queries.bodies.public_claims import count_hidden, public_claims_of
from claims.queries.cases.export import claim_ids, export
from claims.queries.cases.spreadsheets import COLUMNS, claim_rows
from claims.queries.claims.change_list import first_ids, keys_of
from claims.spreadsheets import csv_table, xlsx_table
from factcheck.desk.labels import translated
from sources.admin.pages import require
from sources.models import Document, IndependenceJudgement, Source, SourceRelation
from sources.queries.approvers import APPROVE

#: Claims per file. A request builds it in memory within seconds; ``manage.py export_case`` has no limit.
MOST_EXPORTED: Final = 10_000

#: A case file quotes records of all of these, so exporting one requires the permission to view each.
_IN_A_CASE: Final = (
    Claim,
    ClaimRelation,
    Attribution,
    Interest,
    Source,
    SourceRelation,
    IndependenceJudgement,
    Document,
)

_FOR_READERS: Final = gettext_lazy(
    "This file is for readers, but %(hidden)s of the claims are not published. Nothing was exported. Narrow the list first."
)

Made = Callable[[HttpRequest, Sequence[int], datetime], bytes]


class UnpublishedError(Exception):
    """Some of the claims are not published; ``hidden`` is their number."""

    def __init__(self, hidden: int) -> None:
        self.hidden = hidden
        super().__init__(hidden)


def _case(request: HttpRequest, ids: Sequence[int], _now: datetime) -> bytes:
    # Includes related claims and those merged into, because the file would otherwise name claims that are not in it.
    with_related = claim_ids(keys_of(ids)) if ids else []
    return encode(export(with_related, whole=False, approvals=request.user.has_perm(APPROVE)))


def _csv(_request: HttpRequest, ids: Sequence[int], now: datetime) -> bytes:
    return csv_table.written(COLUMNS, claim_rows(ids, now))


def _xlsx(_request: HttpRequest, ids: Sequence[int], now: datetime) -> bytes:
    return xlsx_table.written(COLUMNS, claim_rows(ids, now))


def _report_csv(_request: HttpRequest, ids: Sequence[int], now: datetime) -> bytes:
    return as_csv(ids, now)


def _report_xlsx(_request: HttpRequest, ids: Sequence[int], now: datetime) -> bytes:
    return as_xlsx(ids, now)


def _for_readers(form: Format) -> Made:
    """Return a function that makes a file of public claims. It raises UnpublishedError if a claim is not public."""

    def made(_request: HttpRequest, ids: Sequence[int], now: datetime) -> bytes:
        # Refused as a whole: a file that silently left claims out would pass for the complete list.
        if hidden := count_hidden(ids, now):
            raise UnpublishedError(hidden)
        return b"".join(form.written(public_claims_of(ids, now)))

    return made


def _action(name: str, title: Any, ending: str, content_type: str, made: Made, models: Sequence[Any]) -> Any:
    def action(_admin: Any, request: HttpRequest, claims: QuerySet[Claim]) -> HttpResponse | None:
        require(request, *((model, "view") for model in models))
        # One more than the limit is enough to know that there are too many, without counting all.
        ids = first_ids(claims, MOST_EXPORTED)
        if len(ids) > MOST_EXPORTED:
            too_many = _(
                "A file can have at most %(most)s claims. Nothing was exported. Select fewer claims, or narrow the list."
            )
            messages.error(request, too_many % {"most": f"{MOST_EXPORTED:,}"})
            return None
        now = timezone.now()
        try:
            file = HttpResponse(made(request, ids, now), content_type=content_type)
        except UnpublishedError as error:
            messages.error(request, _FOR_READERS % {"hidden": f"{error.hidden:,}"})
            return None
        file["Content-Disposition"] = f'attachment; filename="claims-{timezone.localdate(now):%Y-%m-%d}.{ending}"'
        # The file quotes text from outside: a browser must not guess that it is HTML.
        file["X-Content-Type-Options"] = "nosniff"
        return file

    action.__name__ = f"export_{name}"
    return django_admin.action(permissions=["view"], description=title)(action)


EXPORT_ACTIONS: Final = (
    _action("case", gettext_lazy("Export as a case file (JSON)"), "json", "application/json", _case, _IN_A_CASE),
    _action("csv", gettext_lazy("Export as a table (CSV)"), "csv", csv_table.CONTENT_TYPE, _csv, (Claim,)),
    _action("xlsx", gettext_lazy("Export as a table (Excel)"), "xlsx", xlsx_table.CONTENT_TYPE, _xlsx, (Claim,)),
    _action("report_csv", gettext_lazy("Report in words (CSV)"), "csv", csv_table.CONTENT_TYPE, _report_csv, (Claim,)),
    _action("report_xlsx", gettext_lazy("Report in words (Excel)"), "xlsx", xlsx_table.CONTENT_TYPE, _report_xlsx, (Claim,)),
    *(
        _action(form.ending, translated(form.label), form.ending, form.content_type, _for_readers(form), (Claim,))
        for form in formats()
    ),
)
