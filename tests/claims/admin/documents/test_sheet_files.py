"""The table for the copy desk as a file."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from claims.operations.cases.sample import REASON
from claims.sample_page import capture_summary
from claims.verification import Change
from sources.models import Capture, Document
from tests.cases import claim, outlet, row


@pytest.fixture
def download(editor):
    """Return a file of the only document's sheet, as an editor gets it."""
    return lambda ending: editor.get(f"/admin/sources/document/{Document.objects.get().pk}/sheet/?as={ending}")


def lines(file):
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def test_all_sentences_are_in_it_with_their_claims(download, sample, now):
    capture_summary(Change(now, "user:ed", "load case", REASON))

    file = download("csv")

    found = lines(file)
    assert [each["Number"] for each in found] == [str(number) for number in range(1, 29)]
    arms = next(each for each in found if each["Key"] == "arms-transfers")
    assert arms["Sentence"] == arms["Claim"]
    assert [arms[name] for name in ("Status", "Origins in support", "Origins in denial")] == ["contested", "2–4+", "2"]
    assert arms["Open flags"].startswith("Contested (critical): Denied by Moscow and Pyongyang")
    assert arms["Who denies it"].split("\n") == [
        "Government of Russia [has a stake in it]",
        "Government of North Korea [has a stake in it]",
    ]
    plain = next(each for each in found if each["Sentence"] == "Moscow and Pyongyang deny both.")
    assert set(plain.values()) == {"22", "Moscow and Pyongyang deny both.", ""}
    assert file["Content-Disposition"].startswith('attachment; filename="story-sheet-sr-rare-visits-')
    assert "no-store" in file["Cache-Control"]
    assert file["X-Content-Type-Options"] == "nosniff"


def test_a_claim_that_is_not_located_comes_last(download, sample):
    assert {each["Sentence"] for each in lines(download("csv"))} == {"Not located in the text"}


@pytest.mark.parametrize("text", ['=HYPERLINK("http://evil.example","x")', "+1+1", "@SUM(A1)"])
def test_no_text_becomes_a_formula(text, download, loaded, now):
    page = {"key": "page", "publisher": "ada", "kind": "article", "title": "Page"}
    loaded(sources=[outlet("ada")], documents=[page], claims=[{**claim("c", row("ada", document="page")), "text": text}])
    digest = "0" * 64
    Capture.objects.create(
        way="pasted", document=Document.objects.get(), text=f"{text}\nPlain.", text_sha256=digest, sha256=digest, fetched_at=now
    )  # fmt: skip

    (first, _plain) = lines(download("csv"))
    assert (first["Sentence"], first["Claim"]) == (f"'{text}", f"'{text}")
    sheet = zipfile.ZipFile(io.BytesIO(download("xlsx").content))
    assert "<f>" not in sheet.read("xl/worksheets/sheet1.xml").decode()
    assert 'quotePrefix="1"' in sheet.read("xl/styles.xml").decode()
