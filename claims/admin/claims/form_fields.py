"""The form fields of a claim that are generated from ``claims.claim_fields``, and their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.formats import get_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from claims.claim_fields import LOWEST_PRIORITY, ClaimField, Kind, fields
from claims.models import Claim
from factcheck.desk.admin_theme import Checkbox, Moment, Select, Text, choices_of
from factcheck.desk.labels import translated
from factcheck.figures import as_text, typed

#: The columns that have a generated form field, including those of the window.
COLUMNS: Final = tuple(field for field in fields() if field.editable and field.is_value)
#: The fields about the claim itself, and those about the desk's work on it, in the order of the form.
SAID: Final = tuple(field.name for field in COLUMNS if not field.of_the_desk)
WORK: Final = tuple(field.name for field in fields() if field.editable and field.of_the_desk)
#: A typed date may be longer than its stored form.
_MOST_OF_DATE: Final = 40
_MOST_OF_LANGUAGE: Final = 35
#: Digits, and what may stand between them.
_MOST_OF_FIGURE: Final = 60
_TRUE: Final = str(True)


def text_field(label: Any = "", help_text: Any = "", *, required: bool = False, length: int = 300) -> forms.CharField:
    return forms.CharField(label=label or None, help_text=help_text, required=required, max_length=length, widget=Text())


def form_field(column: ClaimField) -> forms.Field:
    """Return the form field for a column."""
    return _FIELDS[column.kind](column, {"label": capfirst(translated(column.label)), "help_text": _help(column)})


class FigureField(forms.CharField):
    """A figure as people of the reader's language type it, in its stored form."""

    def __init__(self, **shown: Any) -> None:
        super().__init__(required=False, max_length=_MOST_OF_FIGURE, widget=Text(), **shown)

    def prepare_value(self, value: Any) -> Any:
        return as_text(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return typed(text, decimal_mark=get_format("DECIMAL_SEPARATOR")) if text else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def _help(column: ClaimField) -> Any:
    return translated(column.help) if column.help else ""


def _word(column: ClaimField, shown: Mapping[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=choices_of(column.words), widget=Select(), **shown)


def _priority(_column: ClaimField, shown: Mapping[str, Any]) -> forms.Field:
    named = {0: _("0 – first"), 5: _("5 – normal"), 9: _("9 – last")}
    choices = [(number, named.get(number, str(number))) for number in range(LOWEST_PRIORITY + 1)]
    return forms.TypedChoiceField(coerce=int, choices=choices, widget=Select(), **shown)


def _yes_no_open(column: ClaimField, shown: Mapping[str, Any]) -> forms.Field:
    choices = [("", translated(column.left_open)), (_TRUE, _("yes")), (str(False), _("no"))]
    # Three answers: "not given" is neither yes nor no, which a checkbox could not tell.
    chosen: dict[str, Any] = {"required": False, "empty_value": None, "coerce": lambda value: value == _TRUE}
    return forms.TypedChoiceField(choices=choices, widget=Select(), **chosen, **shown)


_FIELDS: Final[Mapping[Kind, Callable[[ClaimField, Mapping[str, Any]], forms.Field]]] = {
    Kind.LINE: lambda column, shown: text_field(**shown, length=column.most),
    Kind.LANGUAGE: lambda _column, shown: text_field(**shown, length=_MOST_OF_LANGUAGE),
    Kind.DATE: lambda _column, shown: text_field(**shown, length=_MOST_OF_DATE),
    Kind.WORD: _word,
    Kind.PRIORITY: _priority,
    Kind.YES_NO: lambda _column, shown: forms.BooleanField(required=False, widget=Checkbox(), **shown),
    Kind.YES_NO_OPEN: _yes_no_open,
    Kind.INSTANT: lambda _column, shown: forms.DateTimeField(required=False, widget=Moment(), **shown),
    Kind.FIGURE: lambda _column, shown: FigureField(**shown),
}


def initial_of(claim: Claim | None) -> dict[str, Any]:
    """Return the initial values of these fields for a claim, or the defaults for a new one."""
    if claim is None:
        return {column.name: column.empty for column in COLUMNS if column.empty not in ("", None)}
    return {column.name: getattr(claim, column.name) for column in COLUMNS}


def in_case_file(column: ClaimField, value: Any) -> Any:
    """Return a form value as it appears in a case file."""
    if column.kind in (Kind.DATE, Kind.FIGURE):
        return value or None
    return value.isoformat() if column.kind is Kind.INSTANT and value is not None else value
