"""Texts of exceptions: what names the program or the server is logged, what may quote data is not."""

from __future__ import annotations

import pytest
from django.core.exceptions import DisallowedHost, ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from kombu.exceptions import OperationalError as BrokerError

from factcheck.logs.errors import WITHHELD, text_of, traceback_of
from sources.models import Source

SECRET = "Ivan Canary"


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    """The exception as somebody catches it, with a traceback."""
    if cause is not None:
        error.__cause__ = cause
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        RuntimeError(SECRET),
        ValidationError(SECRET),
        UnicodeDecodeError("utf-8", b"x", 0, 1, SECRET),
    ],
)
def test_a_text_that_may_quote_data_is_withheld(error: Exception) -> None:
    assert WITHHELD in text_of(error)
    assert SECRET not in traceback_of(raised(error))


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (AttributeError("'NoneType' object has no attribute 'pk'"), "AttributeError: 'NoneType' object has no attribute 'pk'"),
        (
            BrokerError("Error 111 connecting to redis:6379"),
            "kombu.exceptions.OperationalError: Error 111 connecting to redis:6379",
        ),
        (DisallowedHost("Invalid HTTP_HOST header"), "django.core.exceptions.DisallowedHost: Invalid HTTP_HOST header"),
        (FileNotFoundError(2, "No such file or directory", SECRET), "FileNotFoundError: [Errno 2] No such file or directory"),
        (KeyError(), "KeyError"),
    ],
)
def test_a_text_that_names_the_program_or_the_network_is_logged(error: Exception, text: str) -> None:
    assert text_of(error) == text


def test_exceptions_that_led_to_one_another_are_all_shown_and_none_quotes_data() -> None:
    before = raised(KeyError(SECRET), raised(ValueError(SECRET)))
    before.__cause__.__context__ = raised(LookupError(SECRET))  # type: ignore[union-attr]
    group = raised(ExceptionGroup(SECRET, [raised(OSError(SECRET)), raised(TypeError("no data"))]), before)
    group.add_note(SECRET)
    shown = traceback_of(group)
    assert SECRET not in shown
    for name in ("KeyError", "ValueError", "LookupError", "ExceptionGroup", "OSError", "TypeError: no data"):
        assert name in shown
    assert shown.count("Traceback (most recent call last):") == 6
    assert "in raised" in shown


def test_exceptions_in_a_circle_end() -> None:
    one, other = raised(ValueError("a")), raised(KeyError("b"))
    one.__context__, other.__context__ = other, one
    assert traceback_of(one).count("Traceback") == 2


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        (
            "UPDATE sources_source SET key = 'Ivan Canary'",
            "23505 constraint_name=sources_source_key_key table_name=sources_source",
        ),
        ("UPDATE sources_source SET name = NULL", "23502 table_name=sources_source column_name=name"),
        (
            "UPDATE sources_source SET reliability = 'Z'",
            "23514 constraint_name=source_reliability_grade table_name=sources_source",
        ),
        ("SELECT description::integer FROM sources_source", "22P02"),
        ("SELECT 'Ivan Canary'::jsonb", "22P02"),
        ("SELECT Ivan Canary FROM", "42601"),
    ],
)
def test_the_detail_of_an_error_of_postgresql_is_withheld(sample: None, statement: str, shown: str) -> None:
    Source.objects.update(description=SECRET)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert SECRET in str(caught.value)  # the driver's own text quotes the row, or the statement
    assert SECRET not in traceback_of(caught.value)
    assert f": {shown} {WITHHELD}" in text_of(caught.value)


@pytest.mark.django_db
@pytest.mark.postgresql
def test_what_befell_the_server_is_logged() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        with pytest.raises(OperationalError) as caught:
            cursor.execute("SELECT pg_sleep(1), %s", [SECRET])
    expected = "django.db.utils.OperationalError: 57014 canceling statement due to statement timeout"
    assert text_of(caught.value) == expected


@pytest.mark.django_db
def test_the_name_of_a_constraint_is_logged(sample: None) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Source.objects.create(key="vedomosti", name=SECRET, kind="outlet", recorded_at="2024-06-12T12:00Z")
    assert "key" in text_of(caught.value)
    assert SECRET not in traceback_of(caught.value)
