"""check_integrity finds what went round the operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError

from claims.models import Revision
from tests.cases import claim, outlet, person, row
from tests.claims.management.typed import run

Load = Callable[..., Any]


def test_integrity_finds_a_citation_that_went_round_the_operations(loaded: Load) -> None:
    loaded(
        sources=[outlet("post"), person("ada")],
        claims=[claim("c", row("ada")), claim("d", row("ada"), row("post", stance="reports", cites=["ada"]))],
    )
    assert "No problems found." in run("check_integrity")
    Revision.objects.filter(number=1, claim__key="c").update(reason="rewritten")
    with pytest.raises(CommandError, match="1 records break a rule"):
        run("check_integrity")
