"""Edit conflicts: what a colleague saved while a form was open, alongside the editor's own changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries.history.revisions import RevisionChanges, recent_changes
from sources.admin.display import words

#: Revisions shown. Nobody reads more than that one by one.
_MOST = 20
#: Fields that are not saved.
_APART = frozenset({"reason", "agree", "revision_seen", "revision_now"})


class Mine(NamedTuple):
    """A value that the editor changed: the old value, the new one, and the current one if a colleague changed it too."""

    name: str
    label: str
    before: str
    after: str
    now: str  # empty if nobody else changed it
    both: bool


class Conflict(NamedTuple):
    """The revisions since the form was opened, newest first, and the editor's unsaved changes."""

    theirs: list[RevisionChanges]
    mine: list[Mine]
    added: list[str]  # new rows, as text


def conflict_of(claim: Claim, seen: int, form: Any, current: Mapping[str, Any], rows: Mapping[str, Iterable[Any]]) -> Conflict:
    """Return both sides of a conflict. ``current`` holds the current values of the form, ``rows`` the new rows."""
    # At least one, or ``recent_changes`` would be asked for none.
    since = max(min(claim.revision - seen, _MOST), 1)
    return Conflict(
        [one for one in recent_changes(claim, since) if one.revision.number > seen],
        [_mine(form, name, current) for name in form.changed_data if name not in _APART and name in form.fields],
        [text for kind, filled in rows.items() for row in filled if (text := _row(kind, row))],
    )


def _mine(form: Any, name: str, current: Mapping[str, Any]) -> Mine:
    field = form[name]
    before, after, now = (_called(form, name, value) for value in (_seen(form, name), field.value(), current.get(name)))
    both = name in current and now != before
    return Mine(name, str(field.label), before, after, now if both else "", both)


def _seen(form: Any, name: str) -> Any:
    """Return the value that the editor saw, which the form carries in a hidden field."""
    # Not the claim's present value: that may be the colleague's, and would show a change nobody made here.
    return form.data.get(form[name].html_initial_name, form.get_initial_for_field(form.fields[name], name))


def _called(form: Any, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return _("yes") if value in (True, "on", "True", "true", "1") else _("no")
    if value in (None, ""):
        return _("nothing")
    if isinstance(field, forms.ChoiceField):
        return next((str(label) for key, label in _choices(field) if str(key) == str(value)), str(value))
    return str(localize(value))


def _choices(field: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in field.choices:
        yield (getattr(key, "value", key), label)


def _row(kind: str, row: Any) -> str:
    values = [_called(row, name, row[name].value()) for name in row.changed_data if name in row.fields]
    text = ", ".join(value for value in values if value != _("nothing"))
    return f"{capfirst(words(kind.removesuffix('s')))}: {text}" if text else ""
