"""The stored records with the keys that a case file names."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from msgspec import UNSET

from claims.casefile import CaseFile, decode
from claims.models import Citation, Decision
from claims.operations.attributions.changes import strike_link
from claims.operations.decisions.ledger import reaffirm, strike_decision
from claims.queries.cases.stored import decisions_on, given, stored_of, stored_rows
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


def file(**lists: Any) -> CaseFile:
    return decode(json.dumps({"format": "factcheck-case/1", **lists}).encode())


@pytest.fixture
def desk(loaded: Load) -> None:
    rows = row("ada"), row("post", cites=["ada"]), row("echo", stance="reports", copies="post"), row("old", "ada")
    copies = [{"key": "second", "copy_of": "first"}, {"key": "third", "copy_of": "second"}]
    articles = [{"publisher": "post", "kind": "article", "title": "T", **one} for one in ({"key": "first"}, *copies)]
    loaded(
        sources=[person("ada"), outlet("post"), outlet("echo")],
        documents=articles,
        claims=[claim("c", *rows, row("new", "ada", "questions", supersedes="old")), claim("d", row("ada"))],
    )


def test_only_records_that_the_file_names_are_read_and_all_attributions_of_its_claims(desk: None) -> None:
    found = stored_rows(file(sources=[person("ada"), person("new")], claims=[claim("c"), claim("e")]))

    assert (set(found.sources), set(found.claims), set(found.documents)) == ({"ada"}, {"c"}, set())
    assert {key for _, key in found.attributions} == {"ada", "post", "echo", "old", "new"}
    found.forget()
    assert not any(found)


def test_the_checks_see_links_in_force_and_the_originals_of_copies_to_the_end(desk: None, now: datetime) -> None:
    strike_link(Citation.objects.get(cited__key="ada"), because(now))
    third = {"key": "third", "publisher": "post", "kind": "article", "title": "T"}

    shown = stored_of(stored_rows(file(documents=[third], claims=[claim("c")])))

    assert shown.attributions["c", "post"].cites == frozenset()
    assert (shown.attributions["c", "echo"].copies, shown.attributions["c", "new"].supersedes) == ("post", "old")
    assert shown.document_copies == {"third": "second", "second": "first"}


def test_decisions_struck_out_are_among_those_of_a_claim(desk: None, now: datetime) -> None:
    done = reaffirm(pk("c"), because(now))
    strike_decision(done, because(now))
    assert decisions_on([pk("d"), pk("c")]) == list(Decision.objects.all()) != []


def test_what_a_record_does_not_set_is_not_given() -> None:
    assert given(place="", window=None, stage=UNSET) == {"place": "", "window": None}
