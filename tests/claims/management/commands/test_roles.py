"""What ``manage.py roles`` prints, and that the documentation is what it prints."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from claims.operations.desk.roles import ROLES

PAGE = Path(__file__).parents[4] / "docs" / "roles.md"


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("roles", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_the_documentation_of_the_roles_is_current() -> None:
    assert PAGE.read_text() == printed("--markdown"), "make it anew: manage.py roles --markdown > docs/roles.md"


def test_each_role_is_printed_with_its_permissions() -> None:
    lines = printed().splitlines()

    assert [line for line in lines if not line.startswith(" ")] == list(ROLES)
    assert set(lines[5].strip().split(", ")) == ROLES["Reporter"]
