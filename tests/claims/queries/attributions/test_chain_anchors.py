"""The attributions that a new chain may join: those that count, with what each says and passes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.models import Claim
from claims.operations.merges.sources import merge_sources
from claims.queries.attributions.chain_anchors import attribution_keys, standing_attributions
from claims.verification import Change
from sources.models import Source
from tests.cases import claim, outlet, person, row

Load = Callable[..., Any]


def test_only_attributions_that_count_are_offered_in_the_order_of_recording(loaded: Load) -> None:
    rows = (
        row("first", "ada", said_at="2024-06"),
        row("echo", stance="reports", cites=["first"]),
        row("taken-back", "ben", withdrawn={"by": "source", "reason": "misheard"}),
        row("slip", "ben", voided={"reason": "typed twice"}),
        row("again", "ada", "questions", supersedes="first"),
    )
    loaded(sources=[person("ada"), person("ben"), outlet("echo")], claims=[claim("c", *rows)])

    offered = standing_attributions(Claim.objects.get())

    assert [(each.key, set(each.passes_on)) for each in offered] == [("echo", {"first"}), ("again", set())]
    assert attribution_keys(Claim.objects.get()) == {"first", "echo", "taken-back", "slip", "again"}


def test_a_chain_joins_what_the_second_record_says_under_the_name_of_the_first(loaded: Load, now: datetime) -> None:
    loaded(sources=[person("ada"), person("ada-2")], claims=[claim("c", row("ada"), row("ada-2"))])
    one, other = Source.objects.order_by("key")
    merge_sources(other, one, Change(now, "user:eve", "merged", "one and the same"))

    standing = standing_attributions(Claim.objects.get())

    assert [(each.source, each.recorded_source) for each in standing] == [("ada", "ada"), ("ada", "ada-2")]
