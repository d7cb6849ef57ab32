"""Log records as lines: every logger of ours and of the libraries that we run on, and none quotes what people sent."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from gunicorn.glogging import SafeAtoms

from factcheck.logs.context import Work, doing
from factcheck.logs.formatting import JsonFormatter, PlainFormatter

SECRET = "canary"


def record(name: str, message: Any, *args: Any, error: BaseException | None = None) -> logging.LogRecord:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.getLogger(name).makeRecord(name, logging.ERROR, "x.py", 1, message, args, exc_info)


def failed(text: str) -> BaseException:
    try:
        raise ValueError(text)
    except ValueError:
        return sys.exc_info()[1]  # type: ignore[return-value]


def celery_says(**more: Any) -> dict[str, Any]:
    return {"name": "claims.work", "id": "7", "description": "raised unexpected", "exc": f"ValueError('{SECRET}')", **more}


FAILED = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
GUNICORN = {"r": f"GET /x?q={SECRET} HTTP/1.1", "m": "GET", "U": "/x", "f": f"https://desk/?q={SECRET}", "s": "200"}


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (record("claims", "the broker takes no task (%s)", ValueError(SECRET)), "the broker takes no task (ValueError"),
        (record("claims", "failed: %r", ValueError(SECRET)), "failed: ValueError"),
        (record("gunicorn.error", ValueError(SECRET)), "ValueError"),
        (record("django.security.X", SECRET, error=failed(SECRET)), "ValueError"),
        (record("django.request", "Internal Server Error: %s", "/x", error=failed(SECRET)), "Internal Server Error: /x"),
        (record("django.server", '"%s" %s %s', f"GET /x?q={SECRET}&p=1 HTTP/1.1", "200", "1"), '"GET /x?… HTTP/1.1" 200 1'),
        (record("gunicorn.error", "Error handling request %s", f"/x?q={SECRET}", error=failed(SECRET)), "request /x?…"),
        (record("gunicorn.error", f"Invalid request from ip=::1: 'GET /?q=a {SECRET}\n'"), "Invalid request from ip=::1"),
        (record("gunicorn.access", "%(m)s %(U)s %(s)s %({x}i)s", SafeAtoms(GUNICORN)), "GET /x 200 -"),
        (record("celery.app.trace", FAILED, celery_says(args=[SECRET], kwargs={"q": SECRET})), "Task claims.work[7] raised"),
        (record("celery.app.trace", "%(name)s %(args)s", celery_says(args=f"['{SECRET}']")), "claims.work (text withheld"),
        (record("celery.app.trace", "%(name)s gave %(return_value)s", {"name": "t", "return_value": SECRET}), "t gave (text"),
        (record("urllib3", "https://cms.example:443 %s", f"POST /hook?token={SECRET}"), "POST /hook?…"),
        (record("claims", "one %s too many", f"a?{SECRET}", 2), "cannot be formatted"),
    ],
)
@pytest.mark.parametrize("formatter", [JsonFormatter(), PlainFormatter()])
def test_no_record_quotes_data(formatter: logging.Formatter, made: logging.LogRecord, kept: str) -> None:
    line = formatter.format(made)
    # The source line of the traceback is code of this test.
    assert SECRET not in line
    said = json.loads(line)["message"] if isinstance(formatter, JsonFormatter) else line
    assert kept in said


def test_a_record_says_whose_request_it_belongs_to() -> None:
    request = RequestFactory().get("/admin/claims/", {"q": SECRET})
    request.user = User(pk=12)
    with doing(Work("abc", request)):
        said = json.loads(JsonFormatter().format(record("claims", "done")))
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "ERROR",
        "logger": "claims",
        "request_id": "abc",
        "method": "GET",
        "path": "/admin/claims/",
        "user_id": 12,
        "message": "done",
    }


def test_a_record_of_a_task_has_both_ids() -> None:
    with doing(Work("abc", task="claims.work_run", task_id="7-8")):
        said = json.loads(JsonFormatter().format(record("claims", "done")))
    assert (said["request_id"], said["task"], said["task_id"]) == ("abc", "claims.work_run", "7-8")


def test_a_record_does_not_ask_the_database_who_asks() -> None:
    def ask() -> User:
        raise AssertionError("asked")

    request = RequestFactory().get("/")
    request.user = SimpleLazyObject(ask)
    with doing(Work("abc", request)):
        assert "user_id" not in json.loads(JsonFormatter().format(record("claims", "done")))
    request._cached_user = User(pk=3)  # type: ignore[attr-defined]  # as the session's middleware keeps it
    with doing(Work("abc", request)):
        assert json.loads(JsonFormatter().format(record("claims", "done")))["user_id"] == 3


def test_nobody_forges_a_line() -> None:
    with doing(Work("abc", RequestFactory().get("/a\nb\u2028c"))):
        for formatter in (JsonFormatter(), PlainFormatter()):
            assert len(formatter.format(record("claims", "one\r\ntwo \x1b[31m")).split("\n")) == 1
