"""Pasted claims as a case file: keys, joined chains, and which of them rest on the shared document."""

from __future__ import annotations

from claims.models import Claim
from tests.claims.admin.several import look, said, save


def planned(shown):
    return {claim["key"]: claim for claim in shown.context["preview"]["claims"]}


def test_a_key_is_made_of_the_text_in_any_alphabet_and_none_is_taken_twice(editor, arms):
    shown = look(editor, "Снаряди їдуть.\nСнаряди їдуть!\nShells travel.\n一")

    assert list(planned(shown)) == ["snaryadi-yidut", "snaryadi-yidut-2", "shells-travel", "claim"]
    save(editor, shown)
    assert list(planned(look(editor, "Снаряди їдуть?\nShells travel!"))) == ["snaryadi-yidut-3", "shells-travel-2"]


def test_chains_of_one_claim_join_where_they_say_the_same(editor, arms):
    save(editor, look(editor, "One. | Spokesman-Review < Bloomberg < Vedomosti\n| Sputnik < Bloomberg < Vedomosti"))

    rows = Claim.objects.get(text="One.").attributions
    assert sorted(rows.values_list("key", flat=True)) == ["bloomberg", "spokesman-review", "sputnik", "vedomosti"]


def test_opposite_stances_of_one_source_are_two_attributions(editor, arms):
    save(editor, look(editor, "One. | Sputnik\n| Sputnik | denies"))

    rows = Claim.objects.get(text="One.").attributions
    assert sorted(rows.values_list("key", "stance")) == [("sputnik", "supports"), ("sputnik-2", "denies")]


def test_a_chain_rests_on_the_document_unless_it_begins_with_another_outlet(editor, arms):
    text = "One. | Spokesman-Review < Sputnik\n| Bloomberg < Sputnik\nTwo. | Moscow"
    shown = look(editor, text, where__name="sr-rare-visits", where__pick="sr-rare-visits", where__matched="sr-rare-visits")

    assert [chain["rests"] for claim in planned(shown).values() for chain in claim["chains"]] == [True, False, True]


def test_a_document_on_which_nothing_rests_is_refused(editor, arms):
    shown = look(editor, "One. | Bloomberg", where__name="A page", where__publisher="Vedomosti")
    assert "No chain rests on this document" in said(shown)["name"][0]

    shown = look(editor, "One.", where__name="A page")
    assert said(shown)["name"] == ["No claim has a chain that could rest on this document."]


def test_a_document_is_found_by_its_fields_alone(editor, arms):
    shown = look(editor, "One. | Bloomberg", where__title="A page", where__url="https://b.example/1")

    assert said(shown) == {}
    assert shown.context["preview"]["where"]["shown"] == "A page"


def test_a_problem_of_a_new_source_is_shown_at_its_form(editor, arms):
    """The name of a recorded person in a text about an unnamed source is refused by the checks of loading."""
    shown = look(editor, "One. | Vedomosti < unnamed envoy of Vladimir Putin")

    assert len(shown.context["sources"]) == 1
    assert shown.context["sources"][0].errors
    assert shown.context["preview"] is None


def test_shared_dates_are_those_of_claims_and_original_statements(editor, arms):
    shown = look(editor, "One. | Vedomosti < Moscow", said_at="2024-06-10", window_from="2024-07", window_until="2024-08")
    save(editor, shown)

    claim = Claim.objects.get(text="One.")
    assert (claim.window_from, claim.window_until) == ("2024-07", "2024-08")
    assert dict(claim.attributions.values_list("source__key", "said_at"))["moscow"] == "2024-06-10"
