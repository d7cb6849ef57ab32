"""The sources of many chains: one form for each name, and another one for the unnamed source of another outlet."""

from __future__ import annotations

from django.http import QueryDict

from claims.admin.intake.settling import Settling
from claims.intake.claim_lines import read_claims


def settled(text):
    claims = read_claims(text).claims
    settling = Settling(claims, QueryDict(mutable=True), approves=False, may_record=True)
    return settling, [settling.who(chain, None) for claim in claims for chain in claim.chains]


def test_spellings_of_one_name_share_a_form(sample):
    settling, _ = settled("One. | The Hungnam Gazette\nTwo. | Hungnam Gazette < Bloomberg\n| hungnam gazette")

    (form,) = settling.shown
    assert (form["name"].value(), form["kind"].value()) == ("The Hungnam Gazette", "outlet")


def test_unnamed_sources_of_two_outlets_are_two_and_of_one_outlet_one(sample):
    settling, found = settled("One. | Bloomberg < an official\nTwo. | Bloomberg < an official\nThree. | Sputnik < an official")

    first, again, other = (who[-1] for who in found)
    assert first.key == again.key != other.key
    assert len(settling.shown) == 2
    assert settling.form_of(other.key) is settling.shown[1]


def test_recorded_sources_need_no_form(sample):
    settling, found = settled("One. | Vedomosti < Bloomberg")

    assert settling.shown == []
    assert [who.key for who in found[0]] == ["vedomosti", "bloomberg"]
