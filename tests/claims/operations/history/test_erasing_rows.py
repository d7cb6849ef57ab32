"""A text is replaced in the rows of a table by values that the columns take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, ClaimTopic, SavedView
from claims.operations.history.erasing import wanted_of
from claims.operations.history.erasing_rows import redact
from claims.queries.history.erasure_tables import Table, tables
from factcheck.text.erasing import Wanted
from sources.models import Capture, Document, Source
from tests.cases import claim, outlet, person, row

NAME = "Zofia Qwert"


@pytest.fixture
def wanted() -> Wanted:
    return wanted_of(NAME)


def table(label: str) -> Table:
    return next(one for one in tables() if one.label == label)


def test_only_the_rows_named_are_changed_and_each_is_counted_once(loaded: Callable[..., Any], wanted: Wanted) -> None:
    loaded(sources=[outlet("a", name=f"{NAME} Daily", aliases=[NAME]), outlet("b", name=f"{NAME} Post"), outlet("c")])
    first, second, plain = Source.objects.order_by("key")

    assert redact(table("sources.Source"), [first.pk, plain.pk], wanted) == 1

    first.refresh_from_db()
    assert (first.name, first.aliases) == ("[erased] Daily", "[erased]")
    assert Source.objects.get(pk=second.pk).name == f"{NAME} Post"
    assert redact(table("sources.Source"), [first.pk], wanted) == 0


def test_a_quote_loses_its_place_and_a_captured_page_its_digest(
    loaded: Callable[..., Any], wanted: Wanted, now: datetime
) -> None:
    said = row("ada", quote={"exact": f"said {NAME}", "start": 3, "end": 19}, document="d")
    article = {"key": "d", "publisher": "ada", "kind": "article", "title": "T"}
    loaded(sources=[person("ada")], documents=[article], claims=[claim("c", said)])
    fetched = Capture.objects.create(document=Document.objects.get(), sha256="1" * 64, fetched_at=now, text=f"By {NAME}.")

    redact(table("claims.Attribution"), [Attribution.objects.get().pk], wanted)
    redact(table("sources.Capture"), [fetched.pk], wanted)

    quoted = Attribution.objects.get()
    assert (quoted.quote_exact, quoted.quote_start, quoted.quote_end) == ("said [erased]", None, None)
    fetched.refresh_from_db()
    assert (fetched.text, fetched.sha256) == ("By [erased]   .", "0" * 64)  # offsets into the rest of the page stay


def test_values_that_differed_by_the_text_alone_stay_distinct(
    loaded: Callable[..., Any], wanted: Wanted, ed: Any, now: datetime
) -> None:
    one, other = (SavedView.objects.create(user=ed, name=name, query={}) for name in (NAME, "[erased]"))
    assert redact(table("claims.SavedView"), [one.pk], wanted) == 1
    assert {view.name for view in SavedView.objects.all()} == {"[erased]", f"[erased]-{one.pk}"}
    assert SavedView.objects.get(pk=other.pk).name == "[erased]"


def test_a_topic_that_a_claim_would_have_twice_is_stored_once(loaded: Callable[..., Any]) -> None:
    loaded(claims=[claim("c", topics=["zofia-qwert", "arms"])])
    wanted = wanted_of(NAME)
    taken = ClaimTopic.objects.get(topic="arms")
    ClaimTopic.objects.filter(pk=taken.pk).update(topic=wanted.token)

    redact(table("claims.ClaimTopic"), [ClaimTopic.objects.get(topic="zofia-qwert").pk], wanted)

    assert list(ClaimTopic.objects.values_list("topic", flat=True)) == [wanted.token]
