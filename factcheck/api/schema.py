"""The published OpenAPI document, generated from the operations of each view (``factcheck.api.describing``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from factcheck.api.describing import JSON, MULTIPART, NDJSON, TAGGED, Op
from factcheck.api.problems import KNOWN, MEDIA_TYPE, ProblemBody
from factcheck.text.blanks import BLANK, SAYS_SOMETHING

_REF: Final = "#/components/schemas/{name}"
#: Responses that every operation may give.
_ALWAYS: Final = (
    "bad-request",
    "bad-parameter",
    "not-acceptable",
    "too-costly",
    "too-many-requests",
    "internal",
    "unavailable",
    "read-only",
    "no-room",
)
_OF_WHO_ASKS: Final = ("not-authenticated", "bad-token", "wrong-network", "missing-scope", "not-allowed")
_OF_A_BODY: Final = ("too-large", "unsupported-media-type", "invalid")
_NUMBERS: Final = frozenset({"number", "chunk"})  # path parameters that are not keys
_KEYS: Final = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[^/]+$"}
#: Characters that no text may hold (controls, bidirectional overrides), as in claims.casefile.
_REFUSED: Final = "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069"
_TEXT: Final = f"^[^{_REFUSED}]*$"
#: Required texts must also have a visible character.
_REQUIRED_TEXT: Final = f"^[^{_REFUSED}]*[^{_REFUSED}{BLANK}][^{_REFUSED}]*$"
_TIME: Final = "T([01][0-9]|2[0-3]):[0-5][0-9]"
_ZONE: Final = "(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
#: The patterns of dates, by the title of their type, as far as a pattern can express them.
_FORMS: Final = {
    "date": f"^[1-9][0-9]{{3}}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8])({_TIME}{_ZONE})?)?)?$",
    "date-time": f"^[1-9][0-9]{{3}}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8]){_TIME}(:[0-5][0-9])?{_ZONE}$",
}
_PART: Final = re.compile(r"\{(\w+)\}")


class DeskSchema(AutoSchema):
    """An operation for OpenAPI. Nothing is inferred from code: what a view does not declare is not published."""

    def get_operation(self, path: str, *_args: Any) -> dict[str, Any] | None:
        """Return an operation, with its types registered as components; None if the view declares none."""
        *_rest, method, self.registry = _args
        op: Op | None = getattr(self.view, "ops", {}).get(method.upper())
        if op is None:
            return None
        operation: dict[str, Any] = {
            "operationId": op.name,
            "summary": op.does,
            "description": _who(op),
            "tags": [path.removeprefix("/api/v1/").partition("/")[0].partition(".")[0]],
            "parameters": [*_in_path(path), *_in_query(op.parameters), *_in_header(method, op)],
            "responses": self._answers(path, method, op),
            "security": [*([{}] if op.open_to_all else []), {"token": []}, {"session": []}],
        }
        if op.deprecated_on is not None:
            operation["deprecated"] = True
        if op.takes is not None:
            adjust = _with_file(op.takes.__name__) if op.with_file else _without_refused_characters
            content: dict[str, Any] = {"schema": self._shape(op.takes, adjust=adjust)}
            if op.example is not None:
                content["example"] = op.example
            lines = {NDJSON: {"schema": {"type": "string"}}} if op.in_lines else {}
            operation["requestBody"] = {
                "required": True,
                "content": {MULTIPART if op.with_file else JSON: content, **lines},
            }
        return operation

    def _answers(self, path: str, method: str, op: Op) -> dict[str, Any]:
        response: dict[str, Any] = {"description": "As asked."}
        if op.gives is not None:
            shape = self._shape(op.gives) if op.form == JSON else {"type": "string"}
            response["content"] = {op.form: {"schema": shape}}
            if op.in_lines:
                response["content"][NDJSON] = {"schema": {"type": "string"}}
        headers = {"RateLimit": _header("How many requests are left in this minute.")}
        if op.form in TAGGED and op.status < 300:
            headers["ETag"] = _header(
                "Identifies the version sent: send it back as If-None-Match, or as If-Match to change it."
            )
        response["headers"] = headers
        found = {str(op.status): response}
        if method.upper() == "GET" and op.form in TAGGED:
            found["304"] = {"description": "Unchanged since the ETag in If-None-Match."}
        problem = {MEDIA_TYPE: {"schema": self._shape(ProblemBody)}}
        for status, names in _by_status(_problems(path, method, op)).items():
            titles = " ".join(f"`{name}`: {KNOWN[name][1]}." for name in names)
            found[str(status)] = {"description": titles, "content": problem}
        return found

    def _shape(self, shape: Any, adjust: Callable[[Any], Any] = lambda schema: schema) -> dict[str, Any]:
        (schema,), components = msgspec.json.schema_components([shape], ref_template=_REF)
        for name, each in components.items():
            known = ResolvedComponent(name, ResolvedComponent.SCHEMA, adjust(each), str)  # type: ignore[no-untyped-call]
            self.registry.register_on_missing(known)
        return schema


def _with_file(name: str) -> Callable[[Any], Any]:
    """Return what completes the schema ``name`` of a form's fields with its file."""
    file = {"type": "string", "format": "binary"}

    def adjusted(schema: Any) -> Any:
        found = _without_refused_characters(schema)
        if found.get("title") != name:
            return found
        required = [*found.get("required", ()), "file"]
        return {**found, "properties": {**found["properties"], "file": file}, "required": required}

    return adjusted


