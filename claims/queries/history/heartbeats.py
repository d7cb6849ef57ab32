"""When the parts of the service last showed that they work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from claims.models import Heartbeat

#: Times by name; a part that never worked has none.
Heartbeats = Mapping[str, datetime]


def heartbeats() -> Heartbeats:
    """Return when each part last worked."""
    return dict(Heartbeat.objects.values_list("name", "at"))
