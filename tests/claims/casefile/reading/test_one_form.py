from __future__ import annotations

import json
import unicodedata

import pytest
from msgspec.structs import asdict

from claims.casefile import decode, read_lines
from tests.claims.casefile.build import complaints, encoded, visit

TEXT = "$.claims[0].text"
QUOTE = "$.claims[0].attributions[0].quote"


def nfd(value):
    return json.loads(unicodedata.normalize("NFD", json.dumps(value, ensure_ascii=False)))


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("Cafe\u0301 in Ð\u1ea1i", "Café in Ð\u1ea1i"),
        ("one\r\ntwo", "one\ntwo"),
        ("state\u00adment\u200b", "statement"),
        ("\u202bخبر\u202c", "\u2067خبر\u2069"),
    ],
)
def test_a_text_is_decoded_in_the_one_form(sent, stored, ascii_only):
    data = json.dumps(visit({TEXT: sent}), ensure_ascii=ascii_only).encode()

    for case in (decode(data), decode(data, yaml=True)):
        assert case.claims[0].text == stored
    (line,) = read_lines([json.dumps(visit({TEXT: sent})["claims"][0], ensure_ascii=ascii_only).encode()])
    assert line.case.claims[0].text == stored


def test_the_same_file_in_another_form_is_the_same_case():
    case = visit({TEXT: "Đà Nẵng: café", QUOTE: {"exact": "naïve", "prefix": "é", "start": 3, "end": 8}})

    assert decode(encoded(nfd(case))) == decode(encoded(case))
    assert decode(encoded(nfd(case)), yaml=True) == decode(encoded(case))


def test_a_text_of_nothing_that_can_be_seen_is_empty():
    assert complaints(encoded(visit({TEXT: "\u00ad\u200b"}))) == [f"{TEXT}: may not be empty"]


@pytest.mark.parametrize(
    ("exact", "span", "stored"),
    [
        ("nai\u0308ve", (3, 9), (3, 8)),
        ("a\r\nb", (0, 4), (0, 3)),
        ("naïve", (3, 8), (3, 8)),
        ("nai\u0308ve", (3, 8), (3, 8)),  # counted in the form already
        ("nai\u0308ve", (3, None), (3, None)),
    ],
)
def test_the_span_of_a_quote_ends_behind_its_last_word(exact, span, stored):
    case = decode(encoded(visit({QUOTE: {"exact": exact, "start": span[0], "end": span[1]}})))

    quote = asdict(case.claims[0].attributions[0].quote)
    assert (quote["start"], quote["end"]) == stored
