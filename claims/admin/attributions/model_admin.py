"""Attributions. Their meaning is never edited: an attribution is withdrawn, voided or superseded by actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.attributions.actions import ACTIONS, LINK_ACTIONS, act, act_on_link
from claims.admin.attributions.chain_list import hedge_of
from claims.admin.decisions.panel import decision_line
from claims.admin.flags.steps import is_merged_or_deleted, page_of
from claims.models import Attribution, AttributionDocument, Decision, UndoneWithdrawal
from claims.queries.claims.admin_lists import links_of, successor_of
from claims.queries.decisions.discrediting import discredited
from claims.queries.documents.read import further_documents_of, undone_withdrawals_of
from claims.vocabulary import Basis, GroundRule, Scope, Stance
from factcheck.desk.admin_theme import ReadOnlyAdmin
from factcheck.desk.people import actor_name
from sources.admin.display import CodeFilter, address, column, date_time, record_link, stance_tag, tag, titled, with_key, words
from sources.admin.pages import changelist_url, may, page, record_or_404


class AttributionList(ChangeList):
    """The list, whose rows say whether they are discredited."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = rows = list(self.result_list)
        known = discredited({row.claim_id for row in rows})
        for row in rows:
            row.is_discredited = (row.claim_id, row.key) in known


@admin.register(Attribution)
class AttributionAdmin(ReadOnlyAdmin):
    list_display = (
        "key",
        "source_link",
        "stance_shown",
        "claim_link",
        "basis_shown",
        "said_at",
        "document_link",
        "state",
        "recorded_at",
    )
    list_filter = (
        ("stance", CodeFilter.of(Stance)),
        ("basis", CodeFilter.of(Basis)),
        ("scope", CodeFilter.of(Scope)),
        ("ground_rule", CodeFilter.of(GroundRule)),
        ("withdrawal_recorded_at", admin.EmptyFieldListFilter),
        ("voided_at", admin.EmptyFieldListFilter),
        ("document", admin.EmptyFieldListFilter),
    )
    # Filters that the page of a claim and the front page link to.
    linked_filters = (
        "claim__id__exact", "source__id__exact", "voided_at__isnull", "withdrawn_by__exact",
        "withdrawal_recorded_at__isnull", "withdrawal_recorded_at__gte",
    )  # fmt: skip
    list_select_related = ("claim", "source", "document")
    search_fields = ("key", "claim__key", "source__name", "quote_exact")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attribution]:
        found: QuerySet[Attribution] = super().get_queryset(request)
        return found.select_related("claim", "source", "document", "supersedes")

    @column(gettext_lazy("source"), order="source__name")
    def source_link(self, row: Attribution) -> str:
        return record_link(row.source)

    @column(gettext_lazy("stance"), order="stance")
    def stance_shown(self, row: Attribution) -> str:
        return stance_tag(row.stance, row.scope)

    @column(gettext_lazy("claim"), order="claim__key")
    def claim_link(self, row: Attribution) -> str:
        return record_link(row.claim)

    @column(gettext_lazy("basis"), order="basis")
    def basis_shown(self, row: Attribution) -> str:
        return words(row.basis)

    @column(gettext_lazy("document"))
    def document_link(self, row: Attribution) -> str:
        return record_link(row.document) if row.document else "–"

    @column(gettext_lazy("state"))
    def state(self, row: Attribution) -> str:
        if row.voided_at is not None:
            return _("voided")
        if row.withdrawal_recorded_at is not None:
            return _("withdrawn")
        return _("discredited") if getattr(row, "is_discredited", False) else _("current")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[AttributionList]:  # noqa: ARG002
        return AttributionList

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        # Our URLs go first: Django's last pattern takes any path as the id of a record.
        own = [path(f"<int:pk>/{name}/", wrap(self._action(name)), name=f"claims_attribution_{name}") for name in ACTIONS]
        own += [
            path(f"<int:pk>/links/<int:link>/{name}/", wrap(self._link_action(name)), name=f"claims_attribution_{name}_link")
            for name in LINK_ACTIONS
        ]
        return [*own, *super().get_urls()]

    def _action(self, name: str) -> Any:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            return act(request, self, name, record_or_404(self, request, str(pk)))

        return view

    def _link_action(self, name: str) -> Any:
        def view(request: HttpRequest, pk: int, link: int) -> HttpResponse:
            return act_on_link(request, self, name, record_or_404(self, request, str(pk)), link)

        return view

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        row = record_or_404(self, request, object_id)
        upward, downward = links_of(row)
        made = discredited([row.claim_id]).get((row.claim_id, row.key))
        return page(
            request,
            self,
            "admin/claims/attribution/page.html",
            title=_("%(key)s in %(claim)s") % {"key": row.source, "claim": titled(row.claim)},
            row=row,
            original=row,
            claim_link=record_link(row.claim),
            source_link=record_link(row.source),
            stance=tag(row.stance, row.stance),
            facts=_facts(row),
            links=[(link, record_link(link.cited, with_key(link.cited.source, link.cited.key))) for link in upward],
            passed_on_by=[(link, record_link(link.citing, with_key(link.citing.source, link.citing.key))) for link in downward],
            successor=successor_of(row),
            discredited=decision_line(made, may_strike=may(request, Decision, "change")) if made else None,
            # The page offers only what the user may do; the views check the permission again.
            actions=_actions(row, made) if may(request, Attribution, "change") else [],
            may_link=may(request, Attribution, "change"),
            supersede=page_of(row.claim, "quick", supersede=row.key) if may(request, Attribution, "add") else "",
            back=changelist_url(self),
            media=self.media,
        )


