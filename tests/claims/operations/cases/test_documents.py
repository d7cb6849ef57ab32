"""Documents in case files: a retraction reaches all that was recorded from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.models import Attribution, Flag
from tests.cases import claim, outlet, person, row
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


def flags_of(key: str) -> set[str]:
    return set(Flag.objects.filter(claim__key=key, cleared_at=None).values_list("code", flat=True))


def test_a_retracted_document_reaches_all_its_attributions(loaded: Load, now: datetime) -> None:
    document = {"key": "doc", "publisher": "post", "kind": "article", "title": "A story"}
    said = row("ada", document="doc")
    loaded(sources=[outlet("post"), person("ada")], documents=[document], claims=[claim("c", said), claim("d", said)])
    loaded(documents=[{**document, "withdrawn": {"reason": "Fabricated.", "at": "2024-06-11"}}])
    assert set(Attribution.objects.values_list("withdrawn_by", "withdrawal_reason")) == {("outlet", "Fabricated.")}
    assert flags_of("c") == flags_of("d") >= {"retracted_source"}
    assert_stored_equals_fresh(now)


def test_what_is_recorded_from_a_retracted_document_is_withdrawn_with_it(loaded: Load, now: datetime) -> None:
    document = {
        "key": "doc",
        "publisher": "post",
        "kind": "article",
        "title": "A story",
        "withdrawn": {"reason": "Fabricated."},
    }
    loaded(sources=[outlet("post"), person("ada")], documents=[document])
    loaded(claims=[claim("c", row("ada", document="doc"))])
    assert Attribution.objects.get().withdrawal_reason == "Fabricated."
    assert_stored_equals_fresh(now)


def test_a_document_changed_alone_names_the_claims_that_show_it(sample: None, loaded: Load) -> None:
    held = {"key": "sr-rare-visits", "publisher": "spokesman-review", "kind": "article", "title": "Putin in Pyongyang"}
    shown = set(Attribution.objects.filter(document__key="sr-rare-visits").values_list("claim__key", flat=True))
    assert set(loaded(documents=[held]).revised) == shown != set()
    assert loaded(documents=[held]).revised == ()
