"""Exports of selected claims: case files, tables and workbooks."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.messages import get_messages

from claims.admin.cases import exports as exporting
from claims.casefile import decode
from claims.models import Claim
from claims.queries.cases.spreadsheets import COLUMNS
from tests.cases import claim, load, outlet, row
from tests.claims.admin.listing import LIST, act, many


@pytest.fixture
def claims(now):
    many(now, 3)
    return list(Claim.objects.order_by("id"))


@pytest.fixture(autouse=True)
def _later(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield


def message_in(answer):
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def test_a_reader_may_export_but_change_nothing(newcomer, claims):
    from django.contrib.auth.models import Permission

    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))

    assert newcomer.get(f"{LIST}bulk/assign/", {"claims": claims[0].pk}).status_code == 403
    act(newcomer, "bulk_assign", claims[0])
    assert not Claim.objects.exclude(assignee=None).exists()
    assert act(newcomer, "export_csv", claims[0]).status_code == 200


def test_without_permission_to_read_sources_there_is_no_case_file(newcomer, claims):
    from django.contrib.auth.models import Permission

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))

    assert act(newcomer, "export_case", claims[0]).status_code == 403


def test_a_case_file_loads_back(editor, arms):
    answer = act(editor, "export_case", arms)

    case = decode(answer.content)
    assert "arms-transfers" in {each.key for each in case.claims}
    assert answer["Content-Disposition"] == 'attachment; filename="claims-2024-06-12.json"'


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_table_shows_the_state_of_each_selected_claim(editor, arms):
    (line,) = table(act(editor, "export_csv", arms))

    assert tuple(line) == COLUMNS
    assert (line["key"], line["status"], line["support_at_least"], line["support_or_more"]) == (
        "arms-transfers",
        "contested",
        "2",
        "or more",
    )
    assert "contested" in line["flags"].split()
    assert line["changed_by"] == "user:ada"


def test_all_that_match_are_exported_up_to_a_limit(editor, claims, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 3)
    assert [line["key"] for line in table(act(editor, "export_csv", claims[0], across=True))] == ["c003", "c002", "c001"]

    monkeypatch.setattr(exporting, "MOST_EXPORTED", 2)
    assert "A file can have at most 2 claims" in message_in(act(editor, "export_csv", claims[0], across=True))


FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_of_a_spreadsheet(text, editor, now):
    load({"sources": [outlet("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    Claim.objects.update(text=text)

    (line,) = table(act(editor, "export_csv", Claim.objects.get()))
    book = act(editor, "export_xlsx", Claim.objects.get()).content

    assert line["text"] == f"'{text}"
    files = zipfile.ZipFile(io.BytesIO(book))
    sheet = files.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert 'quotePrefix="1"' in files.read("xl/styles.xml").decode()


def test_a_workbook_holds_texts_of_any_alphabet_and_length(editor, now):
    load({"sources": [outlet("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    Claim.objects.update(text="Ведомости \x0b сообщают " + "x" * 40_000)

    answer = act(editor, "export_xlsx", Claim.objects.get())

    sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert "Ведомости" in sheet
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
