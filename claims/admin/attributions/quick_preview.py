"""The preview of "Add a source": which sources matched, what is joined or new, and the counts before and after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from claims.admin.attributions.quick_documents import NewDocument, Where
from claims.admin.attributions.quick_forms import NEW
from claims.admin.attributions.quick_plan import Line, Plan
from claims.admin.attributions.quick_sources import WAYS
from claims.admin.help.flag_tags import flag_tag
from claims.policy.assess import Assessment
from claims.policy.origins.independence import Side
from claims.runs.report import interval, proven
from claims.verification.foreseeing import Foreseen
from sources.admin.display import record_link, tag, words


def preview_of(plan: Plan, found: Foreseen | None) -> dict[str, Any]:
    """Return the template context of a plan; ``found`` is None if nothing in it is new."""
    return {
        "lines": [line_shown(line, last=number == len(plan.lines) - 1) for number, line in enumerate(plan.lines)],
        "where": where_shown(plan.where, plan.new_document),
        "basis_proposed": plan.basis_proposed,
        "nothing_new": plan.case is None,
        "changes": _changes(found) if found is not None else None,
    }


def line_shown(line: Line, *, last: bool) -> dict[str, Any]:
    """Return the template context of one source of a chain."""
    record = line.record or {}
    return {
        "who": record_link(line.who.source, line.who.shown) if line.who.source is not None else line.who.shown,
        "way": WAYS[line.who.how],
        "is_new_source": line.who.how == NEW,
        "unnamed": not line.who.identified,
        "kind": words(line.who.kind) if line.who.is_new else "",
        "joins": line.joins,
        "alongside": line.alongside,
        "documented": bool(line.joins and line.record),
        "link": "" if last else (_("copied from") if "copies" in record else _("citing")),
        "stance": tag(record["stance"], record["stance"]) if line.is_new else "",
        "basis": words(record["basis"]) if last and line.is_new else "",
        "quote": record.get("quote", {}).get("exact", ""),
        "said_at": record.get("said_at", ""),
    }


def where_shown(where: Where | None, new: NewDocument | None) -> dict[str, Any] | None:
    """Return the template context of the document of a plan; None if there is none."""
    if where is None:
        return None
    if where.document is not None:
        # Shown before saving, because everything recorded from a retracted document counts as withdrawn.
        retracted = where.document.withdrawal_recorded_at is not None
        return {"shown": record_link(where.document), "way": WAYS[where.how], "retracted": retracted}
    record = new.record if new is not None else {}
    return {"shown": record.get("title", ""), "way": WAYS[NEW], "is_new": True}


def _changes(found: Foreseen) -> dict[str, Any]:
    before, after, lapsing = found
    return {
        "status": (tag(before.status, before.status), tag(after.status, after.status), before.status != after.status),
        "sides": [
            (_("Support"), _rows(before.support, after.support)),
            (_("Denial"), _rows(before.denial, after.denial)),
        ],
        "raised": _flags(after, before),
        "cleared": _flags(before, after),
        "lapsing": [(flag_tag(flag.code, flag.severity), flag.reason) for flag in after.flags if flag.code in lapsing],
        "explanation": after.explanation,
    }


def _rows(before: Side, after: Side) -> list[tuple[str, str, str, bool]]:
    pairs = (
        (_("independent origins"), interval(before), interval(after)),
        (_("independent on-record routes"), proven(before, before.on_record), proven(after, after.on_record)),
        (_("from disinterested sources"), proven(before, before.disinterested), proven(after, after.disinterested)),
        (_("separate routes to us"), proven(before, before.routes), proven(after, after.routes)),
    )
    return [(name, was, would_be, was != would_be) for name, was, would_be in pairs]


def _flags(those: Assessment, not_these: Assessment) -> list[tuple[Any, str]]:
    """Return the flags of the first assessment that the second one lacks."""
    known = {flag.code for flag in not_these.flags}
    return [(flag_tag(flag.code, flag.severity), flag.reason) for flag in those.flags if flag.code not in known]
