"""Claims that several pages of the admin are tried on."""

from __future__ import annotations

import pytest

from claims.models import Claim
from tests.cases import claim, load, outlet, row, unnamed


@pytest.fixture
def diplomat(db, now):
    """A claim of an unnamed diplomat and of a ministry: one origin is certain, two are possible."""
    sources = [outlet("paper"), unnamed("diplomat", "paper"), {"key": "ministry", "name": "Ministry", "kind": "organisation"}]
    load({"sources": sources, "claims": [claim("c", row("diplomat"), row("ministry"))]}, at=now)
    return Claim.objects.get()
