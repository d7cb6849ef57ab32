"""Pages for a single action on a record.

The form asks for the reason and carries the revision that the editor saw. The page makes one call to an operation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import Claim
from claims.operations.writing import StaleRevisionError
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import actors_named
from sources.admin.pages import ReasonForm, form_page

#: Hidden fields with the revision that the editor saw of each claim, in the order of the claims.
_SEEN: Final = ("revision_seen", "other_revision_seen")

Run = Callable[[Change, Mapping[str, Any], Mapping[int, int]], object]


class SeenForm(ReasonForm):
    """A form that carries the revision of the claim that the editor saw."""

    revision_seen = forms.IntegerField(widget=forms.HiddenInput())


class SeenTwiceForm(SeenForm):
    """A form that changes two claims."""

    other_revision_seen = forms.IntegerField(widget=forms.HiddenInput())


def seen_of(*claims: Claim) -> dict[str, int]:
    """Return the initial values of the hidden fields: the current revision of each claim."""
    return {name: claim.revision for name, claim in zip(_SEEN, claims, strict=False)}


def action_page(
    request: HttpRequest,
    admin: DeskAdmin,
    form: SeenForm,
    claims: Sequence[Claim],
    run: Run,
    *,
    recorded_as: str,
    message: str,
    undo: Callable[[Any], str] | None = None,
    **page: Any,
) -> HttpResponse:
    """Show the form of an action on ``claims``. On POST, call ``run`` once and show ``message``.

    ``undo`` returns, for what ``run`` returned, the URL of the page that undoes it; empty if the user may not.
    """
    done: list[Any] = []

    def save(values: Mapping[str, Any]) -> str:
        # The action is stored in the revision, so it is English whatever the language of the page (decision 15).
        change = change_of(request, recorded_as, values["reason"])
        with explain_stale(form, lambda: seen_of(*claims)):
            done.append(run(change, values, {claim.pk: values[name] for name, claim in zip(_SEEN, claims, strict=False)}))
        return message

    undone = None if undo is None else lambda: undo(done[-1])
    return form_page(request, admin, form, save=save, refusals=REFUSALS, undo=undone, **page)


@contextmanager
def explain_stale(form: forms.Form, seen: Callable[[], Mapping[str, object]]) -> Iterator[None]:
    """If what was ``seen`` has changed since, say so and update it, so that the editor can send the form again."""
    try:
        yield
    except StaleRevisionError as error:
        # Submitted data cannot be changed, and ``dict()`` would keep one value only of a field that has several.
        data: Any = form.data
        form.data = data = data.copy()
        for name, value in seen().items():
            # The next submit then counts as made on the current revision: the editor has seen what changed.
            data[name] = str(value)
        again = _("%(refused)s Send the form again if it still applies.")
        raise ValidationError(again % {"refused": actors_named(error.what)}) from error
