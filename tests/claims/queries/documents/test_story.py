"""A document as a story: which claims are its own, from when on they count as changed, and in how many queries that is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from claims.models import Assessment, Attribution, Claim, Flag
from claims.operations.cases.sample import REASON
from claims.operations.documents.page_problems import reanchor_quote
from claims.operations.merges.merge import merge
from claims.operations.verdicts.drafts import draft_verdict, submit_draft
from claims.operations.verdicts.review import publish_verdict
from claims.queries.documents.story import StorySheet, story_sheet
from claims.sample_page import capture_summary
from claims.verification import Change
from sources.models import Capture, Document
from tests.cases import claim, outlet, person, row
from tests.claims.page_desk import DAY, TEXT, PageDesk
from tests.claims.verdicts import author, change, reviewer, seen, wording

#: What the list of queries of one sheet is, whatever the number of its claims.
QUERIES = (
    "the last text of the page and of uploads, the digests of all texts, and earlier texts;"
    " the attributions, those of further documents, and anchors; their keys;"
    " splits, merges, open flags, results, newer claims, withdrawn verdicts; the claims"
)


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def sheet(key: str = "page", now: datetime | None = None) -> StorySheet:
    return story_sheet(Document.objects.get(key=key), now or datetime(2030, 1, 1, tzinfo=UTC))


def changes(found: StorySheet) -> list[str]:
    return [flag.reason for flag in found.sheet.flags if flag.code == "claim_changed"]


def test_the_sample_is_a_story_of_all_its_claims_through_one_gateway(sample: None, now: datetime) -> None:
    capture_summary(Change(now, "user:ed", "load case", REASON))

    found = sheet("sr-rare-visits")

    assert all(each.places for each in found.sheet.claims)
    assert len(found.sheet.claims) == Claim.objects.count() == 13
    assert sum(not each.claims for each in found.sheet.sentences) > 10
    (flag,) = found.sheet.flags
    assert flag.reason == "All support for 13 claims of this story came from or through Bloomberg News."
    assert found.ids[found.sheet.claims[0].key] == Claim.objects.get(key="visit-within-weeks").pk


def test_claims_are_found_by_their_quotes_as_last_anchored(desk: PageDesk) -> None:
    desk.check(TEXT)
    reanchor_quote(desk.row(), Capture.objects.get(), 0, 19, desk.change("It means this."))
    Attribution.objects.filter(claim__key="d").update(voided_at=desk.now, void_reason="Ours.")

    found = sheet()

    assert {each.key: [TEXT[at.start : at.end] for at in each.places] for each in found.sheet.claims} == {
        "c": ["The ministry spoke "],
        "e": [],
    }
    assert found.sheet.sentences[0].claims == ("c",)


def test_a_copy_has_the_claims_of_its_original_and_a_document_without_a_text_has_no_sentences(desk: PageDesk) -> None:
    Document.objects.filter(key="other").update(copy_of=desk.page)

    found = sheet("other")

    assert [each.key for each in found.sheet.claims] == ["c", "d", "e", "f"]
    assert (found.capture, found.sheet.sentences) == (None, ())
    Document.objects.filter(key="page").update(copy_of=Document.objects.get(key="other"))
    assert [each.key for each in sheet("other").sheet.claims] == ["c", "d", "e", "f"]


def test_a_claim_recorded_with_the_story_is_compared_with_what_it_was_then(desk: PageDesk, loaded: Any) -> None:
    assert changes(sheet()) == []
    rows = [row("ann", stance="denies", said_at="2023"), row("ministry", document="page")]

    loaded(sources=[person("ann"), person("ministry")], claims=[claim("d", *rows)])

    assert changes(sheet()) == ["“The claim d.” It was unverified and is contested."]
    assert [flag.claims for flag in sheet().sheet.flags if flag.code == "denial_left_out"] == [("d",)]


@pytest.mark.parametrize(
    ("published_at", "captured", "edited", "changed"),
    [
        ("2024-06-20", 0, None, False),  # written before its publication, but by when is unknown until then
        ("2024-06-11", 0, None, True),
        ("2024-06", 3, None, True),  # captured, and so written, before the month was over
        ("", 3, None, True),
        ("", 0, None, False),
        ("2024-06-11", 3, 7, False),  # the text that it has now was written after the change
    ],
)
def test_an_older_claim_is_compared_with_what_it_was_when_the_text_was_written(
    loaded: Any, now: datetime, published_at: str, captured: int, edited: int | None, changed: bool
) -> None:
    """The claim is recorded on 12 June at noon, contested on 17 June, and the story's part in it recorded after that."""
    page = {"key": "page", "publisher": "paper", "kind": "article", "title": "Page", "published_at": published_at or None}
    claims = [claim("c", row("ann"))]
    loaded(sources=[outlet("paper"), person("ann"), person("ben")], documents=[page], claims=claims)
    Claim.objects.update(recorded_at=now - 5 * DAY)
    loaded(claims=[claim("c", row("ben", stance="denies", said_at="2023"))])
    loaded(claims=[claim("c", row("paper", stance="reports", cites=["ann", "ben"], document="page"))])
    results = Assessment.objects
    results.filter(status="unverified").update(at=now - 5 * DAY)
    results.filter(status="contested").update(at=now + 5 * DAY)
    Attribution.objects.filter(key="paper").update(document_recorded_at=now + 6 * DAY)
    for text, days in (("One", captured), ("Two", edited)):
        if days:
            digest = f"{len(text)}{text == 'One':d}".ljust(64, "0")
            Capture.objects.create(
                way="pasted", document=Document.objects.get(), text=text, text_sha256=digest, sha256=digest,
                fetched_at=now + days * DAY,
            )  # fmt: skip

    assert (changes(sheet()) == ["“The claim c.” It was unverified and is contested."]) is changed


