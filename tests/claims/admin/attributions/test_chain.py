"""The picture of a chain on the page of a claim. The tests read the page as a browser does."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.admin.attributions.chain import chain_of
from claims.chains import MOST_HANDS
from claims.models import Attribution, Claim
from claims.queries.claims.admin_lists import chain_panel
from tests.cases import claim, load, outlet, row

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(1)</script>"


def page_of(client, found):
    return client.get(reverse("admin:claims_claim_chain", args=[found.pk])).content.decode()


class Drawn:
    """The SVG of a page, parsed: it must be well-formed XML, whatever the names are."""

    def __init__(self, page):
        text = re.search(r"<svg class=\"chain-picture\".*?</svg>\s*</div>", page, re.DOTALL).group().removesuffix("</div>")
        text = text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        self.root = ElementTree.fromstring(text)  # noqa: S314 - our own page
        self.boxes = {self.title(box): box for box in self.root.iter(f"{SVG}a")}
        self.lines = [line.get("data-kind") for line in self.root.iter(f"{SVG}path") if line.get("class") == "chain-line"]

    @staticmethod
    def title(box):
        return box.find(f"{SVG}title").text

    def box(self, text):
        """Return the one box whose title contains ``text``."""
        [found] = [box for title, box in self.boxes.items() if text in title]
        return found

    def classes(self, text):
        return set(self.box(text).get("class").split())

    def words(self, text):
        return [each.text for each in self.box(text).iter(f"{SVG}text")]


@pytest.fixture
def drawn(editor, now):
    def draw(*rows, sources):
        load({"sources": sources, "claims": [claim("c", *rows)]}, at=now)
        return Drawn(page_of(editor, Claim.objects.get(key="c")))

    return draw


@pytest.fixture
def sample_drawn(editor, arms):
    return Drawn(page_of(editor, arms))


def test_each_attribution_is_a_link_to_its_record(sample_drawn, arms):
    wanted = {reverse("admin:claims_attribution_change", args=[each.pk]) for each in arms.attributions.all()}

    assert {box.get("href") for box in sample_drawn.boxes.values()} == wanted


def test_the_chain_runs_from_what_reached_us_to_the_origins(sample_drawn):
    across = [
        int(re.search(r"\d+", sample_drawn.box(text).get("transform")).group())
        for text in ("Spokesman-Review: reports", "Bloomberg News: reports", "North Korea: denies")
    ]

    assert across == sorted(set(across))


def test_a_copy_is_dashed_and_so_is_the_line_to_what_it_copies(sample_drawn):
    assert "chain-copies" in sample_drawn.classes("The Spokesman-Review: reports")
    assert sample_drawn.lines.count("copies") == 1
    assert sample_drawn.lines.count("cites") == 7


def test_an_unnamed_source_has_its_own_outline_and_title(sample_drawn):
    assert "chain-unnamed" in sample_drawn.classes("Others who accuse:")
    assert "unnamed, vouched for by Bloomberg News" in sample_drawn.title(sample_drawn.box("Others who accuse:"))
    assert "chain-unnamed" not in sample_drawn.classes("South Korea: supports")


def test_a_denial_is_named_and_hatched(sample_drawn):
    moscow = sample_drawn.box("Russia: denies")
    strip = next(rect for rect in moscow.iter(f"{SVG}rect") if rect.get("class") == "chain-strip")

    assert moscow.get("data-stance") == "denies"
    assert strip.get("fill") == "url(#chain-hatch)"
    assert "denies" in sample_drawn.words("Russia: denies")


def test_the_gateway_is_marked_and_explained(sample_drawn):
    marked = [title for title, box in sample_drawn.boxes.items() if "chain-gateway" in box.get("class")]

    assert len(marked) == 1
    assert marked[0].startswith("Bloomberg News: reports")
    assert "all support passes through it; all denial passes through it" in marked[0]
    assert "gateway" in sample_drawn.words("Bloomberg News: reports")


def test_a_gateway_of_support_is_not_a_gateway_of_denial(drawn):
    rows = [row("ada"), row("ben", stance="denies")]
    rows += [row("wire", stance="reports", cites=["ada"]), row("wire-denial", "wire", stance="reports", cites=["ben"])]
    rows += [row("desk", stance="reports", cites=["ben"])]

    found = drawn(*rows, sources=[outlet(key) for key in ("ada", "ben", "wire", "desk")])

    assert "chain-gateway" in found.classes("(wire)")
    assert "chain-gateway" not in found.classes("(wire-denial)")


def test_partial_scope_is_shown_in_words(drawn):
    found = drawn(row("ada", scope="partial"), sources=[outlet("ada")])

    assert "supports in part" in found.words("Ada: supports in part")


def test_an_attribution_with_a_document_has_an_icon(sample_drawn):
    held = [title for title, box in sample_drawn.boxes.items() if box.findall(f"{SVG}path[@class='chain-held']")]

    assert len(held) == 1
    assert held[0].startswith("The Spokesman-Review")
    assert "document held" in held[0]


def test_ended_attributions_are_struck_through_and_say_why(drawn):
    rows = [
        row("old"),
        row("new", stance="denies", supersedes="old"),
        row("gone", withdrawn={"by": "source", "reason": "it was misheard"}),
        row("wrong", voided={"reason": "typed into the wrong claim"}),
    ]

    found = drawn(*rows, sources=[outlet(key) for key in ("old", "new", "gone", "wrong")])

    for key, fate in (("old", "superseded"), ("gone", "withdrawn"), ("wrong", "voided")):
        assert "chain-over" in found.classes(f"({key})")
        assert found.words(f"({key})")[1] == f"supports · {fate}"
    assert "chain-over" not in found.classes("(new)")


def test_a_circle_is_closed_by_a_line_back(drawn, editor):
    rows = [row("a", cites=["b"]), row("b", cites=["c"]), row("c", cites=["a"])]

    found = drawn(*rows, sources=[outlet(key) for key in "abc"])

    assert sorted(found.lines) == ["back", "cites", "cites"]
    assert "this closes a circle" in found.title(found.box("(c)"))
    assert "cites back: a circle" in page_of(editor, Claim.objects.get())


FOREIGN = ["وكالة الأنباء العربية السورية الرسمية", "Министерство иностранных дел РФ", "朝日" * 60]


@pytest.mark.parametrize("name", [HOSTILE, *FOREIGN])
def test_a_hostile_or_foreign_name_stays_in_its_box(name, drawn):
    found = drawn(row("s"), sources=[outlet("s", name=name, short_name="")])

    [label, _] = found.words("(s)")
    assert len(label) < 32
    title = found.title(found.box("(s)"))
    assert title.replace("\u2068", "").replace("\u2069", "").startswith(f"{name}: supports")


def test_the_legend_names_only_what_is_in_the_picture(editor, arms, now):
    load({"sources": [outlet("ada")], "claims": [claim("plain", row("ada"))]}, at=now)

    def legend(found):
        return [str(entry["words"]) for entry in chain_of(chain_panel(found))["legend"]]

    assert legend(Claim.objects.get(key="plain")) == ["supports"]
    assert {"denies", "unnamed source", "copy", "cites"} <= set(legend(arms))
    assert "no longer current" not in legend(arms)


def test_the_same_content_is_a_list(editor, arms):
    page = page_of(editor, arms)

    assert set(re.findall(r'data-attribution="([^"]+)"', page)) == set(arms.attributions.values_list("key", flat=True))
    assert 'aria-describedby="chain-description"' in page
    assert "9 attributions in 3 steps, from what reached us" in page


def test_a_claim_without_sources_has_no_picture(editor, now):
    load({"claims": [claim("c")]}, at=now)

    page = page_of(editor, Claim.objects.get())

    assert "No sources yet." in page
    assert "chain-picture" not in page


def test_omitted_attributions_are_counted_with_a_link_to_the_list(editor, now):
    load({"sources": [outlet("s")], "claims": [claim("c", *[row(f"r{i}", "s") for i in range(MOST_HANDS + 7)])]}, at=now)
    found = Claim.objects.get()

    page = page_of(editor, found)

    assert len(Drawn(page).boxes) == MOST_HANDS
    assert "7 attributions are not in the drawing." in page
    assert f"{reverse('admin:claims_attribution_changelist')}?claim__id__exact={found.pk}" in page


def test_the_picture_needs_no_query(arms):
    panel = chain_panel(arms)

    with CaptureQueriesContext(connection) as seen:
        found = chain_of(panel)

    assert len(found["boxes"]) == Attribution.objects.filter(claim=arms).count()
    assert len(seen) == 0
