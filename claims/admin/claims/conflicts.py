"""Two people saved one claim: what the colleague changed, beside what was about to be saved."""

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

#: Revisions told of; more than that since a page was opened nobody reads one by one.
_MOST = 20
#: Fields that are no part of what is saved.
_APART = frozenset({"reason", "agree", "revision_seen", "revision_now"})


class Mine(NamedTuple):
    """One value that was about to be saved: what the editor saw, typed, and what stands now if a colleague changed it too."""

    name: str
    label: str
    before: str
    after: str
    now: str  # empty where nobody else changed it
    both: bool


class Conflict(NamedTuple):
    """What happened while a form was open, newest first, and what its editor was about to save."""

    theirs: list[RevisionChanges]
    mine: list[Mine]
    added: list[str]  # new rows, in words


def conflict_of(claim: Claim, seen: int, form: Any, stands: Mapping[str, Any], rows: Mapping[str, Iterable[Any]]) -> Conflict:
    """Return both changes to a claim; ``stands`` holds what the form would show now, ``rows`` the rows that were filled in."""
    since = max(min(claim.revision - seen, _MOST), 1)
    return Conflict(
        [one for one in recent_changes(claim, since) if one.revision.number > seen],
        [_mine(form, name, stands) for name in form.changed_data if name not in _APART and name in form.fields],
        [told for kind, filled in rows.items() for row in filled if (told := _row(kind, row))],
    )


def _mine(form: Any, name: str, stands: Mapping[str, Any]) -> Mine:
    field = form[name]
    before, after, now = (_called(form, name, value) for value in (_seen(form, name), field.value(), stands.get(name)))
    both = name in stands and now != before
    return Mine(name, str(field.label), before, after, now if both else "", both)


def _seen(form: Any, name: str) -> Any:
    """Return the value that the editor saw: the hidden copy that the form carries."""
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
    told = ", ".join(value for value in values if value != _("nothing"))
    return f"{capfirst(words(kind.removesuffix('s')))}: {told}" if told else ""
