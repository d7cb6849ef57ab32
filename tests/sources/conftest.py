"""Sources whose names are looked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases import outlet, person


@pytest.fixture
def press(loaded: Any) -> None:
    """Two outlets, two Suns, a person, and a document of one of them."""
    loaded(
        sources=[
            outlet("vedomosti", name="Ведомости", aliases=["Wedomosti"]),
            outlet("bloomberg", name="Bloomberg News"),
            outlet("sun", name="The Sun"),
            outlet("baltimore-sun", name="The Baltimore Sun"),
            person("peskov", name="Dmitry Peskov"),
        ],
        documents=[
            {"key": "visit", "publisher": "vedomosti", "kind": "article", "title": "Визит Путина", "url": "https://v.example/1"}
        ],
    )
