"""What the API sends of captures: empty members are left out."""

from __future__ import annotations

from datetime import datetime

from sources.api.capture_bodies import hint_line, line
from sources.models import Capture, CopyHint, Document, Source


def test_a_line_has_no_text_and_no_empty_members(now: datetime) -> None:
    row = Capture(
        pk=3, way="pasted", fetched_at=now, recorded_by="user:ed", text="All.", document=Document(key="story"), size=0
    )

    assert line(row) == {
        "id": 3,
        "way": "pasted",
        "outcome": "captured",
        "fetched_at": now,
        "recorded_by": "user:ed",
        "document": "story",
        "size": 0,
    }


def test_a_hint_names_records_by_their_keys(now: datetime) -> None:
    row = CopyHint(pk=4, sign="credit", words="By AFP", found_at=now, credited=Source(key="afp"))

    shown = hint_line(row)

    assert (shown.id, shown.original, shown.credited, shown.accepted) == (4, "", "afp", None)