def test_merges_drops_waivers_verdicts_and_hidden_claims_are_said(desk: PageDesk, now: datetime) -> None:
    c, d, e = (Claim.objects.get(key=key) for key in "cde")
    dora, rita = author("dora"), reviewer("rita")
    verdict = draft_verdict(e.pk, wording("unproven", "No.", "ann", of=e), dora, change(now, dora))
    submit_draft(verdict, dora, change(now, dora))
    verdict.refresh_from_db()
    publish_verdict(verdict, rita, change(now + DAY, rita, "Read."), expected=seen(e))
    merge(c.pk, d.pk, Change(now + DAY, "user:eve", "merged", "The same."))
    Claim.objects.filter(pk=d.pk).update(public=False)
    Claim.objects.filter(pk=e.pk).update(embargo_until=now + 9 * DAY)
    flag = Flag.objects.filter(claim=e, cleared_at=None).first()
    assert flag is not None
    until = {"waived_until": now + 9 * DAY, "waived_by": "user:eve", "waiver_reason": "Known."}
    Flag.objects.filter(pk=flag.pk).update(waived_at=now, **until)

    found = sheet(now=now + 2 * DAY)

    shown = {each.key: each for each in found.sheet.claims}
    assert changes(found) == [
        "“The claim c.” The claim was merged into “d”.",
        "“The claim e.” The verdict “Unproven” was published.",
    ]
    assert {key: (each.retired, each.withheld) for key, each in shown.items()} == {
        "c": ("merged", False),
        "d": ("", True),
        "e": ("", True),
    }
    assert [each.code for each in shown["e"].flags if each.waived] == [flag.code]
    assert not any(each.waived for each in sheet(now=now + 10 * DAY).sheet.claims[2].flags)
    Claim.objects.filter(pk=e.pk).update(stage="dropped")
    assert "“The claim e.” The claim was dropped." in changes(sheet())


def test_the_number_of_queries_is_fixed(loaded: Any, now: datetime, django_assert_num_queries: Any) -> None:
    page = {"key": "page", "publisher": "paper", "kind": "article", "title": "Page"}
    claims = [claim(f"c{nth}", row("ann", document="page", quote={"exact": f"Quote {nth}"})) for nth in range(30)]
    loaded(sources=[outlet("paper"), person("ann")], documents=[page], claims=claims)
    text = " ".join(f"Quote {nth} it is." for nth in range(30))
    digest = "0" * 64
    Capture.objects.create(
        way="pasted", document=Document.objects.get(), text=text, text_sha256=digest, sha256=digest,
        fetched_at=now + timedelta(hours=1),
    )  # fmt: skip
    document = Document.objects.get()

    with django_assert_num_queries(15, info=QUERIES):
        found = story_sheet(document, now)

    assert len(found.sheet.claims) == 30


@pytest.mark.parametrize(
    ("uploaded", "way"), [("A print, as a PDF: No con-\nvoy.", "fetched"), (f"Page 1 of 2. {TEXT}", "uploaded")]
)
def test_the_text_is_the_one_that_has_the_quotes(desk: PageDesk, uploaded: str, way: str) -> None:
    desk.check(TEXT)
    desk.upload(uploaded)

    found = sheet()

    assert found.capture is not None
    assert found.capture.way == way
    assert any(claim.places for claim in found.sheet.claims)
