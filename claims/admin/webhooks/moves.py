"""Actions on a webhook, each with its form and the operation that it calls."""

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
    # No action: each operation names its own in the history of the webhook.
    return change_of(request, "", values["reason"])


def _edit(key: str, change: Change, values: Values) -> str:
    said = {name: values[name] for name in ("name", "url", "desk")}
    webhooks.change_subscription(key, change, wanted=words_of(values), **said)
    return _("The webhook is updated.")


def _secret(key: str, change: Change, values: Values) -> Made:
    return webhooks.replace_secret(key, change, overlap=timedelta(hours=values["hours"]))


def _pause(key: str, change: Change, _values: Values) -> str:
    webhooks.pause(key, change)
    return _("The webhook is paused.")


def _resume(key: str, change: Change, _values: Values) -> str:
    webhooks.resume(key, change)
    return _("The webhook resumes where it stopped.")


def _test(key: str, change: Change, _values: Values) -> str:
    webhooks.send_test(key, change)
    return _("A test message is being sent. The list of messages shows the result.")


def _again(key: str, change: Change, values: Values) -> str:
    webhooks.send_again_after(key, values["place"], change)
    return _("Everything since then is resent with the same ids.")


def _end(key: str, change: Change, _values: Values) -> str:
    webhooks.end(key, change)
    return _("The webhook has ended.")


class Move(NamedTuple):
    """An action on a webhook: its texts, its form, the operation that it calls, and the states in which it is available."""

    link: Any
    title: Any
    button: Any
    form: type[ReasonForm]
    run: Callable[[str, Change, Values], str | Made]
    states: tuple[str, ...] = (ACTIVE, FAILING, PAUSED)
    explanation: Any = ""


MOVES: Final = {
    "edit": Move(
        gettext_lazy("Edit"), gettext_lazy("Edit “%(name)s”"), gettext_lazy("Save"), WebhookForm, _edit
    ),
    "test": Move(
        gettext_lazy("Send a test"), gettext_lazy("Send a test to “%(name)s”"), gettext_lazy("Send"), ReasonForm, _test,
        (ACTIVE, FAILING),
    ),
    "secret": Move(
        gettext_lazy("Replace the secret"), gettext_lazy("Replace the secret of “%(name)s”"),
        gettext_lazy("Create new secret"), SecretForm, _secret,
    ),
    "pause": Move(
        gettext_lazy("Pause"), gettext_lazy("Pause “%(name)s”"), gettext_lazy("Pause"), ReasonForm, _pause,
        (ACTIVE, FAILING), gettext_lazy("The webhook keeps its position. After you resume it, no message is missing."),
    ),
    "resume": Move(
        gettext_lazy("Resume"), gettext_lazy("Resume “%(name)s”"), gettext_lazy("Resume"), ReasonForm, _resume,
        (PAUSED, FAILING),
    ),
    "again": Move(
        gettext_lazy("Resend from a cursor"), gettext_lazy("Resend to “%(name)s”"), gettext_lazy("Resend"),
        PlaceForm, _again, (ACTIVE, FAILING, PAUSED),
        gettext_lazy("Each message keeps its id, so that the receiver can ignore duplicates."),
    ),
    "end": Move(
        gettext_lazy("End"), gettext_lazy("End “%(name)s” permanently"), gettext_lazy("End permanently"), ReasonForm, _end,
    ),
}  # fmt: skip
