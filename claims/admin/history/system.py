"""The page “System”: what is wrong with the service, what to do, and the runs in progress, each of which can be stopped."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.chain_heads import to_lines
from claims.models import VerificationRun
from claims.operating.check import Check, State
from claims.operating.checks import all_checks
from claims.queries.history.chain_heads import stored_heads
from claims.queries.history.runs import SoFar, running, so_far
from claims.runs.lifecycle import RunEndedError, stop_run
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import record_link, tag
from sources.admin.pages import ReasonForm, actor_of, form_page, page, record_or_404, require, sent

_NAMES: Final[dict[str, Any]] = {
    "database": gettext_lazy("Database"),
    "settings": gettext_lazy("Settings"),
    "redis": gettext_lazy("Redis"),
    "schema": gettext_lazy("Schema"),
    "beat": gettext_lazy("Scheduler (beat)"),
    "worker": gettext_lazy("Worker"),
    "night": gettext_lazy("Nightly run"),
    "runs": gettext_lazy("Stalled runs"),
    "source_changes": gettext_lazy("Changes of sources"),
    "webhooks": gettext_lazy("Webhooks"),
    "rules": gettext_lazy("Rules"),
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
    require(request, (VerificationRun, "change"))
    run = record_or_404(admin, request, object_id)

    def save(values: Any) -> str:
        stop_run(run, timezone.now(), actor=actor_of(request), reason=values["reason"])
        return _("Run %(number)d is stopped. Workers finish the chunk that they work on.") % {"number": run.pk}

    return form_page(
        request,
        admin,
        ReasonForm(sent(request)),
        title=_("Stop run %(number)d") % {"number": run.pk},
        save=save,
        done=reverse("admin:claims_verificationrun_system"),
        refusals=(RunEndedError,),
        button=_("Stop the run"),
        explanation=_(
            "What is done stays. Workers finish the chunk that they work on, and start no other. The next run does the rest."
        ),
    )


def _shown(check: Check) -> dict[str, Any]:
    words, tone = _STATES[check.state]
    return {
        "name": _NAMES[check.name],
        "state": tag(str(words), tone),
        "sentence": check.sentence,
        "remedy": check.remedy,
    }


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
