"""The sidebar of the desk."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.once


def test_the_sidebar_shows_what_one_may_read(editor, newcomer, sample):
    assert "Flags" in editor.get("/admin/").content.decode()
    assert "/admin/auth/user/" not in editor.get("/admin/").content.decode()
    assert "/admin/claims/claim/" not in newcomer.get("/admin/").content.decode()
