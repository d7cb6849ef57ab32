"""Updates references to revisions by digest after revisions were resealed."""

from __future__ import annotations

from collections.abc import Mapping

from claims.models import WebhookDelivery, WebhookSubscription
from claims.queries.webhooks.events import Place, event_id


def follow_digests(resealed: Mapping[int, tuple[str, str]]) -> None:
    """Replace the digests of resealed revisions (old and new, by id) in webhook messages and in the positions of webhooks."""
    for revision, (old, new) in resealed.items():
        messages = WebhookDelivery.objects.filter(revision=revision, message_id=event_id(old))
        messages.update(message_id=event_id(new))
        place = Place.of(revision, new)
        WebhookSubscription.objects.filter(place_id=revision).update(place_digest=place.digest)
