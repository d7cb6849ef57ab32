"""Heads are made, exported and verified by command: what an operator types, and what is answered to a wrong file."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import claims.tasks
from claims.models import ChainHead, Revision
from factcheck.signing_keys import new_secret, public_of
from tests.cases import claim
from tests.claims.heads import forge
from tests.claims.management.typed import run


@pytest.fixture(autouse=True)
def _record(loaded: Callable[..., Any]) -> None:
    loaded(claims=[claim("c")])


def test_a_new_pair_can_be_set_as_it_is_printed(settings: Any) -> None:
    printed = run("chain_heads", "--new-key")
    settings.CHAIN_SIGNING_KEY = printed.splitlines()[0].removeprefix("CHAIN_SIGNING_KEY=")
    assert public_of(settings.CHAIN_SIGNING_KEY) in printed
    assert "signed with" in run("chain_heads")
    assert ChainHead.objects.get().key_id in printed


def test_exported_heads_grow_by_what_is_new(tmp_path: Path, loaded: Callable[..., Any]) -> None:
    path = tmp_path / "heads.jsonl"
    assert f"{path}: 1 heads appended" in run("chain_heads", "--export", str(path))
    loaded(claims=[claim("c", text="Other.")])
    run("chain_heads", "--export", str(path))
    assert f"{path}: 0 heads appended, up to head 2" in run("chain_heads", "--export", str(path))
    assert len(path.read_text().splitlines()) == 2
    assert "2 heads verified" in run("verify_heads", "--file", str(path))
    ChainHead.objects.filter(number=2).update(sha256="ab" * 32)
    with pytest.raises(CommandError, match="is not of this database; nothing was appended: head 2"):
        run("chain_heads", "--export", str(path))


def test_with_the_file_the_public_key_is_enough(tmp_path: Path, settings: Any) -> None:
    path, settings.CHAIN_SIGNING_KEY = tmp_path / "heads.jsonl", new_secret()
    run("chain_heads", "--export", str(path))
    public, settings.CHAIN_SIGNING_KEY = public_of(settings.CHAIN_SIGNING_KEY), ""
    assert "1 heads verified" in run("verify_heads", "--file", str(path), "--public-key", public)
    said = StringIO()
    with pytest.raises(CommandError, match="1 problems"):
        call_command("verify_heads", "--file", str(path), stderr=said)
    assert "is not trusted" in said.getvalue()


def test_what_was_tampered_with_is_said_by_every_command_that_checks(settings: Any) -> None:
    claims.tasks.make_chain_heads()
    forge("c", 1, actor="user:eve")
    for command in ("verify_heads", "check_integrity", "doctor"):
        said = StringIO()
        with pytest.raises(CommandError):
            call_command(command, stdout=StringIO(), stderr=said)
        assert "revision 1 of claim “c”" in said.getvalue(), command
        assert "was altered since head 1 of" in said.getvalue(), command


def test_what_was_altered_without_its_digest_is_said_too() -> None:
    run("chain_heads")
    Revision.objects.update(actor="user:eve")
    said = StringIO()
    with pytest.raises(CommandError, match="1 problems"):
        call_command("verify_heads", stderr=said)
    assert "does not continue the chain" in said.getvalue()


def test_a_wrong_file_and_none_are_named(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear all,\n")
    with pytest.raises(CommandError, match="Line 1 is no head"):
        run("verify_heads", "--file", str(tmp_path / "letter"))
    with pytest.raises(CommandError, match="cannot be read"):
        run("verify_heads", "--file", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="There is no head to verify"):
        run("verify_heads")
    with pytest.raises(CommandError, match="no key that begins with fcpublic_"):
        run("verify_heads", "--public-key", "x")
