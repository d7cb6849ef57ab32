"""The page “System”: what is wrong with the service, what to do, and the runs in progress, each of which can be stopped."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.desk.sidebar import may_operate
from claims.admin.history.link_watch import watch_switch
from claims.chain_heads import to_lines
from claims.launch import resume_run
from claims.models import Claim, VerificationRun
from claims.models.run import RUNNING, STOPPED
from claims.operating.check import Check, State
from claims.operating.checks import all_checks
from claims.operations.retention import RULES
from claims.operations.writing import OperationError
from claims.queries.history.chain_heads import stored_heads
from claims.queries.history.kept import counts_of_kept
from claims.queries.history.runs import SoFar, running, so_far
from claims.runs.lifecycle import RunClosedError, RunEndedError, stop_run
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import record_link, tag
from sources.admin.pages import ReasonForm, actor_of, form_page, may, page, page_url, record_or_404, require, sent

_NAMES: Final[dict[str, Any]] = {
    "database": gettext_lazy("Database"),
    "settings": gettext_lazy("Settings"),
    "redis": gettext_lazy("Redis"),
    "schema": gettext_lazy("Schema"),
    "beat": gettext_lazy("Scheduler (beat)"),
    "worker": gettext_lazy("Worker"),
    "night": gettext_lazy("Nightly run"),
    "queue": gettext_lazy("Queue of tasks"),
    "runs": gettext_lazy("Stalled runs"),
    "source_changes": gettext_lazy("Changes of sources"),
    "links": gettext_lazy("Pages of documents"),
    "webhooks": gettext_lazy("Webhooks"),
    "rules": gettext_lazy("Rules"),
    "notes": gettext_lazy("Private notes"),
    "backup": gettext_lazy("Backup"),
    "heads": gettext_lazy("Heads of the revision chains"),
}
_STATES: Final[dict[State, tuple[Any, str]]] = {
    State.FAILED: (gettext_lazy("failed"), "critical"),
    State.WARNING: (gettext_lazy("warning"), "warning"),
    State.UNKNOWN: (gettext_lazy("unknown"), ""),
    State.OK: (gettext_lazy("works"), "corroborated"),
}


def system_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the checks, those with a problem first, and the runs in progress."""
    require(request, (VerificationRun, "change"))
    order = list(_STATES)
    checks = sorted(all_checks(timezone.now()), key=lambda check: order.index(check.state))
    return page(
        request,
        admin,
        "admin/claims/verificationrun/system.html",
        title=_("System"),
        bad=sum(check.state in {State.FAILED, State.WARNING} for check in checks),
        checks=[_shown(check) for check in checks],
        runs=[_run(one) for one in so_far(running())],
        watch=watch_switch(),
        kept=_kept(),
    )


def heads_file(request: HttpRequest, _admin: DeskAdmin) -> HttpResponse:
    """Send the signed heads of the revision chains as JSON lines, to be kept elsewhere."""
    require(request, (VerificationRun, "change"))
    # Some hundred bytes for each day.
    content = b"".join(to_lines(stored_heads()))
    named = {"Content-Disposition": 'attachment; filename="heads.jsonl"'}
    return HttpResponse(content, content_type="application/jsonl", headers=named)


def stop_page(request: HttpRequest, admin: DeskAdmin, object_id: str) -> HttpResponse:
    """Ask why a run is to be stopped, and stop it."""
    run = _run_to_change(request, admin, object_id)

    def save(values: Any) -> str:
        _need_own(request, run)
        stop_run(run, timezone.now(), actor=actor_of(request), reason=values["reason"])
        return _("Run %(number)d is stopped. Workers finish the chunk that they work on.") % {"number": run.pk}

    return form_page(
        request,
        admin,
        ReasonForm(sent(request)),
        title=_("Stop run %(number)d") % {"number": run.pk},
        save=save,
        done=_after(request, run),
        refusals=(RunEndedError, OperationError),
        button=_("Stop the run"),
        explanation=_(
            "What is done stays. Workers finish the chunk that they work on, and start no other. The next run does the rest."
        ),
    )


def resume_page(request: HttpRequest, admin: DeskAdmin, object_id: str) -> HttpResponse:
    """Ask whether a run that somebody stopped, or that stalled, is to go on where it stopped, and resume it."""
    run = _run_to_change(request, admin, object_id)

    def save(_values: Any) -> str:
        _need_own(request, run)
        if not resume_run(run, clock=timezone.now, actor=actor_of(request)):
            raise RunEndedError(_("This run cannot be resumed: it is done, or out of date. The next run does the rest."))
        return _("Run %(number)d goes on where it stopped.") % {"number": run.pk}

    return form_page(
        request,
        admin,
        Form(sent(request)),
        title=_("Resume run %(number)d") % {"number": run.pk},
        save=save,
        done=_after(request, run),
        refusals=(RunEndedError, RunClosedError, OperationError),
        button=_("Resume the run"),
        explanation=_("It goes on at the first chunk that is not done, with the clock and the policy of its start."),
    )


def _run_to_change(request: HttpRequest, admin: DeskAdmin, object_id: str) -> VerificationRun:
    run: VerificationRun = record_or_404(admin, request, object_id)
    if not (may_operate(request) or may(request, Claim, "change")):
        raise PermissionDenied
    return run


def _need_own(request: HttpRequest, run: VerificationRun) -> None:
    if not may_stop(request, run):
        raise OperationError(_("Somebody else started this run. Ask that person, or an administrator."))


def may_stop(request: HttpRequest, run: VerificationRun) -> bool:
    """Return whether the user may stop and resume a run: an administrator, or an editor who started it."""
    return may_operate(request) or (may(request, Claim, "change") and run.actor == actor_of(request))


def steps_of(request: HttpRequest, run: VerificationRun) -> list[tuple[str, str]]:
    """Return the address and the label of each action on a run that the user may take."""
    if not may_stop(request, run):
        return []
    if run.state == RUNNING:
        return [(reverse("admin:claims_verificationrun_stop", args=[run.pk]), _("Stop"))]
    if run.state == STOPPED and run.stopped_by:
        return [(reverse("admin:claims_verificationrun_resume", args=[run.pk]), _("Resume"))]
    return []


def _after(request: HttpRequest, run: VerificationRun) -> str:
    return reverse("admin:claims_verificationrun_system") if may_operate(request) else page_url(run)


def _shown(check: Check) -> dict[str, Any]:
    words, tone = _STATES[check.state]
    return {
        "name": _NAMES[check.name],
        "state": tag(str(words), tone),
        "sentence": check.sentence,
        "remedy": check.remedy,
    }


def _kept() -> list[dict[str, Any]]:
    counts = counts_of_kept()
    return [{"label": rule.label, "days": rule.days, "count": counts[rule.name]} for rule in RULES]


def _run(one: SoFar) -> dict[str, Any]:
    run = one.run
    return {
        "link": record_link(run, _("Run %(number)d") % {"number": run.pk}),
        "scope": tag(run.scope),
        "run": run,
        "done": one.chunks_done,
        "chunks": one.chunks,
        "stop": reverse("admin:claims_verificationrun_stop", args=[run.pk]),
    }
