"""Whom the names of a typed chain mean, recorded or new."""

from __future__ import annotations

import pytest

from claims.models import Revision
from sources.models import Source
from sources.operations import change_source
from tests.claims.admin.quick_desk import BY_ALIAS, EXACTLY, NEW, Desk, lines, said


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


class TestAName:
    def test_a_second_document_joins_the_statement_that_has_one(self, desk):
        for title in ("Statement of the ministry", "Tape of the briefing"):
            desk.record(desk.look(said__name="Moscow", stance="denies", where__name=title, where__kind="statement"))

        row = desk.recorded("moscow-denies")
        assert (row.document.title, [held.document.title for held in row.further_documents.all()]) == (
            "Statement of the ministry",
            ["Tape of the briefing"],
        )
        assert not desk.claim.attributions.filter(key="moscow").exists()

    def test_an_existing_source_is_recorded_with_words_and_document(self, desk):
        shown = desk.look(
            said__name="Sputnik",
            quote_exact="It is so.",
            where__name="Putin set for rare visits to security partners North Korea and Vietnam",
            said_at="2024-06-11",
        )
        sent = desk.record(shown, reason="read at 02:10")

        assert sent.status_code == 302, said(sent)
        row = desk.recorded("sputnik")
        assert (row.stance, row.quote_exact, row.said_at, row.document.key) == (
            "supports",
            "It is so.",
            "2024-06-11",
            "sr-rare-visits",
        )

    @pytest.mark.parametrize(
        ("name", "stance", "basis"),
        [
            ("Sputnik", "supports", "unstated"),
            ("Sputnik", "denies", "unstated"),
            ("Sputnik", "questions", "statement"),
            ("moscow", "denies", "statement"),
        ],
    )
    def test_an_empty_basis_is_proposed_from_the_kind_of_source(self, desk, name, stance, basis):
        shown = desk.look(said__name=name, stance=stance, basis="", quote_exact="New words.")

        assert (shown.context["form"]["basis"].value(), shown.context["preview"]["basis_proposed"]) == (basis, True)
        assert desk.record(shown).status_code == 302
        assert desk.claim.attributions.order_by("-id").first().basis == basis

    def test_a_wire_agency_in_its_own_voice_is_not_an_origin_on_the_record(self, desk):
        preview = desk.look(said__name="Sputnik", basis="").context["preview"]
        chosen = desk.look(said__name="Sputnik", basis="statement").context["preview"]

        rows = dict(preview["changes"]["sides"])
        assert rows["Support"][1][1] == rows["Support"][1][2]
        assert chosen["changes"]["sides"][0][1][1][1] != chosen["changes"]["sides"][0][1][1][2]
        assert not chosen["basis_proposed"]

    def test_a_proposal_follows_the_source_and_a_choice_stays(self, desk):
        shown = desk.look(said__name="moscow", stance="supports", basis="")
        other = desk.again(shown, said__name="Sputnik", said__pick="")
        chosen = desk.again(other, basis="evidence")

        assert [page.context["form"]["basis"].value() for page in (shown, other, chosen)] == [
            "statement",
            "unstated",
            "evidence",
        ]

    def test_a_pasted_chain_that_ends_in_an_outlet_is_proposed_as_unstated(self, desk):
        shown = desk.look(paste="Spokesman-Review < Sputnik", basis="")

        assert shown.context["form"]["basis"].value() == "unstated"

    def test_one_confirmation_is_one_revision_with_actor_and_reason(self, desk):
        before = Revision.objects.filter(claim=desk.claim).count()

        desk.record(desk.look(said__name="Sputnik", reason="read on the wire"))

        last = Revision.objects.filter(claim=desk.claim).order_by("-number").first()
        assert Revision.objects.filter(claim=desk.claim).count() == before + 1
        assert (last.actor, last.action, last.reason) == ("user:ed", "attribution recorded", "read on the wire")

    def test_without_a_reason_the_chain_is_the_reason(self, desk):
        desk.record(desk.look(said__name="Sputnik", through__0__name="Vedomosti"))

        assert Revision.objects.filter(claim=desk.claim).order_by("-number").first().reason == "Vedomosti < Sputnik"

    @pytest.mark.parametrize(
        ("typed", "way"),
        [
            ("Sputnik", EXACTLY),
            ("sputnik", EXACTLY),
            ("Спутник", "other spelling"),
            ("Kremlin", BY_ALIAS),
            ("moscow", EXACTLY),
        ],
    )
    def test_a_name_finds_its_source_and_says_how(self, desk, typed, way):
        assert lines(desk.look(said__name=typed))[0][0] == way

    def test_a_name_that_is_only_alike_has_to_be_chosen(self, desk):
        shown = desk.look(said__name="Vladimir")

        assert shown.context["preview"] is None
        assert "No source has exactly this name" in said(shown)["said-pick"][0]
        assert [key for key, _ in shown.context["said"].fields["pick"].choices] == ["", "putin", "smirnov", "+"]
        assert lines(desk.again(shown, said__pick="putin")) == [("your choice", "")]

    def test_a_choice_holds_only_for_the_name_that_it_was_made_for(self, desk):
        chosen = desk.again(desk.look(said__name="Vladimir"), said__pick="putin")

        assert lines(desk.again(chosen, said__name="Sputnik")) == [(EXACTLY, "")]

    def test_two_sources_of_one_name_require_a_choice(self, desk, loaded):
        loaded(sources=[{"key": name, "name": "The Herald", "kind": "outlet"} for name in ("herald-a", "herald-b")])

        shown = desk.look(said__name="herald")

        assert "Several sources have this name" in said(shown)["said-pick"][0]

    def test_a_new_source_is_recorded_in_place_once_it_is_said_what_it_is(self, desk):
        shown = desk.look(said__name="Ким Ён Чжу")
        assert "Choose its kind" in said(shown)["said-kind"][0]

        desk.record(desk.again(shown, said__kind="person"))

        source = Source.objects.get(name="Ким Ён Чжу")
        assert (source.key, source.kind, source.identified) == ("kim-en-chzhu", "person", True)
        assert source.changes.get().actor == "user:ed"
        assert desk.recorded(source.key).stance == "supports"

    def test_a_name_is_required(self, desk):
        assert said(desk.look())["said-name"] == ["Enter the source."]

    def test_no_stance_is_taken_for_the_editor(self, desk):
        shown = desk.look(said__name="Sputnik", stance="")

        assert said(shown) == {"stance": ["This field is required."]}
        assert shown.context["preview"] is None


