"""Many claims at once: previewed, then saved all or none, by those who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User

from claims.models import Attribution, Claim, Revision
from sources.models import Document, Source
from tests.claims.admin.several import SEVERAL, again, look, said, save

FIVE = """The ferry will call at Rason. | Spokesman-Review < Bloomberg < Vedomosti
| Sputnik | denies
A second shipment was sent. | Spokesman-Review < Sputnik
Shells were made in Hungnam. | Bloomberg < Sputnik
| Vedomosti
Sanctions will be lifted.
The harbour was closed. | Spokesman-Review < Bloomberg"""
#: Queries for the claims that resemble one line.
SIMILAR = 8
ARTICLE = {
    "where__name": "https://sr.example/second",
    "where__title": "A second shipment",
    "where__published_at": "2024-06-11",
}


def new_claims():
    return Claim.objects.exclude(pk__in=Revision.objects.exclude(actor="user:ed").values("claim"))


def test_claims_with_chains_and_a_shared_document_are_saved_in_one_step(editor, arms):
    shown = look(editor, FIVE, topics="Arms, North Korea", **ARTICLE)
    assert said(shown) == {}
    assert shown.context["preview"]["totals"].startswith("To be saved: 5 claims, 6 chains, 0 new sources, ")

    answer = save(editor, shown, reason="Read on the wire.")

    assert answer.status_code == 302
    assert new_claims().count() == 5
    ferry = Claim.objects.get(key="the-ferry-will-call-at-rason")
    assert {(row.source.key, row.stance) for row in ferry.attributions.all()} == {
        ("spokesman-review", "reports"), ("bloomberg", "reports"), ("vedomosti", "supports"), ("sputnik", "denies"),
    }  # fmt: skip
    document = Document.objects.get(title="A second shipment")
    assert (document.publisher.key, document.url, document.published_at) == (
        "spokesman-review",
        "https://sr.example/second",
        "2024-06-11",
    )
    resting = Attribution.objects.filter(document=document)
    assert {row.source.key for row in resting} == {"spokesman-review"}
    assert resting.count() == 3
    assert sorted(ferry.topics.values_list("topic", flat=True)) == ["arms", "north-korea"]
    revision = Revision.objects.get(claim=ferry)
    assert (revision.actor, revision.action, revision.reason) == ("user:ed", "recorded", "Read on the wire.")


def test_the_flags_shown_are_those_that_come(editor, arms):
    shown = look(editor, FIVE, **ARTICLE)
    foreseen = {claim["key"]: sorted(reason for _, reason in claim["raised"]) for claim in shown.context["preview"]["claims"]}

    save(editor, shown)

    came = {c.key: sorted(c.flags.filter(cleared_at=None).values_list("reason", flat=True)) for c in new_claims()}
    assert came == foreseen
    assert all(came.values())


def test_nothing_is_stored_before_it_is_confirmed_and_nothing_unseen(editor, arms):
    counts = [model.objects.count() for model in (Claim, Source, Document, Attribution, Revision)]

    shown = look(editor, FIVE, **ARTICLE)
    changed = save(editor, shown, text=FIVE.replace("Rason", "Wonsan"))

    assert "Something changed since the preview" in said(changed)["__all__"][0]
    assert [model.objects.count() for model in (Claim, Source, Document, Attribution, Revision)] == counts
    assert save(editor, changed).status_code == 302


def test_one_faulty_line_keeps_all_from_being_saved_and_says_how_to_mend_it(editor, arms):
    shown = look(editor, FIVE.replace("| denies", "| maybe").replace("Bloomberg < Sputnik", "Bloomberg > Sputnik < X"))

    assert list(said(shown)) == ["2", "4"]
    assert "“maybe” is not a stance. Write one of these, or leave it out: supports, denies" in said(shown)["2"][0]
    assert "Use one direction" in said(shown)["4"][0]
    assert shown.context["form"]["text"].value().startswith("The ferry")
    save(editor, shown)
    assert not new_claims().exists()


def test_what_the_checks_of_a_case_file_refuse_is_shown_at_its_line(editor, arms):
    shown = look(editor, "One.\nTwo. | Sputnik", window_from="2024-07", window_until="2024-06")

    assert set(said(shown)) == {"1", "2"}
    assert not Claim.objects.filter(text="One.").exists()


def test_a_new_source_is_settled_once_for_all_lines(editor, arms):
    shown = look(editor, "One. | Vedomosti < Hungnam Works\nTwo. | Bloomberg < Hungnam Works\n| Yonhap < unnamed envoy")

    assert [form["name"].value() for form in shown.context["sources"]] == ["Hungnam Works", "Yonhap", "unnamed envoy"]
    assert said(shown) == {"kind": ["No source has this name. Choose its kind to add it."]}
    shown = again(editor, shown, hungnam_works__kind="organisation", unnamed_envoy__description="an envoy it did not identify")
    assert said(shown) == {}
    assert save(editor, shown).status_code == 302

    works = Source.objects.get(key="hungnam-works")
    assert Attribution.objects.filter(source=works).count() == 2
    envoy = Source.objects.get(key="yonhap-envoy")
    assert (envoy.identified, envoy.vouched_by.key, envoy.description) == (False, "yonhap", "an envoy it did not identify")


def test_a_recorded_claim_with_the_same_text_is_pointed_out(editor, arms):
    shown = look(editor, f"{arms.text} | Sputnik")

    assert "recorded already" in shown.content.decode()
    assert f"/admin/claims/claim/{arms.pk}/change/" in shown.content.decode()
    assert shown.context["preview"]["claims"][0]["key"] != arms.key


def test_recorded_claims_that_resemble_a_line_are_pointed_out(editor, arms):
    shown = look(editor, "North Korea transferred massive amounts of shells to Russia. | Sputnik\nNothing alike. | Sputnik")
    first, second = shown.context["preview"]["claims"]

    assert f"/admin/claims/claim/{arms.pk}/change/" in [line.url for line in first["similar"]]
    assert (list(first["same"]), list(second["similar"])) == ([], [])


def test_who_may_not_read_claims_is_told_of_none(newcomer, arms):
    names = ("add_claim", "add_attribution")
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__in=names))

    page = look(newcomer, f"{arms.text} | Sputnik")

    assert page.context["preview"] is not None
    assert arms.key not in page.content.decode()


def test_hidden_claims_stay_hidden(editor, arms):
    shown = look(editor, "One. | Sputnik", public="")
    assert save(editor, shown).status_code == 302

    assert not Claim.objects.get(text="One.").public


def test_texts_are_escaped(editor, arms):
    page = look(editor, "<script>alert(1)</script> | Sputnik\n|<b>x</b> > y < z").content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>x" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_takes_the_permission_to_add_claims_and_attributions(method, newcomer, arms):
    person = User.objects.get(username="new")
    person.user_permissions.add(Permission.objects.get(codename="add_claim"))
    assert getattr(newcomer, method)(SEVERAL, {"text": "One."}).status_code == 403

    person.user_permissions.add(Permission.objects.get(codename="add_attribution"))
    assert getattr(newcomer, method)(SEVERAL, {"text": "One."}).status_code == 200


def test_who_may_not_add_sources_or_documents_is_refused_them(newcomer, arms):
    names = ("add_claim", "add_attribution", "view_claim")
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__in=names))

    shown = look(newcomer, "One. | Nowhere Gazette", where__name="A page")

    assert "you do not have permission to add one" in said(shown)["name"][0]
    assert save(newcomer, shown).status_code == 200
    assert not Source.objects.filter(name="Nowhere Gazette").exists()


def test_an_empty_text_is_refused(editor, arms):
    assert said(look(editor, "\n | \n"))["text"] == ["Enter at least one claim."]


def test_the_number_of_queries_of_a_preview_does_not_grow_with_its_lines(editor, arms, django_assert_max_num_queries):
    with django_assert_max_num_queries(150) as few:
        look(editor, "One. | Vedomosti < Sputnik")
    with django_assert_max_num_queries(len(few) + 4 + 11 * SIMILAR):
        look(editor, "\n".join(f"Number {n}. | Vedomosti < Bloomberg < Sputnik\n| Moscow | denies" for n in range(12)))