def _without_refused_characters(schema: Any) -> Any:
    """Return the schema of a request body, completed with the characters that its texts may not hold."""
    if isinstance(schema, list):
        return [_without_refused_characters(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _without_refused_characters(each) for name, each in schema.items()}
    is_free = found.get("pattern", SAYS_SOMETHING) == SAYS_SOMETHING and not {"enum", "format"} & found.keys()
    if found.get("type") == "string" and is_free:
        found["pattern"] = _FORMS.get(found.get("title", ""), _REQUIRED_TEXT if found.get("minLength") else _TEXT)
    return found


def _who(op: Op) -> str:
    opened = " Anonymous callers may read it, if the desk publishes its records." if op.open_to_all else ""
    needs = ", ".join(f"`{need}`" for need in op.needs)
    return f"Requires the scope `{op.scope}`{f' and the permissions {needs}' if needs else ''}.{opened}"


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    for name in _PART.findall(path):
        schema = {"type": "integer", "minimum": 0, "maximum": 2_147_483_647} if name in _NUMBERS else _KEYS
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, parameter in sorted(parameters.items()):
        found = {"name": name, "in": "query", "description": parameter.does, "schema": dict(parameter.schema)}
        yield found if parameter.example is None else {**found, "example": parameter.example}


def _in_header(method: str, op: Op) -> Iterator[dict[str, Any]]:
    if op.on_revision:
        does = "The ETag of the version that the change was made on."
        yield {"name": "If-Match", "in": "header", "required": True, "description": does, "schema": {"type": "string"}}
    if method.upper() == "POST" and op.repeatable:
        does = "Any text, up to 200 characters: a repeated request with it gets the first response again."
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        yield {"name": "Idempotency-Key", "in": "header", "required": False, "description": does, "schema": schema}


def _header(does: str) -> dict[str, Any]:
    return {"description": does, "schema": {"type": "string"}}


def _problems(path: str, method: str, op: Op) -> Iterator[str]:
    yield from _ALWAYS
    yield from _OF_WHO_ASKS
    yield from op.problems
    if "{" in path:
        yield "not-found"
    if method.upper() in {"POST", "PATCH", "PUT", "DELETE"}:
        yield "conflict"
    if op.takes is not None:
        yield from _OF_A_BODY
    if method.upper() == "POST" and op.repeatable:
        yield from ("idempotency-key-reused", "answered-once")
    if op.on_revision:
        yield from ("stale", "revision-required", "gone")


def _by_status(names: Iterator[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(KNOWN[name][0], []).append(name)
    return dict(sorted(found.items()))


def secured(result: dict[str, Any], **_args: Any) -> dict[str, Any]:
    """Add the authentication schemes to the published document."""
    schemes = {
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "fct_…", "description": "A token of the desk."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The desk's login, with CSRF.",
        },
    }
    result.setdefault("components", {})["securitySchemes"] = schemes
    return result
