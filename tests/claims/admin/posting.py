"""What a browser would send of a page: every field as it is shown, with the values that a test types."""

from __future__ import annotations

from typing import Any

from django.forms import BooleanField
from django.test import Client


def opened(client: Client, url: str, /, **typed: Any) -> dict[str, Any]:
    """Open a page and return what sending its form unchanged would post, with what is typed on top."""
    page = client.get(url)
    assert page.status_code == 200
    data = _of(page.context["form"])
    for shown in page.context.get("formsets", ()):
        formset = shown["formset"]
        data |= _of(formset.management_form)
        for row in formset:
            data |= _of(row)
    return data | typed


def sendable(response: Any) -> dict[str, Any]:
    """Return what sending a refused form again, as it is shown, would post."""
    assert response.status_code == 200, response
    form = response.context["form"]
    data: dict[str, Any] = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    return data | {name: value for name, value in form.data.items() if name.startswith("initial-")}


def row(prefix: str, number: int, **typed: Any) -> dict[str, Any]:
    """Return what is typed into one row of a list."""
    return {f"{prefix}-{number}-{name}": value for name, value in typed.items()}


def _of(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        unticked = value is False and isinstance(field.field, BooleanField)
        if value is not None and not unticked and value != []:
            data[field.html_name] = (
                "on"
                if value is True and isinstance(field.field, BooleanField)
                else field.field.widget.format_value(value)
                if _plain(field, value)
                else value
            )
        if field.field.show_hidden_initial and field.initial is not None:
            several = isinstance(field.initial, list)
            data[field.html_initial_name] = [str(each) for each in field.initial] if several else str(field.initial)
    return data


def _plain(field: Any, value: Any) -> bool:
    return hasattr(value, "strftime")


def errors(response: Any) -> str:
    """Return all that a refused form says."""
    assert response.status_code == 200, response
    said = [str(response.context["form"].errors.as_text())]
    for shown in response.context.get("formsets", ()):
        said += [each.as_text() for each in shown["formset"].errors]
    return "\n".join(said)
