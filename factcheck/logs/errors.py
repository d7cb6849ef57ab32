"""What may be logged of an exception: its type, where it was raised, and its text only if it cannot hold data.

The text of an exception often quotes what somebody sent or recorded: ``invalid literal for int(): 'a name'``, or PostgreSQL's
``DETAIL: Key (name)=(a name) already exists``. So a text is withheld unless it is known to hold none.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any, Final

WITHHELD: Final = "(text withheld: it may quote data)"
#: Types whose texts name parts of the program or of the network, by module and name; subclasses are not included.
_TEXT_IS_CODE: Final = frozenset(
    {
        *(f"builtins.{name}" for name in ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "TypeError")),
        *(f"builtins.{name}" for name in ("NotImplementedError", "RecursionError", "UnboundLocalError", "ZeroDivisionError")),
        "django.core.exceptions.AppRegistryNotReady",
        "django.core.exceptions.DisallowedHost",
        "django.core.exceptions.FieldError",
        "django.core.exceptions.ImproperlyConfigured",
        "django.template.exceptions.TemplateDoesNotExist",
        "django.template.exceptions.TemplateSyntaxError",
        "django.urls.exceptions.NoReverseMatch",
        "kombu.exceptions.OperationalError",
        *(f"redis.exceptions.{name}" for name in ("AuthenticationError", "BusyLoadingError", "ConnectionError")),
        *(f"redis.exceptions.{name}" for name in ("OutOfMemoryError", "ReadOnlyError", "TimeoutError")),
    }
)
#: PostgreSQL's details of an error besides its text: names from the schema, never values.
_NAMES: Final = ("constraint_name", "table_name", "column_name", "datatype_name")
#: Classes of SQLSTATE whose first line describes the server or a connection: connection exception, invalid
#: authorisation, transaction rollback, insufficient resources, object not in prerequisite state, operator intervention,
#: system error.
_ABOUT_THE_SERVER: Final = ("08", "28", "40", "53", "55", "57", "58")
#: Results of SQLite whose text can quote a statement or a value.
_SQLITE_QUOTES: Final = ("SQLITE_ERROR", "SQLITE_MISMATCH")


def text_of(error: BaseException) -> str:
    """Return the type of an exception, with its text if that holds no data."""
    kind = _kind(error)
    said = _text(error, kind)
    return f"{kind.removeprefix('builtins.')}: {said}" if said else kind.removeprefix("builtins.")


def traceback_of(error: BaseException) -> str:
    """Return the traceback of an exception and of its causes, in Python's layout, with the texts of ``text_of``."""
    return "".join(_lines(error, set())).rstrip()


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, its causes and the exceptions that it groups, each once."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [led for led in (each.__cause__, each.__context__, *getattr(each, "exceptions", ())) if led is not None]


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _text(error: BaseException, kind: str) -> str:
    if not str(error):
        return ""
    if kind in _TEXT_IS_CODE:
        return str(error)
    if kind.startswith("django.db.utils."):
        cause = error.__cause__  # Django repeats the text of the driver's error, which has more details
        return _of_driver(cause) if cause is not None else WITHHELD
    if isinstance(error, OSError) and error.strerror:
        return f"[Errno {error.errno}] {error.strerror}"  # without the name of the file
    return _of_driver(error)


def _of_driver(error: BaseException) -> str:
    """Return the safe text of a database driver's error, without values; for any other error a note that it is withheld."""
    if name := getattr(error, "sqlite_errorname", ""):
        return f"{name} {WITHHELD}" if name in _SQLITE_QUOTES else f"{name} {error}"
    if (diag := getattr(error, "diag", None)) is None:
        return WITHHELD
    state = getattr(error, "sqlstate", None) or ""
    of_connection = not state and "OperationalError" in {kind.__name__ for kind in type(error).__mro__}
    if of_connection or state.startswith(_ABOUT_THE_SERVER):
        return " ".join(filter(None, [state, str(error).partition("\n")[0]]))
    return " ".join([state, *_names(diag), WITHHELD]).strip()


def _names(diag: Any) -> Iterator[str]:
    for name in _NAMES:
        if value := getattr(diag, name, None):
            yield f"{name}={value}"


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before, explanation = _before(error)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield f"\n{explanation}\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{text_of(error)}\n"
    for each in getattr(error, "exceptions", ()):
        if isinstance(each, BaseException) and id(each) not in seen:
            yield "\nOne of the group:\n\n"
            yield from _lines(each, seen)


def _before(error: BaseException) -> tuple[BaseException | None, str]:
    if error.__cause__ is not None:
        return error.__cause__, "The above exception was the direct cause of the following exception:"
    context = None if error.__suppress_context__ else error.__context__
    return context, "During handling of the above exception, another exception occurred:"
