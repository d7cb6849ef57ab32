"""New rules: what they would change, and the button that puts them in force."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.help.flag_tags import flag_tag
from claims.launch import sweep_by_new_rules
from claims.models import DeskPolicy, VerificationRun
from claims.queries.policy.rules_in_force import count_of_other_rules, installed_rules, rules_wait
from claims.runs.chunks import RunInProgressError
from claims.runs.lifecycle import RunClosedError
from claims.runs.rules import preview_for
from claims.verification.rule_preview import Kind, RuleChange
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import tag
from sources.admin.pages import changelist_url, may, page, page_url, require

#: How long the page compares claims; the command compares all of them.
SECONDS: Final = 3
#: Claims that the page lists.
_SHOWN: Final = 50


def rules_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show whether new rules wait, and what they would change. On POST, put them in force."""
    require(request, (VerificationRun, "view"))
    if request.method == "POST":
        require(request, (DeskPolicy, "add"))
        return _put_in_force(request)
    waits = rules_wait()
    return page(
        request,
        admin,
        "admin/claims/verificationrun/rules.html",
        title=_("Rules %(rules)s") % {"rules": installed_rules()},
        waits=waits,
        waiting=count_of_other_rules() if waits else 0,
        may_set=may(request, DeskPolicy, "add"),
        back=changelist_url(admin),
        claims=reverse("admin:claims_claim_changelist"),
        **(_preview() if waits else {}),
    )


def _preview() -> dict[str, Any]:
    until = time.monotonic() + SECONDS
    parts = preview_for(timezone.now(), lambda: time.monotonic() >= until)
    changes = [change for part in parts for change in part.changes]
    listed = [change for change in changes if Kind.WORDING not in change.kinds]
    kinds = Counter(kind for change in changes for kind in change.kinds)
    return {
        "compared": sum(part.number for part in parts),
        "changed": len(changes),
        "kinds": [(label, kinds[kind]) for kind, label in _labels().items() if kinds[kind]],
        "failed": [key for part in parts for key, _error in part.failed],
        "lines": [_line(change) for change in listed[:_SHOWN]],
        "left_out": max(len(listed) - _SHOWN, 0),
    }


def _labels() -> dict[Kind, str]:
    return {
        Kind.STATUS: _("another status"),
        Kind.COUNTS: _("other counts"),
        Kind.RAISED: _("flags raised"),
        Kind.CLEARED: _("flags cleared"),
        Kind.SEVERITY: _("other severities"),
        Kind.WORDING: _("other wording only"),
    }


def _line(change: RuleChange) -> dict[str, Any]:
    before, after = change.before, change.after
    statuses: Sequence[Any] = [tag(before.status, before.status), tag(after.status, after.status)]
    return {
        "key": change.key,
        "statuses": statuses if before.status != after.status else statuses[:1],
        "sides": [
            (label, _interval(old), _interval(new))
            for label, old, new in ((_("support"), before.support, after.support), (_("denial"), before.denial, after.denial))
            if old != new
        ],
        "raised": [flag_tag(code, severity) for code, severity in after.flags.items() if code not in before.flags],
        "cleared": [flag_tag(code, severity) for code, severity in before.flags.items() if code not in after.flags],
        "due": change.due,
    }


def _interval(side: Any) -> str:
    counts = f"r {side['on_record']}, d {side['disinterested']}, g {side['routes']}"
    return f"{side['at_least']}–{side['at_most']}{'+' if side['open'] else ''} ({counts})"


def _put_in_force(request: HttpRequest) -> HttpResponse:
    """Start the sweep, and show its page. Redirect, so that reloading does not repeat it."""
    here = reverse("admin:claims_verificationrun_rules")
    if not rules_wait():
        messages.info(request, _("Rules %(rules)s are in force already.") % {"rules": installed_rules()})
        return HttpResponseRedirect(here)
    try:
        run = sweep_by_new_rules(change_of(request, "rules put in force"), clock=timezone.now)
    except (RunInProgressError, RunClosedError) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(here)
    messages.success(request, _("Rules %(rules)s are in force. All claims are being verified.") % {"rules": installed_rules()})
    return HttpResponseRedirect(page_url(run))
