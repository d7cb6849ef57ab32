"""The front page of the desk: the work that is waiting. Each number links to the rows that it counts.

The UNFOLD setting refers to it. Each part is shown to users who may view its records.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.desk.first_hour import first_hour
from claims.admin.desk.front_sources import sources_context
from claims.admin.desk.sidebar import may_operate, may_read
from claims.admin.desk.trend_chart import trend_context
from claims.admin.help.flag_tags import flag_tag
from claims.admin.verdicts.moves import may_draft, may_review
from claims.models import VerificationRun
from claims.models.run import ALL
from claims.operating.check import State, worst
from claims.operating.checks import all_checks
from claims.operations.desk.visits import note_visit
from claims.queries.decisions.complaints import complaints_waiting
from claims.queries.desk.front_page import (
    DAY,
    First,
    OpenFlags,
    RunNow,
    Waiting,
    first_claims,
    my_queue,
    open_flags,
    recent_runs,
    runs_to_show,
    unassigned_critical,
    waiting_now,
)
from claims.queries.history.night import night_missed
from claims.queries.policy.rules_in_force import count_of_other_rules, installed_rules, rules_wait
from claims.queries.verdicts.read import turn_of
from claims.runs.report import unfinished
from claims.vocabulary import CRITICAL, INFO, WARNING, Severity
from factcheck.database.limited_counts import MOST_COUNTED, shown_count
from factcheck.desk.people import person_name
from sources.admin.display import record_link, tag
from sources.admin.naming import may_confirm
from sources.queries.persons import open_matches
from sources.queries.self_namings import open_namings, unfounded_namings

#: A time before any flag, to list every open flag.
_EVER: Final = "1970-01-01T00:00:00+00:00"
_SEVERITY_WORDS: Final[dict[str, Any]] = {
    CRITICAL: gettext_lazy("critical"),
    WARNING: gettext_lazy("warning"),
    INFO: gettext_lazy("info"),
}


class Number(NamedTuple):
    """A number with its label, and the URL of the list of those rows, if there is one."""

    value: int
    words: str
    url: str
    tone: str = ""
    is_limited: bool = False  # a limited count

    @property
    def shown(self) -> str:
        """The number as the page shows it."""
        return shown_count(self.value) if self.is_limited else str(self.value)


def front_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the front page, with the parts that the user may view."""
    # One time for all parts, so that no flag is counted in one and missing in another.
    now = timezone.now()
    user: Any = request.user
    claims, flags = may_read(request, "claims_claim"), may_read(request, "claims_flag")
    night = may_read(request, "claims_verificationrun")
    runs = recent_runs() if claims or night else []
    opened = open_flags(now) if flags else []
    parts = {
        "first": first_hour(request) if claims else None,
        "mine": {**_mine(user.pk, now), "verdicts": _verdicts(request)} if claims else None,
        "queue": _queue(now, runs) if claims else None,
        "open_flags": [_severity(row, now) for row in opened] if flags else None,
        "night": _night(runs_to_show(runs, now), now) if night else None,
        "rules": _rules() if night else None,
        "system": _system(now) if may_operate(request) else None,
        "trend": trend_context(now) if flags else None,
        "persons": _persons() if may_confirm(request) else None,
        "proposals": _proposals() if may_confirm(request) else None,
        "complaints": _complaints(now) if may_read(request, "claims_complaint") else None,
        "unfounded": _unfounded() if may_confirm(request) else None,
        "sources": sources_context(request, now),
    }
    return {**context, "desk": parts, "desk_is_empty": not any(part is not None for part in parts.values())}


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the front page's stylesheet."""
    return static("desk/front.css")


def _list(name: str, **filters: Any) -> str:
    url = reverse(f"admin:{name}_changelist")
    return f"{url}?{urlencode(filters)}" if filters else url


def _mine(user_id: int, now: datetime) -> dict[str, Any]:
    """Return the claims assigned to the user, and what is new since their last visit."""
    before = note_visit(user_id, now)
    queue = my_queue(user_id, now, before)

    def number(count: int, words: str, tone: str = "", **filters: Any) -> Number:
        return Number(count, words, _list("claims_claim", assignee=user_id, **filters), tone)

    yesterday = (now - DAY).isoformat()
    numbers = [
        number(queue.flagged, _("with open flags"), flagged_since=_EVER),
        number(queue.critical, _("with a critical flag"), CRITICAL, severity=CRITICAL),
        number(queue.due, _("due for verification"), due="yes"),
        number(queue.since_yesterday, _("with new flags in the last 24 hours"), flagged_since=yesterday),
    ]
    if before:
        words = _("with new flags since your last visit")
        numbers.insert(0, number(queue.since_visit, words, flagged_since=before.isoformat()))
    assigned = number(queue.assigned, ngettext("claim is assigned to you", "claims are assigned to you", queue.assigned))
    ago = timesince(before, now, depth=1) if before else ""
    return {"assigned": assigned, "numbers": numbers, "before": before, "ago": ago}


