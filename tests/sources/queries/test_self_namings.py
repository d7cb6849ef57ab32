"""Bindings of unnamed sources to named ones."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from sources.models import SelfNaming, Source
from sources.queries.self_namings import (
    BOUND,
    DECLINED,
    PROPOSED,
    UNDONE,
    bindings_of,
    current_naming,
    naming_page,
    namings_of,
    open_namings,
    state_of,
)
from tests.cases import load, outlet, person, unnamed


@pytest.fixture
def naming(db: None, now: datetime) -> SelfNaming:
    """A proposal that an aide is Ada."""
    page = {"key": "book", "publisher": "post", "kind": "report", "title": "My years"}
    load({"sources": [outlet("post"), person("ada"), unnamed("aide", "post")], "documents": [page]}, at=now)
    aide, ada = Source.objects.get(key="aide"), Source.objects.get(key="ada")
    boss = User.objects.create_user("sen")
    return SelfNaming(unnamed=aide, named=ada, reason="she says so", proposed_at=now, proposed_by="user:sen", proposer=boss)


@pytest.mark.parametrize(
    ("confirmed", "struck", "state"),
    [(False, False, PROPOSED), (True, False, BOUND), (False, True, DECLINED), (True, True, UNDONE)],
)
def test_its_state_follows_from_who_confirmed_and_who_struck_it_out(
    naming: SelfNaming, now: datetime, confirmed: bool, struck: bool, state: str
) -> None:
    naming.confirmed_at, naming.struck_at = now if confirmed else None, now if struck else None
    assert state_of(naming) == state


def test_nothing_is_shown_of_a_source_that_nobody_proposed(naming: SelfNaming) -> None:
    aide = naming.unnamed
    assert (list(namings_of(aide)), list(open_namings()), current_naming(aide), bindings_of([aide.pk])) == ([], [], None, {})
    assert naming_page(aide, None, 10) == []
