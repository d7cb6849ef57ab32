from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Attribution, Claim, Revision
from claims.operations.flags.waivers import waive
from claims.verification import Change
from sources.models import Document, Source
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


class TestThePreview:
    def test_nothing_is_stored_before_it_is_confirmed(self, desk):
        counts = [model.objects.count() for model in (Attribution, Source, Document, Revision)]

        desk.look(paste="Nowhere Gazette < unnamed aide", where__name="A page")

        assert [model.objects.count() for model in (Attribution, Source, Document, Revision)] == counts

    def test_it_cannot_be_confirmed_unseen(self, desk):
        shown = desk.look(said__name="Sputnik", record="1")

        assert "Something changed since the preview" in said(shown)["__all__"][0]
        assert not desk.claim.attributions.filter(source__key="sputnik").exists()

    def test_a_change_after_the_preview_needs_a_new_preview(self, desk):
        shown = desk.record(desk.look(said__name="Sputnik"), stance="denies")

        assert "Something changed since the preview" in said(shown)["__all__"][0]
        assert desk.record(shown).status_code == 302

    @pytest.mark.parametrize(
        "typed",
        [
            {"paste": CHAIN.replace("diplomat", "envoy")},
            {"paste": "Nowhere Gazette < Sputnik", "stance": "denies"},
            {"said__name": "CSIS", "said__kind": "research_group", "where__name": "Report on shells", "basis": "evidence"},
            {"said__name": "Moscow", "stance": "denies", "where__name": "Statement of the ministry"},
            {"said__name": "Matsegora", "said__pick": "matsegora", "said__matched": "Matsegora", "scope": "partial"},
        ],
    )
    def test_the_counts_and_flags_foreseen_are_those_that_come_to_stand(self, desk, typed):
        shown = desk.look(**typed)
        changes = shown.context["preview"]["changes"]

        desk.record(shown)

        claim = Claim.objects.get(pk=desk.claim.pk)
        result = claim.standing.assessment.result
        sides = [result["support"], result["denial"]]
        foreseen = [[int(rows[number][2]) for number in (1, 2, 3)] for _, rows in changes["sides"]]
        assert foreseen == [[side[name] for name in ("on_record", "disinterested", "routes")] for side in sides]
        assert changes["explanation"] == claim.standing.assessment.explanation

    def test_it_says_the_counts_before_and_after(self, desk):
        changes = desk.look(said__name="Sputnik").context["preview"]["changes"]

        assert changes["sides"][0][1][0][1:] == ("2–4+", "3–5+", True)

    def test_it_shows_the_waivers_that_would_end_and_those_are_the_ones_that_do(self, desk):
        now = timezone.now()
        change = Change(now, "user:eve", "waived", "Both are accused.")
        waive([desk.claim.pk], {"contested", "single_gateway"}, change, until=now + timedelta(days=300))
        desk.claim.refresh_from_db()
        shown = desk.look(said__name="Sputnik", stance="denies")

        assert ["contested" in tag for tag, _ in shown.context["preview"]["changes"]["lapsing"]] == [True]
        assert "Waivers that would end" in shown.content.decode()
        desk.record(shown)

        waived = desk.claim.flags.filter(cleared_at=None, waived_at__isnull=False)
        assert [flag.code for flag in waived] == ["single_gateway"]

    def test_it_asks_as_many_queries_for_a_long_chain_as_for_a_short_one_of_recorded_sources(
        self, desk, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(60) as short:
            desk.look(paste="Vedomosti < Sputnik")
        with django_assert_max_num_queries(len(short)):
            desk.look(paste="Vedomosti < Bloomberg News < Spokesman-Review < Kim Jong Un < Sputnik")


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
