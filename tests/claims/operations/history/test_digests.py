"""References to revisions follow digests that were renewed."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Revision, WebhookSubscription
from claims.operations.history.erasing import erase, wanted_of
from claims.operations.webhooks.subscriptions import subscribe
from claims.queries.integrity import broken_rules
from claims.queries.webhooks.events import ALL, LostPlaceError, Place, events_after, need_place
from tests.claims.erasing import NAME, order, slip, unsalt


@pytest.fixture
def slipped(db: None, now: datetime) -> datetime:
    return slip(now)


def test_digests_from_before_salts_are_renewed_and_references_follow(slipped: datetime) -> None:
    unsalt("c")
    assert list(broken_rules()) == []
    old = list(Revision.objects.filter(claim__key="c").order_by("number"))
    hook = subscribe("The CMS", "https://cms.example/hook", order(slipped), desk=True).subscription
    WebhookSubscription.objects.update(place_id=old[-1].pk, place_digest=old[-1].sha256[:12])
    read = Place.of(old[-1].pk, old[-1].sha256)

    erase(wanted_of(NAME), order(slipped), ordered_by="a court")

    new = list(Revision.objects.filter(claim__key="c").order_by("number"))
    assert [one.sha256 for one in new[:2]] != [one.sha256 for one in old]
    assert not {one.sha256 for one in old} & {one.previous_sha256 for one in new}
    assert new[-1].erased["resealed"] == [1, 2]
    assert list(broken_rules()) == []
    hook.refresh_from_db()
    assert need_place(Place(hook.place_id, hook.place_digest)) is None
    assert [event.action for event in events_after(read, ALL, 10).events] == ["erased"]
    with pytest.raises(LostPlaceError):
        events_after(Place.of(new[-1].pk, "0" * 64), ALL, 10)
