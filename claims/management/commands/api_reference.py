"""Print every endpoint of the API, from the published document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.core.management.base import BaseCommand

from claims.operations.desk.roles import lowest_role
from factcheck.api.document import operations

_INTRO: Final = """\
# API reference

`manage.py api_reference` generates this page; do not edit it by hand. All URLs are under `/api/v1/`. The request and
response bodies, with every field, are in the OpenAPI document at `/api/v1/openapi.json` and on the page `/api/v1/docs/`.

“Role” is the lowest role that may do it; the token also needs the scope. “If-Match” marks operations that require the ETag of
the revision that the change was made on."""


class Command(BaseCommand):
    help = "Prints every API endpoint: what it does, and the scope and role that it requires."

    def handle(self, **_options: Any) -> None:
        self.stdout.write("\n".join(_page()))


def _page() -> Iterator[str]:
    yield _INTRO
    part = ""
    for path, method, op in operations():
        of = path.removeprefix("/api/v1/").partition("/")[0].partition(".")[0]
        if of != part:
            yield f"\n## {of}\n\n| | what it does | scope | role | |\n| --- | --- | --- | --- | --- |"
            part = of
        role = "anybody, if published" if op.open_to_all else (lowest_role(op.needs) or "nobody")
        yield f"| `{method} {_named(path)}` | {op.does} | `{op.scope}` | {role} | {'If-Match' if op.on_revision else ''} |"
    yield "\n## Parameters\n\n| parameter | what it is for | of |\n| --- | --- | --- |"
    taken: dict[tuple[str, str], list[str]] = {}
    for path, method, op in operations():
        for name, parameter in op.parameters.items():
            taken.setdefault((name, parameter.does + _form(parameter.schema)), []).append(f"`{method} {_named(path)}`")
    yield from (f"| `{name}` | {does} | {', '.join(addresses)} |" for (name, does), addresses in sorted(taken.items()))


def _named(path: str) -> str:
    """Return an address with its parts in capitals, as the documentation writes them."""
    parts = path.removeprefix("/api/v1/").split("/")
    return "/".join(part.strip("{}").upper() if part.startswith("{") else part for part in parts)


def _form(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f" One of: {', '.join(map(str, schema['enum']))}."
    if "default" in schema:
        return f" From {schema['minimum']} to {schema['maximum']}, {schema['default']} if left out."
    return ""
