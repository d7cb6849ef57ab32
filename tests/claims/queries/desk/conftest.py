"""Claims whose flags and work the tests of the desk's counts choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from claims.models import Claim, Flag, Standing
from tests.cases import claim, person, row

Claims = Sequence[Claim]


@pytest.fixture
def claims(loaded: Callable[..., Any]) -> Claims:
    """Four claims without a flag, none of them due or assigned."""
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(4)])
    Flag.objects.all().delete()
    Standing.objects.update(due_at=None, marked_at=None)
    return list(Claim.objects.order_by("id"))
