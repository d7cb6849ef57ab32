"""A claim in words: for and against by name, with quotes, links, verdict and flags; and what never gets into a report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from msgspec import structs

from claims.admin.reports.wording import ReportedClaim, in_words, on_one_line
from claims.published import PublicAttribution, PublicDocument, PublicFlag, PublicQuote, PublicSource
from claims.queries.bodies.public_claims import Reported
from tests.claims.exports.published_claims import published

NOW = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"), timezone.override("Europe/Kyiv"):
        yield


def reported(*, public: bool = True, embargo: datetime | None = None, **parts: Any) -> ReportedClaim:
    return in_words(Reported(published(**parts), NOW, public, embargo), NOW)


def row(key: str, source: str, stance: str, **parts: Any) -> PublicAttribution:
    return PublicAttribution(key=key, source=source, stance=stance, scope="full", basis="statement", **parts)


def source(key: str, name: str, **parts: Any) -> PublicSource:
    return PublicSource(key=key, name=name, kind="outlet", **{"identified": True, **parts})


DIPLOMAT = source("dip", "Unnamed diplomat", identified=False, vouched_by="ved", description="a diplomat", named_as="jane-doe")
ARTICLE = PublicDocument(
    key="a", title="Rare visits", publisher="sr", kind="article", url="https://sr.example/1", published_at="2024-06-10"
)
CHAIN = {
    "sources": (DIPLOMAT, source("ved", "Vedomosti"), source("sr", "The Spokesman-Review"), source("jane-doe", "Jane Doe")),
    "attributions": (
        row("dip", "dip", "supports", quote=PublicQuote(exact="Так", translation="Yes"), said_at="2024-06-09T22:30Z"),
        row("ved", "ved", "reports", cites=("dip",)),
        row("sr", "sr", "reports", copies="ved", document=ARTICLE),
    ),
}


def test_a_statement_names_who_said_it_its_words_and_who_passed_it_on_with_links() -> None:
    (_heading, (said,)) = reported(**CHAIN).sides[0]

    assert on_one_line(said) == (
        "Unnamed diplomat (unnamed, known to Vedomosti: “a diplomat”), 10 June 2024, 01:30: “Так” (Yes) – "
        "Passed on by Vedomosti; The Spokesman-Review – Rare visits (The Spokesman-Review, 10 June 2024) https://sr.example/1"
    )


def test_an_unnamed_source_is_never_said_to_be_anybody() -> None:
    claim = reported(**CHAIN)

    assert "Jane Doe" not in repr(claim)
    assert "jane-doe" not in repr(claim)


def test_codes_are_words_and_an_implied_flag_is_left_out() -> None:
    flags = (
        PublicFlag(code="single_origin", severity="warning", reason="One origin."),
        PublicFlag(code="unverified", severity="warning", reason="Too few.", implied_by="single_origin"),
    )
    claim = reported(flags=flags)

    assert claim.flags == ("Single origin (warning): One origin.",)
    assert (claim.status, claim.verdict, claim.verdict_at) == ("contested", "True", "12 June 2024")


def test_what_was_withdrawn_says_so_and_what_was_replaced_is_left_out() -> None:
    assert "[withdrawn: A slip]" in on_one_line(reported().sides[0][1][0])

    (old,) = published().attributions
    claim = reported(attributions=(structs.replace(old, superseded_by="us-2"),))
    assert claim.sides == ()


def test_an_address_that_is_no_web_address_is_no_link() -> None:
    document = structs.replace(ARTICLE, url="javascript:alert(1)", archive_url="https://archive.example/1")
    claim = reported(**{**CHAIN, "attributions": (row("dip", "dip", "denies", document=document),)})

    (page,) = claim.sides[0][1][0].pages
    assert (page.url, page.archive) == ("", "https://archive.example/1")


def test_a_claim_that_is_not_for_publication_says_so() -> None:
    assert reported().withheld == ""
    assert reported(public=False).withheld == "Not public: not for publication."
    embargo = reported(embargo=NOW + timedelta(days=1)).withheld
    assert embargo == "Embargoed until 13 June 2024, 15:00: not for publication."
    assert reported(embargo=NOW).withheld == ""
