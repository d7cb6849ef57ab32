"""Credit lines: which agency a page credits, and what is no credit."""

from __future__ import annotations

import time

import pytest

from sources.fetching.syndication import Credit, credits_in, elsewhere

BODY = " The council said on Monday that the bridge will close." * 30


@pytest.mark.parametrize(
    ("text", "agency", "words"),
    [
        (f"LONDON, June 10 (Reuters) - {BODY}", "Reuters", "LONDON, June 10 (Reuters) -"),
        (f"KYIV (AP) — {BODY}", "Associated Press", "KYIV (AP) —"),
        (f"Headline\nBy Bloomberg News\n{BODY}", "Bloomberg", "By Bloomberg News"),
        (f"By the Associated Press\n{BODY}", "Associated Press", "By the Associated Press"),
        (f"МОСКВА, 10 июня. /ТАСС/. {BODY}", "TASS", "МОСКВА, 10 июня. /ТАСС/."),
        (f"{BODY}\nИсточник: Интерфакс", "Interfax", "Источник: Интерфакс"),
        (f"{BODY}\nДжерело: Інтерфакс-Україна", "Interfax-Ukraine", "Джерело: Інтерфакс-Україна"),
        (f"{BODY}\n© 2024 AFP", "Agence France-Presse", "© 2024 AFP"),
        (f"{BODY}\nThis story was originally published by Reuters.", "Reuters", "originally published by Reuters"),
    ],
)
def test_a_credit_line_names_an_agency(text: str, agency: str, words: str) -> None:
    (credit,) = credits_in(text)

    assert credit.agency == agency
    assert words in credit.words
    assert len(credit.words) < 150


@pytest.mark.parametrize(
    ("author", "agency"),
    [("Jon Herskovitz, Bloomberg", "Bloomberg"), ("Reuters", "Reuters"), ("Ann Lee of AFP", "Agence France-Presse")],
)
def test_an_author_may_be_a_credit(author: str, agency: str) -> None:
    assert credits_in("", author) == [Credit(agency, f"By {author}")]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (f"{BODY} He told Reuters that it would. {BODY}", "Ann Lee"),
        (f"By Reuters building, a bus stopped. {BODY}", ""),
        (f"{BODY}{BODY} (Reuters) – {BODY}{BODY}", ""),  # in the middle
        ("", "Ann Bloomberg"),
        (f"AP classes begin. {BODY}", "AA Milne"),
    ],
)
def test_naming_an_agency_is_no_credit(text: str, author: str) -> None:
    assert credits_in(text, author) == []


def test_an_agency_is_credited_once() -> None:
    assert len(credits_in(f"LONDON (Reuters) – {BODY}\nSource: Reuters", "Reuters")) == 1


def test_hostile_texts_take_no_time() -> None:
    started = time.monotonic()
    for text in ("(" * 10_000, "By " * 10_000, "© " * 10_000, "\n" * 10_000, "(Reuters" * 10_000):
        credits_in(text, text)

    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("url", "canonical", "is_elsewhere"),
    [
        ("https://a.example/1", "https://b.example/1", True),
        ("https://www.a.example/1", "https://m.a.example/2", False),
        ("https://news.a.example/1", "https://a.example/1", False),
        ("https://a.example/1", "", False),
        ("https://a.example/1", "http://[", False),
    ],
)
def test_a_canonical_url_is_elsewhere_on_another_site(url: str, canonical: str, *, is_elsewhere: bool) -> None:
    assert elsewhere(url, canonical) is is_elsewhere
