"""load_case: a file that is missing or invalid is an error without a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from claims.models import Claim
from tests.claims.management.typed import run


@pytest.mark.django_db
def test_a_missing_or_invalid_file_gives_an_error_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        run("load_case", str(tmp_path / "none.json"))
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "factcheck-case/1", "claims": [{"key": "c", "text": "t", "attributions": [{"key": "a"}]}]}')
    with pytest.raises(CommandError) as refused:
        run("load_case", str(bad))
    assert "$.claims[0].attributions[0]" in str(refused.value)
    assert not Claim.objects.exists()
