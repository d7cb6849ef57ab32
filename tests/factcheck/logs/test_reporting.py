"""Errors reported to Sentry: what the log shows, nothing private, and nothing waits for it."""

from __future__ import annotations

import json
import logging
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck.logs.config import logging_config
from factcheck.logs.context import Work, doing
from factcheck.logs.reporting import ErrorReporter, event_of, sender_to

PRIVATE = "a source who must not be named"


def failure() -> logging.LogRecord:
    """Return the record of an error whose texts, and whose local variables, quote something private."""
    secret = PRIVATE
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise ValueError(f"bad: {secret}") from error
    except ValueError:
        return logging.LogRecord("claims", logging.ERROR, __file__, 1, "failed at /x?q=%s", ("words",), sys.exc_info())


def test_an_event_has_ids_and_tracebacks_and_nothing_private() -> None:
    with doing(Work("req-1", None, "claims.verify_nightly")):
        event = event_of(failure())
    assert event["tags"] == {"request_id": "req-1", "task": "claims.verify_nightly"}
    assert [one["type"] for one in event["exception"]["values"]] == ["KeyError", "ValueError"]
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "failure"
    text = json.dumps(event)
    assert PRIVATE not in text
    assert "words" not in event["logentry"]["formatted"]


def test_it_is_sent_as_an_envelope_with_the_key() -> None:
    got: list[tuple[str, str, list[Any]]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            got.append((self.path, self.headers["X-Sentry-Auth"], [json.loads(line) for line in body.splitlines()]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.handle_request, daemon=True).start()
    reporter = ErrorReporter(f"http://thekey@127.0.0.1:{server.server_port}/sub/42")
    reporter.handle(failure())
    reporter.flush()
    server.server_close()
    (path, auth, (head, kind, event)) = got[0]
    assert (path, kind, head["event_id"]) == ("/sub/api/42/envelope/", {"type": "event"}, event["event_id"])
    assert "sentry_key=thekey" in auth


def test_a_service_that_fails_or_hangs_holds_nothing_up(caplog: pytest.LogCaptureFixture) -> None:
    hangs, sent = threading.Event(), []

    def send(event: dict[str, Any]) -> None:
        hangs.wait(5)
        sent.append(event)
        raise OSError("no route to host")

    reporter = ErrorReporter("", send)
    for _ in range(300):  # more than wait in memory
        reporter.handle(failure())
    hangs.set()
    reporter.flush()
    assert 100 <= len(sent) <= 101
    assert "could not be reported" in caplog.text


@pytest.mark.parametrize("dsn", ["sentry.example", "https://host/1", "ftp://key@host/1", "https://key@host/"])
def test_an_address_that_is_none_is_refused_at_once(dsn: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN"):
        sender_to(dsn)


def test_only_with_an_address_errors_are_reported() -> None:
    assert logging_config("INFO", plain=False)["root"]["handlers"] == ["stderr"]
    with_dsn = logging_config("INFO", plain=False, dsn="https://key@host/1")
    assert (with_dsn["root"]["handlers"], with_dsn["handlers"]["reporter"]["level"]) == (["stderr", "reporter"], "ERROR")
