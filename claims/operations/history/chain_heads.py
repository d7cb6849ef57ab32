"""Make the daily heads of the revision chains.

A head must cover every revision up to its last one. Ids come from a sequence before their transactions commit, so a revision
with a lower id may be committed later: it would then be missing from a signed head, and look inserted. The watermark of the
feed (``claims.queries.webhooks.feed_watermark``) says up to which id none can come any more, with its proof. Waiting for some
minutes instead would be a guess about the longest transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import msgspec
from django.db import transaction
from django.utils import timezone

from claims.chain_heads import Head, leaves_digest, pack, rows_digest
from claims.models import ChainHead
from claims.queries.history.chain_heads import last_head, leaves
from claims.queries.webhooks.feed_watermark import watermark
from factcheck.database.advisory import HEADS, take
from factcheck.signing_keys import key_id, public_of, sign

log = logging.getLogger(__name__)

#: Revisions covered by one head, at most: bounds memory, the size of its row, and what an interrupted command does again.
AT_ONCE: Final = 50_000


def make_heads(clock: Callable[[], datetime], secret: str) -> Iterator[Head]:
    """Cover the revisions since the last head, each head in a transaction of its own; yield the new heads.

    There is at least one of each day on which this runs, so that a missing one shows. Signed with ``secret``, unless it is "".
    Interrupted, it goes on where it stopped; two at a time take turns.
    """
    while (made := _next_head(clock(), secret)) is not None:
        log.info("chain head %s covers %s revisions up to id %s: %s", made.number, made.count, made.through, made.sha256)
        yield made
        if made.count < AT_ONCE:
            return


def _next_head(now: datetime, secret: str) -> Head | None:
    with transaction.atomic():
        take(HEADS)
        before, day = last_head(), timezone.localdate(now)
        after = before.through if before else 0
        covered = leaves(after, watermark(), AT_ONCE)
        if not covered and before is not None and before.day >= day.isoformat():
            return None
        packed = pack(covered)
        head = Head(
            number=before.number + 1 if before else 1,
            day=day.isoformat(),
            made_at=now.astimezone(UTC).isoformat(),
            after=after,
            through=covered[-1].id if covered else after,
            count=len(covered),
            rows_sha256=rows_digest(covered),
            leaves_sha256=leaves_digest(packed),
            previous_sha256=before.sha256 if before else "",
        )
        head = _signed(msgspec.structs.replace(head, sha256=head.digest), secret)
        values = msgspec.structs.asdict(head) | {"day": day, "made_at": now}
        ChainHead.objects.create(leaves=packed, **values)
    return head


def _signed(head: Head, secret: str) -> Head:
    if not secret:
        return head
    return msgspec.structs.replace(head, key_id=key_id(public_of(secret)), signature=sign(secret, head.said))
