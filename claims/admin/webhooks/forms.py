"""What is typed of a webhook: where it leads, what it is narrowed to, and from where it is told."""

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

#: What a webhook is narrowed to by words that are typed, one a line.
_TYPED: Final = ("claims", "topics", "actions")
#: … and by words that are ticked.
_TICKED: Final = ("statuses", "flags", "actors")


def _typed(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2_000, widget=Area(rows=2), help_text=help_text)


def _ticked(label: Any, words: tuple[str, ...]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, choices=choices_of(words), widget=Checkboxes())


class WebhookForm(ReasonForm):
    """Where it leads, and what it is narrowed to."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, widget=Text(), help_text=gettext_lazy("Who is told: “CMS, front page”.")
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_URL,
        widget=Text(attrs={"inputmode": "url"}),
        help_text=gettext_lazy("It begins with https:// and leads to no private network."),
    )
    desk = forms.BooleanField(
        label=gettext_lazy("It is sent what the desk sees"),
        required=False,
        widget=Checkbox(),
        help_text=gettext_lazy("Hidden claims too, what was done and every flag. Otherwise: what readers see."),
    )
    claims = _typed(gettext_lazy("Claims"), gettext_lazy("Keys, one a line. Empty: all."))
    topics = _typed(gettext_lazy("Topics"), gettext_lazy("One a line. Empty: all."))
    actions = _typed(gettext_lazy("Actions"), gettext_lazy("As revisions call them, one a line: “verify”. Empty: all."))
    statuses = _ticked(gettext_lazy("Status after the change"), Status.words())
    flags = _ticked(gettext_lazy("Flags that it raised or cleared"), tuple(KNOWN_WORDS["flags"]))
    actors = _ticked(gettext_lazy("Made by"), ActorKind.words())
    field_order = ("name", "url", "after", "desk", "claims", "topics", "actions", "statuses", "flags", "actors", "reason")

    @classmethod
    def of(cls, row: WebhookSubscription, data: Any) -> WebhookForm:
        """Return the form with what a webhook is now."""
        wanted = row.wanted
        typed = {kind: "\n".join(wanted.get(kind, ())) for kind in _TYPED}
        ticked = {kind: wanted.get(kind, ()) for kind in _TICKED}
        return cls(data, initial={"name": row.name, "url": row.url, "desk": row.desk, **typed, **ticked})


class NewWebhookForm(WebhookForm):
    """… and from where in the feed it is told."""

    after = forms.TypedChoiceField(
        label=gettext_lazy("Told of"),
        choices=[
            ("", gettext_lazy("what happens from now on")),
            ("all", gettext_lazy("everything from the beginning of the record")),
        ],
        coerce=lambda chosen: BEGINNING if chosen == "all" else None,
        empty_value=None,
        required=False,
        widget=Select(),
    )


class SecretForm(ReasonForm):
    """How long the old secret goes on beside the new one."""

    hours = forms.IntegerField(
        label=gettext_lazy("Hours for which messages are signed with the old one, too"),
        initial=24,
        min_value=0,
        max_value=MOST_OVERLAP.days * 24,
        widget=Text(attrs={"inputmode": "numeric"}),
    )
    field_order = ("hours", "reason")


class PlaceForm(ReasonForm):
    """A place in the feed."""

    place = forms.CharField(
        label=gettext_lazy("Cursor"),
        required=False,
        max_length=40,
        widget=Text(),
        help_text=gettext_lazy("As the feed and every message tell it: what came after it is told. Empty: everything."),
    )
    field_order = ("place", "reason")

    def clean_place(self) -> Place:
        typed = self.cleaned_data["place"].strip()
        place = parse_place(typed) if typed else BEGINNING
        if place is None:
            raise forms.ValidationError(_("It is no cursor."))
        return place


def words_of(values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what a webhook is narrowed to, as operations take it."""
    typed = {kind: [line.strip() for line in values[kind].splitlines() if line.strip()] for kind in _TYPED}
    return {**typed, **{kind: list(values[kind]) for kind in _TICKED}}
