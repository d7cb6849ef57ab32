"""Convert the form of a claim to a case file, and the problems of that file back to form errors."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.admin.claims.form_fields import COLUMNS, in_case_file
from claims.admin.claims.forms import ClaimForm
from claims.casefile import CaseFile, Problem, case_of_values
from claims.casefile.records import FORMAT
from claims.models import Claim
from claims.vocabulary import REPORTS

_PLACE: Final = re.compile(
    r"^\$\.claims\[0\](?:\.(?P<rows>attributions|interests|relations)\[(?P<row>\d+)\])?"
    r"(?:\.(?P<field>\w+))?(?:\[(?P<item>\d+)\])?(?:\.(?P<part>\w+))?"
)
#: Form fields whose names differ from those in the file.
_NAMES: Final = {column.case_file: column.name for column in COLUMNS} | {"window": "window_from", "quantity": "quantity_low"}
_KEY_LENGTH: Final = 80

Rows = Mapping[str, Sequence[forms.Form]]  # the filled-in rows of each list


def key_for(text: str) -> str:
    """Return a key made from a claim's text, or an empty text if none can be made."""
    return slugify(text)[:_KEY_LENGTH].strip("-_")


def topics_from(text: str) -> list[str]:
    """Return the topics of a comma-separated list in their stored spelling, without duplicates."""
    return list(dict.fromkeys(topic for part in text.split(",") if (topic := slugify(part))))


def case_of(key: str, form: ClaimForm, rows: Rows, recorded: Collection[str]) -> CaseFile:
    """Return the form as a case file. For an existing claim, it contains only what the editor changed.

    Raises: CaseFileError with all problems.
    """
    said = _claim_values(form.cleaned_data, None if form.claim is None else set(form.changed_data), form.claim)
    lists = {
        "attributions": _attributions(rows["attributions"], recorded),
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


def _attributions(rows: Sequence[forms.Form], recorded: Collection[str]) -> list[dict[str, Any]]:
    # Typed keys of all rows first, so that no derived key takes one that a later row asks for.
    taken = {*recorded, *(row.cleaned_data["key"] for row in rows)}
    return [_attribution(row.cleaned_data, taken) for row in rows]


def _attribution(values: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    key = values["key"] or _free(values["source"].key, taken)
    taken.add(key)
    found: dict[str, Any] = {name: values[name] for name in ("stance", "scope", "basis", "ground_rule")}
    found.update(key=key, source=values["source"].key)
    cites = [*values["cites"], *(name.strip() for name in values["cites_new"].split(",") if name.strip())]
    optional = {
        "cites": cites,
        "copies": values["copies"].strip(),
        "document": values["document"].key if values["document"] else None,
        "said_at": values["said_at"].strip(),
        "hedge": hedge_in_case_file(values),
        "reporter": values["reporter"],
        "supersedes": values["supersedes"],
        "quote": _quote(values),
    }
    return {**found, **{name: value for name, value in optional.items() if value}}


def hedge_in_case_file(values: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the hedge that was entered in a form, as a case file has it; None for a flat statement."""
    if not values["hedge"]:
        return None
    words = {"words": values["hedge_words"]} if values["hedge_words"] else {}
    return {"degree": values["hedge"], **words}


def _free(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted``, or ``wanted`` with the lowest free number appended."""
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[:95]}-{number}"
    return key


def _quote(values: Mapping[str, Any]) -> dict[str, str]:
    parts = {name: values[f"quote_{name}"] for name in ("exact", "prefix", "suffix", "translation")}
    return {name: text for name, text in parts.items() if text}


def _interest(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "source": values["source"].key,
        "side": values["side"],
        **({"reason": values["reason"]} if values["reason"] else {}),
    }


def _relation(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": values["kind"], "claim": values["claim"].key}


def taken_keys(rows: Sequence[forms.Form], recorded: Collection[str]) -> bool:
    """Add an error to new rows whose key is taken, and return whether there are any.

    A case file with a taken key would change that attribution.
    """
    found = [row for row in rows if row.cleaned_data["key"] in recorded]
    for row in found:
        row.add_error(
            "key",
            _("This key is taken in this claim. Leave it empty, or select the other one in “Supersedes” to replace it."),
        )
    return bool(found)


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
    # ``cites`` of the file joins two fields: those ticked come first, then those typed.
    if field == "cites" and found["item"] is not None and int(found["item"]) >= len(row.cleaned_data["cites"]):
        return row, "cites_new", problem.message
    if not field and row.cleaned_data.get("stance") == REPORTS:
        field = "stance" if "reports" in problem.message else ""
    return row, f"quote_{part or 'exact'}" if field == "quote" else field, problem.message
