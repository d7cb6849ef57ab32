"""docs/configuration.md is what the code reads."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from factcheck.configuration.reference import page

PAGE = Path(__file__).resolve().parents[3] / "docs/configuration.md"


def test_the_page_is_current() -> None:
    shown = StringIO()
    call_command("configuration", markdown=True, stdout=shown)
    assert PAGE.read_text() == shown.getvalue(), "run: manage.py configuration --markdown > docs/configuration.md"


def test_defaults_are_those_of_production_and_others_say_so() -> None:
    rows = {line.split("`")[1]: line for line in page() for line in line.splitlines() if line.startswith("| `")}
    assert "| a whole number | `31536000`; `0` with `DEBUG=1` | web |" in rows["HSTS_SECONDS"]
    assert "| text, secret | none: required | all |" in rows["SECRET_KEY"]
    assert "| `var/static` |" in rows["STATIC_ROOT"]
