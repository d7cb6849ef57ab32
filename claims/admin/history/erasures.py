"""What was erased from the record, and the page on which an administrator erases a text: first where it is, then for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import Erasure
from claims.operations.history.erasing import ACTION, erase, refuse, wanted_of
from claims.queries.history.occurrences import Found, find, labels, sent_about
from factcheck.desk.admin_theme import Area, ReadOnlyAdmin, Text
from factcheck.text.erasing import LONGEST, Wanted
from factcheck.text.texts import in_form
from sources.admin.display import column, words
from sources.admin.pages import ReasonForm, changelist_url, form_page, may, page_url, require, sent

#: Places shown of each column; the rest are counted.
_SHOWN: Final = 5
#: The button that erases, on the page that shows where the text is.
_FOR_GOOD: Final = "erase"


class ErasureForm(ReasonForm):
    """The text, how it is looked for, and on whose order it is erased."""

    text = forms.CharField(
        label=gettext_lazy("Text or name to erase"),
        max_length=LONGEST,
        widget=Area(rows=2, attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("As it is written there. It is kept nowhere: neither the reason nor the order may have it."),
    )
    whole = forms.BooleanField(
        label=gettext_lazy("Only where it is all that a field says"),
        required=False,
        help_text=gettext_lazy("Otherwise it is taken out of longer texts too."),
    )
    fold = forms.BooleanField(label=gettext_lazy("In upper and lower case alike"), required=False)
    keys = forms.BooleanField(
        label=gettext_lazy("In keys too"),
        required=False,
        initial=True,
        help_text=gettext_lazy("A key made of the name gives it away. Addresses that have the key change with it."),
    )
    ordered_by = forms.CharField(
        label=gettext_lazy("On whose order"),
        max_length=300,
        widget=Text,
        help_text=gettext_lazy("A court and its file number, the person concerned, the editor-in-chief."),
    )
    field_order = ("text", "whole", "fold", "keys", "ordered_by", "reason")

    @property
    def wanted(self) -> Wanted:
        """What is looked for. Raises: OperationError."""
        said = self.cleaned_data
        return wanted_of(said["text"], whole=said["whole"], fold=said["fold"], keys=said["keys"])

    @property
    def looked_for(self) -> str:
        """What the page showed the places of: it is erased only if it is still what is filled in."""
        return " ".join(str(self.cleaned_data[name]) for name in ("whole", "fold", "keys", "text"))


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "ordered_by", "reason", "claims_shown", "finished_at")
    search_fields = ("actor", "reason", "ordered_by")
    ordering = ("-id",)
    fields = ("at", "actor", "ordered_by", "reason", "finished_at", "listed")
    show_add_link = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, Erasure, "add")

    @column(gettext_lazy("claims"))
    def claims_shown(self, row: Erasure) -> str:
        return str(len(row.claims))

    @column(gettext_lazy("what was erased, and where"))
    def listed(self, row: Erasure) -> str:
        context = {"places": told(row.places), "stays": told(row.stays), "claims": row.claims, "sent": row.sent}
        return render_to_string(
            "admin/claims/erasure/listed.html", {**context, "revisions": reverse("admin:claims_revision_changelist")}
        )

    # An error report would keep the text that is to be erased, and the reason may describe it.
    @method_decorator(sensitive_post_parameters())
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Erasure, "add"))
        form = ErasureForm(sent(request))
        context: dict[str, Any] = {}

        def save(values: Mapping[str, Any]) -> HttpResponse | str:
            change = change_of(request, ACTION, values["reason"])
            # Before the search already: a reason with the text would have to be erased in its turn.
            refuse(form.wanted, change, values["ordered_by"])
            looked = in_form(request.POST.get("looked", ""))  # with the line ends of a browser
            # Erased only after the same text was looked for: an administrator sees all places first, as nothing
            # brings them back.
            if request.POST.get("do") != _FOR_GOOD or looked != in_form(form.looked_for):
                return self._shown(request, form, context)
            done = erase(form.wanted, change, ordered_by=values["ordered_by"])
            messages.success(request, _("Erased. What is left in backups and with others is listed below."))
            return HttpResponseRedirect(page_url(done))

        return self._page(request, form, save, context)

    def _shown(self, request: HttpRequest, form: ErasureForm, context: dict[str, Any]) -> HttpResponse:
        """Show where the text is, with the button that erases it there."""
        found = find(form.wanted)
        context |= {"found": preview_of(found), "for_good": _FOR_GOOD, "sent": sent_about(found.claims)}
        context["looked"] = form.looked_for
        # ``form_page`` would run ``save`` again on a POST.
        request.method = "GET"
        return self._page(request, form, lambda _values: "", context)

    def _page(self, request: HttpRequest, form: ErasureForm, save: Any, context: Mapping[str, Any]) -> HttpResponse:
        return form_page(
            request,
            self,
            form,
            title=_("Erase a text for good"),
            save=save,
            done=changelist_url(self),
            refusals=REFUSALS,
            button=_("Look where it is"),
            template="admin/claims/erasure/erase.html",
            **context,
        )


def told(counts: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return how many rows of which column, as people read it."""
    called = labels()
    return [(f"{_called(called, each['table'])}: {words(each['column'])}", each["rows"]) for each in counts]


def _called(called: Mapping[str, str], table: str) -> str:
    return words(called.get(table, table))


def preview_of(found: Found) -> list[tuple[str, bool, list[str], int]]:
    """Return of each column that has the text what it is called, whether it stays, excerpts, and how many there are more."""
    called = labels()
    rows: dict[tuple[str, str, bool], list[str]] = {}
    for place in found.places:
        rows.setdefault((place.table, place.column, place.stays), []).append(place.excerpt)
    return [
        (f"{_called(called, table)}: {words(name)}", stays, excerpts[:_SHOWN], len(excerpts) - _SHOWN)
        for (table, name, stays), excerpts in rows.items()
    ]