def _facts(row: Attribution) -> list[tuple[str, Any]]:
    document = record_link(row.document) if row.document else _("none held")
    found = [
        (_("Scope"), words(row.scope)),
        (_("Basis"), words(row.basis)),
        (_("Hedge"), hedge_of(row)),
        (_("Ground rule"), words(row.ground_rule)),
        (_("Said"), row.said_at),
        (_("Reporter"), row.reporter),
        (_("Document"), document),
        (_("Address"), address(row.document.url) if row.document else ""),
        (_("Quote"), row.quote_exact),
        (_("Translation"), row.quote_translation),
        (_("Words before"), row.quote_prefix),
        (_("Words after"), row.quote_suffix),
        *((_("Further document"), _further(each)) for each in further_documents_of(row)),
        (_("Supersedes"), record_link(row.supersedes, row.supersedes.key) if row.supersedes else ""),
        (_("Recorded"), date_time(row.recorded_at)),
        (_("Withdrawn"), row.withdrawn_at),
        (_("Withdrawn by"), words(row.withdrawn_by)),
        (_("Withdrawal recorded"), date_time(row.withdrawal_recorded_at)),
        (_("Why withdrawn"), row.withdrawal_reason),
        *((_("Withdrawal undone"), _undone(each)) for each in undone_withdrawals_of(row)),
        (_("Voided"), date_time(row.voided_at)),
        (_("Why voided"), row.void_reason),
    ]
    return [(name, value) for name, value in found if value]


def _further(held: AttributionDocument) -> Any:
    """Return a further document with its quote, and why it was struck out if it was."""
    ended = _("struck out %(at)s: %(reason)s") % {"at": date_time(held.struck_at), "reason": held.struck_reason}
    quote = f"“{held.quote_exact}”" if held.quote_exact else ""
    notes = [each for each in (quote, held.quote_translation, ended if held.struck_at else "") if each]
    return format_html("{}{}", record_link(held.document), f": {'; '.join(notes)}" if notes else "")


def _undone(withdrawal: UndoneWithdrawal) -> str:
    undone = withdrawal.retraction
    values = {"at": date_time(withdrawal.recorded_at), "reason": withdrawal.reason}
    values |= {"undone_at": date_time(undone.undone_at), "actor": actor_name(undone.undone_by), "why": undone.undo_reason}
    return _("%(at)s, with its document: %(reason)s. Undone %(undone_at)s by %(actor)s: %(why)s") % values


def _actions(row: Attribution, discredited: Decision | None) -> list[tuple[Any, str]]:
    possible = {
        # A voided attribution counts as never recorded, so its source can no longer withdraw it.
        "withdraw": row.withdrawal_recorded_at is None and row.voided_at is None,
        "void": row.voided_at is None,
        "attach": row.voided_at is None and not row.withdrawn_with_document,
        "detach": row.voided_at is None and any(held.struck_at is None for held in further_documents_of(row)),
    }
    found: list[tuple[Any, str]] = [
        (ACTIONS[name].link, reverse(f"admin:claims_attribution_{name}", args=[row.pk]))
        for name, can in possible.items()
        if can
    ]
    if row.voided_at is None and discredited is None and not is_merged_or_deleted(row.claim):
        found.append((_("Discredit"), page_of(row.claim, "discredit", attribution=row.key)))
    return found
