"""manage.py export_wacz: the captures of documents, in one file."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.capturing import capture_text
from sources.models import Document


def test_the_captures_of_documents_are_written(sample: None, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no captures"):
        call_command("export_wacz", "sr-rare-visits", output=tmp_path / "a.wacz")
    for text in ("One.", ""):
        capture_text(text, at=now, actor="user:ed", document=Document.objects.get(), url="https://paper.example/a")

    call_command("export_wacz", "sr-rare-visits", "-o", str(tmp_path / "a.wacz"), verbosity=0)

    with zipfile.ZipFile(tmp_path / "a.wacz") as archive:
        assert archive.read("indexes/index.cdxj").count(b"paper.example/a") == 1
    for key, path, why in (("none", tmp_path / "b", "Unknown document"), ("sr-rare-visits", tmp_path, "Is a directory")):
        with pytest.raises(CommandError, match=why):
            call_command("export_wacz", key, output=path)
