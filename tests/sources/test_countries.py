"""Countries are codes of ISO 3166-1 on every way in; what was stored before the list is mended, and stays on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from claims.casefile import CaseFileError
from claims.models import Standing
from claims.operations.sources.changes import apply_source_changes
from claims.queries.claims.selection import ids_of_all
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at, evaluate
from sources.countries import NAMES, Mistake, country_advice, country_mistake
from sources.models import Source, SourceChange
from sources.operations import SourceOperationError, change_source, record_sources
from tests.cases import claim, outlet, row, unnamed
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]
MEND = import_module("sources.migrations.0018_countries").mend


@pytest.mark.parametrize("code", ["GB", "XK", "TW", "PS", "VA", ""])
def test_a_code_of_the_list_is_one(code: str) -> None:
    assert country_mistake(code) is None
    assert country_advice(code) == ""


def test_the_list_is_that_of_the_standard_with_kosovo() -> None:
    assert len(NAMES) == 250
    assert (NAMES["TW"], NAMES["UA"]) == ("Taiwan", "Ukraine")


@pytest.mark.parametrize(
    ("text", "mistake", "meant"),
    [
        ("UK", Mistake.SPELLING, "GB"),
        ("gb", Mistake.SPELLING, "GB"),
        (" RU", Mistake.SPELLING, "RU"),
        ("EL", Mistake.SPELLING, "GR"),
        ("ZR", Mistake.SPELLING, "CD"),
        ("UKR", Mistake.SPELLING, "UA"),
        ("ukraine", Mistake.SPELLING, "UA"),
        ("EU", Mistake.UNION, ""),
        ("SU", Mistake.FORMER, ""),
        ("YU", Mistake.FORMER, ""),
        ("CS", Mistake.FORMER, ""),
        ("DD", Mistake.FORMER, ""),
        ("QQ", Mistake.UNKNOWN, ""),
        ("  ", Mistake.UNKNOWN, ""),
    ],
)
def test_what_is_none_says_why_and_what_was_meant(text: str, mistake: Mistake, meant: str) -> None:
    found = country_mistake(text)
    assert found is not None
    assert (found.mistake, found.meant) == (mistake, meant)


def test_a_case_file_says_what_to_write(loaded: Load) -> None:
    for code, advice in (("UK", "Write GB."), ("EU", "A union of states is an organisation"), ("SU", "no longer exists")):
        with pytest.raises(CaseFileError, match=rf"\$\.sources\[0\]\.country: '{code}' is not a country code\. .*{advice}"):
            loaded(sources=[outlet("post", country=code)])
    with pytest.raises(CaseFileError, match="'QQ' is not a country code: Two capital letters of ISO 3166-1"):
        loaded(sources=[outlet("post", country="QQ")])


@pytest.mark.django_db
def test_operations_refuse_the_others(now: datetime) -> None:
    new = Source(key="post", name="Post", kind="outlet", country="UK")
    with pytest.raises(SourceOperationError, match=r"“UK”, the country of “Post”, is not a code of ISO 3166-1\. Write GB\."):
        record_sources([new], at=now, actor="user:eve")
    new.country = "GB"
    record_sources([new], at=now, actor="user:eve")
    with pytest.raises(SourceOperationError, match="is not a code of ISO 3166-1"):
        change_source(new, {"country": "QQ"}, at=now, actor="user:eve")


def store(key: str, **values: str) -> None:
    Source.objects.filter(key=key).update(**values)


def test_stored_codes_are_mended_and_those_of_no_country_become_words(loaded: Load, now: datetime) -> None:
    loaded(sources=[outlet(key) for key in ("bbc", "pravda", "council", "nowhere", "fine")])
    store("bbc", country="UK")
    store("pravda", country="SU", organisation="Central Committee")
    store("council", country="EU")
    store("nowhere", country="QQ")
    store("fine", country="RU")
    MEND(apps, None)
    found = {key: (country, words) for key, country, words in Source.objects.values_list("key", "country", "organisation")}
    assert found == {
        "bbc": ("GB", ""),
        "pravda": ("", "Central Committee"),
        "council": ("", "EU"),
        "nowhere": ("", "QQ"),
        "fine": ("RU", ""),
    }
    changes = {change.source.key: change for change in SourceChange.objects.filter(actor="migration")}
    assert {key: (change.old, change.new) for key, change in changes.items()} == {
        "bbc": ({"country": "UK"}, {"country": "GB"}),
        "pravda": ({"country": "SU"}, {"country": ""}),
        "council": ({"country": "EU", "organisation": ""}, {"country": "", "organisation": "EU"}),
        "nowhere": ({"country": "QQ", "organisation": ""}, {"country": "", "organisation": "QQ"}),
    }
    assert "“SU”" in changes["pravda"].reason
    assert all(change.applied_at is None for change in changes.values())
    MEND(apps, None)
    assert SourceChange.objects.filter(actor="migration").count() == 4


def test_claims_are_assessed_again_and_the_past_keeps_what_was_stored(loaded: Load, now: datetime) -> None:
    """Two officials of "UK" and "GB" were two people."""
    rows = [row("u"), row("post", stance="reports", cites=["u"]), row("v"), row("wire", stance="reports", cites=["v"])]
    sources = [outlet("post"), outlet("wire"), unnamed("u", "post", country="GB"), unnamed("v", "wire", country="GB")]
    loaded(sources=sources)
    store("v", country="UK")
    loaded(claims=[claim("c", *rows)])
    assert certain() == 2
    MEND(apps, None)
    later = now + timedelta(days=3650)
    apply_source_changes(later, actor="job:source-changes")
    assert certain() == 1
    assert_stored_equals_fresh(later)
    (found,) = evaluate(ids_of_all(), clock_at(now), thresholds(), recorded=now + timedelta(days=1)).values()
    assert found.assessment is not None
    assert found.assessment.support.at_least == 2


def certain() -> int:
    result = Standing.objects.select_related("assessment").get(claim__key="c").assessment.result  # type: ignore[union-attr]
    return int(result["support"]["at_least"])
