"""The pages on which it is recorded whom the desk asked for comment, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.actions import action_page, seen_of
from claims.admin.decisions.forms import AnswerForm, AskForm, WordForm
from claims.admin.flags.records import accused, known_records, rested_on
from claims.models import Attribution, Claim, Decision
from claims.operations.decisions.comments import record_answer, record_silence
from claims.operations.decisions.ledger import request_comment
from claims.queries.claims.admin_lists import claim_panel
from claims.queries.decisions.ledger import open_requests, request_of, standing_decisions
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import instant, tag
from sources.admin.pages import page_url, require, sent

#: How long an answer is awaited unless the editor says otherwise (a guess; desks ask for less on a breaking story).
_PATIENCE = timedelta(days=1)
_FLAG = "no_response_sought"
_ANSWERED = ("stance", "quote", "translation", "said_at", "document", "ground_rule")


def ask_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record that parties were asked for comment; the accused that have not been heard are ticked."""
    require(request, (Decision, "add"))
    panel = claim_panel(claim)
    parties = {source.key: source for source in accused(panel)}
    flag = next((flag for flag in panel.flags if flag.code == _FLAG), None)
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
        told=_("It is recorded that comment was asked for."),
        title=_("Ask for comment"),
        done=page_url(claim),
        button=_("Record the request"),
        explanation=_("Readers learn who was asked, and whether an answer came; how you asked stays in the house."),
        template="admin/claims/claim/settle.html",
        claim=claim,
        flag=flag,
        flag_tag=tag(flag.code, flag.severity) if flag else "",
        rests_on=rested_on(flag.culprits, known_records(panel)) if flag else [],
    )


def answer_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record what somebody answered who was asked for comment."""
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
        told=_("The answer is recorded, as a statement of %s.") % asked.source,
        title=_("Record the answer of %s") % asked.source,
        done=page_url(claim),
        button=_("Record the answer"),
        explanation=f"“{claim.text}”\n{_told(asked)}",
    )


def silence_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record that no answer came by the time until which it was awaited."""
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
        told=_("It is recorded that %s did not answer.") % asked.source,
        title=_("No answer of %s") % asked.source,
        done=page_url(claim),
        button=_("Record that none came"),
        explanation=f"“{claim.text}”\n{_told(asked)}\n\n"
        + _("Readers learn that it was asked and did not answer. An answer that comes later is recorded all the same."),
    )


def _asked(request: HttpRequest, claim: Claim) -> Decision:
    """Return the request for comment that the address names; one that is answered only for a form that was sent."""
    asked = request_of(claim, request.GET.get("request", ""))
    open_ones = {row.pk for row, _silent in open_requests(standing_decisions(claim))}
    if asked is None or (asked.pk not in open_ones and request.method != "POST"):
        raise Http404(_("No such request for comment is open on this claim."))
    return asked


def _told(asked: Decision) -> str:
    told = _("%(who)s was asked on %(when)s by %(by)s: %(how)s") % {
        "who": asked.source,
        "when": instant(asked.recorded_at),
        "by": asked.actor,
        "how": asked.reason,
    }
    return f"{told}\n" + _("Answer awaited until %s.") % instant(asked.answer_by) if asked.answer_by else told


PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "comment": ask_page,
    "answer": answer_page,
    "no-answer": silence_page,
}
