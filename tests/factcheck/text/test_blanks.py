"""Texts in which nothing can be seen, in every door: they count as empty, and a required text may not be empty."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from claims.casefile import CaseFileError, decode
from claims.casefile.reading.lines import read_lines
from claims.models import Claim
from claims.operations.desk.roles import SENIOR
from claims.operations.writing import OperationError, need_reason
from claims.verification import Change
from factcheck.access.scopes import SCOPES
from factcheck.text.blanks import SAYS_SOMETHING, is_blank, may_be_blank
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

#: Spaces, a zero-width space, no-break spaces, fillers, a blank of Braille, a word joiner, a tag, a byte order mark.
BLANKS = [" ", "\n\t ", "\u200b", "\u00a0\u202f", "\u3164", "\u2800", "\u2060\u200d", "\U000e0041", "\ufeff \u00ad"]


@pytest.mark.parametrize("text", ["", *BLANKS, "\x00\x1f\x85", "\u2066\u2069", "\u115f\u1160"])
def test_invisible_text_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "。", "—", "\u200bа", "👨\u200d👩", "و\u200c", "🏴\U000e0067\U000e007f", "\u0301a"])
def test_what_somebody_sees_is_not(text: str) -> None:
    assert not is_blank(text)


def test_every_space_separator_and_format_character_of_unicode_is_blank() -> None:
    visible_formats = re.compile("PREPENDED|ARABIC|SYRIAC|KAITHI|EGYPTIAN")  # they are drawn, above or before numbers
    unseen = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in {"Zs", "Zl", "Zp", "Cc"}
        or (unicodedata.category(chr(code)) == "Cf" and not visible_formats.search(unicodedata.name(chr(code), "")))
    ]
    assert [f"{ord(each):x}" for each in unseen if not is_blank(each)] == []


@pytest.mark.parametrize("text", ["x", "\u00e9", *BLANKS])
def test_what_json_schema_can_say_agrees_but_where_it_is_known_not_to(text: str) -> None:
    assert (re.search(SAYS_SOMETHING, text) is None) == is_blank(text) or may_be_blank(text)


def case(**claim: Any) -> dict[str, Any]:
    return {"format": "factcheck-case/1", "claims": [{"key": "c", "text": "It is so.", **claim}]}


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("escaped", [True, False])
def test_a_case_file_and_a_stream_refuse_it_at_its_place(blank: str, escaped: bool) -> None:
    for yaml in (False, True) if escaped and blank < "\U00010000" else (False,):
        with pytest.raises(CaseFileError, match=r"\$\.claims\[0\]\.text: .*may not be empty"):
            decode(json.dumps(case(text=blank), ensure_ascii=escaped).encode(), yaml=yaml)
    line = json.dumps({"key": "c", "text": blank}, ensure_ascii=escaped).encode()
    (read,) = read_lines([line])
    (problem,) = map(str, read.problems)
    assert problem.startswith("$.text: may not be empty")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"sources": [{"key": "s", "name": "\u200b", "kind": "outlet"}]}, "$.sources[0].name"),
        ({"documents": [{"key": "d", "publisher": "s", "kind": "article", "title": "\u00a0"}]}, "$.documents[0].title"),
        ({"relations": [{"from": "a", "to": "b", "kind": "part_of", "reason": "\u2800"}]}, "$.relations[0].reason"),
        ({"judgements": [{"a": "a", "b": "b", "outcome": "unsure", "reason": " "}]}, "$.judgements[0].reason"),
    ],
)
def test_every_required_text_of_a_case_file_is_held_to_it(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(CaseFileError, match=re.escape(f"{path}: may not be empty")):
        decode(json.dumps({"format": "factcheck-case/1", **wrong}).encode())


def test_the_words_of_a_quote_and_reasons_within_an_attribution_too() -> None:
    row = {"key": "r", "source": "s", "stance": "supports", "quote": {"exact": "\u200b"}, "voided": {"reason": "\u3164"}}
    with pytest.raises(CaseFileError) as found:
        decode(json.dumps(case(attributions=[row])).encode())
    assert [problem.path for problem in found.value.problems] == [
        "$.claims[0].attributions[0].quote.exact",
        "$.claims[0].attributions[0].voided.reason",
    ]


@pytest.fixture
def one(sample: None) -> Caller:
    return caller(SENIOR, tuple(SCOPES))


def test_the_api_refuses_it_at_its_place(one: Caller) -> None:
    for blank in BLANKS:
        refused(one.post("claims/", {"key": "new", "text": blank}), 422, "invalid", "/text")
    refused(one.post("claims/", {"key": "new", "text": "It is so.", "reason": "\u200b"}), 422, "invalid", "/reason")
    refused(one.post("sources/", {"key": "new", "name": "\u3164", "kind": "outlet"}), 422, "invalid", "/name")
    refused(one.post("claims/arms-transfers/notes/", {"text": "\u2800"}), 422, "invalid", "/text")
    assert not Claim.objects.filter(key="new").exists()


def test_a_form_says_that_the_field_is_required(senior: Client, arms: Claim) -> None:
    forms = [("/admin/claims/claim/add/", "text", blank) for blank in BLANKS]
    forms += [
        ("/admin/sources/source/add/?identified=1", "name", "\u200b"),
        (f"/admin/claims/claim/{arms.pk}/note/", "text", "\u2800"),
    ]
    for address, field, blank in forms:
        page = senior.post(address, {field: blank})
        assert page.status_code == 200, address
        assert "This field is required." in page.content.decode(), address


def test_a_form_keeps_what_can_be_seen_and_passwords_as_they_are(senior: Client, sen: Any) -> None:
    page = senior.post("/admin/claims/claim/add/", {"text": "Так\u200bє", "topics": "\u200b"})
    assert "Такє" in page.content.decode()  # in the one form of texts, without the zero-width space
    sen.set_password("\u3164" * 12)
    sen.save()
    typed = {"login": "sen", "password": "\u3164" * 12, "next": "/admin/"}
    assert Client().post("/admin/account/login/", typed).status_code == 302


@pytest.mark.parametrize("blank", BLANKS)
def test_an_operation_refuses_it_as_a_reason(blank: str, now: datetime) -> None:
    with pytest.raises(OperationError, match="Say why"):
        need_reason(Change(now, "user:ed", "withdrawn", blank))
