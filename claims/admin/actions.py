"""The frame of the small forms that end or mend a record: each says why, on the revision that was seen, and makes one call."""

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
from sources.admin.pages import ReasonForm, form_page

#: The hidden fields that hold the revision seen of each claim that an action writes to, in the order of the claims.
_SEEN: Final = ("revision_seen", "other_revision_seen")

Run = Callable[[Change, Mapping[str, Any], Mapping[int, int]], object]


class SeenForm(ReasonForm):
    """A form that knows which revision of the claim it was made on."""

    revision_seen = forms.IntegerField(widget=forms.HiddenInput())


class SeenTwiceForm(SeenForm):
    """A form of what two claims share."""

    other_revision_seen = forms.IntegerField(widget=forms.HiddenInput())


def seen_of(*claims: Claim) -> dict[str, int]:
    """Return the first values of a form's hidden fields: the revision that stands of each claim."""
    return {name: claim.revision for name, claim in zip(_SEEN, claims, strict=False)}


def action_page(
    request: HttpRequest,
    admin: DeskAdmin,
    form: SeenForm,
    claims: Sequence[Claim],
    run: Run,
    *,
    recorded_as: str,
    told: str,
    **page: Any,
) -> HttpResponse:
    """Show the form of one action on what belongs to ``claims``; when it is sent, call ``run`` once and tell ``told``."""

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, recorded_as, values["reason"])
        with stale_told(form, lambda: seen_of(*claims)):
            run(change, values, {claim.pk: values[name] for name, claim in zip(_SEEN, claims, strict=False)})
        return told

    return form_page(request, admin, form, save=save, refusals=REFUSALS, **page)


@contextmanager
def stale_told(form: forms.Form, seen: Callable[[], Mapping[str, object]]) -> Iterator[None]:
    """Where what was ``seen`` changed meanwhile, say so once, and let the same form be sent again by who has read it."""
    try:
        yield
    except StaleRevisionError as error:
        data: Any = form.data
        form.data = data = data.copy()  # with all the values of a field that has several
        for name, value in seen().items():
            data[name] = str(value)
        again = _("%(refused)s Send the form again if it still holds on what stands now.")
        raise ValidationError(again % {"refused": error.what}) from error