def _verdicts(request: HttpRequest) -> list[Number]:
    """Return the verdicts that wait for the user: for review, and returned drafts."""
    drafts, reviews = may_draft(request), may_review(request)
    if not (drafts or reviews):
        return []
    user: Any = request.user
    turn = turn_of(user)
    waits = ngettext("verdict to review", "verdicts to review", turn.review)
    returned = ngettext(
        "of your drafts was returned with comments", "of your drafts were returned with comments", turn.returned
    )
    found = [Number(turn.review, waits, _list("claims_claim", verdict="my-review"))] if reviews else []
    found += [Number(turn.returned, returned, _list("claims_claim", verdict="returned"), WARNING)] if drafts else []
    return [number for number in found if number.value]


def _severity(row: OpenFlags, now: datetime) -> dict[str, Any]:
    """Return the flags of one severity: never waived, with an expired waiver, and waived."""

    def number(count: int, words: str, **waiver: Any) -> Number:
        return Number(count, words, _list("claims_flag", severity=row.severity, **waiver), is_limited=True)

    at = now.isoformat()
    return {
        "tag": tag(str(_SEVERITY_WORDS[row.severity]), row.severity),
        # Separate from expired waivers, because the list can filter for only one of the two.
        "open": number(row.never_waived, _("open"), waived_until__isnull=True),
        "lapsed": number(row.lapsed, _("open again: waiver expired"), waived_until__lte=at),
        "waived": number(row.waived, _("waived"), waived_until__gt=at),
    }


def _queue(now: datetime, runs: Sequence[VerificationRun]) -> dict[str, Any]:
    """Return the work for anybody: unassigned critical claims, the most urgent claims, and claims to verify."""
    unassigned = unassigned_critical(now)
    words = ngettext("unassigned claim with a critical flag", "unassigned claims with a critical flag", unassigned)
    return {
        "unassigned": Number(
            unassigned, words, _list("claims_claim", assignee="none", severity=CRITICAL), CRITICAL, is_limited=True
        ),
        "waiting": _waiting(waiting_now(now, runs)),
        "first": [_first(each) for each in first_claims(now)],
        "now": now,
        "more": [(tag(str(_SEVERITY_WORDS[each]), each), _list("claims_claim", severity=each)) for each in Severity.words()],
    }


def _persons() -> Number | None:
    """Return the number of people named in texts about unnamed sources that a senior editor has to check, or None."""
    count = open_matches().count()
    words = ngettext(
        "person is named in a text about an unnamed source: check if the text reveals the source",
        "people are named in texts about unnamed sources: check if the texts reveal the sources",
        count,
    )
    return Number(count, words, reverse("admin:sources_source_persons"), CRITICAL) if count else None


def _complaints(now: datetime) -> Number | None:
    """Return how many complaints of parties wait for an answer, and of those how many are overdue, or None."""
    waiting = complaints_waiting(now)
    words = ngettext("complaint waits for an answer", "complaints wait for an answer", waiting.open)
    if waiting.overdue:
        late = ngettext("%(number)s is overdue", "%(number)s are overdue", waiting.overdue) % {"number": waiting.overdue}
        words = f"{words}: {late}"
    address = _list("claims_complaint", answered_at__isempty=1, struck_at__isempty=1)
    return Number(waiting.open, words, address, CRITICAL if waiting.overdue else WARNING) if waiting.open else None


def _rules() -> Number | None:
    """Return how many claims have results of other rules, while the installed ones wait for an administrator, or None."""
    if not rules_wait():
        return None
    count = count_of_other_rules(MOST_COUNTED + 1)
    words = ngettext(
        "claim has the result of other rules: rules %(rules)s are installed, and wait for an administrator",
        "claims have results of other rules: rules %(rules)s are installed, and wait for an administrator",
        count,
    )
    url = reverse("admin:claims_verificationrun_rules")
    return Number(count, words % {"rules": installed_rules()}, url, WARNING, is_limited=True)


