"""What names revisions by their digests follows when those were sealed anew."""

from __future__ import annotations

from collections.abc import Mapping

from claims.models import WebhookDelivery, WebhookSubscription
from claims.queries.webhooks.events import Place, event_id


def follow_digests(anew: Mapping[int, tuple[str, str]]) -> None:
    """Give messages of webhooks, and the places that those are at, the new digests of revisions (old and new, by their ids)."""
    for revision, (old, new) in anew.items():
        messages = WebhookDelivery.objects.filter(revision=revision, message_id=event_id(old))
        messages.update(message_id=event_id(new))
        place = Place.of(revision, new)
        WebhookSubscription.objects.filter(place_id=revision).update(place_digest=place.digest)
