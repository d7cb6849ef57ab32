"""The rating words of verdicts. Keys never change, and a retired word stays on its verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import RatingWord
from claims.operations.verdicts.rating_words import Meaning, add_word, change_word
from claims.verification import Change
from factcheck.desk.admin_theme import Area, Checkbox, DeskAdmin, Text
from sources.admin.display import column
from sources.admin.pages import ReasonForm, changelist_url, form_page, may, record_or_404, require, sent


class WordForm(ReasonForm):
    """The form of a rating word."""

    word = forms.CharField(
        label=gettext_lazy("Word"), max_length=60, widget=Text(), help_text=gettext_lazy("As readers see it: “Mostly true”.")
    )
    definition = forms.CharField(
        label=gettext_lazy("Definition"),
        max_length=2_000,
        widget=Area(rows=3),
        help_text=gettext_lazy("For editors and readers."),
    )
    scale = forms.IntegerField(
        label=gettext_lazy("Position on the scale"),
        required=False,
        min_value=-100,
        max_value=100,
        widget=Text(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Worst first: 1, 2 … Leave empty if it is not on the scale, like “Unproven”."),
    )
    position = forms.IntegerField(
        label=gettext_lazy("Position in the list"),
        min_value=0,
        max_value=1_000,
        widget=Text(attrs={"inputmode": "numeric"}),
    )
    field_order = ("key", "word", "definition", "scale", "position", "retired", "reason")

    @property
    def meaning(self) -> Meaning:
        """The submitted values."""
        values = self.cleaned_data
        return Meaning(values["word"], values["definition"], values["scale"], values["position"])


class NewWordForm(WordForm):
    key = forms.SlugField(
        label=gettext_lazy("Key"), max_length=40, widget=Text(), help_text=gettext_lazy("For programs. It never changes.")
    )


class KnownWordForm(WordForm):
    retired = forms.BooleanField(
        label=gettext_lazy("Retired"),
        required=False,
        widget=Checkbox(),
        help_text=gettext_lazy("No longer offered. Verdicts with this word keep it."),
    )


@admin.register(RatingWord)
class RatingWordAdmin(DeskAdmin):
    list_display = ("word", "key", "scale", "definition", "position", "offered")
    search_fields = ("key", "word")
    ordering = ("position", "key")
    fields = ("word", "key", "definition", "scale", "position", "retired_at")

    @column(gettext_lazy("offered"), order="retired_at", boolean=True)
    def offered(self, row: RatingWord) -> bool:
        return row.retired_at is None

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (RatingWord, "add"))
        form = NewWordForm(sent(request))

        def save(values: Mapping[str, Any]) -> str:
            added = add_word(values["key"], form.meaning, _change(request, "rating word added", values))
            # Rating words have no revisions, so Django's admin log keeps the reason.
            self.log_addition(request, added, values["reason"])
            return _("“%(word)s” is now available.") % {"word": added.word}

        return self._form(request, form, save, title=_("Add a rating word"))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        row: RatingWord = record_or_404(self, request, object_id)
        if not may(request, RatingWord, "change"):
            found: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
            return found
        current = {name: getattr(row, name) for name in ("word", "definition", "scale", "position")}
        form = KnownWordForm(sent(request), initial={**current, "retired": row.retired_at is not None})

        def save(values: Mapping[str, Any]) -> str:
            change = _change(request, "rating word changed", values)
            waiting = change_word(row, form.meaning, change, retired=values["retired"])
            self.log_change(request, row, values["reason"])
            if waiting:
                changed = _("The word is updated. The next verification updates the %(count)s claims that show it.")
                return changed % {"count": waiting}
            return _("The word is updated.")

        return self._form(request, form, save, title=_("Rating word “%(word)s”") % {"word": row.word}, explanation=_key(row))

    def _form(self, request: HttpRequest, form: WordForm, save: Any, **shown: Any) -> HttpResponse:
        return form_page(request, self, form, save=save, done=changelist_url(self), refusals=REFUSALS, **shown)


def _change(request: HttpRequest, action: str, values: Mapping[str, Any]) -> Change:
    return change_of(request, action, values["reason"])


def _key(row: RatingWord) -> str:
    return _("The key “%(key)s” never changes. Readers of published verdicts with this word see the new text.") % {
        "key": row.key
    }