def _system(now: datetime) -> Number | None:
    """Return how many parts of the service have a problem, with a link to the page that says what to do, or None."""
    checks = [check for check in all_checks(now) if check.state in {State.FAILED, State.WARNING}]
    words = ngettext("part of the service needs you", "parts of the service need you", len(checks))
    tone = CRITICAL if worst(checks) == State.FAILED else WARNING
    return Number(len(checks), words, reverse("admin:claims_verificationrun_system"), tone) if checks else None


def _proposals() -> Number | None:
    """Return the number of unnamed sources of which a senior editor has to confirm that they named themselves, or None."""
    count = open_namings().count()
    words = ngettext(
        "unnamed source is said to have named itself in public: a second senior editor must confirm it",
        "unnamed sources are said to have named themselves in public: a second senior editor must confirm it",
        count,
    )
    return Number(count, words, reverse("admin:sources_source_persons"), CRITICAL) if count else None


def _unfounded() -> Number | None:
    """Return the number of unnamed sources whose confirmed name rests on a retracted document, or None."""
    count = unfounded_namings().count()
    words = ngettext(
        "unnamed source has a confirmed name whose document was retracted since: decide whether it still holds",
        "unnamed sources have confirmed names whose documents were retracted since: decide whether they still hold",
        count,
    )
    return Number(count, words, reverse("admin:sources_source_persons"), CRITICAL) if count else None


def _waiting(waiting: Waiting) -> Number:
    if waiting.policy_changed:
        words = ngettext(
            "claim waits for the next verification, as the policy has changed",
            "claims wait for the next verification, as the policy has changed",
            waiting.claims,
        )
        # Without a link: after a change of the policy all claims wait, and the list has no filter for that.
        return Number(waiting.claims, words, "", is_limited=True)
    words = ngettext("claim waits for the next verification", "claims wait for the next verification", waiting.claims)
    return Number(waiting.claims, words, _list("claims_claim", due="yes"), is_limited=True)


def _first(first: First) -> dict[str, Any]:
    assignee = first.claim.assignee
    return {
        "link": record_link(first.claim),
        "flags": [(flag_tag(flag.code, flag.severity), flag) for flag in first.flags],
        "assignee": person_name(assignee) if assignee else "",
    }


def _night(runs: Sequence[RunNow], now: datetime) -> dict[str, Any]:
    """Return the last run with its numbers, and the problems of the runs of the last week."""
    if not runs:
        return {"last": None, "problems": []}
    last = runs[0]
    problems = [(run_link, words) for each in runs for run_link, words in _problems(each)]
    if night_missed(last.run.started_at, now):
        words = _("No run has started for more than a day. Ask your administrator to check the scheduled jobs.")
        problems.insert(0, ("", words))
    whole, url = last.run.scope == ALL, _report(last)
    return {"last": last, "whole": whole, "numbers": _found(last), "url": url, "problems": problems, "now": now}


def _report(each: RunNow) -> str:
    return reverse("admin:claims_verificationrun_change", args=[each.run.pk])


def _found(each: RunNow) -> list[Number]:
    """Return the results of a run. Each number links to the report, which lists the claims."""
    counts = (
        (each.report.verified, _("verified"), ""),
        (each.report.changed, _("changed"), ""),
        (each.raised, _("flags raised"), ""),
        (each.cleared, _("flags cleared"), ""),
        (each.failed, _("could not be verified"), CRITICAL if each.failed else ""),
    )
    return [Number(count, words, _report(each), tone) for count, words, tone in counts]


def _problems(each: RunNow) -> list[tuple[str, str]]:
    """Return the problems of a run, each with a link to its report."""
    problems = [unfinished(each.report)]
    if failed := each.failed:
        words = ngettext(
            "%(count)d claim could not be verified and is unchanged.",
            "%(count)d claims could not be verified and are unchanged.",
            failed,
        )
        problems.append(words % {"count": failed})
    if surprises := each.run.surprises:
        words = ngettext(
            "%(count)d claim changed although its digest did not. Report this to your administrator.",
            "%(count)d claims changed although their digests did not. Report this to your administrator.",
            surprises,
        )
        problems.append(words % {"count": surprises})
    link = record_link(each.run, _("Run %(number)d") % {"number": each.run.pk})
    return [(link, words) for words in problems if words]
