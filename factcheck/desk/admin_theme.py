"""The only module that imports django-unfold, and only if the setting ADMIN_UNFOLD is on.

Without Unfold, the same pages use Django's own admin. This module also sets rules for the whole admin: nothing can be deleted,
and a choice that nobody made stays blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from factcheck.database.limited_counts import MOST_COUNTED, limited_counts, shown_count
from factcheck.desk.admin_filters import DeclaredFilters
from factcheck.desk.labels import label
from factcheck.desk.people import actor_name, person_name

if TYPE_CHECKING or not settings.ADMIN_UNFOLD:
    from django.contrib.admin import ModelAdmin
    from django.contrib.admin.widgets import AdminFileWidget as File
    from django.contrib.admin.widgets import AdminTextareaWidget as _Area
    from django.contrib.admin.widgets import AdminTextInputWidget as _Password
    from django.contrib.admin.widgets import AdminTextInputWidget as _Text
    from django.contrib.auth.forms import AdminUserCreationForm as UserCreationForm
    from django.contrib.auth.forms import UserChangeForm
    from django.forms import CheckboxInput as Checkbox
    from django.forms import Select
else:
    from unfold.admin import ModelAdmin
    from unfold.forms import UserChangeForm, UserCreationForm
    from unfold.widgets import UnfoldAdminFileFieldWidget as File
    from unfold.widgets import UnfoldAdminPasswordWidget as _Password
    from unfold.widgets import UnfoldAdminSelectWidget as Select
    from unfold.widgets import UnfoldAdminTextareaWidget as _Area
    from unfold.widgets import UnfoldAdminTextInputWidget as _Text
    from unfold.widgets import UnfoldBooleanWidget as Checkbox

__all__ = [
    "Area",
    "Checkbox",
    "Checkboxes",
    "Day",
    "DeskAdmin",
    "File",
    "Moment",
    "Password",
    "ReadOnlyAdmin",
    "Select",
    "Suggesting",
    "Text",
    "UserChangeForm",
    "UserCreationForm",
    "choices_of",
]


class Area(_Area):
    """A multi-line text field, whose direction follows its content."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 3) -> None:
        super().__init__({"rows": rows, "dir": "auto", **(attrs or {})})


class Text(_Text):
    """A one-line text field, whose direction follows its content."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"dir": "auto", **(attrs or {})})


class Suggesting(Text):
    """A one-line text field that suggests values by their names as somebody types; the browser finds them."""

    def __init__(self, names: Mapping[str, Any], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.names = names

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the field, followed by its suggestions."""
        suggestions = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        named = sorted((str(label), value) for value, label in self.names.items())
        options = format_html_join("", '<option value="{1}">{0}</option>', named)
        return format_html('{}<datalist id="{}">{}</datalist>', field, suggestions, options)


class Day(Text):
    """A date field with the browser's date picker."""

    input_type = "date"


class Moment(Text):
    """A date-time field in the desk's time zone."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> Any:
        # The only form that browsers accept in such a field: no zone, and "T" between date and time.
        return value.strftime("%Y-%m-%dT%H:%M:%S") if hasattr(value, "strftime") else value


class Password(_Password):
    """A field for a new password, which is never sent back to the browser."""

    input_type = "password"
    render_value = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "new-password", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ARG002
        # Without Unfold the base class is an ordinary text field, which ignores ``render_value``.
        return super().get_context(name, None, attrs)


class Checkboxes(forms.CheckboxSelectMultiple):
    """A list of checkboxes. Long lists scroll."""

    template_name = "admin/desk/checkboxes.html"


def choices_of(words: Iterable[str], labels: Mapping[str, Any] | None = None, *, blank: Any = None) -> list[tuple[str, Any]]:
    """Return stored codes as choices of a form. ``blank`` is the label of a blank first choice, if there is one."""
    choices = [(word, (labels or {}).get(word) or label(word)) for word in words]
    return choices if blank is None else [("", blank), *choices]


def _names_somebody(field: models.Field[Any, Any]) -> bool:
    """Return whether a column holds an actor (``actor``, ``struck_by`` …) or refers to an account."""
    if field.is_relation:
        return field.related_model is User
    return isinstance(field, models.CharField) and (field.name == "actor" or field.name.endswith("_by"))


def _shown_by_name(field: models.Field[Any, Any]) -> Callable[[models.Model], str]:
    def shown(row: models.Model) -> str:
        value: Any = getattr(row, field.name)
        return person_name(value) if isinstance(value, User) else actor_name(value or "")

    return admin.display(description=field.verbose_name, ordering=field.name)(shown)


class LimitedCount(int):
    """A limited count of rows, which shows itself as “10,000+” beyond its limit."""

    def __str__(self) -> str:
        return shown_count(int(self))


class LimitedPaginator(Paginator):  # type: ignore[type-arg]
    """Django's, which counts rows only up to a limit."""

    @cached_property
    def count(self) -> int:
        return LimitedCount(limited_counts(self.object_list)[0])  # type: ignore[arg-type]


class DeskAdmin(DeclaredFilters, ModelAdmin):  # type: ignore[type-arg]
    """The base class of all record pages: no deletion, only declared filters, short lists, no expensive counts."""

    actions: Any = None
    list_per_page = 50
    # Counting every row of a large table takes longer than the page itself.
    show_full_result_count = False
    list_filter_sheet = True
    list_fullwidth = True
    compressed_fields = True

    def get_paginator(self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any) -> Any:
        """Return a paginator that counts no further than the limit; beyond it, the page asked for needs the whole count."""
        asked = request.GET.get(PAGE_VAR, "")
        is_beyond = asked.isdecimal() and int(asked[:9]) * per_page > MOST_COUNTED
        return (Paginator if is_beyond else LimitedPaginator)(queryset, per_page, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        """Return False for everybody: records are superseded, withdrawn, voided or struck out, never deleted."""
        return False

    def formfield_for_choice_field(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Restore Django's blank choice, which Unfold drops for required fields.

        Without it, an untouched field submits its first choice: a stance that no editor chose.
        """
        blank = db_field.blank or not (db_field.has_default() or "initial" in kwargs)
        kwargs.setdefault("choices", db_field.get_choices(include_blank=blank, blank_choice=[("", _("Choose …"))]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class ReadOnlyAdmin(DeskAdmin):
    """The base class of records that only jobs and operations write. Not even superusers can add or edit them here.

    Columns that hold an actor or an account are shown by name: see ``factcheck.desk.people``.
    """

    show_add_link = False

    def __init__(self, model: type[models.Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        fields = [field for field in model._meta.concrete_fields if _names_somebody(field)]
        self._named = {field.name: f"{field.name}_named" for field in fields}
        for field in fields:
            setattr(self, self._named[field.name], _shown_by_name(field))

    def get_list_display(self, request: HttpRequest) -> Any:
        shown: Any = super().get_list_display(request)
        return [self._named.get(name, name) for name in shown]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        shown: Any = super().get_fields(request, obj)
        return [self._named.get(name, name) for name in shown]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False
