"""The preview of a policy draft: what it would change. A long preview continues while the page is open."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.launch import begin_preview, put_in_force
from claims.models import DeskPolicy, VerificationRun
from claims.operations.policy.drafts import drop_draft
from claims.operations.writing import OperationError
from claims.queries.policy.previews import Difference, PreviewReport, last_preview, preview_report
from claims.queries.policy.versions import thresholds
from claims.runs.chunks import RunInProgressError
from claims.runs.lifecycle import RunClosedError
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import words
from sources.admin.pages import actor_of, changelist_url, page, require

#: Lines shown for each kind of difference.
_SHOWN = 200


def show_preview(draft: DeskPolicy, actor: str) -> None:
    """Start or continue the preview of a draft."""
    with suppress(
        RunInProgressError, RunClosedError
    ):  # a colleague started it, or the preview of another draft, at the same time
        begin_preview(draft, clock=timezone.now, actor=actor)


def preview_page(request: HttpRequest, admin: DeskAdmin, policy: DeskPolicy) -> HttpResponse:
    """Show what a draft would change. On POST, continue the preview, or activate or discard the draft."""
    # Redirect after POST, so that reloading the page does not repeat the action.
    here = HttpResponseRedirect(reverse("admin:claims_deskpolicy_preview", args=[policy.pk]))
    if request.method == "POST":
        require(request, (DeskPolicy, "add"))
        return _carry_out(request, admin, policy) or here
    run = last_preview(policy)
    report = preview_report(run, _SHOWN) if run is not None else None
    return page(
        request,
        admin,
        "admin/claims/deskpolicy/preview.html",
        title=_("What this policy changes") if policy.version else _("What this draft would change"),
        policy=policy,
        report=report,
        differences=_differences(report) if report is not None else (),
        outdated=run is not None and _outdated(run),
        by_workers=bool(settings.CELERY_BROKER_URL),
        may_set=admin.has_add_permission(request),
        claims=reverse("admin:claims_claim_changelist"),
        back=changelist_url(admin),
    )


def _outdated(run: VerificationRun) -> bool:
    """Return whether the active policy has changed since the preview."""
    return run.desk_policy != thresholds().version


def _differences(report: PreviewReport) -> list[tuple[str, Difference, str, int]]:
    """Return, for each kind of difference, its heading, the difference, its summary, and the number of lines not shown."""
    headings = {
        "raised": _("Flags that it would raise"),
        "cleared": _("Flags that it would clear"),
        "regraded": _("Flags that would have another severity"),
        "restated": _("Claims whose status would change"),
        "failed": _("Claims that could not be assessed"),
    }
    return [
        (
            headings[found.kind],
            found,
            ", ".join(f"{words(about)} {number}" for about, number in found.by_about) if found.kind != "failed" else "",
            found.number - len(found.first),
        )
        for found in report.differences
        if found.number
    ]


def _carry_out(request: HttpRequest, admin: DeskAdmin, policy: DeskPolicy) -> HttpResponse | None:
    """Carry out the action of the button. Return None to show the preview again."""
    change = change_of(request, "policy set", policy.reason)
    try:
        match request.POST.get("do"):
            case "go on":
                show_preview(policy, actor_of(request))
            case "activate":
                messages.success(request, _in_force(policy, put_in_force(policy, change)))
                return HttpResponseRedirect(changelist_url(admin))
            case "drop":
                drop_draft(policy, change)
                messages.success(request, _("The draft is discarded. It stays on record."))
                return HttpResponseRedirect(changelist_url(admin))
    except OperationError as error:
        messages.error(request, str(error))
    return None


def _in_force(policy: DeskPolicy, run: VerificationRun | None) -> str:
    if run is None:
        message = _("Version %(version)s is active. All claims wait for the next verification (manage.py verify).")
    elif run.queued:
        message = _(
            "Version %(version)s is active. The verification of all claims is queued, but has not started because the"
            " message broker is unavailable. It starts once the broker is back, or with manage.py verify."
        )
    else:
        message = _("Version %(version)s is active. All claims are being verified.")
    return message % {"version": policy.version}
