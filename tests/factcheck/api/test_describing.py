"""What is said of an operation, in the headers of its answers and in the published OpenAPI."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from claims.api.documents.views import Documents
from factcheck.api.document import published
from tests.factcheck.api.asking import caller


@pytest.mark.django_db
def test_an_operation_that_ends_says_so_in_its_answers_and_in_openapi(monkeypatch: pytest.MonkeyPatch) -> None:
    one = caller()
    assert not {"Deprecation", "Sunset"} & set(one.get("documents/").headers)
    ending = replace(Documents.ops["GET"], deprecated_on=date(2027, 1, 1), sunset_on=date(2028, 1, 1))
    monkeypatch.setattr(Documents, "ops", {**Documents.ops, "GET": ending})
    answer = one.get("documents/")
    assert (answer["Deprecation"], answer["Sunset"]) == ("@1798761600", "Sat, 01 Jan 2028 00:00:00 GMT")
    try:
        published.cache_clear()
        assert b'"deprecated":true' in published()
    finally:
        published.cache_clear()
