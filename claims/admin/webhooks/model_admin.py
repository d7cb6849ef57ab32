"""Webhooks: subscriptions, the deliveries of their messages, and the actions of administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.admin.webhooks.forms import NewWebhookForm, WebhookForm, words_of
from claims.admin.webhooks.moves import MOVES, Move, Values, change_by
from claims.models import WebhookDelivery, WebhookSubscription
from claims.models.webhook import WAITING
from claims.operations.webhooks import subscriptions as webhooks
from claims.operations.webhooks.subscriptions import Made
from claims.queries.webhooks.subscriptions import ACTIVE, ENDED, FAILING, PAUSED, state_of, steps_of, tallies
from claims.vocabulary import DeliveryState
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, record_link, tag, titled, words
from sources.admin.pages import (
    ReasonForm,
    changelist_url,
    form_page,
    may,
    page,
    page_url,
    record_or_404,
    require,
    sent,
)

_STEPS_SHOWN: Final = 50
_TONES: Final = {ACTIVE: "corroborated", FAILING: "critical", PAUSED: "warning", "sent": "corroborated", "dead": "critical"}


@admin.register(WebhookSubscription)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("name", "key", "host_shown", "state", "failures", "created_at", "created_by")
    search_fields = ("name", "key", "url")
    ordering = ("-id",)
    show_add_link = True
    fields = (
        "name", "key", "url", "wanted_shown", "state", "message_counts", "failures", "probe_at", "place_id",
        "old_secret_until", "created_at", "created_by", "paused_at", "ended_at", "moves", "steps_shown",
    )  # fmt: skip

    @column(gettext_lazy("host"))
    def host_shown(self, row: WebhookSubscription) -> str:
        return row.host

    @column(gettext_lazy("filters"))
    def wanted_shown(self, row: WebhookSubscription) -> str:
        lines = [(words(kind), ", ".join(map(words, values))) for kind, values in row.wanted.items()]
        return format_html_join("", "<p>{}: {}</p>", lines) if lines else _("all changes")

    @column(gettext_lazy("state"))
    def state(self, row: WebhookSubscription) -> str:
        found = state_of(row)
        return tag(found, _TONES.get(found, ""))

    @column(gettext_lazy("messages"))
    def message_counts(self, row: WebhookSubscription) -> str:
        counts = _("%(waiting)s waiting, %(sent)s sent, %(dead)s failed") % tallies([row.pk])[row.pk]._asdict()
        url = f"{reverse('admin:claims_webhookdelivery_changelist')}?subscription__id__exact={row.pk}"
        return format_html('<a href="{}" class="desk-link">{}</a>', url, counts)

    @column(gettext_lazy("actions"))
    def moves(self, row: WebhookSubscription) -> str:
        state = state_of(row)
        links = [(_move_url(row, name), move.link) for name, move in MOVES.items() if state in move.states]
        return format_html_join(" · ", '<a href="{}" class="desk-link">{}</a>', links) or "–"

    @column(gettext_lazy("history"))
    def steps_shown(self, row: WebhookSubscription) -> str:
        return render_to_string("admin/claims/webhooksubscription/steps.html", {"steps": steps_of(row, _STEPS_SHOWN)})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, WebhookSubscription, "add")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        offered = may(request, WebhookSubscription, "change")
        return [name for name in super().get_fields(request, obj) if name != "moves" or offered]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(self._view_of(move)),
                name=f"claims_webhooksubscription_{name}",
            )
            for name, move in MOVES.items()
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (WebhookSubscription, "add"))
        form = NewWebhookForm(sent(request))

        def save(values: Values) -> HttpResponse:
            said = {name: values[name] for name in ("name", "url", "desk", "after")}
            made = webhooks.subscribe(change=change_by(request, values), wanted=words_of(values), **said)
            return self._show_secret(request, made)

        title = _("Add a webhook")
        return form_page(request, self, form, title=title, save=save, done=changelist_url(self), refusals=REFUSALS)

    def _view_of(self, move: Move) -> Callable[[HttpRequest, str], HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            require(request, (WebhookSubscription, "change"))
            row: WebhookSubscription = record_or_404(self, request, object_id)

            def save(values: Values) -> HttpResponse | str:
                done = move.run(row.key, change_by(request, values), values)
                return self._show_secret(request, done) if isinstance(done, Made) else done

            return form_page(
                request,
                self,
                move.form.of(row, sent(request)) if issubclass(move.form, WebhookForm) else move.form(sent(request)),
                title=move.title % {"name": row.name},
                save=save,
                done=page_url(row),
                refusals=REFUSALS,
                button=move.button,
                explanation=move.explanation,
            )

        return view

    def _show_secret(self, request: HttpRequest, made: Made) -> HttpResponse:
        """Show a new secret. It appears only on this page, which is not cached, like all admin pages."""
        title = _("The secret of “%(name)s”") % {"name": made.subscription.name}
        template = "admin/claims/webhooksubscription/secret.html"
        return page(request, self, template, title=title, text=made.secret, done=page_url(made.subscription))


def _move_url(row: WebhookSubscription, name: str) -> str:
    return reverse(f"admin:claims_webhooksubscription_{name}", args=[row.pk])


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    list_display = (
        "message_id",
        "subscription",
        "about",
        "state_shown",
        "attempts",
        "answer_status",
        "last_attempt_at",
        "next",
    )
    list_filter = (("state", CodeFilter.of(DeliveryState)), "subscription")
    list_select_related = ("subscription", "revision__claim")
    search_fields = ("message_id", "revision__claim__key")
    ordering = ("-id",)
    actions = ("send_again",)
    fields = (
        "message_id", "subscription_link", "about", "state_shown", "attempts", "created_at", "last_attempt_at", "next",
        "give_up_at", "ended_at", "answer_status", "answer", "steps",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        found: QuerySet[WebhookDelivery] = super().get_queryset(request)
        # Bodies are large, and the list does not show them.
        return found.defer("revision__body")

    @column(gettext_lazy("about"))
    def about(self, row: WebhookDelivery) -> str:
        if row.revision is None:
            return _("a test")
        text = _("%(claim)s, revision %(number)s") % {"claim": titled(row.revision.claim), "number": row.revision.number}
        return record_link(row.revision, text)

    @column(gettext_lazy("state"), order="state")
    def state_shown(self, row: WebhookDelivery) -> str:
        return tag(row.state, _TONES.get(row.state, ""))

    @column(gettext_lazy("next attempt"), order="next_attempt_at")
    def next(self, row: WebhookDelivery) -> Any:
        return row.next_attempt_at

    @column(gettext_lazy("webhook"))
    def subscription_link(self, row: WebhookDelivery) -> str:
        return record_link(row.subscription)

    @column(gettext_lazy("actions"))
    def steps(self, row: WebhookDelivery) -> str:
        # An ended webhook gets no more messages.
        if state_of(row.subscription) == ENDED:
            return "–"
        url = reverse("admin:claims_webhookdelivery_again", args=[row.pk])
        return format_html('<a href="{}" class="desk-link">{}</a>', url, _("Send now") if row.state == WAITING else _("Resend"))

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may resend messages: whether they may change webhooks."""
        return may(request, WebhookSubscription, "change")

    @admin.action(description=gettext_lazy("Resend"), permissions=["send"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[WebhookDelivery]) -> None:
        change, number = change_of(request, "", reason="Chosen in the list."), 0
        by_webhook: dict[str, list[str]] = {}
        for key, message_id in chosen.filter(subscription__ended_at=None).values_list("subscription__key", "message_id"):
            by_webhook.setdefault(key, []).append(message_id)
        for key, ids in by_webhook.items():
            number += webhooks.send_again(key, ids, change)
        message = ngettext("Resending %(number)s message.", "Resending %(number)s messages.", number)
        messages.success(request, message % {"number": number})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.again_view)
        return [path("<path:object_id>/again/", view, name="claims_webhookdelivery_again"), *super().get_urls()]

    def again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        require(request, (WebhookSubscription, "change"))
        row: WebhookDelivery = record_or_404(self, request, object_id)

        def save(values: Values) -> str:
            webhooks.send_again(row.subscription.key, [row.message_id], change_by(request, values))
            return _("Resending the message.")

        title = _("Resend “%(message)s”") % {"message": row.message_id}
        form = ReasonForm(sent(request))
        return form_page(request, self, form, title=title, save=save, done=page_url(row), refusals=REFUSALS, button=_("Send"))
