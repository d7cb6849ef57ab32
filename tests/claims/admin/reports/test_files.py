"""Reports as files: one line for each claim, in words, and never a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from claims.admin.reports.files import as_csv, as_text, as_xlsx
from claims.models import Claim
from tests.cases import claim, outlet, row


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def ids(loaded: Any) -> list[int]:
    """A claim with both sides, and a hidden one; the later one first."""
    rows = (row("ada", quote={"exact": "Yes"}), row("ben", stance="denies"))
    loaded(sources=[outlet("ada"), outlet("ben")], claims=[claim("open", *rows), claim("shut", row("ada"), public=False)])
    return list(Claim.objects.order_by("-id").values_list("pk", flat=True))


def test_a_table_has_a_line_for_each_claim_in_the_order_chosen(ids: list[int], now: Any) -> None:
    shut, other = table(as_csv(ids, now))

    assert (shut["Key"], shut["Publication"]) == ("shut", "Not public: not for publication.")
    assert (other["Key"], other["Publication"], other["Status"]) == ("open", "Published.", "contested")
    assert "Ada" in other["Who supports it"]
    assert "“Yes”" in other["Who supports it"]
    assert "Ben" in other["Who denies it"]
    assert "Contested (critical): " in other["Open flags"]


def test_a_text_begins_with_what_must_not_be_published(ids: list[int], now: Any) -> None:
    text = as_text(ids, now).decode()

    assert text.startswith("*** Not public: not for publication. ***\n")
    assert "\nWho supports it:\n- Ada" in text
    assert text.endswith("Made on 12 June 2024, 12:00.\n")


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil.example","x")', "+1+1", "@SUM(A1)"])
def test_no_text_becomes_a_formula(text: str, loaded: Any, now: Any) -> None:
    loaded(sources=[outlet("ada")], claims=[{**claim("c", row("ada")), "text": text}])
    ids = [Claim.objects.get().pk]

    assert table(as_csv(ids, now))[0]["Claim"] == f"'{text}"
    sheet = zipfile.ZipFile(io.BytesIO(as_xlsx(ids, now)))
    assert "<f>" not in sheet.read("xl/worksheets/sheet1.xml").decode()
    styles = sheet.read("xl/styles.xml").decode()
    assert 'quotePrefix="1"' in styles
    assert 'wrapText="1"' in styles
