"""Convert the form of a claim to a case file, and the problems of that file back to form errors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.text import slugify

from claims.admin.claims.form_fields import COLUMNS, in_case_file
from claims.admin.claims.forms import ClaimForm
from claims.casefile import CaseFile, Problem, case_of_values
from claims.casefile.records import FORMAT
from claims.models import Claim

_PLACE: Final = re.compile(
    r"^\$\.claims\[0\](?:\.(?P<rows>interests|relations)\[(?P<row>\d+)\])?"
    r"(?:\.(?P<field>\w+))?(?:\[\d+\])?(?:\.(?P<part>\w+))?"
)
#: Form fields whose names differ from those in the file.
_NAMES: Final = {column.case_file: column.name for column in COLUMNS} | {"window": "window_from", "quantity": "quantity_low"}

Rows = Mapping[str, Sequence[forms.Form]]  # the filled-in rows of each list


def topics_from(text: str) -> list[str]:
    """Return the topics of a comma-separated list in their stored spelling, without duplicates."""
    return list(dict.fromkeys(topic for part in text.split(",") if (topic := slugify(part))))


def case_of(key: str, form: ClaimForm, rows: Rows) -> CaseFile:
    """Return the form as a case file. For an existing claim, it contains only what the editor changed.

    Raises: CaseFileError with all problems.
    """
    said = _claim_values(form.cleaned_data, None if form.claim is None else set(form.changed_data), form.claim)
    lists = {
        "interests": [_interest(row.cleaned_data) for row in rows["interests"]],
        "relations": [_relation(row.cleaned_data) for row in rows["relations"]],
    }
    claim = {"key": key, **said, **{name: records for name, records in lists.items() if records}}
    return case_of_values({"format": FORMAT, "claims": [claim]})


def _claim_values(values: Mapping[str, Any], changed: set[str] | None, claim: Claim | None) -> dict[str, Any]:
    def said(*names: str) -> bool:
        return changed is None or bool(changed.intersection(names))

    found = {each.case_file: in_case_file(each, values[each.name]) for each in COLUMNS if each.in_case_file and said(each.name)}
    # A case file always has a text: without a change, repeat the stored one.
    found["text"] = values["text"] if said("text") or claim is None else claim.text
    if said("topics"):
        found["topics"] = topics_from(values["topics"])
    if said("window_from", "window_until"):
        found["window"] = {"from": values["window_from"] or None, "until": values["window_until"] or None}
    quantity = {name: column for column in COLUMNS if (name := column.case_file.removeprefix("quantity.")) != column.case_file}
    if said(*(column.name for column in quantity.values())):
        stated = {name: value for name, column in quantity.items() if (value := values[column.name])}
        found["quantity"] = stated or None
    return found


def _interest(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": values["source"].key,
        "side": values["side"],
        **({"reason": values["reason"]} if values["reason"] else {}),
    }


def _relation(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": values["kind"], "claim": values["claim"].key}


def place_problems(problems: Sequence[Problem], form: ClaimForm, rows: Rows) -> None:
    """Add each problem of the case file to the field that it concerns."""
    for problem in problems:
        target, name, message = _place(problem, form, rows)
        target.add_error(name if name in target.fields and not target.fields[name].widget.is_hidden else None, message)


def _place(problem: Problem, form: ClaimForm, rows: Rows) -> tuple[forms.Form, str, str]:
    found = _PLACE.match(problem.path)
    if found is None:
        return form, "", str(problem)
    field, part = found["field"] or "", found["part"]
    if found["rows"] is None:
        return form, _NAMES.get(f"{field}.{part}" if part else field, field), problem.message
    row = rows[found["rows"]][int(found["row"])]
    return row, field, problem.message
