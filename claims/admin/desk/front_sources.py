"""Sources to review, for the front page: each with its reasons, linked to the records behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.desk.sidebar import may_read
from claims.queries.desk.front_sources import (
    CANNOT_BE_JUDGED,
    GRADE_AGES_AFTER,
    LATELY,
    Doubtful,
    TakenBack,
    sources_taken_back,
    sources_to_grade,
)
from claims.vocabulary import BY_OUTLET, BY_SOURCE
from factcheck.desk.labels import joined


class Reason(NamedTuple):
    """A reason to review a source, and the URL of the records behind it, if it is not the page of the source."""

    words: str
    url: str = ""


class Line(NamedTuple):
    """A source to review."""

    name: str
    url: str
    vouched_by: str  # for an unnamed source, the names of its outlets
    reasons: list[Reason]


def sources_context(request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """Return the sources to review, or None unless the user may view the records behind the reasons."""
    if not all(may_read(request, name) for name in ("sources_source", "sources_document", "claims_attribution")):
        return None
    since = now - LATELY
    return {
        "doubtful": [_doubtful(each) for each in sources_to_grade(timezone.localdate(now))],
        "taken_back": [_taken_back(each, since) for each in sources_taken_back(since)],
        "grade_days": GRADE_AGES_AFTER.days,
        "lately_days": LATELY.days,
    }


def _line(each: Doubtful | TakenBack, reasons: list[Reason]) -> Line:
    return Line(each.name, reverse("admin:sources_source_change", args=[each.source]), joined(each.vouched_by), reasons)


def _list(name: str, **filters: Any) -> str:
    return f"{reverse(f'admin:{name}_changelist')}?{urlencode(filters)}"


def _doubtful(each: Doubtful) -> Line:
    current = {"source__id__exact": each.source, "voided_at__isnull": True, "withdrawal_recorded_at__isnull": True}
    return _line(each, [Reason(_why(each)), Reason(_("its current attributions"), _list("claims_attribution", **current))])


def _why(each: Doubtful) -> str:
    """Return why a grade needs a review."""
    if not each.grade:
        return _("not graded")
    if each.grade == CANNOT_BE_JUDGED:
        return _("graded F: reliability cannot be judged")
    if each.graded_on is None:
        return _("graded %(grade)s, date unknown") % {"grade": each.grade}
    return _("graded %(grade)s on %(day)s") % {"grade": each.grade, "day": date_format(each.graded_on, "j M Y")}


def _taken_back(each: TakenBack, since: datetime) -> Line:
    own = ngettext("it withdrew %(count)d attribution", "it withdrew %(count)d attributions", each.by_source)
    outlets = ngettext(
        "an outlet withdrew %(count)d attribution to it", "outlets withdrew %(count)d attributions to it", each.by_outlet
    )
    documents = ngettext(
        "%(count)d of its documents was retracted",
        "%(count)d of its documents were retracted",
        each.documents,
    )
    lately = {"withdrawal_recorded_at__gte": since.isoformat()}
    of_it = {"source__id__exact": each.source, "voided_at__isnull": True, **lately}
    reasons = (
        (each.by_source, own, _list("claims_attribution", withdrawn_by__exact=BY_SOURCE, **of_it)),
        (each.by_outlet, outlets, _list("claims_attribution", withdrawn_by__exact=BY_OUTLET, **of_it)),
        (each.documents, documents, _list("sources_document", publisher__id__exact=each.source, **lately)),
    )
    return _line(each, [Reason(words % {"count": count}, url) for count, words, url in reasons if count])
