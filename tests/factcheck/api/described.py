"""Whether an answer of the API is what the published OpenAPI says of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from jsonschema import Draft202012Validator, FormatChecker

from factcheck.api.document import published


def described(answer: Any, name: str) -> Any:
    """Return the body of an answer, which is as the published document describes it for the operation ``name``.

    Every part that is sent must be described there, and every part that is described as always there must be sent.
    """
    assert answer.status_code < 500, answer.content
    responses = _operations()[name]["responses"]
    assert str(answer.status_code) in responses, f"{name} answers with {answer.status_code}: {answer.content[:2_000]!r}"
    content = responses[str(answer.status_code)].get("content", {})
    media_type = answer["Content-Type"].partition(";")[0]
    assert media_type in content, f"{name} answers in {media_type}"
    shown = answer.json()
    shape = {**content[media_type]["schema"], "components": _components()}
    checked = Draft202012Validator(shape, format_checker=FormatChecker())
    assert [f"{fault.json_path}: {fault.message}" for fault in checked.iter_errors(shown)] == []
    return shown


@cache
def _document() -> Any:
    return msgspec.json.decode(published())


@cache
def _operations() -> dict[str, Any]:
    methods = (method for path in _document()["paths"].values() for method in path.values())
    return {method["operationId"]: method for method in methods if isinstance(method, dict)}


@cache
def _components() -> dict[str, Any]:
    return {"schemas": {name: _closed(shape) for name, shape in _document()["components"]["schemas"].items()}}


def _closed(shape: Any) -> Any:
    """Return a shape that takes no part which it does not describe: OpenAPI lets them pass, for clients of older versions."""
    if isinstance(shape, list):
        return [_closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    found = {name: _closed(each) for name, each in shape.items()}
    return {"additionalProperties": False, **found} if isinstance(found.get("properties"), dict) else found
