"""The preview of a typed chain: what would change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Attribution, Claim, Revision
from claims.operations.flags.waivers import waive
from claims.verification import Change
from sources.models import Document, Source
from tests.claims.admin.quick_desk import CHAIN, Desk, said


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


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
