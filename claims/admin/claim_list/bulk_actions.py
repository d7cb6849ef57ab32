"""Bulk actions on claims of the list: each is one form, and one call that changes all of the claims or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from django.contrib import admin as django_admin
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.asking import change_of
from claims.admin.claim_list.bulk_forms import (
    AddTopicForm,
    AssignForm,
    BulkForm,
    RemoveTopicForm,
    VerifyForm,
    WaiveForm,
    refresh,
)
from claims.admin.refusals import REFUSALS
from claims.models import Claim, Flag
from claims.operations.claims.assignment import assign_all
from claims.operations.claims.topics import add_topic, remove_topic
from claims.operations.flags.waivers import waive
from claims.operations.writing import StaleRevisionError
from claims.queries.claims.change_list import Chosen, chosen, first_ids
from claims.runs.lifecycle import TALLIED
from claims.runs.selected import MOST_CHANGED, verify_selected
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import words
from sources.admin.pages import changelist_url, form_page, require, sent

Values = Mapping[str, Any]


class Bulk(NamedTuple):
    """One bulk action: its texts, its form, and the function that it calls, which returns the message to show."""

    title: Any
    button: Any
    explanation: Any
    form: type[BulkForm]
    recorded_as: str
    run: Callable[[Sequence[int], Change, Values], str]
    needs: tuple[type[Model], str] = (Claim, "change")


def _assign(ids: Sequence[int], change: Change, values: Values) -> str:
    who = values["assignee"]
    number = assign_all(ids, who, change, expected=values["seen"])
    if who is None:
        shown = ngettext("%(number)s claim unassigned.", "%(number)s claims unassigned.", number)
    else:
        shown = ngettext("%(number)s claim assigned to %(who)s.", "%(number)s claims assigned to %(who)s.", number)
    named = {"number": number, "who": who.get_username() if who else ""}
    return shown % named + _were_already(len(ids) - number)


def _add_topic(ids: Sequence[int], change: Change, values: Values) -> str:
    number = add_topic(ids, values["topic"], change, expected=values["seen"])
    shown = ngettext("%(number)s claim filed under %(topic)s.", "%(number)s claims filed under %(topic)s.", number)
    return shown % {"number": number, "topic": values["topic"]} + _were_already(len(ids) - number)


def _remove_topic(ids: Sequence[int], change: Change, values: Values) -> str:
    number = remove_topic(ids, values["topic"], change, expected=values["seen"])
    shown = ngettext(
        "%(number)s claim is filed under %(topic)s no longer.", "%(number)s claims are filed under %(topic)s no longer.", number
    )
    return shown % {"number": number, "topic": values["topic"]} + _were_already(len(ids) - number)


def _were_already(number: int) -> str:
    if not number:
        return ""
    shown = ngettext(" %(number)s was so already, and is unchanged.", " %(number)s were so already, and are unchanged.", number)
    return shown % {"number": number}


def _waive(ids: Sequence[int], change: Change, values: Values) -> str:
    number = waive(ids, values["codes"], change, until=values["until"], expected=values["seen"])
    shown = ngettext("%(number)s flag waived: %(codes)s.", "%(number)s flags waived: %(codes)s.", number)
    return shown % {"number": number, "codes": ", ".join(map(words, values["codes"]))}


def _verify(ids: Sequence[int], change: Change, values: Values) -> str:
    """Verify claims as ``manage.py verify --claim`` does, and record it as a run over selected claims."""
    run = verify_selected(ids, change, expected=values["seen"])
    shown = _("%(verified)s verified: %(changed)s changed, %(raised)s flags raised, %(cleared)s cleared, %(failed)s failed.")
    return shown % {name: getattr(run, name) for name in TALLIED}


BULK: Final = {
    "assign": Bulk(
        gettext_lazy("Assign"),
        gettext_lazy("Assign"),
        "",
        AssignForm,
        "assigned",
        _assign,
    ),
    "add-topic": Bulk(
        gettext_lazy("File under a topic"),
        gettext_lazy("File"),
        "",
        AddTopicForm,
        "topic added",
        _add_topic,
    ),
    "remove-topic": Bulk(
        gettext_lazy("Take out of a topic"),
        gettext_lazy("Take out"),
        "",
        RemoveTopicForm,
        "topic removed",
        _remove_topic,
    ),
    "verify": Bulk(
        gettext_lazy("Verify again now"),
        gettext_lazy("Verify"),
        gettext_lazy("What is recorded of these claims is read and assessed again, instead of at the next run."),
        VerifyForm,
        "verify",
        _verify,
    ),
    "waive": Bulk(
        gettext_lazy("Waive flags"),
        gettext_lazy("Waive"),
        gettext_lazy(
            "Waived flags still stand, and the status with them; they call for nobody until the day that you choose. Where a"
            " chosen claim has none of them, it is left as it is."
        ),
        WaiveForm,
        "flags waived",
        _waive,
        (Flag, "waive"),
    ),
}


def bulk_page(request: HttpRequest, admin: DeskAdmin, name: str) -> HttpResponse:
    """Show the form of a bulk action on the claims in the address, and run the action when the form is sent."""
    require(request, BULK[name].needs)
    bulk, those = BULK[name], chosen(_ids(request.GET.get("claims", "")))
    if not those.claims:
        raise Http404(_("There are no such claims."))
    form = bulk.form(sent(request), chosen=those, person=request.user)

    def save(values: Values) -> str:
        change = change_of(request, bulk.recorded_as, values["reason"].strip())
        with _stale_named(form, those):
            return bulk.run([claim.pk for claim in those.claims], change, values)

    number = len(those.claims)
    shown = ngettext("%(number)s claim", "%(number)s claims", number) % {"number": number}
    return form_page(
        request,
        admin,
        form,
        title=f"{bulk.title}: {shown}",
        save=save,
        done=_list_address(admin, request),
        button=bulk.button,
        refusals=REFUSALS,
        explanation=bulk.explanation,
        template="admin/claims/claim/bulk.html",
        claims=those.claims,
    )


@contextmanager
def _stale_named(form: BulkForm, those: Chosen) -> Iterator[None]:
    """If a claim changed in the meantime, show which and by whom, and refresh the form so that the person can send it again."""
    try:
        yield
    except StaleRevisionError as error:
        now = chosen([claim.pk for claim in those.claims]).claims
        before: Mapping[int, int] = form.cleaned_data["seen"]
        # Named, because among so many claims the person could not find out which one it was.
        shown = [f"{claim.key} ({claim.changed_by})" for claim in now if before.get(claim.pk) != claim.revision]  # type: ignore[attr-defined]
        refresh(form, now)
        changed = _(
            "Nothing was done: these claims have changed since you chose them: %(claims)s. "
            "Send the form again if it still applies."
        )
        raise ValidationError(changed % {"claims": ", ".join(shown)}) from error


def _ids(text: str) -> list[int]:
    """Return the distinct ids in an address, at most as many as one request may change."""
    # 18 digits always fit into a database id; a longer number from a hostile address may not.
    found = [int(part) for part in text.split("-") if part.isdecimal() and len(part) <= 18]
    return list(dict.fromkeys(found))[:MOST_CHANGED]


def _list_address(admin: DeskAdmin, request: HttpRequest) -> str:
    back = QueryDict(request.GET.get("back", "")).urlencode()
    return f"{changelist_url(admin)}{f'?{back}' if back else ''}"


def _opens(name: str) -> Callable[[Any, HttpRequest, QuerySet[Claim]], HttpResponse | None]:
    """Return the list's action that opens the form of a bulk action."""

    def action(_admin: Any, request: HttpRequest, claims: QuerySet[Claim]) -> HttpResponse | None:
        ids = first_ids(claims, MOST_CHANGED)
        if len(ids) > MOST_CHANGED:
            shown = _("At most %(most)s claims are changed at once; more are chosen. Nothing was done: narrow the list first.")
            messages.error(request, shown % {"most": MOST_CHANGED})
            return None
        if not ids:
            messages.error(request, _("None of the chosen claims is in this list any more. Nothing was done."))
            return None
        # A redirect, where Django's actions usually show their form at once: this one has an address, so it is a page
        # like the other forms.
        asked = urlencode({"claims": "-".join(map(str, ids)), "back": request.GET.urlencode()})
        return HttpResponseRedirect(f"{reverse('admin:claims_claim_bulk', args=[name])}?{asked}")

    action.__name__ = f"bulk_{name.replace('-', '_')}"
    needed = BULK[name].needs[1]  # the name in the list admin's ``has_…_permission``
    decorated: Any = django_admin.action(permissions=[needed], description=BULK[name].title)(action)
    return decorated  # type: ignore[no-any-return]


WRITING_ACTIONS: Final = tuple(_opens(name) for name in BULK)
