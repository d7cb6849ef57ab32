"""An editor at the page "Add several claims": what is typed, previewed and saved."""

from __future__ import annotations

from typing import Any

from django.test import Client

SEVERAL = "/admin/claims/claim/add-several/"


def look(client: Client, text: str, **typed: str) -> Any:
    """Send a text for a preview, with what is typed into other fields: ``where__name`` is that of the document."""
    fields = {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(SEVERAL, {"text": text, "public": "on", "look": "1", **fields})


def again(client: Client, shown: Any, **typed: str) -> Any:
    """Send the page again as it is shown, with what is typed into the fields of its sources, by the names of these."""
    return client.post(SEVERAL, _sent(shown, typed) | {"look": "1"})


def save(client: Client, shown: Any, **typed: str) -> Any:
    """Confirm the page as it is shown."""
    return client.post(SEVERAL, _sent(shown, typed) | {"record": "1"})


def _sent(shown: Any, typed: dict[str, str]) -> dict[str, Any]:
    assert shown.status_code == 200, shown
    context = shown.context
    forms = [context["form"], context["where"], *context["sources"]]
    data = {field.html_name: field.value() for form in forms for field in form if field.value() not in (None, False)}
    return data | {_field(context["sources"], name): value for name, value in typed.items()}


def _field(sources: Any, name: str) -> str:
    """Return the name of a field of a source: ``yonhap__kind`` is the kind of Yonhap. Other names stay."""
    source, _, field = name.rpartition("__")
    found = [form for form in sources if form["name"].value().casefold().replace(" ", "_") == source]
    return f"{found[0].prefix}-{field}" if found else name.replace("__", "-")


def said(shown: Any) -> dict[str, list[str]]:
    """Return the errors of a refused page: of lines by their numbers, of fields by their names."""
    context = shown.context
    found: dict[str, list[str]] = {}
    for line, message in context["faults"]:
        found.setdefault(str(line), []).append(message)
    for form in (context["form"], context["where"], *context["sources"]):
        for name, errors in form.errors.items():
            found.setdefault(name, []).extend(map(str, errors))
    return found
