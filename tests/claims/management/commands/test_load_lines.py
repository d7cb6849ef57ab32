"""``manage.py load_case --lines`` as its users type it."""

from __future__ import annotations

import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from claims.management.commands import load_case as command
from claims.models import Claim, Revision
from claims.operations.cases import streaming
from tests.cases import claim, outlet, person, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A stream of which the third and the fourth line are faulty."""
    lines = (
        {"sources": [person("ada")]},
        claim("c", row("ada")),
        claim("d", row("eve")),
        claim("e", stage="newish"),
        claim("f"),
    )
    path = tmp_path / "claims.ndjson"
    path.write_text("\n".join(map(json.dumps, lines)))
    return path


def run(*arguments: str) -> tuple[str, str, str]:
    """Return what was printed, what was complained of, and the last word of a command that fails."""
    out, err = StringIO(), StringIO()
    try:
        call_command("load_case", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue(), str(error)
    return out.getvalue(), err.getvalue(), ""


def test_rejected_lines_are_printed_with_number_place_and_problem(file: Path) -> None:
    out, err, failed = run(str(file), "--reason", "From the archive")
    assert out == f"{file}: 5 lines: 3 created, 0 changed, 0 unchanged, 2 refused.\n"
    assert f"{file}, line 3 (d) was refused:\n  $.attributions[0].source: no source 'eve', in this file or stored\n" in err
    assert f"{file}, line 4 (e) was refused:\n  $.stage: expected 'checked', 'checking', 'dropped' or 'new'" in err
    assert failed == "2 lines were refused (the others are stored). Correct them and load them again."
    assert set(Revision.objects.values_list("claim__key", "reason")) == {("c", "From the archive"), ("f", "From the archive")}


def test_a_second_run_changes_nothing(file: Path) -> None:
    run(str(file))
    assert "0 created, 0 changed, 3 unchanged, 2 refused" in run(str(file))[0]


def test_a_changed_name_is_printed_with_old_and_new(tmp_path: Path) -> None:
    def case(name: str) -> str:
        path = tmp_path / "case.json"
        path.write_text(json.dumps({"format": "factcheck-case/1", "sources": [outlet("guardian", name=name)]}))
        return str(path)

    run(case("The Guardian"))
    changed = "1 changed: guardian, name The Guardian → The Guardian (Nigeria)\n"
    assert "load the file with --update-sources" in run(case("The Guardian (Nigeria)"))[2]
    for tried in (("--dry-run",), ()):
        assert run(case("The Guardian (Nigeria)"), "--update-sources", *tried)[0].endswith(changed)


def test_a_dry_run_of_lines_or_of_a_case_file_stores_nothing(file: Path, tmp_path: Path) -> None:
    assert run(str(file), "--dry-run")[0].endswith(
        "3 created, 0 changed, 0 unchanged, 2 refused. Dry run: nothing was stored.\n"
    )
    assert "(dry run: nothing was stored)" in run(str(file), "--dry-run")[2]
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"format": "factcheck-case/1", "claims": [claim("c")]}))
    assert run(str(case), "--dry-run")[0].endswith("1 claims revised. Dry run: nothing was stored.\n")
    assert not Claim.objects.exists()


def test_standard_input_is_read_as_lines_with_the_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(claim("c")).encode())))
    assert run("--lines", "-")[0] == "-: 1 lines: 1 created, 0 changed, 0 unchanged, 0 refused.\n"


def test_only_the_first_of_many_rejected_lines_are_printed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_MOST_PRINTED", 1)
    err = run(str(file))[1]
    assert "line 3 (d) was refused" in err
    assert "line 4" not in err
    assert "1 more lines were refused." in err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyboardInterrupt(), ("Stopped. ", "Run the same command again. Claims that are already stored stay unchanged.")),
        (
            OperationalError("disk is full"),
            (" has no disk space left: disk is full. ", "Free space on its disk, then run the same"),
        ),
    ],
)
def test_a_load_that_ends_in_the_middle_says_what_is_stored_and_is_resumed(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, says: tuple[str, str]
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    begin = streaming.begin

    def ending(*arguments: Any) -> Any:
        if Claim.objects.exists():
            raise error
        return begin(*arguments)

    monkeypatch.setattr(streaming, "begin", ending)
    stored = f"{file} is stored up to line 2, except for refused lines; loading it again continues from there. "
    assert stored.join(says) in run(str(file))[2]
    monkeypatch.setattr(streaming, "begin", begin)
    assert "1 created, 0 changed, 2 unchanged, 2 refused" in run(str(file))[0]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.ndjson"))[2].endswith("none.ndjson cannot be read: No such file or directory.")
