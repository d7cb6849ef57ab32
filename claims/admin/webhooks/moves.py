"""What administrators do to a webhook: each move with its form and its one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.asking import change_of
from claims.admin.webhooks.forms import PlaceForm, SecretForm, WebhookForm, words_of
from claims.operations.webhooks import subscriptions as webhooks
from claims.operations.webhooks.subscriptions import Made
from claims.queries.webhooks.subscriptions import ACTIVE, FAILING, PAUSED
from claims.verification import Change
from sources.admin.pages import (
    ReasonForm,
)

Values = Mapping[str, Any]


def change_by(request: HttpRequest, values: Values) -> Change:
    return change_of(request, "", values["reason"])


def _edit(key: str, change: Change, values: Values) -> str:
    said = {name: values[name] for name in ("name", "url", "desk")}
    webhooks.change_subscription(key, change, wanted=words_of(values), **said)
    return _("The webhook is changed.")


def _secret(key: str, change: Change, values: Values) -> Made:
    return webhooks.replace_secret(key, change, overlap=timedelta(hours=values["hours"]))


def _pause(key: str, change: Change, _values: Values) -> str:
    webhooks.pause(key, change)
    return _("The webhook is paused.")


def _resume(key: str, change: Change, _values: Values) -> str:
    webhooks.resume(key, change)
    return _("The webhook goes on from where it stood.")


def _test(key: str, change: Change, _values: Values) -> str:
    webhooks.send_test(key, change)
    return _("A test message is on its way; what became of it stands among the messages.")


def _again(key: str, change: Change, values: Values) -> str:
    webhooks.send_again_after(key, values["place"], change)
    return _("Everything that happened since is sent again, under the same ids.")


def _end(key: str, change: Change, _values: Values) -> str:
    webhooks.end(key, change)
    return _("The webhook is ended.")


class Move(NamedTuple):
    """One thing to do to a webhook: its words, its form, what it calls, and in which states it is offered."""

    link: Any
    title: Any
    button: Any
    form: type[ReasonForm]
    run: Callable[[str, Change, Values], str | Made]
    states: tuple[str, ...] = (ACTIVE, FAILING, PAUSED)
    explanation: Any = ""


MOVES: Final = {
    "edit": Move(
        gettext_lazy("Change it"), gettext_lazy("Change “%(name)s”"), gettext_lazy("Save"), WebhookForm, _edit
    ),
    "test": Move(
        gettext_lazy("Send a test"), gettext_lazy("Send a test to “%(name)s”"), gettext_lazy("Send it"), ReasonForm, _test,
        (ACTIVE, FAILING),
    ),
    "secret": Move(
        gettext_lazy("Replace its secret"), gettext_lazy("Replace the secret of “%(name)s”"),
        gettext_lazy("Make the new one"), SecretForm, _secret,
    ),
    "pause": Move(
        gettext_lazy("Pause it"), gettext_lazy("Pause “%(name)s”"), gettext_lazy("Pause it"), ReasonForm, _pause,
        (ACTIVE, FAILING), gettext_lazy("It keeps its place: resumed, it misses nothing."),
    ),
    "resume": Move(
        gettext_lazy("Resume it"), gettext_lazy("Resume “%(name)s”"), gettext_lazy("Resume it"), ReasonForm, _resume,
        (PAUSED, FAILING),
    ),
    "again": Move(
        gettext_lazy("Tell it again from a place"), gettext_lazy("Tell “%(name)s” again"), gettext_lazy("Tell it again"),
        PlaceForm, _again, (ACTIVE, FAILING, PAUSED),
        gettext_lazy("Each message keeps its id, so that a receiver can drop what it has."),
    ),
    "end": Move(
        gettext_lazy("End it"), gettext_lazy("End “%(name)s” for good"), gettext_lazy("End it for good"), ReasonForm, _end,
    ),
}  # fmt: skip
