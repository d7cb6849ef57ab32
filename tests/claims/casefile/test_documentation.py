"""The how-to page shows sound files and leaves no field out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claims.casefile import Stored, decode, problems
from claims.casefile.schema import json_schema
from claims.casefile.word_reference import as_text

PAGE = (Path(__file__).parents[3] / "docs" / "case-file.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```(json|yaml)\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_has_an_example_in_each_notation() -> None:
    assert [notation for notation, _ in EXAMPLES] == ["json", "yaml"]


@pytest.mark.parametrize(("notation", "text"), EXAMPLES)
def test_an_example_can_be_loaded(notation: str, text: str) -> None:
    assert problems(decode(text.encode(), yaml=notation == "yaml"), Stored()) == []


@pytest.mark.parametrize("record", sorted(json_schema()["$defs"].keys() - {"Line"}))
def test_every_field_is_on_the_page_and_every_word_there_or_on_that_of_words(record: str) -> None:
    fields = json_schema()["$defs"][record]["properties"]
    words = {word for field in fields.values() for word in field.get("enum", ()) if isinstance(word, str)}

    assert not {name for name in fields if f"`{name}`" not in PAGE}
    assert not {word for word in words - set("BCDE") if f"`{word}`" not in PAGE + as_text()}
