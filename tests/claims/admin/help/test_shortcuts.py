"""The table of keyboard shortcuts lists what the pages have."""

from __future__ import annotations

import re
from pathlib import Path

from claims.admin.help.shortcuts import ACCESS, PLACES

ROOT = Path(__file__).parents[4]


def test_every_access_key_of_a_template_is_listed_and_no_other():
    templates = [path.read_text() for app in ("claims", "sources", "factcheck") for path in (ROOT / app).rglob("*.html")]
    there = {letter.upper() for text in templates for letter in re.findall(r'accesskey="(\w)"', text)}
    listed = {shortcut.keys[1] for place in PLACES for shortcut in place.shortcuts if shortcut.keys[0] == ACCESS}
    assert listed == there
