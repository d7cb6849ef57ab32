"""Compose and systemd read the lines as a shell does, where all three agree."""

from __future__ import annotations

import subprocess

import pytest

from factcheck.configuration.environment_file import line, with_lines


@pytest.mark.parametrize("value", ["uk", "Europe/Kyiv", "", "The Post", "a#b", "it's", 'it\'s "$HOME" `id` \\', "Пошта"])
def test_a_value_is_read_as_it_was(value: str) -> None:
    command = ["sh", "-c", f'{line("NAME", value)}; printf %s "$NAME"']
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == value


def test_a_value_has_one_line() -> None:
    with pytest.raises(ValueError, match="NAME has more than one line"):
        line("NAME", "a\nDEBUG=1")


def test_every_line_of_a_variable_is_replaced_and_a_new_one_added() -> None:
    assert with_lines("A=1\n\n# B=2\nA=2", {"A": "3", "B": "x y"}) == "A=3\n\n# B=2\nA=3\nB='x y'\n"
