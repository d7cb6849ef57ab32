"""The forms of bulk actions. Each records which revision of each claim the person has seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claims.form_to_case import topics_from
from claims.admin.flags.waivers import WaivedUntil
from claims.models import Claim
from claims.queries.claims.change_list import Chosen
from factcheck.desk.admin_theme import Checkboxes, Select, Text
from factcheck.desk.people import person_name
from sources.admin.display import words
from sources.admin.pages import ReasonForm

#: How long a waiver lasts by default: long enough to get an answer (a guess).
_WAIVER_DAYS: Final = 14


def assign_address(claims: Iterable[int], assignee: int | None) -> str:
    """Return the URL of the form that assigns claims, with that person, or nobody, proposed."""
    asked = urlencode({"claims": "-".join(map(str, claims)), "assignee": assignee or ""})
    return f"{reverse('admin:claims_claim_bulk', args=['assign'])}?{asked}"


def seen_now(claims: Iterable[Claim]) -> str:
    """Return the current revision of each claim, in the format of the hidden field."""
    return " ".join(f"{claim.pk}:{claim.revision}" for claim in claims)


class BulkForm(ReasonForm):
    """A form about claims selected in the list."""

    seen = forms.CharField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, chosen: Chosen, person: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": seen_now(chosen.claims), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.chosen, self.person = chosen, person
        self.offer()
        self.order_fields([name for name in self.fields if name != "reason"])

    def offer(self) -> None:
        """Fill in the available choices."""

    def clean_seen(self) -> dict[int, int]:
        """Return the revision that was seen of each claim."""
        try:
            pairs = [part.split(":") for part in self.cleaned_data["seen"].split()]
            seen = {int(pk): int(revision) for pk, revision in pairs}
        except ValueError:
            seen = {}
        # A claim missing here would be changed without a check that the person saw its current revision.
        if seen.keys() != {claim.pk for claim in self.chosen.claims}:
            raise ValidationError(_("Choose the claims in the list again: those of this form are not those that you chose."))
        return seen


class AssignForm(BulkForm):
    def offer(self) -> None:
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("If there is something to say. It is kept in the history of each claim.")
        field: Any = Claim._meta.get_field("assignee")
        nobody, yourself = _("nobody"), _("You are proposed; choose a colleague, or nobody.")
        assignee: Any = field.formfield(widget=Select(), empty_label=nobody, label=_("Assign to"), help_text=yourself)
        assignee.queryset = assignee.queryset.filter(is_active=True, is_staff=True).order_by("username")
        assignee.initial, assignee.label_from_instance = self.person.pk, person_name
        self.fields["assignee"] = assignee


class AddTopicForm(BulkForm):
    topic = forms.CharField(
        max_length=60, widget=Text(), label=gettext_lazy("Topic"), help_text=gettext_lazy("One topic: north-korea")
    )

    def clean_topic(self) -> str:
        found = topics_from(self.cleaned_data["topic"])
        if len(found) != 1:
            raise ValidationError(_("Give one topic, in letters and digits: north-korea."))
        return found[0]


class RemoveTopicForm(BulkForm):
    topic = forms.ChoiceField(widget=Select(), label=gettext_lazy("Topic"))

    def offer(self) -> None:
        labelled = [(topic, _of_claims(topic, number)) for topic, number in self.chosen.topics.items()]
        self.fields["topic"].choices = [("", _("Choose …")), *labelled]  # type: ignore[attr-defined]


class VerifyForm(BulkForm):
    def offer(self) -> None:
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Why now, if there is a reason. It is kept with what changes.")


class WaiveForm(BulkForm):
    codes = forms.MultipleChoiceField(widget=Checkboxes(), label=gettext_lazy("Flags to waive"))
    until = WaivedUntil()

    def offer(self) -> None:
        labelled = [(code, _of_claims(words(code), number)) for code, number in self.chosen.flags.items()]
        self.fields["codes"].choices = labelled  # type: ignore[attr-defined]
        self.fields["until"].initial = (timezone.localdate() + timedelta(days=_WAIVER_DAYS)).isoformat()


def _of_claims(called: str, number: int) -> str:
    return _("%(name)s (of %(number)s)") % {"name": called, "number": number}


def refresh(form: BulkForm, claims: Iterable[Claim]) -> None:
    """Let a refused form be sent again, based on the current revisions of the claims."""
    data: Mapping[str, Any] = {**form.data.dict(), "seen": seen_now(claims)}  # type: ignore[attr-defined]
    # ``dict()`` keeps one value of each field, and a person can choose several codes.
    if "codes" in form.fields:
        data = {**data, "codes": form.data.getlist("codes")}  # type: ignore[attr-defined]
    form.data = data
