"""The pages that record requests for comment and their outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.actions import action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.decisions.forms import AnswerForm, AskForm, WordForm
from claims.admin.flags.records import accused, known_records, rested_on
from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import request_comment
from claims.queries.claims.admin_lists import claim_panel
from claims.queries.decisions.ledger import open_requests, request_of, standing_decisions
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import date_time, tag
from sources.admin.pages import require, sent

#: The default deadline for an answer (a guess; desks allow less on a breaking story).
_PATIENCE = timedelta(days=1)
_FLAG = "no_response_sought"
_ANSWERED = ("stance", "quote", "translation", "said_at", "document", "ground_rule")


def ask_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record that parties were asked for comment. Accused parties without a statement are preselected."""
    require(request, (Decision, "add"))
    panel = claim_panel(claim)
    parties = {source.key: source for source in accused(panel)}
    flag = next((flag for flag in panel.flags if flag.code == _FLAG), None)
    # The flag names the accused parties that have not been heard.
    silent = [key for kind, key in flag.culprits if kind == "source" and key in parties] if flag else []
    until = (timezone.localtime() + _PATIENCE).replace(second=0, microsecond=0)
    form = AskForm(sent(request), initial={**seen_of(claim), "parties": silent, "answer_by": until})
    form.fields["parties"].choices = [(key, str(source)) for key, source in parties.items()]  # type: ignore[attr-defined]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        asked = [parties[key] for key in values["parties"]] + ([values["source"]] if values["source"] else [])
        request_comment(claim.pk, asked[0], change, *asked[1:], answer_by=values["answer_by"], expected=expected)

    return action_page(
        request,
        admin,
        form,
        [claim],
        run,
        recorded_as="comment requested",
        message=_("The request for comment is recorded."),
        title=_("Request comment"),
        done=back_to(request, claim),
        button=_("Record the request"),
        explanation=_("Readers see who was asked and whether they answered. How you asked stays private."),
        template="admin/claims/claim/settle.html",
        claim=claim,
        flag=flag,
        flag_tag=tag(flag.code, flag.severity) if flag else "",
        rests_on=rested_on(flag.culprits, known_records(panel)) if flag else [],
    )


def answer_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record the answer to a request for comment."""
    require(request, (Decision, "add"), (Attribution, "add"))
    asked = _asked(request, claim)
    form = AnswerForm(sent(request), initial={**seen_of(claim), "said_at": timezone.localdate().isoformat()})

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        record_answer(asked, change=change, expected=expected, **{name: values[name] for name in _ANSWERED})

    return action_page(
        request,
        admin,
        form,
        [claim],
        run,
        recorded_as="comment answered",
        message=_("The answer of %s is recorded as an attribution.") % asked.source,
        title=_("Record the answer of %s") % asked.source,
        done=back_to(request, claim),
        button=_("Record the answer"),
        explanation=f"“{claim.text}”\n{_request_summary(asked)}",
    )


def silence_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record that no answer came by the deadline."""
    require(request, (Decision, "add"))
    asked = _asked(request, claim)

    def run(change: Change, _values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        record_silence(asked, change, expected=expected)

    return action_page(
        request,
        admin,
        WordForm(sent(request), initial=seen_of(claim)),
        [claim],
        run,
        recorded_as="no answer",
        message=_("Recorded: %s did not answer.") % asked.source,
        title=_("No answer from %s") % asked.source,
        done=back_to(request, claim),
        button=_("Record no answer"),
        explanation=f"“{claim.text}”\n{_request_summary(asked)}\n\n"
        + _("Readers see that the party was asked and did not answer. You can still record a later answer."),
    )


def _asked(request: HttpRequest, claim: Claim) -> Decision:
    """Return the request for comment that the URL names. An answered one is accepted only for a submitted form."""
    asked = request_of(claim, request.GET.get("request", ""))
    open_ones = {row.pk for row, _silent in open_requests(standing_decisions(claim))}
    # A submitted form is still handled, so that the operation can say who answered in the meantime.
    if asked is None or (asked.pk not in open_ones and request.method != "POST"):
        raise Http404(_("This claim has no such open request for comment."))
    return asked


def _request_summary(asked: Decision) -> str:
    summary = _("%(who)s was asked on %(when)s by %(by)s: %(how)s") % {
        "who": asked.source,
        "when": date_time(asked.recorded_at),
        "by": asked.actor,
        "how": asked.reason,
    }
    return f"{summary}\n" + _("Deadline for the answer: %s.") % date_time(asked.answer_by) if asked.answer_by else summary


PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "comment": ask_page,
    "answer": answer_page,
    "no-answer": silence_page,
}
