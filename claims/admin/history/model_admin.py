"""Read-only lists of revisions, public bodies, runs and chunks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from claims.admin.history.link_watch import start_watch_page, stop_watch_page
from claims.admin.history.rules import rules_page
from claims.admin.history.system import heads_file, resume_page, steps_of, stop_page, system_page
from claims.models import PublicBody, Revision, VerificationChunk, VerificationRun
from claims.models.revision import REASON_SHOWN
from claims.queries.history.chain_check import gaps_of
from claims.queries.history.night import night_report
from claims.queries.history.revisions import actions_in_use
from claims.revision_chain import chain_digest
from claims.runs.report import unfinished
from claims.vocabulary import ChunkState, RunScope, RunState
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, pretty, record_link, tag, words

#: Lines per section (a guess at how many people read); the command prints all of them.
_LINES_SHOWN = 200


class ActionFilter(CodeFilter):
    """A filter on the actions of revisions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup_choices = actions_in_use()


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("shown", "claim_link", "at", "actor", "done", "why")
    list_filter = (("action", ActionFilter), "at")
    list_select_related = ("claim",)
    search_fields = ("claim__key", "actor", "action", "shown_reason")
    ordering = ("-id",)
    fields = (
        "claim_link",
        "number",
        "at",
        "actor",
        "done",
        "why",
        "chain",
        "sha256",
        "previous_sha256",
        "body_sha256",
        "gaps",
        "assessment",
        "body_shown",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        found: QuerySet[Revision] = super().get_queryset(request)
        # Search and sort use the reason as shown: a search in the stored one would find reviewers' hidden comments.
        return found.select_related("claim", "assessment").annotate(shown_reason=REASON_SHOWN)

    @column(_("reason"), order="shown_reason")
    def why(self, row: Revision) -> str:
        return row.reason_shown

    @column(_("revision"), order="number")
    def shown(self, row: Revision) -> str:
        return self.shown_number(row.number)

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Revision) -> str:
        return record_link(row.claim)

    @column(_("action"), order="action")
    def done(self, row: Revision) -> str:
        return words(row.action)

    @column(_("chain digest"))
    def chain(self, row: Revision) -> str:
        # Recomputed on each view, so that an altered row shows at once and not only in check_integrity.
        if chain_digest(row) == row.sha256 and row.sealed:
            return tag(str(_("verifies, but for what was erased since: a later revision lists it")), "warning")
        if chain_digest(row) == row.sha256:
            return tag(str(_("valid: this revision is unchanged since it was written")), "corroborated")
        return tag(str(_("INVALID: this revision was altered after it was written")), "critical")

    @column(_("lists as erased"))
    def gaps(self, row: Revision) -> str:
        return "; ".join(f"{self.shown_number(gap['revision'])}: {words(gap['part'])}" for gap in gaps_of(row))

    def shown_number(self, number: int) -> str:
        return str(_("revision %(number)s") % {"number": number})

    @column(_("public body"))
    def body_shown(self, row: Revision) -> str:
        if row.body is None:
            return str(_("This revision did not change the public body."))
        return pretty(json.loads(row.body_text()))


@admin.register(PublicBody)
class PublicBodyAdmin(ReadOnlyAdmin):
    list_display = ("claim_link", "revision", "at", "sha256")
    list_select_related = ("claim",)
    search_fields = ("claim__key",)
    ordering = ("-claim",)
    fields = ("claim_link", "revision", "at", "sha256", "chain_sha256", "body_shown")

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: PublicBody) -> str:
        return record_link(row.claim)

    @column(_("body"))
    def body_shown(self, row: PublicBody) -> str:
        return pretty(json.loads(row.body))


@admin.register(VerificationRun)
class VerificationRunAdmin(ReadOnlyAdmin):
    list_display = (
        "id",
        "scope_shown",
        "state_shown",
        "started_at",
        "finished_at",
        "actor",
        "verified",
        "changed",
        "raised",
        "cleared",
        "failed",
    )
    list_filter = (("state", CodeFilter.of(RunState)), ("scope", CodeFilter.of(RunScope)))
    search_fields = ("actor",)
    ordering = ("-id",)
    fields = (
        "scope_shown",
        "state_shown",
        "actor",
        "started_at",
        "finished_at",
        "now",
        "policy_version",
        "verified",
        "assessed",
        "changed",
        "failed",
        "surprises",
        "seconds",
        "stopped_by",
        "trouble",
        "night",
    )

    def get_urls(self) -> list[URLPattern]:
        def view(shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(lambda request, **keys: shown(request, self, **keys))

        return [
            path("rules/", view(rules_page), name="claims_verificationrun_rules"),
            path("system/", view(system_page), name="claims_verificationrun_system"),
            path("system/links/stop/", view(stop_watch_page), name="claims_verificationrun_stop_links"),
            path("system/links/start/", view(start_watch_page), name="claims_verificationrun_start_links"),
            path("system/heads.jsonl", view(heads_file), name="claims_verificationrun_heads"),
            path("<path:object_id>/stop/", view(stop_page), name="claims_verificationrun_stop"),
            path("<path:object_id>/resume/", view(resume_page), name="claims_verificationrun_resume"),
            *super().get_urls(),
        ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> VerificationRun | None:
        run = super().get_object(request, object_id, from_field)
        if run is not None:
            run.steps = steps_of(request, run)  # for ``night``, which has no request
        return run

    @column(_("scope"), order="scope")
    def scope_shown(self, row: VerificationRun) -> str:
        return words(row.scope)

    @column(_("state"), order="state")
    def state_shown(self, row: VerificationRun) -> str:
        return words(row.state)

    @column(_("night report"))
    def night(self, row: VerificationRun) -> str:
        report = night_report(row)
        sections = [
            (heading, lines[:_LINES_SHOWN], max(len(lines) - _LINES_SHOWN, 0))
            for heading, lines in (
                (_("New flags"), report.raised),
                (_("Cleared"), report.cleared),
                (_("Became due"), report.due),
                (_("Could not be verified"), report.failed),
            )
        ]
        context = {
            "unfinished": unfinished(report),
            "sections": sections,
            "run": row,
            "steps": getattr(row, "steps", ()),
            "claims": reverse("admin:claims_claim_changelist"),
        }
        return render_to_string("admin/claims/verificationrun/night.html", context)


@admin.register(VerificationChunk)
class VerificationChunkAdmin(ReadOnlyAdmin):
    list_display = ("number", "run_link", "state_shown", "first_id", "last_id", "verified", "changed", "failed", "finished_at")
    list_filter = (("state", CodeFilter.of(ChunkState)),)
    list_select_related = ("run",)
    ordering = ("-run", "number")
    fields = (
        "run_link",
        "number",
        "state_shown",
        "first_id",
        "last_id",
        "verified",
        "changed",
        "raised",
        "cleared",
        "failed",
        "seconds",
        "finished_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[VerificationChunk]:
        # The report names thousands of claims, and no page shows it.
        return super().get_queryset(request).defer("report")

    @column(_("state"), order="state")
    def state_shown(self, row: VerificationChunk) -> str:
        return words(row.state)

    @column(_("run"), order="run")
    def run_link(self, row: VerificationChunk) -> str:
        return record_link(row.run)
