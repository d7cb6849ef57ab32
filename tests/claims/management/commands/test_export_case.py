"""export_case: what is exported loads back to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import SAMPLE
from tests.claims.management.typed import run


@pytest.mark.django_db
def test_the_sample_case_exports_and_loads_back_to_the_same(tmp_path: Path) -> None:
    assert "13 claims, 50 attributions, 15 sources and 1 documents new or changed" in run("load_case", str(SAMPLE))
    exported = tmp_path / "case.json"
    exported.write_text(run("export_case"))
    assert "0 claims, 0 attributions, 0 sources and 0 documents new or changed" in run("load_case", str(exported))
