from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from sources.models import Source
from tests.claims.admin.quick_desk import BY_ALIAS, CHAIN, EXACTLY, NEW, Desk, lines, said


@pytest.fixture
def visit(sample) -> Claim:
    """The visit within weeks: the whole chain is recorded."""
    return Claim.objects.get(key="visit-within-weeks")


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


class TestAChain:
    @pytest.mark.door
    def test_a_recorded_chain_is_joined_from_end_to_end_and_nothing_is_left_to_record(self, editor, visit):
        shown = Desk(editor, visit).look(paste=CHAIN)

        assert [joins for _, joins in lines(shown)] == ["spokesman-review", "bloomberg", "vedomosti", "diplomat"]
        assert shown.context["preview"]["nothing_new"]
        assert 'name="record"' not in shown.content.decode()

    def test_a_new_outlet_is_linked_to_what_is_recorded_and_nothing_is_doubled(self, editor, visit):
        desk = Desk(editor, visit)
        before = set(visit.attributions.values_list("key", flat=True))

        desk.record(desk.look(paste=f"Yonhap citing {CHAIN.partition('< ')[2]}"))

        assert set(visit.attributions.values_list("key", flat=True)) - before == {"yonhap"}
        assert [link.cited.key for link in desk.recorded("yonhap").citations.all()] == ["bloomberg"]

    def test_a_chain_with_a_new_unnamed_source_is_recorded_link_by_link(self, desk):
        shown = desk.look(paste=CHAIN.replace("diplomat", "envoy"))
        assert lines(shown) == [(EXACTLY, ""), (BY_ALIAS, ""), (EXACTLY, ""), (NEW, "")]

        sent = desk.record(shown)

        assert sent.status_code == 302, said(sent)
        chain = []
        row: Any = desk.recorded("spokesman-review-2")
        while row is not None:
            chain.append((row.source.key, row.stance))
            link = row.citations.first()
            row = link.cited if link else None
        assert chain == [
            ("spokesman-review", "reports"),
            ("bloomberg", "reports"),
            ("vedomosti", "reports"),
            ("vedomosti-envoy", "supports"),
        ]

    def test_a_pasted_chain_becomes_editable_names(self, desk):
        shown = desk.look(paste="Nowhere Gazette\nBloomberg", stance="")

        assert shown.context["form"]["paste"].value() == ""
        assert shown.context["through"][0]["name"].value() == "Nowhere Gazette"
        assert shown.context["said"]["name"].value() == "Bloomberg"

    def test_a_chain_next_to_names_is_rejected_and_both_are_kept(self, desk):
        shown = desk.look(paste=CHAIN, said__name="Sputnik")

        assert "already names below" in said(shown)["paste"][0]
        assert (shown.context["form"]["paste"].value(), shown.context["said"]["name"].value()) == (CHAIN, "Sputnik")

    def test_a_chain_that_is_too_long_is_refused_as_a_whole(self, desk):
        shown = desk.look(paste=" < ".join(f"Outlet {number}" for number in range(15)))

        assert said(shown)["paste"] == ["A chain can have at most 12 names; this one has 3 more."]

    def test_a_text_that_is_too_long_is_rejected_and_kept(self, desk):
        text = "Vedomosti < " * 400

        shown = desk.look(paste=text)

        assert "at most 4000 characters" in said(shown)["paste"][0]
        assert shown.context["form"]["paste"].value() == text

    def test_hostile_text_is_shown_as_text(self, desk):
        page = desk.look(paste='"<script>alert(1)</script>" < Vedomosti').content.decode()

        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_reprint_copies_and_a_report_cites(self, desk):
        desk.record(desk.look(said__name="Sputnik", through__0__name="Vedomosti", through__0__link="copies"))

        assert [(link.kind, link.cited.key) for link in desk.recorded("vedomosti").citations.all()] == [("copies", "sputnik")]

    def test_an_editor_can_add_a_new_attribution_instead_of_joining(self, desk):
        shown = desk.look(paste="Vedomosti < U.S. government")
        assert lines(shown)[1][1] == "us-accuses"

        desk.record(desk.again(shown, said__joins="+"))

        assert desk.recorded("us-government").source.key == "us-government"


class TestAStaleClaim:
    def test_it_is_refused_with_what_changed_and_loses_nothing(self, desk):
        shown = desk.look(said__name="Sputnik", quote_exact="It is so.")
        Desk(desk.client, desk.claim).record(desk.look(said__name="Vedomosti", reason="the first of two"))

        refused = desk.record(shown)

        assert "the first of two" in said(refused)["__all__"][0]
        assert refused.context["form"]["quote_exact"].value() == "It is so."
        assert not desk.claim.attributions.filter(source__key="sputnik").exists()
        assert desk.record(refused).status_code == 302

    def test_a_source_recorded_in_the_meantime_is_reused(self, desk, loaded):
        shown = desk.again(desk.look(said__name="CSIS"), said__kind="organisation")
        loaded(sources=[{"key": "csis-us", "name": "CSIS", "kind": "research_group"}])

        again = desk.record(shown)

        assert "Something changed since the preview" in said(again)["__all__"][0]
        assert lines(again) == [(EXACTLY, "")]

    def test_a_key_taken_in_the_meantime_is_not_overwritten(self, desk, loaded):
        shown = desk.again(desk.look(said__name="CSIS"), said__kind="organisation")
        loaded(sources=[{"key": "csis", "name": "Something else", "kind": "dataset"}])

        again = desk.record(shown)
        assert lines(again) == [(BY_ALIAS, "")]  # by its key
        desk.record(desk.again(again, said__pick="+", said__kind="organisation"))

        assert Source.objects.get(key="csis").name == "Something else"
        assert Source.objects.get(key="csis-2").name == "CSIS"
