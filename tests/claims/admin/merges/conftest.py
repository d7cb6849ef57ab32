"""Claims to merge, split and delete, and an editor who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.cases import load
from tests.claims.operations.moving import LATER, duplicates


@pytest.fixture
def desk(db: None, now: Any) -> Any:
    load(duplicates(), at=now)
    return now + LATER


@pytest.fixture
def mover(ed: User, editor: Client) -> Client:
    """An editor who may do everything to claims as a whole."""
    wanted = ("merge_claim", "split_claim", "remove_claim", "add_claimrelation")
    ed.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    return editor
