"""The page of every address of the API."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

PAGE = Path(__file__).parents[4] / "docs" / "api-reference.md"


def test_the_page_lists_every_endpoint() -> None:
    out = StringIO()
    call_command("api_reference", stdout=out)
    assert PAGE.read_text() == out.getvalue(), "regenerate it: manage.py api_reference > docs/api-reference.md"