class TestAnUnnamedSource:
    ASKED = {
        "description": "an aide it did not identify",
        "anonymity_reason": "not authorised to speak",
    }

    def look(self, desk):
        typed = {f"said__{name}": value for name, value in {**self.ASKED, "approved_by": "sen"}.items()}
        return desk.look(said__name="unnamed aide", said__unnamed="on", through__0__name="Vedomosti", **typed)

    def test_it_is_recorded_with_what_was_published_and_waits_for_approval_by_another(self, senior, arms):
        desk = Desk(senior, arms)

        desk.record(self.look(desk))

        aide = Source.objects.get(key="vedomosti-aide")
        assert (aide.name, aide.identified, aide.vouched_by.key, aide.kind) == ("Unnamed aide", False, "vedomosti", "person")
        assert {name: getattr(aide, name) for name in self.ASKED} == self.ASKED
        assert aide.approved_by == ""

    @pytest.mark.usefixtures("sen")
    def test_from_an_editor_it_waits_for_approval(self, desk):
        desk.record(self.look(desk))

        aide = Source.objects.get(key="vedomosti-aide")
        assert (aide.description, aide.anonymity_reason, aide.approved_by) == (self.ASKED["description"], "", "")

    def test_a_senior_editor_gives_a_reason_and_no_field_takes_an_identity(self, senior, arms):
        shown = Desk(senior, arms).look(said__name="unnamed aide", through__0__name="Vedomosti")

        asked = {field.name for field in shown.context["said"]}
        assert shown.context["said"].opened
        assert {"description", "anonymity_reason"} <= asked
        assert not asked & {"approved_by", "aliases", "homepage", "wikidata_id", "real_name"}

    def test_an_identity_that_is_sent_all_the_same_is_not_read(self, desk):
        desk.record(
            desk.look(
                said__name="unnamed aide", through__0__name="Vedomosti", said__homepage="https://x.example", said__aliases="X"
            )
        )

        aide = Source.objects.get(key="vedomosti-aide")
        assert (aide.aliases, aide.homepage, aide.wikidata_id) == ("", "", "")

    def test_the_outlet_that_knows_the_source_is_required(self, desk):
        assert "the outlet that knows the source" in said(desk.look(said__name="unnamed aide"))["said-name"][0]

    def test_the_publisher_of_the_document_vouches_if_the_chain_names_nobody(self, desk):
        desk.record(desk.look(said__name="unnamed aide", where__name="sr-rare-visits"))

        assert Source.objects.get(key="spokesman-review-aide").vouched_by.key == "spokesman-review"

    def test_the_name_of_a_recorded_person_is_rejected_as_a_role(self, desk):
        shown = desk.look(said__name="Vladimir Putin", said__unnamed="on", through__0__name="Vedomosti")

        assert "Enter the role of an unnamed source" in said(shown)["said-name"][0]

    def test_the_unnamed_source_of_another_outlet_is_never_meant(self, desk):
        shown = desk.look(paste="NYT < Bloomberg < unnamed diplomat")

        assert lines(shown)[-1] == (NEW, "")

    def test_a_source_on_background_must_be_unnamed(self, desk):
        shown = desk.look(said__name="Sputnik", ground_rule="background")

        assert "record an unnamed source" in said(shown)["ground_rule"][0]


def test_a_renamed_source_is_found_by_its_new_name(desk, now):
    change_source(Source.objects.get(key="sputnik"), {"name": "Sputnik International"}, at=now, actor="user:ed")

    assert lines(desk.look(said__name="sputnik international")) == [(EXACTLY, "")]
