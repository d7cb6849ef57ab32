"""A column that is on the list and on the model is seen in every place: one of each kind is added to a copy of the list."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from claims.claim_fields import ClaimField, Kind
from tests.claims.added_column import COLUMNS, EMPTY, FILTERED, FIRST, HIDDEN, SECOND

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = [column.name for column in COLUMNS if column.body]
BY_VALUE = [column.name for column in COLUMNS if column.filterable]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What each door made of the columns."""
    command = [sys.executable, "-m", "tests.claims.added_column"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def only(values: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with date-times in one spelling."""
    return {name: value.replace("Z", "+00:00") if isinstance(value, str) else value for name, value in values.items()}


def test_there_is_one_of_every_kind_of_value() -> None:
    kinds = {column.kind for column in COLUMNS}

    assert kinds == {kind for kind in Kind if kind not in ("key", "text", "person", "claim", "record_time")}
    assert all(isinstance(column, ClaimField) for column in COLUMNS)


def test_it_is_loaded_from_a_case_file_and_exported_to_one(found: dict[str, Any]) -> None:
    assert found["stored"] == found["exported"] == FIRST
    assert found["exported of one without"] == {}


def test_it_is_in_the_schema_and_the_documentation(found: dict[str, Any]) -> None:
    assert found["schema"] == dict.fromkeys(FIRST, True)
    assert all(found["docs"].values())


def test_readers_see_it_and_nothing_of_what_is_the_desks(found: dict[str, Any]) -> None:
    assert shown(found["body"]) == only(FIRST, PUBLIC)
    assert found["body of one without"] == {}
    assert shown(found["read"]) == only(FIRST, PUBLIC) | {HIDDEN: None}
    assert found["for the desk"] == FIRST[HIDDEN]


def test_it_stays_where_only_the_assessment_changes(found: dict[str, Any]) -> None:
    assert found["revisions since"] == 1
    assert found["aged"] == found["body"]


def test_the_api_changes_it_and_says_what_changed(found: dict[str, Any]) -> None:
    assert found["patched"] == 200
    assert found["stored after patch"] == SECOND
    assert found["diff"].keys() == {column.label for column in COLUMNS if column.body}


def test_the_api_filters_by_it_and_readers_only_by_what_they_see(found: dict[str, Any]) -> None:
    assert found["filtered"] == {name: ["c"] for name in BY_VALUE}
    assert found["without"] == {name: ["plain"] for name in BY_VALUE}
    assert found["parameters"] == sorted(f"added_{kind}" for kind in FILTERED)
    assert found["parameters of the desk"] == [HIDDEN]


def test_the_form_of_the_admin_changes_it(found: dict[str, Any]) -> None:
    assert found["stored after the form"] == FIRST


def test_the_list_of_the_admin_is_filtered_by_it(found: dict[str, Any]) -> None:
    assert found["listed"] == {name: ["c"] for name in BY_VALUE}
    assert found["listed without"] == {name: ["plain"] for name in BY_VALUE}
    assert found["offered"] == dict.fromkeys(BY_VALUE, True)


def test_it_has_a_column_in_spreadsheets(found: dict[str, Any]) -> None:
    words = {True: "yes", False: "no"}
    cells = {name: words[value] if isinstance(value, bool) else value for name, value in FIRST.items()}

    assert found["sheet"] == cells


def test_parts_of_a_split_keep_it(found: dict[str, Any]) -> None:
    assert found["part"] == found["other part"] == FIRST


def test_it_is_emptied_when_the_claim_is_deleted_and_what_is_left_is_found(found: dict[str, Any]) -> None:
    assert only(found["erased"], PUBLIC) == only(EMPTY, PUBLIC)
    assert found["erased"][HIDDEN] == "left"  # by the test itself, after the deletion
    assert found["whole"] == []
    assert len(found["left"]) == 1
