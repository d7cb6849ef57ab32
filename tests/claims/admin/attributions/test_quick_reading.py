"""What editors type or paste at the page "Add a source": it is read as it is meant, or refused in words."""

from __future__ import annotations

import pytest

from sources.models import Source
from tests.claims.admin.quick_desk import EXACTLY, NEW, Desk, lines, said


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


def hands(shown) -> list[str]:
    """Return the names in the fields, nearest to us first."""
    names = [row["name"].value() for row in shown.context["through"]]
    return [*filter(None, names), shown.context["said"]["name"].value()]


def test_according_to_and_via_are_no_part_of_a_name(desk):
    shown = desk.look(paste="According to the governor, via Northline Wire", said__kind="person")

    assert hands(shown) == ["Northline Wire", "the governor"]
    assert shown.context["read_as"] == [
        "Read as, nearest to us first: Northline Wire < the governor",
        "Not read as names: “According to”, “via”",
    ]
    assert "Northline Wire &lt; the governor" in shown.content.decode()
    assert lines(shown) == [(NEW, ""), (NEW, "")]


def test_arrows_from_the_original_source_are_recorded_in_the_right_direction(desk):
    desk.record(desk.look(paste="Sputnik > Vedomosti > Nowhere Gazette"))

    assert [link.cited.key for link in desk.recorded("nowhere-gazette").citations.all()] == ["vedomosti"]
    assert [link.cited.key for link in desk.recorded("vedomosti").citations.all()] == ["sputnik"]


@pytest.mark.parametrize(
    ("text", "name", "plural"),
    [
        ("Two people familiar with the matter told Vedomosti.", "Two people familiar with the matter", True),
        ("Vedomosti, citing an oil trader who asked not to be named", "An oil trader who asked not to be named", False),
        ("Vedomosti < sources close to the ministry", "Sources close to the ministry", True),
        ("officials, via Vedomosti", "Officials", True),
    ],
)
def test_a_described_source_is_proposed_as_unnamed_and_vouched_for_by_the_next_outlet(desk, text, name, plural):
    shown = desk.look(paste=text)
    form = shown.context["said"]
    assert (bool(form["unnamed"].value()), bool(form["plural"].value()), form["kind"].value()) == (True, plural, "person")
    assert lines(shown) == [(EXACTLY, ""), (NEW, "")]

    desk.record(shown)

    source = Source.objects.get(name=name)
    assert (source.identified, source.vouched_by.key, source.plural) == (False, "vedomosti", plural)


def test_a_proposed_plural_can_be_unticked(desk):
    shown = desk.look(paste="Vedomosti < sources close to the ministry")

    again = desk.again(shown, said__plural="")

    assert not again.context["said"]["plural"].value()
    desk.record(again)
    assert not Source.objects.get(name="Sources close to the ministry").plural


def test_quotation_marks_make_a_name_of_what_reads_as_something_else(desk):
    shown = desk.look(paste='"Via Campesina" < "Officials"', said__kind="outlet")
    assert hands(shown) == ['"Via Campesina"', '"Officials"']

    assert desk.record(shown).status_code == 302

    named = Source.objects.filter(name__in=["Via Campesina", "Officials"])
    assert {source.name: source.identified for source in named} == {"Via Campesina": True, "Officials": True}


def test_a_recorded_source_is_found_by_a_name_that_reads_as_something_else(desk, loaded):
    loaded(
        sources=[{"key": "a", "name": "Officials", "kind": "outlet"}, {"key": "b", "name": "Via Campesina", "kind": "outlet"}]
    )

    assert lines(desk.look(said__name="Officials")) == [(EXACTLY, "")]
    assert lines(desk.look(said__name="Via Campesina")) == [(EXACTLY, "")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A > > B", "A name is missing next to “>” (in: A > > B). Enter a name on each side"),
        ("A < B > C", "“>” points in the other direction than the part before it (in: A < B > C)."),
        ("KCNA via Reuters", "Write “KCNA > Reuters” if Reuters passes on what KCNA said, or “KCNA < Reuters” if KCNA passes"),
        ("La Via Campesina < AP", "“Via” may be part of a name (in: La Via Campesina < AP)."),
        ('Reuters < "AP', 'The quotation mark " has no matching one (in: Reuters < "AP).'),
        ("A ↔ B", "The direction of “↔” is not clear (in: A ↔ B)."),
        ("Officials say the shells came", "“say” was not understood (in: Officials say the shells came)."),
        (" < ", "The chain contains no name."),
        ("100% via 5%s", "“via” is ambiguous (in: 100% via 5%s)."),
    ],
)
def test_text_that_is_not_understood_is_kept_with_an_explanation(desk, text, message):
    shown = desk.look(paste=text)

    assert message in said(shown)["paste"][0]
    assert shown.context["form"]["paste"].value() == text
    assert shown.context["preview"] is None


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("According to the governor", "looks like a chain or a sentence"),
        ("A > B > C", "looks like a chain or a sentence"),
        ("The U.S. and South Korea", "may be several sources"),
        ("Nowhere Gazette, Daily Nothing", "may be several sources"),
    ],
)
def test_a_name_that_may_be_several_requires_a_choice(desk, name, message):
    shown = desk.look(said__name=name, said__kind="organisation")
    assert message in said(shown)["said-pick"][0]
    assert shown.context["preview"] is None

    confirmed = desk.again(shown, said__pick="+")

    assert lines(confirmed) == [(NEW, "")]
    desk.record(confirmed)
    assert Source.objects.filter(name=name).exists()


def test_a_described_source_that_may_be_several_is_still_proposed_as_more_than_one(desk):
    shown = desk.look(paste="Vedomosti < U.S. and European officials")
    assert "may be several sources" in said(shown)["said-pick"][0]

    desk.record(desk.again(shown, said__pick="+"))

    assert Source.objects.get(name="U.S. and European officials").plural
