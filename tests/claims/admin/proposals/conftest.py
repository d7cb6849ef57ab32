from __future__ import annotations

import pytest

from tests import reviewing


@pytest.fixture
def reading(db, now):
    """A captured article that was read."""
    return reviewing.reading(now=now)
