"""Organisations in case files: in any order, changed, taken away, refused at their place, and exported to load back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from claims.casefile import CaseFileError
from claims.models import Standing
from claims.queries.cases.export import claim_ids, export
from sources.models import Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.exchange import exported

Load = Callable[..., Any]


def body(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "name": key.title(), "kind": "government", **fields}


BODIES = [body("state"), body("pentagon"), body("kremlin"), body("us")]


def two(one: str | None, other: str | None, **more: Any) -> dict[str, Any]:
    """Return a case of two outlets, each with an unnamed official of an organisation."""
    officials = [
        unnamed("u", "post", **({"organisation_key": one} if one else {})),
        unnamed("v", "wire", **({"organisation_key": other} if other else {})),
    ]
    rows = [row("u"), row("post", stance="reports", cites=["u"]), row("v"), row("wire", stance="reports", cites=["v"])]
    return {"sources": [outlet("post"), outlet("wire"), *BODIES, *officials], "claims": [claim("c", *rows)], **more}


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def certain(key: str = "c") -> int:
    result = Standing.objects.select_related("assessment").get(claim__key=key).assessment.result
    return int(result["support"]["at_least"])


def test_organisations_come_in_any_order_and_load_back_to_the_same(loaded: Load, now: datetime) -> None:
    case = two("duma", "us")
    sources = [*reversed(case["sources"]), body("duma", organisation_key="kremlin")]
    with transaction.atomic():
        loaded(**{**case, "sources": sources})
        before = exported()
        apart = export(claim_ids(["c"]), whole=False)
        transaction.set_rollback(True)
    keys = {one.key: one.organisation_key for one in apart.sources or ()}
    assert (keys["u"], keys["v"], keys["duma"]) == ("duma", "us", "kremlin")
    assert "kremlin" in keys
    load(before[0], at=now)
    assert exported() == before
    assert load(before[0], at=now + timedelta(hours=1)).sources == 0
    assert certain() == 2


def test_a_change_is_listed_and_null_takes_it_away(loaded: Load) -> None:
    loaded(**two("state", "us"))
    (changed,) = loaded(sources=[unnamed("u", "post", organisation_key="kremlin")]).changes
    assert changed == ("sources", "u", "organisation_key", "state", "kremlin")
    loaded(sources=[unnamed("u", "post")])
    assert source("u").organisation_source == source("kremlin")
    loaded(sources=[unnamed("u", "post", organisation_key=None)])
    assert source("u").organisation_source is None


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ([body("a", organisation_key="nobody")], r"\[0\]\.organisation_key: no source 'nobody'"),
        ([body("a", organisation_key="a")], r"\[0\]\.organisation_key: a source cannot be its own organisation"),
        (
            [outlet("post"), unnamed("x", "post"), body("a", organisation_key="x")],
            r"\[2\]\.organisation_key: source 'x' is unnamed",
        ),
        ([person("ada"), body("a", organisation_key="ada")], r"\[1\]\.organisation_key: source 'ada' is a person"),
        (
            [body("a", organisation_key="b"), body("b", organisation_key="a")],
            r"\[0\]\.organisation_key: cycle: a → b → a; an organisation cannot belong to what belongs to it",
        ),
    ],
)
def test_what_cannot_be_one_is_refused_at_its_place(loaded: Load, sources: Any, message: str) -> None:
    with pytest.raises(CaseFileError, match=rf"\$\.sources{message}"):
        loaded(sources=sources)


def test_stored_sources_are_part_of_a_circle(loaded: Load) -> None:
    loaded(sources=[body("a", organisation_key="b"), body("b")])
    with pytest.raises(CaseFileError, match="cycle: a → b → a"):
        loaded(sources=[body("b", organisation_key="a"), body("a")])
    loaded(sources=[person("ada")])
    with pytest.raises(CaseFileError, match="is a person"):
        loaded(sources=[body("b", organisation_key="ada")])
