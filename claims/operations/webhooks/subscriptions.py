"""Webhook subscriptions: creating, changing, pausing, ending, testing, and sending earlier events again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.models import WebhookDelivery, WebhookStep, WebhookSubscription
from claims.models.webhook import WAITING
from claims.operations.writing import OperationError, need_reason
from claims.policy.assess import CODES
from claims.queries.webhooks.events import LostPlaceError, Place, last_place, need_place
from claims.queries.webhooks.subscriptions import orphaned
from claims.verification import Change
from claims.vocabulary import ActorKind, Status, WebhookFilter
from factcheck.outbound import RefusedAddressError, target_of
from factcheck.text.blanks import is_blank
from factcheck.webhook_signing import secret_of

#: How long a message is retried before it fails.
GIVE_UP_AFTER: Final = timedelta(days=3)
#: How long a replaced secret stays valid with the new one, at most.
MOST_OVERLAP: Final = timedelta(days=14)
MOST_WORDS: Final = 20
_LONGEST_NAME: Final = 100
_LONGEST_WORD: Final = 100
#: The allowed values of each filter, where they are a closed set.
KNOWN_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "statuses": Status.words(), "flags": CODES, "actors": ActorKind.words()
}  # fmt: skip


#: Filters allowed only for webhooks that see what the desk sees: whether a message comes would reveal hidden claims.
OF_THE_DESK: Final = frozenset({"actions", "statuses", "flags", "actors"})


class Made(NamedTuple):
    """A subscription with its secret, which is shown only this once."""

    subscription: WebhookSubscription
    secret: str

    def __repr__(self) -> str:
        return f"Made(subscription={self.subscription.key!r})"  # a log or a traceback shows this


@transaction.atomic
def subscribe(
    name: str,
    url: str,
    change: Change,
    *,
    wanted: Mapping[str, Sequence[str]] | None = None,
    after: Place | None = None,
    desk: bool = False,
) -> Made:
    """Subscribe an address to changes after ``after`` (None: from now on), as outsiders or, with ``desk``, the desk sees them.

    Raises: ValidationError by field; OperationError if the cursor is not found.
    """
    values = _checked(name, url, wanted or {}, desk=desk)
    place = last_place() if after is None else after
    _need_place(place)
    row = WebhookSubscription.objects.create(
        key=f"wh-{secrets.token_hex(6)}",
        place_id=place.id,
        place_digest=place.digest,
        created_at=change.at,
        created_by=change.actor,
        **_owned(change),
        **values,
    )
    _note(row, change, "made")
    return Made(row, _secret(row))


def change_subscription(
    key: str,
    change: Change,
    *,
    name: str | None = None,
    url: str | None = None,
    wanted: Mapping[str, Sequence[str]] | None = None,
    desk: bool | None = None,
) -> WebhookSubscription:
    """Change the name, address or filters of a subscription; None leaves a value unchanged.

    New filters apply to changes from now on. Waiting messages go to the new address.

    Raises: ValidationError by field; OperationError.
    """
    with _changing(key, change, "changed") as row:
        values = _checked(
            row.name if name is None else name,
            row.url if url is None else url,
            row.wanted if wanted is None else wanted,
            desk=row.desk if desk is None else desk,
        )
        for field, value in values.items():
            setattr(row, field, value)
    return row


def replace_secret(key: str, change: Change, *, overlap: timedelta) -> Made:
    """Replace the secret of a subscription; for the time ``overlap`` its messages are signed with both.

    Raises: OperationError.
    """
    with _changing(key, change, "secret replaced") as row:
        if not timedelta(0) <= overlap <= MOST_OVERLAP:
            raise OperationError(f"The old secret stays valid for at most {MOST_OVERLAP.days} days.")
        # Secrets are derived from this number: the next number is the next secret, and the last one can still be
        # derived.
        row.secret_number += 1
        row.old_secret_until = change.at + overlap
    return Made(row, _secret(row))


def pause(key: str, change: Change) -> None:
    """Pause a subscription until it is resumed. It keeps its place in the feed.

    Raises: OperationError if it is paused, or without a reason.
    """
    need_reason(change)
    with _changing(key, change, "paused") as row:
        if row.paused_at is not None:
            raise OperationError("The webhook is already paused.")
        row.paused_at = change.at


def resume(key: str, change: Change) -> None:
    """Resume a subscription that was paused or kept failing, from its place in the feed: nothing is skipped.

    Raises: OperationError if it is not paused.
    """
    with _changing(key, change, "resumed") as row:
        if row.paused_at is None and row.probe_at is None:
            raise OperationError("The webhook is not paused.")
        row.paused_at, row.probe_at, row.failures = None, None, 0
        for field, value in _owned(change).items():
            setattr(row, field, value)
        # The time for retries begins again: during the pause nothing was tried.
        waiting = row.deliveries.filter(state=WAITING)
        waiting.update(next_attempt_at=change.at, give_up_at=change.at + GIVE_UP_AFTER)


def end(key: str, change: Change) -> None:
    """End a subscription for good; its past messages can still be read.

    Raises: OperationError.
    """
    with _changing(key, change, "ended") as row:
        row.ended_at = change.at


def send_test(key: str, change: Change) -> WebhookDelivery:
    """Send a subscription a test message, about no change.

    Raises: OperationError if it is paused.
    """
    with _changing(key, change, "test sent") as row:
        if row.paused_at is not None:
            raise OperationError("The webhook is paused: resume it first.")
        test = new_delivery(row.pk, f"ping_{secrets.token_hex(12)}", None, change.at)
        test.save(force_insert=True)
    return test


def send_again(key: str, message_ids: Iterable[str], change: Change) -> int:
    """Send again messages that were sent or have failed; waiting ones are sent now. Return how many.

    Raises: OperationError.
    """
    with _changing(key, change, "sent again") as row:
        return row.deliveries.filter(message_id__in=list(message_ids)).update(**_anew(change.at))


def send_again_after(key: str, place: Place, change: Change) -> None:
    """Send a subscription everything again that happened after a place in the feed, whatever the result was.

    Raises: OperationError if the place is ahead of its own, or if the cursor is not found.
    """
    with _changing(key, change, "resent from an earlier position") as row:
        _need_place(place)
        if place.id > row.place_id:
            raise OperationError("The cursor is ahead of what the webhook has been sent.")
        row.deliveries.filter(revision__gt=place.id).update(**_anew(change.at))
        row.place_id, row.place_digest = place  # deleted messages are created again from there


def new_delivery(subscription: int, message_id: str, revision: int | None, at: datetime) -> WebhookDelivery:
    """Return an unsaved message that is due at once."""
    times = {"created_at": at, "next_attempt_at": at, "give_up_at": at + GIVE_UP_AFTER}
    return WebhookDelivery(subscription_id=subscription, message_id=message_id, revision_id=revision, **times)


def _anew(at: datetime) -> dict[str, Any]:
    return {"state": WAITING, "next_attempt_at": at, "give_up_at": at + GIVE_UP_AFTER, "ended_at": None, "attempts": 0}


@contextmanager
def _changing(key: str, change: Change, action: str) -> Iterator[WebhookSubscription]:
    """Lock a subscription that was not ended, store what the block sets on it, and record who did it, when and why."""
    with transaction.atomic():
        row = WebhookSubscription.objects.select_for_update().filter(key=key, ended_at=None).first()
        if row is None:
            raise OperationError("This webhook does not exist, or was ended.")
        yield row
        row.save()
        _note(row, change, action)


def _owned(change: Change) -> dict[str, Any]:
    """Return the columns of the owner: whoever makes or resumes a subscription, and may leave the desk."""
    owner = User.objects.filter(pk=change.person).first() if change.person is not None else None
    # A service account was never staff, so leaving the staff cannot end its webhooks.
    return {"owner": owner, "of_staff": owner is not None and owner.is_staff}


def pause_orphaned(change: Change, owner: User | None = None) -> int:
    """Pause the subscriptions whose owners have left, or those of one ``owner``; they keep their places. Return how many."""
    theirs = orphaned() if owner is None else Q(owner=owner)
    rows = WebhookSubscription.objects.filter(theirs, paused_at=None, ended_at=None).order_by("pk")
    keys = list(rows.values_list("key", flat=True))
    for key in keys:
        with suppress(OperationError):  # somebody else paused or ended it meanwhile
            pause(key, change)
    return len(keys)


def _need_place(place: Place) -> None:
    try:
        need_place(place)
    except LostPlaceError:
        raise OperationError("Cursor not found: it is from another record.") from None


def _note(row: WebhookSubscription, change: Change, action: str) -> None:
    WebhookStep.objects.create(subscription=row, at=change.at, actor=change.actor, action=action, reason=change.reason)


def _secret(row: WebhookSubscription) -> str:
    return secret_of(settings.WEBHOOK_KEYS[0], row.key, row.secret_number)


def _checked(name: str, url: str, wanted: Mapping[str, Sequence[str]], *, desk: bool) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    if is_blank(name) or len(name.strip()) > _LONGEST_NAME:
        wrong["name"] = _("Give a name of at most %(most)d characters.") % {"most": _LONGEST_NAME}
    try:
        # Only the form of the address: what it resolves to may change, and is checked at each request.
        target_of(url, http=settings.DEBUG, allowed=settings.WEBHOOK_ALLOWED_NETWORKS)
    except RefusedAddressError as error:
        wrong["url"] = _("This address cannot be used: %(why)s.") % {"why": error}
    for kind, words in wanted.items():
        if fault := _fault_of(kind, words):
            wrong[kind] = fault
        elif words and not desk and kind in OF_THE_DESK:
            wrong[kind] = _("Only a webhook that sees what the desk sees can use this filter.")
    if wrong:
        raise ValidationError(wrong)
    return {
        "name": name.strip(),
        "url": url,
        "desk": desk,
        "wanted": {kind: list(words) for kind, words in wanted.items() if words},
    }


def _fault_of(kind: str, words: Sequence[str]) -> str:
    known = KNOWN_WORDS.get(kind)
    if kind not in WebhookFilter.words():
        return _("Unknown filter.")
    if len(words) > MOST_WORDS or any(not 0 < len(word) <= _LONGEST_WORD for word in words):
        return _("At most %(most)d words.") % {"most": MOST_WORDS}
    if known is not None and not set(known).issuperset(words):
        return _("Use one of: %(words)s.") % {"words": ", ".join(known)}
    return ""
