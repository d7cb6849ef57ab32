"""What checks of a page do to the claims that rest on it, and anchoring a quote anew."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Flag, PageProblem, QuoteAnchor, Revision
from claims.operations.documents.changes import attach_document, detach_document
from claims.operations.documents.page_problems import reanchor_quote
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.writing import OperationError
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.queries.facts.past import load_facts_as_of
from claims.verification.replaying import EQUAL, replay
from sources.models import Capture
from tests.claims.page_desk import DAY, QUOTE, TEXT, PageDesk
from tests.recompute import assert_stored_equals_fresh

pytestmark = pytest.mark.django_db
UNTIL = "2024-12-31T00:00Z"


@pytest.fixture
def desk(db: None, now: datetime) -> PageDesk:
    return PageDesk(now)


def flagged(code: str) -> dict[str, str]:
    return dict(Flag.objects.filter(code=code, cleared_at=None).order_by("claim").values_list("claim__key", "severity"))


def test_a_page_with_the_quote_concerns_no_claim(desk: PageDesk) -> None:
    revisions = Revision.objects.count()
    assert desk.check(TEXT) == desk.check(f"{TEXT} Comments: 5.") == 0
    assert (PageProblem.objects.count(), Revision.objects.count()) == (0, revisions)


def test_a_quote_that_is_missing_is_flagged_until_a_check_finds_it(desk: PageDesk) -> None:
    desk.check(TEXT)
    assert desk.check(TEXT.replace("No convoy has", "A convoy may have")) == 2
    assert flagged("quote_missing") == {"c": "warning", "d": "warning"}
    assert_stored_equals_fresh(desk.now)
    assert desk.check(TEXT.replace("“", '"').replace("”", '"')) == 2
    assert flagged("quote_missing") == {}
    assert PageProblem.objects.filter(ended_at=None).count() == 0


def test_a_deleted_statement_is_not_found_in_the_next_one(desk: PageDesk) -> None:
    rival = TEXT.replace("ministry spoke on Monday", "army spoke on Tuesday")
    desk.check(f"{TEXT} {rival}")
    assert flagged("quote_missing") == {}
    desk.check(rival)
    assert set(flagged("quote_missing")) == {"c", "d"}


def test_a_quote_from_a_pdf_file_is_not_missing_from_a_page_that_never_had_it(desk: PageDesk) -> None:
    desk.upload(TEXT, "application/pdf")
    assert desk.check("The report is here as a PDF file.") == 0
    assert flagged("quote_missing") == {}
    desk.check(TEXT)
    desk.check("The report is here as a PDF file.")  # the page had it, and has it no longer
    assert set(flagged("quote_missing")) == {"c", "d"}


def test_a_quote_from_a_saved_page_is_missing_from_the_page_as_it_is_now(desk: PageDesk) -> None:
    desk.upload(TEXT, "text/html")
    desk.check("Another page.")
    assert set(flagged("quote_missing")) == {"c", "d"}


def test_a_page_that_is_gone_is_flagged_after_three_checks_over_three_days(desk: PageDesk) -> None:
    for _ in range(3):
        assert desk.check(outcome="not_found") == 3
    assert flagged("dead_link") == {}
    desk.check(outcome="blocked")  # says nothing
    desk.check(outcome="not_found")
    assert flagged("dead_link") == dict.fromkeys("cde", "critical")
    assert_stored_equals_fresh(desk.now)
    desk.check(outcome="blocked")
    assert set(flagged("dead_link")) == set("cde")
    desk.check("Buy this domain.")  # a page, without the quote
    assert set(flagged("dead_link")) == set(flagged("quote_missing")) == set("cd")
    desk.check(TEXT)
    assert flagged("dead_link") == flagged("quote_missing") == {}


def test_a_page_of_which_we_have_a_copy_is_a_warning(desk: PageDesk) -> None:
    desk.check(TEXT)
    for _ in range(5):
        desk.check(outcome="gone")
    assert flagged("dead_link") == dict.fromkeys("cde", "warning")


def test_a_site_that_fails_for_a_week_is_dead_but_one_that_refuses_is_not(desk: PageDesk) -> None:
    for _ in range(9):
        desk.check(outcome="blocked")
    assert PageProblem.objects.count() == 0
    for _ in range(8):
        desk.check(outcome="timed_out")
    assert set(flagged("dead_link")) == set("cde")


def test_what_was_wrong_at_a_time_is_found_again(desk: PageDesk) -> None:
    desk.check(TEXT.replace("No convoy", "A convoy"))
    flagged_at, ids = desk.now, ids_of_all()
    then = load_facts(ids, UNTIL).claims
    desk.check(TEXT)
    assert load_facts_as_of(ids, flagged_at, UNTIL).claims == then
    assert load_facts_as_of(ids, desk.now, UNTIL).claims == load_facts(ids, UNTIL).claims
    assert any(facts.pages for facts in then.values())
    assert {found.outcome for found in replay(ids)} == {EQUAL}


def test_an_editor_anchors_a_quote_anew_with_a_reason(desk: PageDesk) -> None:
    edited = TEXT.replace("No convoy has crossed", "No convoy of ours has crossed")
    desk.check(edited)
    copy = Capture.objects.get(text=edited)
    start = edited.index("No convoy")
    with pytest.raises(OperationError, match="Say why"):
        reanchor_quote(desk.row(), copy, start, start + 40, desk.change())
    made = reanchor_quote(desk.row(), copy, start, start + 40, desk.change("The paper corrected it."))
    assert (made.exact, made.recorded_by) == (edited[start : start + 40], "user:eve")
    assert set(flagged("quote_missing")) == {"d"}
    assert desk.check(f"{edited} Comments: 7.") == 0
    assert desk.check(TEXT) == 2  # the anchor of the one is gone, that of the other is back
    assert (set(flagged("quote_missing")), desk.row().quote_exact) == ({"c"}, QUOTE["exact"])


def test_a_passage_of_another_page_or_of_nothing_is_no_anchor(desk: PageDesk) -> None:
    desk.check(TEXT)
    copy = Capture.objects.get(text=TEXT)
    for attribution, span in ((desk.row("f"), (0, 5)), (desk.row(), (5, 5)), (desk.row(), (0, 5_000))):
        with pytest.raises(OperationError):
            reanchor_quote(attribution, copy, *span, desk.change("It is there."))
    assert QuoteAnchor.objects.count() == 0


def test_a_further_document_that_is_detached_takes_its_problem_with_it(desk: PageDesk) -> None:
    attach_document(desk.row("f"), desk.page, desk.change())
    desk.check(outcome="not_found")
    problem = PageProblem.objects.get(attribution=desk.row("f"))
    detach_document(desk.row("f"), desk.page, desk.change("Another page."))
    problem.refresh_from_db()
    assert (problem.ended_by, problem.end_reason) == ("user:eve", "Another page.")


def test_copies_in_a_merged_claim_have_the_same_problems_and_anchors(desk: PageDesk) -> None:
    desk.check(TEXT.replace("No convoy", "A convoy"))
    copy = Capture.objects.get()
    reanchor_quote(desk.row("d"), copy, 0, 12, desk.change("It means this."))
    desk.now += DAY
    merge(desk.row("c").claim_id, desk.row("e").claim_id, desk.change("The same."))
    assert set(flagged("quote_missing")) == {"e"}
    merge(desk.row("d").claim_id, desk.row("f").claim_id, desk.change("The same."))
    assert QuoteAnchor.objects.get(attribution__claim__key="f").exact == "The ministry"


def test_a_claim_with_problems_can_be_deleted(desk: PageDesk) -> None:
    desk.check(TEXT.replace("No convoy", "A convoy"))
    desk.now += DAY
    remove_claim(desk.row().claim_id, desk.change("A test."))
    assert set(flagged("quote_missing")) == {"d"}
