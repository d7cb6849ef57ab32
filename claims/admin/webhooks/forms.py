"""The forms of a webhook: its URL, its filters, and where in the feed it starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import WebhookSubscription
from claims.operations.webhooks.subscriptions import KNOWN_WORDS, MOST_OVERLAP
from claims.queries.webhooks.events import BEGINNING, Place, parse_place
from claims.vocabulary import ActorKind, Status
from factcheck.desk.admin_theme import Area, Checkbox, Checkboxes, Select, Text, choices_of
from factcheck.outbound import LONGEST_URL
from sources.admin.pages import ReasonForm

#: Filters with typed values, one per line.
_TYPED: Final = ("claims", "topics", "actions")
#: Filters with checkboxes.
_TICKED: Final = ("statuses", "flags", "actors")


def _typed(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2_000, widget=Area(rows=2), help_text=help_text)


def _ticked(label: Any, words: tuple[str, ...]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=choices_of(words), widget=Checkboxes())


class WebhookForm(ReasonForm):
    """The URL and the filters of a webhook."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=Text(), help_text=gettext_lazy("The receiver: “CMS, front page”.")
    )
    url = forms.CharField(
        label=gettext_lazy("URL"),
        max_length=LONGEST_URL,
        widget=Text(attrs={"inputmode": "url"}),
        help_text=gettext_lazy("It must start with https:// and not point to a private network."),
    )
    desk = forms.BooleanField(
        label=gettext_lazy("Send what the desk sees"),
        required=False,
        widget=Checkbox(),
        help_text=gettext_lazy("Includes hidden claims, actions and all flags. Otherwise it sends what readers see."),
    )
    claims = _typed(gettext_lazy("Claims"), gettext_lazy("Keys, one per line. Leave empty for all."))
    topics = _typed(gettext_lazy("Topics"), gettext_lazy("One per line. Leave empty for all."))
    actions = _typed(gettext_lazy("Actions"), gettext_lazy("As in revisions, one per line: “verify”. Leave empty for all."))
    statuses = _ticked(gettext_lazy("Status after the change"), Status.words())
    flags = _ticked(gettext_lazy("Flags raised or cleared"), tuple(KNOWN_WORDS["flags"]))
    actors = _ticked(gettext_lazy("Made by"), ActorKind.words())
    field_order = ("name", "url", "after", "desk", "claims", "topics", "actions", "statuses", "flags", "actors", "reason")

    @classmethod
    def of(cls, row: WebhookSubscription, data: Any) -> WebhookForm:
        """Return the form with the current values of a webhook."""
        wanted = row.wanted
        typed = {kind: "\n".join(wanted.get(kind, ())) for kind in _TYPED}
        ticked = {kind: wanted.get(kind, ()) for kind in _TICKED}
        return cls(data, initial={"name": row.name, "url": row.url, "desk": row.desk, **typed, **ticked})


class NewWebhookForm(WebhookForm):
    """The form of a new webhook, which also asks where in the feed it starts."""

    after = forms.TypedChoiceField(
        label=gettext_lazy("Send"),
        choices=[
            ("", gettext_lazy("changes from now on")),
            ("all", gettext_lazy("all changes since the beginning")),
        ],
        coerce=lambda chosen: BEGINNING if chosen == "all" else None,
        empty_value=None,
        required=False,
        widget=Select(),
    )


class SecretForm(ReasonForm):
    """How long messages are also signed with the old secret."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours for which messages are also signed with the old secret"),
        initial=24,
        min_value=0,
        max_value=MOST_OVERLAP.days * 24,
        widget=Text(attrs={"inputmode": "numeric"}),
    )
    field_order = ("hours", "reason")


class PlaceForm(ReasonForm):
    """A position in the feed."""

    place = forms.CharField(
        label=gettext_lazy("Cursor"),
        required=False,
        max_length=40,
        widget=Text(),
        help_text=gettext_lazy("From the feed or a message. Everything after it is sent. Leave empty for everything."),
    )
    field_order = ("place", "reason")

    def clean_place(self) -> Place:
        typed = self.cleaned_data["place"].strip()
        place = parse_place(typed) if typed else BEGINNING
        if place is None:
            raise forms.ValidationError(_("This is not a valid cursor."))
        return place


def words_of(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the filters in the form that operations take."""
    typed = {kind: [line.strip() for line in values[kind].splitlines() if line.strip()] for kind in _TYPED}
    return {**typed, **{kind: list(values[kind]) for kind in _TICKED}}
