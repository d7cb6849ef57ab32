"""Django's sessions in the database, in rows that name their user: the setting SESSION_ENGINE is this module.

A session that has reached its idle or absolute limit does not load, whichever door is asked.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from factcheck.signin.models import DeskSession

#: What a session stores of its visit; the columns of its row repeat it.
VISIT: Final = "visit"


class SessionStore(DatabaseStore):
    """Django's, on ``DeskSession``."""

    #: When the session was last used, as its row says.
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[DeskSession]:
        return DeskSession

    def _get_session_from_db(self) -> DeskSession | None:
        found = DeskSession.objects.live(timezone.now()).filter(session_key=self.session_key).first()
        if found is None:
            self._session_key = None
            return None
        self.seen_at = found.seen_at
        return found

    def create_model_instance(self, data: dict[str, Any]) -> DeskSession:
        row: Any = super().create_model_instance(data)
        if SESSION_KEY in data:
            now, visit = timezone.now(), data.get(VISIT, {})
            row.user_id = int(data[SESSION_KEY])
            row.signed_in_at = datetime.fromtimestamp(visit["since"], UTC) if "since" in visit else now
            row.seen_at = self.seen_at = now
            row.network, row.browser = visit.get("network", ""), visit.get("browser", "")
        return cast(DeskSession, row)
