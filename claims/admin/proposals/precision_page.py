"""The page that shows how often the rules of each extractor were right, from what editors decided."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.queries.proposals.precision import RuleResult, rule_results
from claims.vocabulary import RejectionReason
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import words
from sources.admin.pages import changelist_url, page, require
from sources.models import Capture, Document


def precision_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show for each rule what became of its proposals, and its precision beside the measured one."""
    require(request, (Capture, "view"), (Document, "view"))
    found = sorted(rule_results(), key=lambda row: (row.extractor, -row.proposed, row.rule))
    return page(
        request,
        admin,
        "admin/claims/capture/precision.html",
        title=_("How often rules are right"),
        columns=[
            *(_("Rule"), _("Proposed"), _("Open"), _("Accepted"), _("Edited")),
            *(_("Rejected: %(why)s") % {"why": words(because)} for because in RejectionReason.words()),
            *(_("Right"), _("Measured")),
        ],
        extractors=[(name, [_line(row) for row in rows]) for name, rows in groupby(found, key=lambda row: row.extractor)],
        back=changelist_url(admin),
    )


def _line(row: RuleResult) -> dict[str, Any]:
    rejected = [row.rejected.get(because, 0) for because in RejectionReason.words()]
    cells = [row.proposed, row.open, row.accepted, row.edited, *rejected, _right(row), _percent(row.measured)]
    return {"rule": row.rule or "–", "cells": cells}


def _right(row: RuleResult) -> str:
    found = row.precision
    if not found.of:
        return "–"
    low, high = found.interval
    between = _("%(low)s–%(high)s%%") % {"low": round(100 * low), "high": round(100 * high)}
    of = _("%(right)s of %(of)s") % {"right": found.right, "of": found.of}
    return f"{of}: {_percent(found.share)} ({between})"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(100 * share)}%"
