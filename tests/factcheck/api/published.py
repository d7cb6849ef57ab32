"""Every operation that the API publishes, tried with requests made from its own description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from typing import Any, Final

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.errors import StopTest, Unsatisfiable, UnsatisfiedAssumption
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation

from factcheck.api.document import published
from factcheck.text.texts import in_form
from tests import examples
from tests.factcheck.api.asking import Caller

#: Requests in all, as near as whole numbers of each operation come to it from above.
CASES: Final = 2_000
#: After so many attempts at a request that does not fit, everything fits (a guess; Hypothesis makes ten times as many).
MOST_ATTEMPTS: Final = 50
#: What a description cannot say: that a key names a record, that a time has passed, that a revision is current.
_SAID_NO: Final = ["2xx", "3xx", 400, 401, 403, 404, 405, 409, 410, 412, 422, 428]
#: Keys of the sample case: without them most requests would name nothing that there is.
KNOWN: Final = {
    "attribution": "bloomberg", "cited": "vedomosti", "number": 1, "code": "single_gateway", "version": 1,
    "delivery": "ping_known",
}  # fmt: skip
_OF_COLLECTION: Final = {
    "claims": "visit-within-weeks", "sources": "vedomosti", "documents": "sr-rare-visits", "webhooks": "wh-known"
}  # fmt: skip


class EverythingFits(BaseException):
    """Ends the search for a request that does not fit; Hypothesis would take an Exception for a failure of the test."""


def cases() -> int:
    """Return how many requests this run of the suite makes: a fifth on the first of two databases."""
    return CASES // 5 if examples.part == "first" else CASES


@cache
def api() -> Any:
    """Return the published description, ready to make requests from."""
    config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": _SAID_NO}}})
    with _connection_kept():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), config=config)


@cache
def operations() -> tuple[Any, ...]:
    """Return every operation."""
    return tuple(each.ok() for each in api().get_all_operations())


def tried(operation: Any, one: Caller) -> Iterator[int]:
    """Send requests that fit the description and such that do not; all checks are made of each answer; nothing is kept.

    One that names records is sent twice: as it was drawn, and with names of records that there are. Drawing takes longer than
    sending.
    """
    times = (False, True) if "{" in operation.path else (False,)
    each = -(-cases() // (2 * len(times) * len(operations())))
    # Made once for both: to work out what fits a description, and what does not, takes longer than to draw some of it.
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    refused = _tried(wrong, one, each, times, may_be_none=True)
    yield refused * len(times)
    # Of an operation that takes a key alone, hardly any request does not fit: then more of those that do.
    yield _tried(fitting, one, 2 * each - refused, times) * len(times)


def _tried(requests: Any, one: Caller, most: int, times: Sequence[bool], *, may_be_none: bool = False) -> int:
    count = attempts = 0

    @st.composite
    def attempted(draw: Any) -> Any:
        nonlocal attempts
        try:
            return draw(requests)
        except (UnsatisfiedAssumption, StopTest):
            attempts += 1
            if may_be_none and not count and attempts > MOST_ATTEMPTS:
                raise EverythingFits from None
            raise

    @hypothesis_settings(
        max_examples=most, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(attempted())
    def send(case: Any) -> None:
        nonlocal count
        count += 1
        if _fits_all_the_same(case):
            return
        headers = {"Authorization": f"Bearer {one.text}"}
        for known in times:
            if known:
                _name_records(case, one)
            with transaction.atomic(), _connection_kept():
                case.call_and_validate(headers=headers)
                transaction.set_rollback(True)

    with suppress(Unsatisfiable, EverythingFits) if may_be_none else nullcontext():
        send()
    return count


def _fits_all_the_same(case: Any) -> bool:
    """Return whether a request that was made not to fit, in its body alone, does fit.

    Two constraints that are negated together ("too long, or without a visible character") may leave a text that keeps both. One
    that is too long by a character may have an invisible one, which is left out before its length counts.
    """
    wrong = [place for place, found in case.meta.components.items() if found.mode is GenerationMode.NEGATIVE]
    if wrong != [ParameterLocation.BODY] or case.media_type != "application/json":
        return False
    described = _document()["paths"][case.operation.path][case.operation.method.lower()]
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**schema, "components": _document()["components"]})
    return bool(validator.is_valid(_in_form(case.body)))


def _in_form(value: Any) -> Any:
    """Return a value with its texts in the form in which they are stored."""
    if isinstance(value, dict):
        return {key: _in_form(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_form(each) for each in value]
    return in_form(value) if isinstance(value, str) else value


@cache
def _document() -> dict[str, Any]:
    return dict(json.loads(published()))


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Let a request leave the connection of the test open, as a request of Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _name_records(case: Any, one: Caller) -> None:
    collection = case.operation.path.removeprefix("/api/v1/").partition("/")[0]
    key = _OF_COLLECTION.get(collection)
    # An address that was made not to fit stays as it is: mended, nothing might be wrong with the request any more.
    fits = case.meta.components[ParameterLocation.PATH].mode is GenerationMode.POSITIVE if case.path_parameters else True
    for name in (case.path_parameters or {}) if fits else ():
        found = key if name == "key" else KNOWN.get(name)
        if found is not None:
            case.path_parameters[name] = found
    if case.headers and "If-Match" in case.headers and key is not None:
        case.headers["If-Match"] = one.get(f"{collection}/{key}/")["ETag"]
